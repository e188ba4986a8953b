"""What the audit trail tells, in the reader's language."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.actor import PARTICIPANT
from concertation.wording.data_requests import OUTCOME_NAMES
from concertation.wording.names import ROLE_NAMES, VISIBILITY_NAMES, category_name

ACTION_NAMES: dict[str, LazyString] = {
    "event.created": _l("Event created"),
    "event.changed": _l("Event changed"),
    "event.copied": _l("Event copied"),
    "event.made_of": _l("Made as a copy"),
    "event.published": _l("Event published"),
    "event.called_off": _l("Event cancelled"),
    "event.code_renewed": _l("Code of the event’s link renewed"),
    "event.guests_added": _l("Guests added to the list"),
    "process.archived": _l("Archive taken away"),
    "process.members_exported": _l("Enrolments taken away as a list"),
    "event.members_invited": _l("Members of the group invited by mail"),
    "event.members_taken_off": _l("Former members taken off the list of guests"),
    "event.guests_invited": _l("Guests invited by mail"),
    "event.guests_reminded": _l("Guests reminded by mail"),
    "event.guest_declined": _l("Invitation declined"),
    "event.guest_removed": _l("Guest taken off the list"),
    "event.guests_exported": _l("List of guests taken away"),
    "event.exported": _l("List taken away"),
    "event.archived": _l("Archive taken away"),
    "event.import_started": _l("Import of people started"),
    "event.import_ended": _l("Import of people ended"),
    "notice.changed": _l("Information notice changed"),
    "data_request.made": _l("Request about data made"),
    "data_request.lines_removed": _l("Lines of an import removed on request"),
    "data_request.extended": _l("Term of a request about data extended"),
    "data_request.restricted": _l("Data limited, or objection noted"),
    "data_request.lifted": _l("Limitation or objection lifted"),
    "data_request.settled": _l("Request about data answered"),
    "registration.made": _l("Registered"),
    "registration.changed": _l("Answers changed"),
    "registration.address_corrected": _l("E-mail address corrected"),
    "registration.approved": _l("Approved"),
    "registration.declined": _l("Declined"),
    "registration.cancelled": _l("Registration cancelled"),
    "registration.mail_resent": _l("Message sent again"),
    "registration.erased": _l("Erased on request"),
    "registration.expired": _l("Erased at the end of its time"),
    "registration.promoted": _l("Put in front of the waiting list"),
    "registration.seated_beyond": _l("Place given beyond the limit"),
    "registration.handed_over": _l("Place handed over to somebody else"),
    "registration.took_over": _l("Place taken over from somebody else"),
    "registration.merged": _l("Merged with another registration"),
    "registration.merged_into": _l("Ended: merged into another registration"),
    "registration.moved": _l("Moved to another workshop"),
    "registration.wish_granted": _l("Better wish granted"),
    "participant.changed": _l("Details changed"),
    "participant.proven": _l("Confirmed by their own link"),
    "participant.erased": _l("Erased on request"),
    "participant.expired": _l("Erased at the end of its time"),
    "enrolment.made": _l("Enrolled in a group"),
    "enrolment.approved": _l("Approved"),
    "enrolment.declined": _l("Declined"),
    "enrolment.seated": _l("Got a place that became free"),
    "enrolment.left": _l("Left the group"),
    "enrolment.removed": _l("Taken out of the group"),
    "enrolment.moved": _l("Moved to another group"),
    "enrolment.moved_in": _l("Came from another group"),
    "enrolment.promoted": _l("Put in front of the waiting list"),
    "enrolment.passed_over": _l("Passed over: no place for their kind or territory"),
    "enrolment.stood_in": _l("Takes the place of the titular member"),
    "enrolment.allotted": _l("Wish granted"),
    "enrolment.not_allotted": _l("Wish over: no place left, and no waiting list"),
    "phase.allotted": _l("Wishes allotted"),
    "enrolment.held": _l("Invited to go on in the next phase"),
    "enrolment.carried": _l("Comes along into the next phase"),
    "enrolment.reminded": _l("Asked once more whether they go on"),
    "enrolment.confirmed": _l("Goes on in this phase"),
    "enrolment.not_renewed": _l("Does not go on in this phase"),
    "enrolment.not_confirmed": _l("Place given on: no answer in time"),
    "enrolment.mail_resent": _l("Message sent again"),
    "note.added": _l("Note written"),
    "note.deleted": _l("Note deleted"),
    "question.added": _l("Question added"),
    "question.changed": _l("Question changed"),
    "question.moved": _l("Question moved"),
    "question.removed": _l("Question taken away"),
    "programme.added": _l("Item added to the programme"),
    "programme.changed": _l("Item of the programme changed"),
    "programme.removed": _l("Item of the programme deleted"),
    "mail_text.changed": _l("Text of a message changed"),
    "reminder.added": _l("Reminder added"),
    "reminder.removed": _l("Reminder deleted"),
    "workshop.added": _l("Workshop added"),
    "workshop.changed": _l("Workshop changed"),
    "workshop.moved": _l("Workshop moved"),
    "workshop.removed": _l("Workshop taken away"),
    "quota.set": _l("Limit set"),
    "quota.removed": _l("Limit lifted"),
    "process.created": _l("Process created"),
    "process.changed": _l("Process changed"),
    "process.published": _l("Process published"),
    "process.withdrawn": _l("Process withdrawn from the public"),
    "process.ended": _l("Process ended before its time"),
    "process.resumed": _l("End of the process taken back"),
    "phase.added": _l("Phase added"),
    "phase.changed": _l("Phase changed"),
    "phase.removed": _l("Phase removed"),
    "group.added": _l("Working group added"),
    "group.changed": _l("Working group changed"),
    "group.moved": _l("Working group moved"),
    "group.removed": _l("Working group removed"),
    "offer.made": _l("Group offered in a phase"),
    "offer.changed": _l("Places of a group changed"),
    "offer.members_written_to": _l("Message written to the people of a group"),
    "offer.withdrawn": _l("Group not offered in a phase any more"),
    "process.targets_set": _l("Targets of the process set"),
    "process.copied": _l("Process copied"),
    "process.made_of": _l("Made as a copy of a process"),
    "partner.added": _l("Partner added"),
    "partner.changed": _l("Partner changed"),
    "partner.moved": _l("Partner moved"),
    "partner.removed": _l("Partner taken away"),
    "outreach.added": _l("Outreach noted"),
    "outreach.changed": _l("Outreach changed"),
    "outreach.removed": _l("Outreach not counted any more"),
    "account.invited": _l("Invited to the desk"),
    "account.invited_again": _l("Invitation sent again"),
    "account.invitation_withdrawn": _l("Invitation withdrawn"),
    "account.invitation_expired": _l("Invitation forgotten: nobody took it up"),
    "account.taken_up": _l("Invitation taken up"),
    "account.password_set": _l("Password set on the server"),
    "account.removed": _l("Account stopped on the server"),
    "account.password_changed": _l("Password changed"),
    "account.password_reset": _l("Forgotten password renewed"),
    "account.changed": _l("Name or language changed"),
    "account.right_given": _l("Right given"),
    "account.right_taken": _l("Right taken away"),
    "account.deactivated": _l("Account deactivated"),
    "account.reactivated": _l("Account reactivated"),
    "account.second_factor_on": _l("Second factor turned on"),
    "account.second_factor_off": _l("Second factor turned off"),
    "account.second_factor_reset": _l("Second factor reset"),
    "account.recovery_code_used": _l("Signed in with a recovery code"),
    "account.recovery_codes_renewed": _l("Recovery codes renewed"),
    "account.session_ended": _l("Browser signed out"),
    "account.signed_out": _l("Signed out everywhere by an administrator"),
    "account.sign_in_failed": _l("Sign-in refused: wrong password or code"),
    "account.signed_out_everywhere": _l("Signed out everywhere"),
    "desk.policy_changed": _l("Mandatory second factor changed"),
    "site.changed": _l("Settings of the site changed"),
    "logo.added": _l("Logo added"),
    "logo.changed": _l("Logo changed"),
    "logo.moved": _l("Logo moved"),
    "logo.removed": _l("Logo taken away"),
    "organisation.added": _l("Organisation added"),
    "organisation.changed": _l("Organisation changed"),
    "organisation.listed": _l("Organisation seen and listed"),
    "organisation.merged": _l("Double merged into this organisation"),
    "organisation.merged_into": _l("Merged into another organisation"),
    "organisation.kept_apart": _l("Known to be no double of another one"),
    "organisation.compared_again": _l("May be a double of another one again"),
    "site.directory_exported": _l("Directory of organisations taken away"),
    "category.added": _l("Kind of organisation added"),
    "category.reworded": _l("Kind of organisation renamed"),
    "category.moved": _l("Kind of organisation moved"),
    "category.retired": _l("Kind of organisation not offered any more"),
    "category.brought_back": _l("Kind of organisation offered again"),
}
"""What the audit trail tells of: every action that is noted has a name here."""

AUDIT_WORDS: dict[str, LazyString] = {
    **{role.value: name for role, name in ROLE_NAMES.items()},
    **{outcome.value: name for outcome, name in OUTCOME_NAMES.items()},
    **{word.value: name for word, name in VISIBILITY_NAMES.items()},
    "public_task": _l("A task in the public interest"),
    "consent": _l("The person’s consent, asked in the form"),
    "fr": _l("French"),
    "en": _l("English"),
}

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*[+Z]")

FIELD_NAMES: dict[str, LazyString] = {
    "belongs_to": _l("Meeting of"),
    "mail_texts": _l("Text"),
    "notice": _l("Information notice"),
    "title": _l("Title"),
    "slug": _l("Address of the page"),
    "summary": _l("Summary"),
    "mandate": _l("Mandate"),
    "animator_name": _l("Who runs it"),
    "capacity": _l("Places"),
    "keeps_waiting_list": _l("Waiting list"),
    "starts_at": _l("Starts"),
    "ends_at": _l("Ends"),
    "enrolment_opens_at": _l("Enrolment opens"),
    "enrolment_closes_at": _l("Enrolment closes"),
    "role": _l("Role"),
    "event": _l("Event"),
    "process": _l("Consultation"),
    "group": _l("Working group"),
    "locale": _l("Language"),
    "display_name": _l("Name"),
    "second_factor_roles": _l("Roles that need a second factor"),
    "name": _l("Name"),
    "category": _l("Kind of organisation"),
    "departement": _l("Département"),
    "epci": _l("Grouping of communes"),
    "city": _l("Town"),
    "website": _l("Website"),
    "accent": _l("Accent colour"),
    "organiser_name": _l("Organiser"),
    "contact_name": _l("Name of the contact"),
    "contact_email": _l("Address of the contact"),
    "contact_phone": _l("Phone of the contact"),
    "contact_address": _l("Postal address"),
    "sender_name": _l("Name of the sender"),
    "sender_email": _l("Address of the sender"),
    "dpo_email": _l("Data-protection officer"),
    "speaks_english": _l("Pages in English"),
    "outcome": _l("What became of it"),
    "unseated_retention_days": _l("Days that people without a place are kept"),
    "mail_retention_days": _l("Days that mails are kept"),
    "sign_in_retention_days": _l("Days that sign-ins stay in the journal"),
    "account_retention_days": _l("Days without signing in"),
    "legal_notice": _l("Legal notice"),
    "legal_notice_en": _l("Legal notice in English"),
    "accessibility_statement": _l("Accessibility statement"),
    "accessibility_statement_en": _l("Accessibility statement in English"),
    "departements": _l("Départements offered"),
    "siret": _l("SIRET number"),
    "asks_epci": _l("Groupings of communes asked"),
    "label_fr": _l("Name in French"),
    "label_en": _l("Name in English"),
}
"""Of what is changed outside of a form that names its fields itself."""


def action_name(action: str) -> str:
    return str(ACTION_NAMES.get(action, action))


def field_name(field: str) -> str:
    return str(FIELD_NAMES.get(field, field))


def actor_name(actor: str, account_name: str | None) -> str:
    if account_name:
        return account_name
    if actor == PARTICIPANT:
        return str(_("The person"))
    # An invitation that was forgotten has no name any more, but still its number.
    number = actor.partition(":")[2]
    return str(
        _("Account %(number)s", number=number) if number else _("The site itself")
    )


def audit_value(value: object, timezone: str) -> str:
    """A value of the audit trail, as people read it."""
    match value:
        case None | "" | []:
            return "–"
        case bool():
            return str(_("Yes") if value else _("No"))
        case list():
            return ", ".join(audit_value(item, timezone) for item in value)
    text = str(value)
    if INSTANT.match(text):
        local = datetime.fromisoformat(text).astimezone(ZoneInfo(timezone))
        return format_datetime(local, "dd/MM/y HH:mm", locale="fr")
    return str(AUDIT_WORDS.get(text) or category_name(text))
