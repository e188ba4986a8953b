"""Join a group by one's own link: everything else was said already."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from flask_wtf import FlaskForm

from concertation.domain.process import GroupRule
from concertation.models import GroupOffer, Participant, Phase, Process
from concertation.queries.own_places import OwnPlace
from concertation.services.enrolment_wish import EnrolPerson
from concertation.services.participants import stored_details
from concertation.web.enrolment_offering import Offering, welcoming_phases
from concertation.web.group_fields import groups_data, groups_field
from concertation.web.workshop_fields import chosen_ids


class JoinForm(FlaskForm):
    """Made by `at`, with the groups of one phase that the person is not in."""

    @classmethod
    def at(cls, offering: Offering, offers: Sequence[GroupOffer]) -> Self:
        fields = {"groups": groups_field(offering.process, offers)}
        kind: type[Self] = type(cls.__name__, (cls,), fields)
        form = kind()
        form.phase_id = offering.phase.id
        if len(offers) == 1 and not form.is_submitted():
            form["groups"].data = groups_data(offering.process, [offers[0].id])
        return form

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.phase_id = 0

    def to_wish(self, participant: Participant) -> EnrolPerson:
        return EnrolPerson(
            process_id=participant.process_id,
            phase_id=self.phase_id,
            offer_ids=chosen_ids(self["groups"].data),
            email=participant.email,
            details=stored_details(participant),
            locale=participant.locale,
            consent_text=participant.consent_text,
            browser_key=participant.browser_key,
            proven_id=participant.id,
        )


def joinable_phases(
    process: Process, places: Sequence[OwnPlace], now: datetime
) -> list[Phase]:
    """In which somebody with these places can still have another one."""
    return [
        phase
        for phase in welcoming_phases(process, now)
        if _has_room(process, _live_in(phase, places))
    ]


def other_offers(
    offering: Offering, places: Sequence[OwnPlace]
) -> Sequence[GroupOffer]:
    """The groups of the phase that somebody is not in, nor waits for."""
    has = set(_live_in(offering.phase, places))
    return [each for each in offering.offers if each.id not in has]


def _live_in(phase: Phase, places: Sequence[OwnPlace]) -> list[int]:
    """Ids of the offers."""
    return [
        place.enrolment.offer_id
        for place in places
        if place.phase.id == phase.id and place.is_current
    ]


def _has_room(process: Process, live: Sequence[int]) -> bool:
    if not live:
        return True
    most = process.groups_most
    is_several = process.group_rule is GroupRule.SEVERAL
    return is_several and (most is None or len(live) < most)
