"""Turn a promised message into a mail: text, HTML, an invitation where there is one."""

import re
from dataclasses import replace
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import current_app, render_template
from flask_babel import force_locale

from concertation.domain.account_messages import ACCOUNT_MESSAGES
from concertation.domain.data_request_messages import DATA_REQUEST_MESSAGES
from concertation.domain.enrolment_messages import (
    ENROLMENT_MESSAGES,
    EnrolmentMessage,
)
from concertation.domain.guest_messages import GUEST_MESSAGES, GuestMessage
from concertation.domain.meeting import Attendee
from concertation.domain.messages import MESSAGES, Invitation, RegistrationMessage
from concertation.domain.space_messages import SPACE_MESSAGES
from concertation.exports.calendar import cancellation, invitation
from concertation.links import (
    public_url_for,
    registration_event_key,
    registration_token,
)
from concertation.mailing.account_mail import account_mail_context, address_account_mail
from concertation.mailing.data_request_mail import data_request_mail_context
from concertation.mailing.enrolment_mail import enrolment_mail_context
from concertation.mailing.guest_mail import guest_mail_context
from concertation.mailing.space_mail import address_space_mail, space_mail_context
from concertation.models import OutboxMail
from concertation.wording.site import sender_address, sender_name, spoken

NO_BREAK_SPACES = "\u00a0\u202f"
# A relay that does not announce 8BITMIME may break anything else (RFC 6152).
SEVEN_BITS = policy.default.clone(cte_type="7bit")


def render(promised: OutboxMail) -> EmailMessage:
    """Write the mail in its recipient's language, with the Message-ID it always has."""
    mail = EmailMessage(policy=SEVEN_BITS)
    mail["Message-ID"] = f"<{promised.message_id}@{_public_host()}>"
    mail["Date"] = format_datetime(promised.created_at)
    if promised.template in ACCOUNT_MESSAGES:
        _write_about_an_account(mail, promised)
    elif promised.template in GUEST_MESSAGES:
        _write_to_a_guest(mail, promised)
    elif promised.template in SPACE_MESSAGES:
        _write_about_a_space(mail, promised)
    elif promised.template in DATA_REQUEST_MESSAGES:
        _write_about_a_request(mail, promised)
    elif promised.template in ENROLMENT_MESSAGES:
        _write_about_an_enrolment(mail, promised)
    else:
        _write_about_a_registration(mail, promised)
    # RFC 3834: vacation notices and ticket systems must not answer to this.
    mail["Auto-Submitted"] = "auto-generated"
    # Last: whatever adds a part moves headers of this kind into the first one.
    mail["Content-Language"] = spoken(promised.locale)
    return mail


def _write_about_an_account(mail: EmailMessage, promised: OutboxMail) -> None:
    kept = ACCOUNT_MESSAGES[promised.template].from_facts(promised.facts)
    message = replace(kept, locale=spoken(kept.locale))
    sender, name = _one_line(sender_name()), _one_line(message.recipient_name)
    address_account_mail(mail, message, sender=sender, name=name)
    _write(mail, promised.template, message.locale, account_mail_context(message))


def _write_about_a_registration(mail: EmailMessage, promised: OutboxMail) -> None:
    snapshot = MESSAGES[promised.template].from_facts(promised.facts)
    event_url = _event_page(snapshot)
    message = replace(
        snapshot,
        locale=spoken(snapshot.locale),
        meeting=replace(snapshot.meeting, url=event_url),
    )
    _address(mail, message, organiser=message.meeting.organiser_name)
    _write(mail, promised.template, message.locale, _context(message))
    _invite(mail, message)


def _write_to_a_guest(mail: EmailMessage, promised: OutboxMail) -> None:
    kept = GUEST_MESSAGES[promised.template].from_facts(promised.facts)
    message = replace(kept, locale=spoken(kept.locale))
    _address(mail, message, organiser=message.meeting.organiser_name)
    _write(mail, promised.template, message.locale, guest_mail_context(message))


