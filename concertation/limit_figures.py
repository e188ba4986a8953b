"""How much of an hour is answered, as whoever runs the site sets it."""

from dataclasses import dataclass, field

MOST_IN_AN_HOUR = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFigures:
    """How many requests of an hour are answered; 0: as many as there are."""

    per_address: int = 20
    """That somebody's address is given, by whomever: each may write to it."""
    per_network_and_page: int = 600
    """From one network at one event, process or door. A school of three hundred
    registers from one network within minutes, and some of it twice."""
    per_network: int = 1500
    without_proof: int = field(default=30, metadata={"least": 1})
    """From one network, where a proof of work is demanded, by who brings none: the
    staff of a museum whose browsers run no scripts."""
