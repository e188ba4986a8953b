"""Enrol people in the groups of a phase, and let them go again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.enrolment import SeatRole
from concertation.domain.enrolment_messages import EnrolmentStanding
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import (
    GroupFull,
    GroupGone,
    ProcessNotPublished,
    TooManyGroups,
)
from concertation.domain.registration import email_key
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Participant,
    Phase,
    Process,
)
from concertation.new_rows import write_new
from concertation.queries.enrolments import (
    last_enrolment_mail,
    live_enrolments,
    participant_of,
)
from concertation.services.answer_files import settle_files
from concertation.services.audit import note
from concertation.services.consents import Saying, keep_notice, settle_consents
from concertation.services.enrolment_news import tell_places
from concertation.services.enrolment_receipts import (
    EnrolmentReceipt,
    places_of_a_newcomer,
    receipt_for_a_newcomer,
    receipt_of,
)
from concertation.services.enrolment_wish import EnrolPerson
from concertation.services.group_bounds import refuse_of_other_groups
from concertation.services.group_places import (
    lock_offers,
    refuse_if_over,
    seat_newcomer_in,
    share_in,
)
from concertation.services.limits import use_up
from concertation.services.participants import (
    new_participant,
    organisation_of,
    write_details,
)
from concertation.services.people_turns import take_turn_of
from concertation.services.proven_people import prove
from concertation.services.seat_roles import is_spoken_for
from concertation.services.seating import ask, join_line

QUIET_TIME = timedelta(minutes=10)
"""Asking again sends the mail again, but not more often than this."""


def enrol_person(wish: EnrolPerson, *, now: datetime) -> EnrolmentReceipt:
    """Give somebody a seat, or a place in the line, in each of the groups.

    Where the process wants approval, or wishes are ranked, they have asked, and the
    facilitator decides. Where an organisation has one seat, the second person of it
    becomes a deputy.

    An address that is in a group of this phase already is told again how it stands,
    after a quiet time; only its own link, the browser that enrolled it, or the desk
    adds groups to it. Nor does another change what somebody of a former phase said of
    themselves. Any other reads what a newcomer would, for an address is no proof
    of who asks. Raises `ProcessNotPublished`, `EnrolmentNotOpen`, `EnrolmentClosed`,
    `GroupGone`, `TooManyGroups`, where nobody waits `GroupFull`, `InAnotherGroup`,
    and `LimitReached`.
    """
    with transaction() as session:
        use_up(session, wish.limits, now=now)
        keep_notice(session, wish.details.notice, now=now)
        take_turn_of(session, wish.process_id, email_key(wish.email))
        before = participant_of(session, wish.process_id, email_key(wish.email))
        if before:
            refuse_of_other_groups(session, before, wish.within)
        live = live_enrolments(session, before.id, wish.phase_id) if before else []
        if before is None or not live or _is_known_to(wish, before):
            return _enrol(session, wish, before, live, now=now)
        offers = _offers(session, wish)
        _refuse_unless_possible(session, wish, offers, [], now=now)
        places = places_of_a_newcomer(session, wish.details, offers)
        _tell_again(session, before, live, now=now)
    # Committed: even where the answer is a refusal, the mail tells how things stand.
    return receipt_for_a_newcomer(before, places)


def _enrol(
    session: Session,
    wish: EnrolPerson,
    before: Participant | None,
    live: Sequence[Enrolment],
    *,
    now: datetime,
) -> EnrolmentReceipt:
    has = {place.offer_id for place in live}
    wanted = [number for number in wish.offer_ids if number not in has]
    if live and not wanted and before:
        _tell_again(session, before, live, now=now)
        return receipt_of(session, before, live, is_new=False)
    # Of somebody who was in another phase, what they said then stays: whoever types an
    # address changes nothing about who owns it, and the mail leads to where one can.
    keeps = before is not None and not _is_known_to(wish, before)
    organisation_id = (
        None
        if keeps
        else organisation_of(session, wish.details, actor=wish.actor, now=now)
    )
    offers = _offers(session, wish)
    _refuse_unless_possible(session, wish, offers, live, now=now)
    told = places_of_a_newcomer(session, wish.details, offers) if keeps else []
    process = offers[0].process
    person = before or new_participant(process, wish.email, locale=wish.locale, now=now)
    if not live and not keeps:
        _write(session, person, wish, organisation_id, now=now)
    if wish.proves(person):
        prove(person, now=now)
    asked = [offer for offer in offers if offer.id not in has]
    places = _join_all(session, person, wish, asked, live, now=now)
    tell_places(session, person, places, now=now, keeps_details=keeps)
    if keeps:
        return receipt_for_a_newcomer(person, told)
    return receipt_of(session, person, places, is_new=not live)


def _join_all(  # noqa: PLR0913 -- who, what, and what they have
    session: Session,
    person: Participant,
    wish: EnrolPerson,
    offers: Sequence[GroupOffer],
    live: Sequence[Enrolment],
    *,
    now: datetime,
) -> Sequence[Enrolment]:
    """Join these groups; return all the places that the person has in the phase."""
    # What is wished for later comes after what was wished for before.
    last = max((place.wish_place or 0 for place in live), default=0)
    joined = [
        _join(session, _enrolment(person, offer, wish, place, now=now), wish, now=now)
        for place, offer in enumerate(offers, start=1 + last)
    ]
    if not live:
        return joined
    # Read before their groups were locked: somebody may have got a seat meanwhile.
    return live_enrolments(session, person.id, wish.phase_id)


def _enrolment(
    person: Participant,
    offer: GroupOffer,
    wish: EnrolPerson,
    place: int,
    *,
    now: datetime,
) -> Enrolment:
    is_ranked = offer.process.group_rule is GroupRule.RANKED
    return Enrolment(
        participant=person,
        offer=offer,
        wish_place=place if is_ranked else None,
        source=wish.source,
        created_at=now,
        updated_at=now,
    )


def _write(
    session: Session,
    person: Participant,
    wish: EnrolPerson,
    organisation_id: int | None,
    *,
    now: datetime,
) -> None:
    person.email, person.locale = wish.email, wish.locale
    person.consent_text, person.browser_key = wish.consent_text, wish.browser_key
    person.consented_at = now if wish.consent_text else None
    person.proven_at = None  # Of what stood there before.
    write_details(person, wish.details, organisation_id, now=now)
    write_new(session, person)
    if wish.details.uploads:
        settle_files(session, person, wish.details.uploads, now=now)
    saying = Saying(by=wish.actor, notice=wish.details.notice)
    settle_consents(session, person, saying, now=now)


def _join(
    session: Session, enrolment: Enrolment, wish: EnrolPerson, *, now: datetime
) -> Enrolment:
    """One place in one group: asked, in the line, on a seat, or as a deputy."""
    offer = enrolment.offer
    admission = _admission(session, enrolment, wish, now=now)
    enrolment.admission = admission
    if admission is None:
        enrolment.seat_role = SeatRole.DEPUTY
    session.add(enrolment)
    if admission and admission.state is AdmissionState.WAITLISTED:
        is_in = seat_newcomer_in(session, offer, admission, now=now)
        if not (is_in or offer.pool.keeps_waiting_list):
            raise GroupFull
    write_new(session, admission, enrolment)
    note(
        session,
        "enrolment.made",
        enrolment,
        actor=wish.actor,
        now=now,
        group=offer.group.slug,
    )
    return enrolment


def _admission(
    session: Session, enrolment: Enrolment, wish: EnrolPerson, *, now: datetime
) -> Admission | None:
    """What they get of the group's pool; a deputy gets nothing of it."""
    person, offer = enrolment.participant, enrolment.offer
    with session.no_autoflush:
        if _becomes_deputy(session, offer, person):
            return None
        share = share_in(session, offer, person)
    is_allotted = offer.process.group_rule is GroupRule.RANKED
    if is_allotted or (offer.process.needs_approval and not wish.is_by_staff):
        if not (is_allotted or offer.pool.takes_one_more):
            raise GroupFull
        return ask(session, offer.pool, share, now=now)
    return join_line(session, offer.pool, share, now=now)


