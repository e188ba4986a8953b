"""Write the mails to those who are invited.

Their link is signed here, when the mail is written, and stands nowhere else.
"""

from concertation.domain.guest_messages import GuestMessage
from concertation.links import guest_token, public_url_for


def guest_mail_context(message: GuestMessage) -> dict[str, object]:
    token = guest_token(message.guest_id, message.link_version)
    answer_url = public_url_for(
        "site_invitation.show", lang=message.locale, token=token
    )
    return {"message": message, "meeting": message.meeting, "answer_url": answer_url}
