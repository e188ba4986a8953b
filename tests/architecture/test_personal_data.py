"""No column that may hold personal data is forgotten."""

from sqlalchemy import JSON, Enum, String, Text

from concertation.domain import personal_data
from concertation.models import Registration

PERSONAL = {
    *(f"registration.{name}" for name in personal_data.REGISTRATION_FIELDS),
    "registration.email_key",
    *(f"outbox_mail.{name}" for name in personal_data.MAIL_FIELDS),
    "outbox_mail.facts",
    *personal_data.SIGN_IN_FIELDS,
    *personal_data.ANSWER_FILE_FIELDS,
    *personal_data.IMPORT_FIELDS,
    *personal_data.CONSENT_FIELDS,
    *personal_data.NOTE_FIELDS,
    *personal_data.REQUEST_FIELDS,
    *personal_data.GUEST_FIELDS,
    *personal_data.SPACE_FIELDS,
    *(f"participant.{name}" for name in personal_data.PARTICIPANT_FIELDS),
    "participant.email_key",
    *(f"enrolment.{name}" for name in personal_data.ENROLMENT_FIELDS),
    *(f"account.{name}" for name in personal_data.ACCOUNT_FIELDS),
}


def columns_of_text():
    for table in Registration.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Text | JSON | Enum):
                yield table.name, f"{table.name}.{column.name}"


def test_every_column_of_text_is_personal_or_is_said_not_to_be():
    unsaid = [
        name
        for table, name in columns_of_text()
        if name not in PERSONAL
        and name not in personal_data.NOT_PERSONAL
        and f"{table}.*" not in personal_data.NOT_PERSONAL
    ]

    assert unsaid == []


def test_every_name_in_the_lists_is_a_column():
    known = {name for _table, name in columns_of_text()}

    assert known >= PERSONAL
    exact = {name for name in personal_data.NOT_PERSONAL if not name.endswith(".*")}
    assert exact <= known