def _write_about_a_space(mail: EmailMessage, promised: OutboxMail) -> None:
    kept = SPACE_MESSAGES[promised.template].from_facts(promised.facts)
    message = replace(kept, locale=spoken(kept.locale))
    address_space_mail(mail, message, sender=_one_line(sender_name()))
    _write(mail, promised.template, message.locale, space_mail_context(message))


def _write_about_a_request(mail: EmailMessage, promised: OutboxMail) -> None:
    kept = DATA_REQUEST_MESSAGES[promised.template].from_facts(promised.facts)
    message = replace(kept, locale=spoken(kept.locale))
    address_space_mail(mail, message, sender=_one_line(sender_name()))
    with force_locale(message.locale):
        context = data_request_mail_context(message)
    _write(mail, promised.template, message.locale, context)


def _write_about_an_enrolment(mail: EmailMessage, promised: OutboxMail) -> None:
    kept = ENROLMENT_MESSAGES[promised.template].from_facts(promised.facts)
    message = replace(kept, locale=spoken(kept.locale))
    _address(mail, message, organiser=message.organiser_name)
    with force_locale(message.locale):
        context = enrolment_mail_context(message)
    _write(mail, promised.template, message.locale, context)


def _address(
    mail: EmailMessage,
    message: RegistrationMessage | GuestMessage | EnrolmentMessage,
    *,
    organiser: str,
) -> None:
    mail["From"] = Address(
        display_name=_one_line(organiser), addr_spec=sender_address()
    )
    mail["To"] = Address(
        display_name=_one_line(message.recipient_name), addr_spec=message.recipient
    )
    mail["Reply-To"] = Address(
        display_name=_one_line(message.contact_name), addr_spec=message.contact_email
    )


def _context(message: RegistrationMessage) -> dict[str, object]:
    token = registration_token(message.registration_id, message.link_version)
    return {
        "message": message,
        "meeting": message.meeting,
        "event_url": message.meeting.url,
        "manage_url": _page("site_my_registration.show", message, token=token),
    }


def _write(
    mail: EmailMessage, template: str, locale: str, context: dict[str, object]
) -> None:
    folder = f"mail/{template}"
    with force_locale(locale):
        subject = render_template(f"{folder}/subject.txt", **context)
        text = render_template(f"{folder}/text.txt", **context)
        page = render_template(f"{folder}/page.html", **context)
    mail["Subject"] = _one_line(subject)
    mail.set_content(text.strip() + "\n")
    mail.add_alternative(page, subtype="html")


def _invite(mail: EmailMessage, message: RegistrationMessage) -> None:
    """Add the calendar object twice, as large mail services do themselves.

    The alternative part makes clients show their invitation bar; the attachment is
    for those that only offer files to a calendar.
    """
    if message.invitation is Invitation.NONE:
        return
    attendee = Attendee(name=message.recipient_name, email=message.recipient)
    write = invitation if message.invitation is Invitation.REQUEST else cancellation
    calendar = write(message.meeting, attendee)
    mail.add_alternative(
        calendar.decode(),
        subtype="calendar",
        charset="utf-8",
        params={"method": message.invitation.upper()},
    )
    mail.add_attachment(
        calendar, maintype="application", subtype="ics", filename="invitation.ics"
    )


def _page(endpoint: str, message: RegistrationMessage, **values: str) -> str:
    return public_url_for(endpoint, lang=message.locale, **values)


def _event_page(message: RegistrationMessage) -> str:
    """With a key of this person's own, whether or not the event is private today.

    Mails outlive that: the link must still open when it becomes private tomorrow.
    """
    key = registration_event_key(message.registration_id, message.link_version)
    return _page("site_events.show", message, slug=message.event_slug, cle=key)


def _public_host() -> str:
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"


def _one_line(text: str) -> str:
    """Headers are one line: whatever somebody typed cannot start another.

    Not even encoded (RFC 2047): the library would decode it, and write the line breaks
    that it finds. The no-break spaces of French punctuation stay.
    """
    printable = "".join(
        c if c.isprintable() or c in NO_BREAK_SPACES else " " for c in text
    )
    return re.sub(" +", " ", printable.replace("=?", "= ?")).strip(" ")
