"""The register of processing in words: what for, about whom, which data."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain import personal_data
from concertation.domain.event import LegalBasis
from concertation.domain.processing import TABLES, Activity
from concertation.wording.held_data import HELD_NAMES

ACTIVITY_NAMES: dict[Activity, LazyString] = {
    Activity.REGISTRATIONS: _l("Registrations for events"),
    Activity.GROUPS: _l("Enrolments in working groups"),
    Activity.CONSENTS: _l("Uses that people agree to"),
    Activity.INVITATIONS: _l("Invitations to events"),
    Activity.MAILS: _l("Messages"),
    Activity.ACCOUNTS: _l("Accounts of the desk"),
    Activity.REQUESTS: _l("Own space and requests about data"),
    Activity.SECURITY: _l("Protection against guesses and floods"),
}
PURPOSES: dict[Activity, LazyString] = {
    Activity.REGISTRATIONS: _l(
        "Give places at events in a fair order, hold them, tell people of them, and"
        " count who took part."
    ),
    Activity.GROUPS: _l(
        "Make up the working groups of a consultation, balanced by kind of organisation"
        " and territory, and tell people of their places."
    ),
    Activity.CONSENTS: _l(
        "Use data as each person has agreed, one use at a time, and show that they did."
    ),
    Activity.INVITATIONS: _l("Invite people, remind them, and tell them of changes."),
    Activity.MAILS: _l("Send what people are told, and show that it left."),
    Activity.ACCOUNTS: _l(
        "Let the people of the desk in, nobody else, and show who did what."
    ),
    Activity.REQUESTS: _l(
        "Let people see and change what is kept about them, and answer what they ask."
    ),
    Activity.SECURITY: _l(
        "Count failed sign-ins and what one address or one network asks, to stop what"
        " is too much."
    ),
}
PEOPLE: dict[Activity, LazyString] = {
    Activity.REGISTRATIONS: _l("People who register, and whom they bring along"),
    Activity.GROUPS: _l("People who take part in a consultation"),
    Activity.CONSENTS: _l("People who register or take part, and agree to it"),
    Activity.INVITATIONS: _l("People whom an organiser invites"),
    Activity.MAILS: _l("All of these, and the people of the desk"),
    Activity.ACCOUNTS: _l("Facilitators, readers, welcomers, administrators"),
    Activity.REQUESTS: _l("Whoever asks for the link to their space"),
    Activity.SECURITY: _l("Whoever sends a form or signs in"),
}
BASIS_NAMES: dict[LegalBasis, LazyString] = {
    LegalBasis.PUBLIC_TASK: _l("Task in the public interest (GDPR, article 6.1.e)"),
    LegalBasis.CONSENT: _l("Consent (GDPR, article 6.1.a)"),
}
MORE_NAMES: dict[str, LazyString] = {
    "email_key": _l("E-mail address"),
    "recipient": _l("E-mail address"),
    "facts": _l("Text of the message"),
    "last_error": _l("Why a message could not be delivered"),
    "filename": _l("Name of a file"),
    "headings": _l("Headings of an imported file"),
    "cells": _l("Lines of an imported file"),
    "person": _l("Lines of an imported file"),
    "findings": _l("Lines of an imported file"),
    "differences": _l("Lines of an imported file"),
    "display_name": _l("Name"),
    "password_hash": _l("Password, as a hash"),
    "totp_salt": _l("Part of the secret of the second factor"),
    "source": _l("Address or network that something was sent from, as a hash"),
    "token_hash": _l("What tells a browser apart, as a hash"),
    "device": _l("Kind of browser"),
    "code_hash": _l("Recovery codes, as hashes"),
    "browser_key": _l("What tells a browser apart, by chance"),
}
MADE_OF_OTHERS = personal_data.NOT_EXPORTED - {"browser_key"}
"""For the lists of the desk: they tell nothing more."""

PERSONAL: frozenset[str] = frozenset(
    {
        *(f"registration.{name}" for name in personal_data.REGISTRATION_FIELDS),
        *(f"participant.{name}" for name in personal_data.PARTICIPANT_FIELDS),
        *(f"enrolment.{name}" for name in personal_data.ENROLMENT_FIELDS),
        *(f"outbox_mail.{name}" for name in personal_data.MAIL_FIELDS),
        "outbox_mail.facts",
        *(f"account.{name}" for name in personal_data.ACCOUNT_FIELDS),
        *personal_data.SIGN_IN_FIELDS,
        *personal_data.ANSWER_FILE_FIELDS,
        *personal_data.IMPORT_FIELDS,
        *personal_data.CONSENT_FIELDS,
        *personal_data.NOTE_FIELDS,
        *personal_data.SPACE_FIELDS,
        *personal_data.GUEST_FIELDS,
        *personal_data.REQUEST_FIELDS,
    }
)


KEPT_FOR_COUNTS = frozenset(
    {
        "registration.category",
        "registration.departement",
        "participant.category",
        "participant.departement",
    }
)
"""They stay once somebody is anonymous, and are told of them until then."""


def data_of(activity: Activity) -> list[str]:
    """What is kept for it: read from the list that erasure goes by."""
    columns = (name.partition(".") for name in PERSONAL | KEPT_FOR_COUNTS)
    named = {
        str(MORE_NAMES.get(column) or HELD_NAMES[column])
        for table, _dot, column in columns
        if table in TABLES[activity] and column not in MADE_OF_OTHERS
    }
    return sorted(named, key=str.casefold)


def days_text(fewest: int | None, most: int | None) -> str:
    if fewest is None or most is None:
        return str(_("Nothing is published yet"))
    if fewest == most:
        return str(_("%(num)s days after the end", num=most))
    return str(_("%(fewest)s to %(most)s days after the end", fewest=fewest, most=most))
