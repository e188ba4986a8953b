"""What an event is a meeting of, as the event's form asks it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from concertation.domain.phases import phase_at_hand
from concertation.domain.roles import Place, Right
from concertation.models import Event, GroupOffer, Process
from concertation.queries.meetings import owners_of_meetings
from concertation.web.identity import places_in_reach
from concertation.web.select import options
from concertation.wording.meetings import offer_name

ALONE = ""
PROCESS, OFFER = "process", "offer"
Owners = Sequence[tuple[Process, Sequence[GroupOffer]]]


class Belonging:
    """The processes and groups that an event of this person can be a meeting of.

    Those where they may prepare, and what an event that they edit belongs to already.
    """

    def __init__(self, event: Event | None = None) -> None:
        self._owners: Owners = owners_of_meetings()
        self._reach = places_in_reach(Right.PREPARE)
        self._kept = chosen_for(event) if event else None

    def choices(self) -> list[SelectChoice]:
        listed: list[SelectChoice] = []
        if self._reach.is_everywhere or self._kept == ALONE:
            listed += options([(ALONE, _("No consultation: it stands alone"))])
        for process, offers in self._owners:
            names = [
                (_value(OFFER, each.id), offer_name(each))
                for each in offers
                if self._is_offered(each)
            ]
            if self._is_offered(process):
                whole = (_value(PROCESS, process.id), _("The whole consultation"))
                names.insert(0, whole)
            listed += options(names, group=process.title)
        return listed

    def _is_offered(self, owner: Process | GroupOffer) -> bool:
        if isinstance(owner, Process):
            value, place = _value(PROCESS, owner.id), Place(process=owner.slug)
        else:
            value = _value(OFFER, owner.id)
            place = Place(process=owner.process.slug, group=owner.group.slug)
        return value == self._kept or place in self._reach

    def prefilled(self, asked: Mapping[str, str], now: datetime) -> dict[str, object]:
        """What a new event has, when a page of this process or group led here.

        Nothing of a process in which this person may add none: it may be a draft.
        """
        for process, offers in self._owners:
            if process.slug == asked.get("demarche"):
                theirs = [each for each in offers if self._is_offered(each)]
                if not theirs and not self._is_offered(process):
                    return {}
                offer = _offer_asked(theirs, asked, now)
                value = _value(OFFER, offer.id) if offer else None
                return {
                    "belongs_to": value or _value(PROCESS, process.id),
                    "timezone": process.timezone,
                    "legal_basis": process.legal_basis.value,
                    "retention_days": process.retention_days,
                    "unseated_retention_days": process.unseated_retention_days,
                    "organiser_name": process.organiser_name,
                    "contact_name": process.contact_name,
                    "contact_email": process.contact_email,
                    "contact_phone": process.contact_phone,
                    **(_of_the_group(offer) if offer else {}),
                }
        return {}


def owners_in(value: str | None) -> dict[str, int | None]:
    """The fields of the sheet that a choice stands for."""
    kind, _sign, number = (value or ALONE).partition("-")
    return {
        "process_id": int(number) if kind == PROCESS else None,
        "offer_id": int(number) if kind == OFFER else None,
    }


def chosen_for(event: Event) -> str:
    if event.offer_id:
        return _value(OFFER, event.offer_id)
    return _value(PROCESS, event.process_id) if event.process_id else ALONE


def _offer_asked(
    offers: Iterable[GroupOffer], asked: Mapping[str, str], now: datetime
) -> GroupOffer | None:
    """In the phase that is asked for, or else in the one that is at hand."""
    of_group = [each for each in offers if each.group.slug == asked.get("groupe")]
    by_phase = {str(each.phase_id): each for each in of_group}
    at_hand = phase_at_hand([each.phase for each in of_group], now)
    usual = by_phase[str(at_hand.id)] if at_hand else None
    return by_phase.get(asked.get("phase", ""), usual)


def _of_the_group(offer: GroupOffer) -> dict[str, object]:
    group, named = offer.group, dict[str, object]()
    if group.animator_name:
        named["contact_name"] = group.animator_name
    if not group.contact_email:
        return named
    # A phone of somebody else's would stand beside their address.
    return {**named, "contact_email": group.contact_email, "contact_phone": ""}


def _value(kind: str, number: int) -> str:
    return f"{kind}-{number}"
