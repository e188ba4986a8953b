"""When a phase is, and whether people can enrol in it, as people read it."""

from datetime import datetime, time, timedelta

from flask import Flask
from flask_babel import gettext as _
from flask_babel import pgettext

from concertation.domain.local_time import local_time_of
from concertation.domain.phases import PhaseSpan, PhaseState
from concertation.models import Phase
from concertation.web.enrolling import enrolment_url
from concertation.web.formatting import date_time, day_in_words, medium_date
from concertation.wording.meetings import offer_name

AN_INSTANT = timedelta(microseconds=1)


def register_phase_words(app: Flask) -> None:
    app.jinja_env.filters.update(
        first_moment=first_moment,
        last_moment=last_moment,
        phase_days=phase_days,
        last_instant=last_instant,
        phase_span=phase_span,
        enrolment_words=enrolment_words,
    )
    app.jinja_env.globals.update(
        phase_state_name=phase_state_name,
        offer_name=offer_name,
        enrolment_url=enrolment_url,
        PhaseState=PhaseState,
    )


def first_moment(starts_at: datetime, zone: str) -> str:
    """« 1er juin 2017 », or « 1er juin 2017 à 9 h » of what begins within a day."""
    local = local_time_of(starts_at, zone)
    if local.time() == time():
        return day_in_words(local.date())
    return date_time(starts_at, zone)


def last_instant(ends_at: datetime) -> datetime:
    """Whose day and month are the last ones: a phase ends as another day begins."""
    return ends_at - AN_INSTANT


def last_moment(ends_at: datetime, zone: str) -> str:
    """« 31 août 2017 inclus » of what is over at midnight, whose day names the next.

    Otherwise the moment itself, « 31 août 2017 à 18 h ».
    """
    if local_time_of(ends_at, zone).time() != time():
        return date_time(ends_at, zone)
    day = local_time_of(last_instant(ends_at), zone).date()
    return str(_("%(day)s inclusive", day=day_in_words(day)))


def phase_span(phase: Phase, zone: str) -> str:
    """« du 1er juin 2017 au 31 août 2017 inclus »."""
    start, end = first_moment(phase.starts_at, zone), last_moment(phase.ends_at, zone)
    return str(_("from %(start)s to %(end)s", start=start, end=end))


def phase_days(phase: Phase, zone: str) -> str:
    """« 1 juin 2017 – 31 août 2017 », the last day included, where room is scarce."""
    last = phase.ends_at - AN_INSTANT
    return f"{medium_date(phase.starts_at, zone)} – {medium_date(last, zone)}"


def enrolment_words(phase: Phase, zone: str, now: datetime) -> str:
    """One sentence: it opens on a day, is open until another, or is over."""
    span = phase.span
    match span.enrolment(now):
        case PhaseState.COMING:
            return str(
                _(
                    "Enrolment opens on %(start)s and closes on %(end)s.",
                    start=first_moment(span.opens_at, zone),
                    end=last_moment(span.closes_at, zone),
                )
            )
        case PhaseState.OPEN:
            end = last_moment(span.closes_at, zone)
            return str(_("Enrolment is open until %(end)s.", end=end))
    return str(_("Enrolment is over."))


def phase_state_name(span: PhaseSpan, now: datetime) -> str:
    if span.never_begins:
        return str(pgettext("phase", "Does not take place"))
    match span.state(now):
        case PhaseState.COMING:
            return str(pgettext("phase", "To come"))
        case PhaseState.OPEN:
            return str(pgettext("phase", "Under way"))
    return str(pgettext("phase", "Ended"))
