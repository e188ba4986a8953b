"""Clean what is typed, before it is checked."""

from concertation.domain.typed_text import clean_line, clean_text

__all__ = ["clean_line", "clean_text"]
