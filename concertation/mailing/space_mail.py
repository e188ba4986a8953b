"""Write the mail that brings the link to somebody's own space.

The link is signed here, when the mail is written, and stands nowhere else.
"""

from email.headerregistry import Address
from email.message import EmailMessage

from concertation.domain.snapshots import Message
from concertation.domain.space_messages import SpaceLinkAsked
from concertation.links import public_url_for, space_token
from concertation.wording.site import sender_address


def address_space_mail(mail: EmailMessage, message: Message, *, sender: str) -> None:
    """From the site itself; there is nobody to answer to."""
    mail["From"] = Address(display_name=sender, addr_spec=sender_address())
    mail["To"] = Address(addr_spec=message.recipient)


def space_mail_context(message: SpaceLinkAsked) -> dict[str, object]:
    return {
        "message": message,
        "link": public_url_for(
            "site_space.show_opening",
            lang=message.locale,
            token=space_token(message.secret),
        ),
    }
