"""Which columns hold personal data, and what stands there once it is erased.

Every text column of every table is named here or in `NOT_PERSONAL`: a test holds it,
so that no new field is forgotten by erasure, retention and the person's own export.
"""

from typing import Any

REGISTRATION_FIELDS: dict[str, Any] = {
    "given_name": "",
    "family_name": "",
    "email": "",
    "organisation": "",
    "organisation_key": "",
    "role": "",
    "epci": "",
    "phone": "",
    "accessibility_needs": "",
    "sort_key": "",
    "search_text": "",
    "consent_text": "",
    "answers": {},
    "companions": [],
    "browser_key": "",
}
"""Category, département, state and dates stay: they count people, and name nobody.

``email_key`` is personal as well, and becomes ``erased:<id>`` to stay different from
every address.
"""

PARTICIPANT_FIELDS: dict[str, Any] = {
    "given_name": "",
    "family_name": "",
    "email": "",
    "role": "",
    "epci": "",
    "phone": "",
    "accessibility_needs": "",
    "answers": {},
    "sort_key": "",
    "search_text": "",
    "consent_text": "",
    "browser_key": "",
}
"""And ``organisation_id``, which becomes none, and ``email_key``, which becomes
``erased:<id>``.
"""

ENROLMENT_FIELDS: dict[str, str] = {"end_word": ""}

MAIL_FIELDS: dict[str, str] = {"recipient": "", "last_error": ""}
"""And ``facts``, which becomes an empty snapshot."""

NOT_EXPORTED = frozenset({"sort_key", "organisation_key", "search_text", "browser_key"})
"""Made of the other fields for the lists of the desk, or of chance for one browser."""

NOT_PERSONAL: frozenset[str] = frozenset(
    {
        "event.*",
        "seat_pool.*",
        "quota.*",
        "admission.*",
        "question.*",
        "question_choice.*",
        "notice_text.*",
        "consent.given_by",
        "consent.withdrawn_by",
        "workshop.*",
        "programme_item.*",
        "audit_entry.*",
        "export_choice.*",
        "registration.reference",
        "registration.category",
        "registration.departement",
        "registration.locale",
        "registration.source",
        "registration.calendar_uid",
        "registration_note.author",
        "registration_note.purpose",
        "site_settings.*",
        "site_logo.*",
        "stakeholder_category.*",
        "stored_file.*",
        "people_import.actor",
        "people_import.source",
        "people_import.state",
        "people_import.columns",
        "people_import.defaults",
        "people_import.consent_text",
        "people_import.stopped_by",
        "import_line.verdict",
        "import_line.outcome",
        "guest.locale",
        "guest.added_by",
        "organisation.*",
        "process.*",
        "process_partner.*",
        "process_target.*",
        "outreach.*",
        "phase.*",
        "purge_line.*",
        "working_group.*",
        "group_offer.*",
        "participant.reference",
        "participant.category",
        "participant.departement",
        "participant.locale",
        "enrolment.seat_role",
        "enrolment.obstacle",
        "enrolment.source",
        "enrolment.end_reason",
        "outbox_mail.template",
        "outbox_mail.locale",
        "outbox_mail.message_id",
        "outbox_mail.state",
        "account.locale",
        "account_grant.*",
        "desk_policy.*",
        "data_request.reference",
        "data_request.kind",
        "data_request.locale",
        "data_request.outcome",
        "data_request.settled_by",
        "data_restriction.kind",
        "data_request.channel",
        "data_request.recorded_by",
    }
)

NAMES_STAFF = frozenset(
    {
        "process.contact_name",
        "process.contact_email",
        "process.contact_phone",
        "working_group.animator_name",
        "working_group.contact_email",
        "event.contact_name",
        "event.contact_email",
        "event.contact_phone",
        "site_settings.contact_name",
        "site_settings.contact_email",
        "site_settings.contact_phone",
        "site_settings.contact_address",
        "site_settings.dpo_email",
        "site_settings.legal_notice",
        "site_settings.legal_notice_en",
        "site_settings.notice",
        "event.notice",
        "process.notice",
    }
)
"""Published with an event or a site on purpose, and yet somebody's: the trail masks
them."""

ACCOUNT_FIELDS = frozenset(
    {"email", "email_key", "display_name", "password_hash", "totp_salt"}
)
"""Kept when somebody is removed and signs in no more: what they did names them. An
invitation that nobody took up is forgotten thirty days after it ran out.
"""

SIGN_IN_FIELDS = frozenset(
    {
        "limit_use.source",
        "sign_in_failure.source",
        "desk_session.token_hash",
        "desk_session.device",
        "recovery_code.code_hash",
    }
)
"""Hashes that stand for somebody: who tried to sign in or asked for something from
where, whose browser is signed in, and what kind it is. Deleted within an hour after a
try or a request no longer counts or a session expired; a recovery code, when it is
used or replaced.
"""

ANSWER_FILE_FIELDS = frozenset({"answer_file.filename"})
"""Deleted, with the file, together with the answer that it is."""
IMPORT_FIELDS = frozenset(
    {
        "people_import.filename",
        "people_import.headings",
        "import_line.email_key",
        "import_line.cells",
        "import_line.person",
        "import_line.findings",
        "import_line.differences",
    }
)
"""And ``people_import.rows``. Lines of a file that somebody sent: each is deleted once
its person is registered, the refused ones within a week, and all that is about a person
or an event with that person or that event.
"""

CONSENT_FIELDS = frozenset({"consent.consent_text"})
"""What somebody agreed to: in their own export, and deleted with them, or with the
answer that it is.
"""

NOTE_FIELDS = frozenset({"registration_note.text"})
"""What the desk wrote about somebody: in their own export, and deleted with them."""

SPACE_FIELDS = frozenset(
    {
        "space_link.email_key",
        "space_link.token_hash",
        "space_session.email_key",
        "space_session.token_hash",
    }
)
"""Who may open their own space: deleted once the link, or the session, has run out."""

REQUEST_FIELDS = frozenset(
    {
        "data_request.email",
        "data_request.email_key",
        "data_request.message",
        "data_request.answer",
        "data_request.extension_reason",
        "data_restriction.email_key",
    }
)
"""What somebody asked for about their own data: kept for a year after the answer, also
where they had everything erased, to show what was done; then emptied, and counted.
"""

GUEST_FIELDS = frozenset(
    {
        "guest.name",
        "guest.organisation",
        "guest.email",
        "guest.email_key",
        "guest.sort_key",
        "guest.search_text",
        "guest.word",
    }
)
"""Whom an organiser invites: deleted, with what their mails tell, when they are taken
off the list, ask for it, have their registration erased, or the event's time is over.
"""
