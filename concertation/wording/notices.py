"""What somebody is told of their data, of one event or process, in words."""

from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.event import LegalBasis
from concertation.domain.notices import Basis, Notice, notice_in, put_together
from concertation.models import Event, Process
from concertation.queries.site import current_site
from concertation.wording.site import dpo_email

BASES: dict[Basis, LazyString] = {
    Basis.CONTRACT: _l("a contract with the person (GDPR, article 6.1.b)"),
    Basis.LEGAL_OBLIGATION: _l("a legal obligation (GDPR, article 6.1.c)"),
    Basis.VITAL_INTEREST: _l("vital interests (GDPR, article 6.1.d)"),
    Basis.PUBLIC_TASK: _l("a task in the public interest (GDPR, article 6.1.e)"),
    Basis.LEGITIMATE_INTEREST: _l("a legitimate interest (GDPR, article 6.1.f)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPurpose:
    text: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOfAll:
    """What a notice tells whatever the form is for. Lists are of lines."""

    controller: list[str]
    """The name first; empty: nobody has written it down."""
    joint_controllers: list[str]
    dpo: list[str]
    dpo_email: str
    further: list[ToldPurpose]
    recipients: list[str]
    transfers: list[str]
    rights_contact: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldNotice(ToldOfAll):
    """Everything that is told about one event or process, short or in full."""

    is_of_event: bool
    """And not of a process."""
    purpose: str
    rests_on_consent: bool
    is_usual: bool
    """Nothing is done but what the form is for, as the program words it."""
    readers: str
    ends: str
    """After what data are erased."""


def notice_of(owner: Event | Process) -> Notice:
    """What holds for it: its own words, or those of what stands above it."""
    return put_together(notice_in(owner.notice), *_layers_above(owner))


def notice_above(owner: Event | Process) -> Notice:
    """What it says wherever it says nothing of its own."""
    return put_together(Notice(), *_layers_above(owner))


def _layers_above(owner: Event | Process) -> list[Notice]:
    """The nearest first."""
    of_site = current_site().notice
    if isinstance(owner, Event) and owner.process:
        return [notice_in(owner.process.notice), of_site]
    return [of_site]


def told_notice(owner: Event | Process) -> ToldNotice:
    notice = notice_of(owner)
    return ToldNotice(
        **_told_of_all(notice, [owner.organiser_name]),
        is_of_event=isinstance(owner, Event),
        purpose=notice.purpose or _usual_purpose(owner),
        rests_on_consent=owner.legal_basis is LegalBasis.CONSENT,
        is_usual=not notice.purpose and not notice.further_purposes,
        readers=_readers(owner),
        ends=_ends(owner),
    )


def told_of_site() -> ToldOfAll:
    """What holds wherever an event or a process says nothing else."""
    site = current_site()
    organiser = lines_of(
        f"{site.sheet.organiser_name}\n{site.sheet.contact_address}"
        if site.sheet.organiser_name
        else ""
    )
    return ToldOfAll(**_told_of_all(put_together(site.notice), organiser))


def _told_of_all(notice: Notice, organiser: list[str]) -> dict[str, Any]:
    return {
        "controller": lines_of(notice.controller) or organiser,
        "joint_controllers": lines_of(notice.joint_controllers),
        "dpo": lines_of(notice.dpo),
        "dpo_email": notice.dpo_email or dpo_email(),
        "further": told_purposes(notice),
        "recipients": lines_of(notice.recipients),
        "transfers": lines_of(notice.transfers),
        "rights_contact": lines_of(notice.rights_contact),
    }


def told_purposes(notice: Notice) -> list[ToldPurpose]:
    return [
        ToldPurpose(text=each.text, basis=str(BASES[each.basis]))
        for each in notice.further_purposes
    ]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _usual_purpose(owner: Event | Process) -> str:
    if isinstance(owner, Event):
        return str(
            _(
                "Prepare and hold this event, give its places, tell you about it, and"
                " count who came"
            )
        )
    return str(
        _(
            "Make up the working groups, hold this consultation, tell you about it, and"
            " count who took part"
        )
    )


def _readers(owner: Event | Process) -> str:
    if isinstance(owner, Event):
        return str(_("Only those who organise the event read them."))
    return str(
        _(
            "Only those who lead the consultation and those who run your group read"
            " them."
        )
    )


def _ends(owner: Event | Process) -> str:
    days = owner.retention_days
    if isinstance(owner, Event):
        return str(
            ngettext(
                "They are erased %(num)s day after the event.",
                "They are erased %(num)s days after the event.",
                days,
            )
        )
    return str(
        ngettext(
            "They are erased %(num)s day after the end of its last phase.",
            "They are erased %(num)s days after the end of its last phase.",
            days,
        )
    )
