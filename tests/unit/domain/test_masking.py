"""What the audit trail may tell of a value."""

from datetime import UTC, datetime

import pytest

from concertation.domain.audit import MASKED, MOST_CHARACTERS, is_told, told_changes
from concertation.domain.personal_data import (
    ACCOUNT_FIELDS,
    NAMES_STAFF,
    REGISTRATION_FIELDS,
)
from concertation.domain.roles import Role

PERSONAL = [
    *(f"registration.{name}" for name in REGISTRATION_FIELDS),
    "registration.email_key",
    *(f"account.{name}" for name in ACCOUNT_FIELDS),
    *NAMES_STAFF,
]


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_what_is_personal_is_masked(name):
    table, field = name.split(".")

    told = told_changes(table, {field: ("Maëlys", "Anne")})

    assert told == {field: MASKED}


def test_a_field_that_nobody_thought_of_is_masked():
    told = told_changes("registration", {"answer_7": ("a", "b")})

    assert told == {"answer_7": MASKED}
    assert not is_told("some_new_table", "anything")


def test_what_is_nobodys_is_told_from_what_to_what():
    told = told_changes(
        "event",
        {
            "capacity": (None, 40),
            "keeps_waiting_list": (True, False),
            "starts_at": (datetime(2026, 6, 1, 9, tzinfo=UTC), None),
            "title": ("Avant", "Après"),
        },
    )

    assert told == {
        "capacity": [None, 40],
        "keeps_waiting_list": [True, False],
        "starts_at": ["2026-06-01T09:00:00+00:00", None],
        "title": ["Avant", "Après"],
    }


def test_a_role_and_its_event_are_told_of_an_account():
    assert told_changes(
        "account", {"role": (None, Role.READER), "event": (None, "x")}
    ) == {
        "role": [None, "reader"],
        "event": [None, "x"],
    }


def test_a_long_text_is_cut():
    [[_, after]] = told_changes("event", {"programme": ("", "x" * 5000)}).values()

    assert after == "x" * MOST_CHARACTERS + "…"
