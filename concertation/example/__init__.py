"""The example that a new installation shows: one meeting that was, one to come."""

from concertation.example.loading import load_example

__all__ = ["load_example"]
