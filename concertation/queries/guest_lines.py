"""What would become of each line of a pasted list of guests."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.guests import LineVerdict, PastedLine, WhyNot, pasted_lines
from concertation.domain.registration import email_key
from concertation.domain.typed_text import MOST_EMAIL_CHARACTERS
from concertation.mailable import NotMailable, mailable_address
from concertation.models import Guest, Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    line: PastedLine
    verdict: LineVerdict
    email: str = ""
    """In the form in which it is written to; empty for who is refused."""
    why: WhyNot | None = None


def preview_lines(event_id: int, text: str) -> Sequence[JudgedLine]:
    return judge_lines(db.session(), event_id, text)


def judge_lines(session: Session, event_id: int, text: str) -> Sequence[JudgedLine]:
    """The same answer for a page that shows it and, under the lock, for who writes."""
    invited = _keys(session, Guest, event_id)
    registered = _keys(session, Registration, event_id)
    seen: set[str] = set()
    judged = []
    for line in pasted_lines(text):
        email, why = _address_of(line)
        if why is not None:
            judged.append(JudgedLine(line=line, verdict=LineVerdict.REFUSED, why=why))
            continue
        key = email_key(email)
        verdict = (
            LineVerdict.REPEATED
            if key in seen
            else LineVerdict.KNOWN
            if key in invited
            else LineVerdict.REGISTERED
            if key in registered
            else LineVerdict.NEW
        )
        seen.add(key)
        judged.append(JudgedLine(line=line, verdict=verdict, email=email))
    return judged


def _address_of(line: PastedLine) -> tuple[str, WhyNot | None]:
    if line.is_too_long:
        return "", WhyNot.TOO_LONG
    if not line.address:
        return "", WhyNot.NO_ADDRESS
    try:
        email = mailable_address(line.address)
    except NotMailable:
        return "", WhyNot.WRONG_ADDRESS
    if len(email) > MOST_EMAIL_CHARACTERS:
        return "", WhyNot.TOO_LONG
    return email, None


def _keys(
    session: Session, table: type[Guest | Registration], event_id: int
) -> set[str]:
    keys = select(table.email_key).where(table.event_id == event_id)
    if table is Registration:
        keys = keys.where(Registration.ended_at.is_(None))
    return set(session.scalars(keys))
