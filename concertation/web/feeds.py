"""What a process or a group tells calendars and feed readers, which ask again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.event import EventState
from concertation.domain.feed import (
    Feed,
    FeedMeeting,
    FeedPhase,
    last_news,
    part_uid,
    process_uid,
)
from concertation.domain.local_time import local_time_of
from concertation.exports.atom import MEDIA_TYPE, atom
from concertation.exports.calendar import subscription
from concertation.links import public_url_for
from concertation.models import Event, Phase, Process, WorkingGroup
from concertation.queries.audit import first_and_last_noted
from concertation.queries.meetings import meetings_to_tell
from concertation.queries.processes import offers_of_group, phases_with_groups
from concertation.services.announcements import public_meeting_of
from concertation.web.enrolling import is_told
from concertation.web.formatting import capitalised
from concertation.web.kept import for_a_second
from concertation.web.phase_words import AN_INSTANT, enrolment_words, phase_span


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    write: Callable[[Feed], bytes]
    media_type: str


CALENDAR = Format(write=subscription, media_type="text/calendar")
ATOM = Format(write=atom, media_type=MEDIA_TYPE)


def feed_of_process(process: Process) -> Feed:
    now = utc_now()
    uid = process_uid(process.id, process.created_at)
    names = {"process": process.slug}
    url = _address("site_processes.show", **names)
    return Feed(
        uid=uid,
        title=process.title,
        text=process.summary,
        url=url,
        own_url=_address(str(request.endpoint), **names),
        language=str(get_locale()),
        author=process.organiser_name,
        published_at=_published(process),
        updated_at=process.updated_at,
        meetings=_meetings(process, None, now),
        phases=_phases(process.phases, uid, url, now),
    )


def feed_of_group(group: WorkingGroup) -> Feed:
    """Its own meetings, and the phases in which it meets."""
    process, now = group.process, utc_now()
    process_id = process_uid(process.id, process.created_at)
    uid = part_uid(process_id, "group", group.id)
    names = {"process": process.slug, "group": group.slug}
    url = _address("site_groups.show", **names)
    return Feed(
        uid=uid,
        title=f"{group.title} – {process.title}",
        text=_("Working group of: %(process)s", process=process.title),
        url=url,
        own_url=_address(str(request.endpoint), **names),
        language=str(get_locale()),
        author=group.animator_name or process.organiser_name,
        published_at=_published(process),
        updated_at=max(group.updated_at, process.updated_at),
        meetings=_meetings(process, group, now),
        phases=_phases(
            [offer.phase for offer in offers_of_group(group.id)], uid, url, now
        ),
    )


def feed_answer(make: Callable[[], Feed], form: Format) -> Response:
    """The feed, or word that it is still what the asker has.

    No date is told for that: what is taken out of a feed, such as a meeting that became
    private, moves none.
    """
    key = ("feed", request.full_path, request.host_url, str(get_locale()))
    body = for_a_second(key, lambda: form.write(make()))
    answer = Response(body, content_type=f"{form.media_type}; charset=utf-8")
    answer.vary.add("Accept-Language")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _address(endpoint: str, **values: str) -> str:
    """In the language of the feed: whoever follows a link reads on in it."""
    return public_url_for(endpoint, lang=str(get_locale()), **values)


def _published(process: Process) -> datetime:
    return process.published_at or process.created_at


def _meetings(
    process: Process, group: WorkingGroup | None, now: datetime
) -> list[FeedMeeting]:
    """Public ones only, as on the pages."""
    told = meetings_to_tell(process, now, group=group)
    return [_meeting(event) for event in told]


def _meeting(event: Event) -> FeedMeeting:
    url = _address("site_events.show", slug=event.slug)
    is_cancelled = event.state is EventState.CANCELLED
    return FeedMeeting(
        meeting=public_meeting_of(event, url=url),
        text=render_template("site/processes/meeting.txt", event=event).strip(),
        published_at=event.published_at or event.created_at,
        cancelled_for=event.cancellation_reason if is_cancelled else None,
    )


def _phases(
    phases: Sequence[Phase], feed_uid: str, url: str, now: datetime
) -> list[FeedPhase]:
    noted = first_and_last_noted("phase", [phase.id for phase in phases])
    with_groups = phases_with_groups()
    return [
        _phase(phase, noted[phase.id], feed_uid, url, now, phase.id in with_groups)
        for phase in phases
    ]


def _phase(  # noqa: PLR0913, PLR0917 -- the facts of one entry
    phase: Phase,
    noted: tuple[datetime, datetime],
    feed_uid: str,
    url: str,
    now: datetime,
    has_groups: bool,
) -> FeedPhase:
    process, span = phase.process, phase.span
    zone, turns = process.timezone, [span.opens_at, span.enrolment_over_at]
    published_at = max(noted[0], _published(process))
    changed_at = max(noted[1], published_at)
    return FeedPhase(
        uid=part_uid(feed_uid, "phase", phase.id),
        title=_("Phase: %(title)s", title=phase.title),
        first_day=local_time_of(phase.starts_at, zone).date(),
        last_day=local_time_of(phase.ends_at - AN_INSTANT, zone).date(),
        text="\n\n".join(
            filter(None, [*_times(phase, has_groups, now), phase.summary])
        ),
        url=url,
        published_at=published_at,
        updated_at=last_news(changed_at, [*turns, phase.starts_at, span.over_at], now),
    )


def _times(phase: Phase, has_groups: bool, now: datetime) -> list[str]:
    """When it is, and when people enrol for it where the page says so."""
    zone = phase.process.timezone
    days = f"{capitalised(phase_span(phase, zone))}."
    if not is_told(phase, has_groups=has_groups, now=now):
        return [days]
    return [days, enrolment_words(phase, zone, now)]
