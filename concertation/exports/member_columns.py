"""What a list of members can hold: every column, for every format.

The keys are a promise to programs.
"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from concertation.exports import columns
from concertation.exports.columns import Group, ListColumn
from concertation.exports.own_columns import key_of, words_for
from concertation.exports.spreadsheets import Kind
from concertation.models import Process, Question
from concertation.wording.enrolment import (
    end_reason_name,
    standing_name,
)
from concertation.wording.names import language_name

OF_ATTENDEES = {column.key: column for column in columns.COLUMNS}
"""A person and their organisation are told alike in all lists."""

COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(
        key="working_group", title=_l("Working group"), group=Group.ENROLMENT, width=24
    ),
    ListColumn(key="phase", title=_l("Phase"), group=Group.ENROLMENT, width=24),
    ListColumn(key="reference", title=_l("Reference"), group=Group.ENROLMENT, width=12),
    ListColumn(
        key="state",
        title=_l("State"),
        group=Group.ENROLMENT,
        width=20,
        words=standing_name,
    ),
    ListColumn(
        key="rank",
        title=_l("Rank on the waiting list"),
        group=Group.ENROLMENT,
        kind=Kind.NUMBER,
        width=12,
        by_default=False,
    ),
    ListColumn(
        key="wish_place",
        title=_l("Wish number"),
        group=Group.ENROLMENT,
        kind=Kind.NUMBER,
        width=12,
        by_default=False,
    ),
    *(
        OF_ATTENDEES[key]
        for key in (
            "family_name",
            "given_name",
            "email",
            "phone",
            "organisation",
            "role",
            "category",
            "departement",
            "epci",
            "accessibility_needs",
        )
    ),
    ListColumn(
        key="enrolled_at",
        title=_l("Enrolled on"),
        group=Group.ENROLMENT,
        kind=Kind.INSTANT,
        width=18,
    ),
    ListColumn(
        key="ended_at",
        title=_l("Ended on"),
        group=Group.ENROLMENT,
        kind=Kind.INSTANT,
        width=18,
        by_default=False,
    ),
    ListColumn(
        key="end_reason",
        title=_l("Why it ended"),
        group=Group.ENROLMENT,
        width=24,
        words=lambda reason: end_reason_name(reason) if reason else "",
        by_default=False,
    ),
    ListColumn(
        key="locale",
        title=_l("Language of the mails"),
        group=Group.ENROLMENT,
        width=12,
        words=language_name,
        by_default=False,
    ),
)


def asked_in(process: Process) -> list[Question]:
    """Also what is asked no more: its answers are still there."""
    return list(process.questionnaire.questions) if process.questionnaire else []


def member_columns(process: Process) -> Sequence[ListColumn]:
    """What can be taken away of this process."""
    own = (
        ListColumn(
            key=key_of(question),
            title=question.label,
            group=Group.ANSWERS,
            width=24,
            words=words_for(question),
            is_sensitive=question.is_sensitive,
            by_default=question.retired_at is None,
        )
        for question in asked_in(process)
    )
    return (*COLUMNS, *own)
