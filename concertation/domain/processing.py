"""What is done with data of people, as the register of article 30 tells it."""

from enum import StrEnum


class Activity(StrEnum):
    REGISTRATIONS = "registrations"
    GROUPS = "groups"
    CONSENTS = "consents"
    INVITATIONS = "invitations"
    MAILS = "mails"
    ACCOUNTS = "accounts"
    REQUESTS = "requests"
    SECURITY = "security"


TABLES: dict[Activity, tuple[str, ...]] = {
    Activity.REGISTRATIONS: (
        "registration",
        "registration_note",
        "answer_file",
        "people_import",
        "import_line",
    ),
    Activity.GROUPS: ("participant", "enrolment"),
    Activity.CONSENTS: ("consent",),
    Activity.INVITATIONS: ("guest",),
    Activity.MAILS: ("outbox_mail",),
    Activity.ACCOUNTS: (
        "account",
        "desk_session",
        "recovery_code",
    ),
    Activity.REQUESTS: (
        "data_request",
        "data_restriction",
        "space_link",
        "space_session",
    ),
    Activity.SECURITY: ("sign_in_failure", "limit_use"),
}
"""Every table with a personal column stands in one of them: a test holds it."""
