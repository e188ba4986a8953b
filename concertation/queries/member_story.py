"""What is known of one person of a process, as far as a reader may see it."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select

from concertation.database import db
from concertation.domain.enrolment_messages import ENROLMENT_MESSAGES
from concertation.models import AuditEntry, Enrolment, OutboxMail, Participant
from concertation.queries.audit import HistoryEntry, history_where


def story_of(
    participant: Participant, places: Sequence[Enrolment]
) -> Sequence[HistoryEntry]:
    """What was done to the person, and to these places of theirs, latest first."""
    is_the_person = and_(
        AuditEntry.subject_kind == Participant.__tablename__,
        AuditEntry.subject_id == participant.id,
    )
    is_a_place = and_(
        AuditEntry.subject_kind == Enrolment.__tablename__,
        AuditEntry.subject_id.in_([place.id for place in places]),
    )
    return history_where(or_(is_the_person, is_a_place))


def mails_to_member(
    participant: Participant, groups: Collection[str] | None
) -> list[OutboxMail]:
    """Every mail promised to this person about their groups, latest first.

    ``groups``: titles of those that the reader may know of; None: all of them. A mail
    that names another group as well is left out.
    """
    mails = db.session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.participant_id == participant.id,
            OutboxMail.template.in_(list(ENROLMENT_MESSAGES)),
            OutboxMail.recipient == participant.email,
        )
        .order_by(OutboxMail.id.desc())
    )
    return [mail for mail in mails if groups is None or _names_only(mail, groups)]


def _names_only(mail: OutboxMail, groups: Collection[str]) -> bool:
    """Whether all groups that the mail names are among these; it must name one."""
    facts = mail.facts
    named = [facts.get("group_title"), facts.get("former_group")]
    for several in ("groups", "passed_groups", "deputy_groups", "ended_groups"):
        named += facts.get(several, ())
    told = [each for each in named if each]
    return bool(told) and all(each in groups for each in told)
