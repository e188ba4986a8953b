"""One after the other: whoever changes what belongs to one address in a process."""

from sqlalchemy.orm import Session

from concertation.database import take_turns


def take_turn_of(session: Session, process_id: int, key: str) -> None:
    """Whoever adds or changes places of one address does so one after the other.

    Taken before anything else: then organisations, and then pools.
    """
    take_turns(session, f"participant {process_id} {key}")
