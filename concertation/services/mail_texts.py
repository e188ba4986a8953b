"""Write down what an event adds to its mails."""

from dataclasses import dataclass
from datetime import datetime

from concertation.database import transaction
from concertation.domain.errors import EventChangedMeanwhile
from concertation.domain.mail_texts import text_for, version_of, with_text
from concertation.services.audit import note
from concertation.services.places import lock_event


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedText:
    template: str
    """Of the mail that it stands in."""
    locale: str
    text: str
    """Markdown, sanitised when the mail is written."""
    version: str
    """Of the text that its writer saw."""


def write_text(event_id: int, wish: AddedText, *, actor: str, now: datetime) -> None:
    """It stands in whatever is promised from now on; what was promised stays as it is.

    Raises `EventChangedMeanwhile` where somebody else wrote it since.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        former = text_for(event.mail_texts, wish.template, wish.locale)
        if former == wish.text:
            return
        if wish.version != version_of(former):
            raise EventChangedMeanwhile
        event.mail_texts = with_text(
            event.mail_texts, wish.template, wish.locale, wish.text
        )
        note(
            session,
            "mail_text.changed",
            event,
            actor=actor,
            now=now,
            label=f"{wish.template} ({wish.locale})",
            changes={"mail_texts": (former, wish.text)},
        )
