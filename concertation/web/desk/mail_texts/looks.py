"""A mail to an invented person, as one page: subject, HTML and text."""

from flask import render_template
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.mailing.rendering import render
from concertation.models import Event
from concertation.services.mail_previews import Invented, mail_to_nobody
from concertation.web.desk.mail_texts.kinds import Kind, invented_facts


def page_of(event: Event, kind: Kind, locale: str, text: str) -> str:
    """The very mail that would be sent, with its subject above and its text below."""
    wish = Invented(
        kind=kind,
        locale=locale,
        given_name=_("Camille"),
        family_name=_("Example"),
        facts={**invented_facts(kind, event, locale), "added_text": text},
    )
    mail = render(mail_to_nobody(event, wish, now=utc_now()))
    html, plain = mail.get_body(("html",)), mail.get_body(("plain",))
    if html is None or plain is None:
        raise AssertionError("every mail has a text and a page")
    subject = render_template("desk/mail_texts/subject.html", mail=mail)
    text_part = render_template("desk/mail_texts/text.html", text=plain.get_content())
    page = str(html.get_content())
    start = page.index(">", page.index("<body")) + 1
    end = page.rindex("</body>")
    return f"{page[:start]}{subject}{page[start:end]}{text_part}{page[end:]}"
