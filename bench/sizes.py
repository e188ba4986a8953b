"""How much of everything is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    rounds: int = 5
    seconds_a_round: float = 3.0
    people: int = 2000
    seats: int = 200
    at_once: int = 64
    growth_seconds: float = 10.0
    opening: int = 5000
    opening_seats: int = 500
    opening_seconds: float = 60.0
    most_seconds: float = 20.0
    exported: int = 100_000
    listed: int = 10_000
    signing: int = 500
    wearing: int = 1000
    asked: int = 200
    imported: int = 10_000
    members: int = 500
    wishing: int = 2000


SMALL = Sizes(
    rounds=2,
    seconds_a_round=1.0,
    people=200,
    seats=20,
    growth_seconds=3.0,
    opening=500,
    opening_seats=50,
    opening_seconds=6.0,
    most_seconds=10.0,
    exported=10_000,
    listed=1_000,
    wearing=100,
    asked=40,
    imported=1_000,
    members=50,
    wishing=200,
)
"""For working on the measurements themselves: the figures mean little."""