def _becomes_deputy(session: Session, offer: GroupOffer, person: Participant) -> bool:
    """Ranked wishes are asked for by everybody: the allotment sees to the one seat."""
    if offer.process.group_rule is GroupRule.RANKED:
        return False
    return is_spoken_for(session, offer, person.organisation_id)


def _offers(session: Session, wish: EnrolPerson) -> list[GroupOffer]:
    """The groups, locked, in the order in which they were named."""
    by_id = {each.id: each for each in lock_offers(session, wish.offer_ids)}
    return [by_id[number] for number in wish.offer_ids if number in by_id]


def _refuse_unless_possible(
    session: Session,
    wish: EnrolPerson,
    offers: Sequence[GroupOffer],
    live: Sequence[Enrolment],
    *,
    now: datetime,
) -> None:
    # As they stand under the lock: they were read with the groups.
    process = session.get_one(Process, wish.process_id)
    phase = session.get_one(Phase, wish.phase_id)
    if not process.is_published:
        raise ProcessNotPublished
    if wish.is_by_staff:
        refuse_if_over(phase, now=now)
    else:
        phase.span.refuse_unless_enrolling(now)
    belongs = {(phase.id, process.id)}
    if not offers or len(offers) != len(set(wish.offer_ids)):
        raise GroupGone
    if {(each.phase_id, each.process_id) for each in offers} != belongs:
        raise GroupGone
    if not wish.is_by_staff and any(each.pool.capacity == 0 for each in offers):
        raise GroupFull
    together = {each.id for each in offers} | {place.offer_id for place in live}
    most = 1 if process.group_rule is GroupRule.ONE else process.groups_most
    if most is not None and len(together) > most:
        raise TooManyGroups


def _is_known_to(wish: EnrolPerson, before: Participant) -> bool:
    is_same_browser = wish.browser_key and wish.browser_key == before.browser_key
    return wish.proves(before) or bool(is_same_browser)


def _tell_again(
    session: Session,
    person: Participant,
    places: Sequence[Enrolment],
    *,
    now: datetime,
) -> None:
    last = last_enrolment_mail(session, person.id, [EnrolmentStanding.template])
    if last is None or now - last >= QUIET_TIME:
        tell_places(session, person, places, now=now)
