"""A notice as plain text, to be kept with what somebody agreed to."""

import re

from flask import get_template_attribute
from markupsafe import Markup

from concertation.domain.event import LegalBasis
from concertation.domain.questions import QuestionKind
from concertation.models import Event, Process

END_OF_A_LINE = re.compile(r"</(?:p|li|h2|h3)>|<br>")


def notice_told(owner: Event | Process) -> str:
    """What its form and the page behind it tell now, where they ask for consent.

    Empty where nothing is agreed to: then nobody has to prove what was read.
    """
    asks = owner.legal_basis is LegalBasis.CONSENT or any(
        question.kind is QuestionKind.CONSENT for question in owner.questions
    )
    return notice_as_text(owner) if asks else ""


def notice_as_text(owner: Event | Process) -> str:
    short = get_template_attribute("macros/privacy.html", "short_notice")
    full = get_template_attribute("macros/privacy.html", "full_notice")
    page = f"{short(owner, '')}\n{full(owner)}"
    lines = (Markup(part).striptags() for part in END_OF_A_LINE.split(page))  # noqa: S704 -- our own page, and only to take the tags out
    return "\n".join(line for line in lines if line)
