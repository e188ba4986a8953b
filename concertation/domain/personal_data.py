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

MAIL_FIELDS: dict[str, str] = {"recipient": "", "last_error": ""}
"""And ``facts``, which becomes an empty snapshot."""

NOT_EXPORTED = frozenset({"sort_key", "search_text", "browser_key"})
"""Made of the other fields for the lists of the desk, or of chance for one browser."""

NOT_PERSONAL: frozenset[str] = frozenset(
    {
        "event.*",
        "seat_pool.*",
        "quota.*",
        "admission.*",
        "question.*",
        "question_choice.*",
        "workshop.*",
        "audit_entry.*",
        "registration.reference",
        "registration.category",
        "registration.departement",
        "registration.locale",
        "registration.source",
        "registration.calendar_uid",
        "registration_note.author",
        "registration_note.purpose",
        "stored_file.*",
        "outbox_mail.template",
        "outbox_mail.locale",
        "outbox_mail.message_id",
        "outbox_mail.state",
    }
)

ACCOUNT_FIELDS = frozenset({"email", "email_key", "display_name", "password_hash"})
"""Kept when somebody is removed and signs in no more: what they did names them."""

SIGN_IN_FIELDS = frozenset({"sign_in_failure.source", "desk_session.token_hash"})
"""Hashes that stand for somebody: who tried to sign in from where, whose browser is
signed in. Deleted within an hour after a try no longer counts or a session expired.
"""

ANSWER_FILE_FIELDS = frozenset({"answer_file.filename"})
"""Deleted, with the file, together with the answer that it is."""

NOTE_FIELDS = frozenset({"registration_note.text"})
"""What the desk wrote about somebody: in their own export, and deleted with them."""
