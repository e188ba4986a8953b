"""Write the mails about places in groups.

The link to a participant's pages is signed here, when the mail is written, and stands
nowhere else. Whoever runs a group gets none: it would open the pages of somebody else.
"""

from datetime import timedelta

from concertation.domain.enrolment_messages import EnrolmentMessage, MemberMoved
from concertation.links import participant_token, public_url_for
from concertation.wording.enrolment_mails import title_of

AN_INSTANT = timedelta(microseconds=1)


def enrolment_mail_context(message: EnrolmentMessage) -> dict[str, object]:
    """What its templates name; called in the recipient's language, for the title."""
    context = {
        "message": message,
        "title": title_of(message),
        # A phase that ends at midnight lasts until the day before.
        "phase_last_day": message.phase_ends_at - AN_INSTANT,
        "process_url": _page_of_process(message),
    }
    if isinstance(message, MemberMoved):
        return context
    return context | {"manage_url": _own_pages(message)}


def _page_of_process(message: EnrolmentMessage) -> str:
    if not message.process_slug:
        return ""
    slug, lang = message.process_slug, message.locale
    return public_url_for("site_processes.show", lang=lang, process=slug)


def _own_pages(message: EnrolmentMessage) -> str:
    token = participant_token(message.participant_id, message.link_version)
    return public_url_for("site_my_enrolments.show", lang=message.locale, token=token)
