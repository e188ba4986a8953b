"""Write the mails about accounts of the desk.

Their link is signed here, when the mail is written, and stands nowhere else.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from concertation.domain.account_messages import (
    AccountInvited,
    AccountMessage,
    PasswordForgotten,
)
from concertation.links import (
    INVITATION_SALT,
    PASSWORD_SALT,
    public_url_for,
    signed_link,
)
from concertation.wording.site import sender_address

LINKS = {
    AccountInvited: ("desk_passwords.show_invitation", INVITATION_SALT),
    PasswordForgotten: ("desk_passwords.show_reset", PASSWORD_SALT),
}
"""The page that the mail leads to, and what sets its token apart."""


def address_account_mail(
    mail: EmailMessage, message: AccountMessage, *, sender: str, name: str
) -> None:
    """From the site itself; there is nobody to answer to."""
    mail["From"] = Address(
        display_name=sender,
        addr_spec=sender_address(),
    )
    mail["To"] = Address(display_name=name, addr_spec=message.recipient)


def account_mail_context(message: AccountMessage) -> dict[str, object]:
    expires_at: datetime | None = getattr(message, "link_expires_at", None)
    return {
        "message": message,
        "link": _link(message),
        "expires_at": expires_at,
        "desk_url": public_url_for("desk_events.index", lang=message.locale),
        "forgotten_url": public_url_for(
            "desk_passwords.show_asking", lang=message.locale
        ),
    }


def _link(message: AccountMessage) -> str:
    """Empty where the mail leads to no page of its own."""
    page, salt = LINKS.get(type(message), ("", ""))
    if not page or message.account_id is None:
        return ""
    token = signed_link(salt, message.account_id, message.link_version)
    return public_url_for(page, lang=message.locale, token=token)
