"""News of a process or a group as an Atom feed (RFC 4287).

Written with the standard library: the few elements that a feed needs are fewer lines
than a dependency would take to be told of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from flask_babel import gettext as _

from concertation.domain.feed import Feed, FeedMeeting, FeedPhase
from concertation.exports.carried_text import clean, one_line, without_blanks

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    uid: str
    title: str
    text: str
    url: str
    published_at: datetime
    updated_at: datetime


def atom(feed: Feed) -> bytes:
    """Write the feed, with what is new first."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.language})
    _add(root, "id", f"urn:uuid:{feed.uid}")
    _add(root, "title", one_line(feed.title))
    _add(root, "subtitle", one_line(feed.text))
    _add(root, "updated", _moment(feed.latest_change))
    _link(root, "self", feed.own_url, MEDIA_TYPE)
    _link(root, "alternate", feed.url, "text/html")
    _add(SubElement(root, "author"), "name", one_line(feed.author))
    _add(root, "generator", "Concertation")
    for entry in _entries(feed):
        _write(SubElement(root, "entry"), entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entries(feed: Feed) -> Sequence[_Entry]:
    entries = [
        *(_of_meeting(each) for each in feed.meetings),
        *(_of_phase(each) for each in feed.phases),
    ]
    return sorted(entries, key=lambda each: (each.updated_at, each.uid), reverse=True)


def _of_meeting(each: FeedMeeting) -> _Entry:
    meeting, title, text = each.meeting, each.meeting.title, each.text
    if each.is_cancelled:
        title = _("Cancelled: %(title)s", title=title)
        text = f"{each.cancelled_for}\n\n{text}"
    return _Entry(
        uid=meeting.uid,
        title=title,
        text=text,
        url=meeting.url,
        published_at=each.published_at,
        updated_at=meeting.stamped_at,
    )


def _of_phase(phase: FeedPhase) -> _Entry:
    return _Entry(
        uid=phase.uid,
        title=phase.title,
        text=phase.text,
        url=phase.url,
        published_at=phase.published_at,
        updated_at=phase.updated_at,
    )


def _write(element: Element, entry: _Entry) -> None:
    _add(element, "id", f"urn:uuid:{entry.uid}")
    _add(element, "title", one_line(entry.title))
    _add(element, "published", _moment(entry.published_at))
    _add(element, "updated", _moment(entry.updated_at))
    _link(element, "alternate", entry.url, "text/html")
    _add(element, "content", clean(entry.text).strip()).set("type", "text")


def _add(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = text
    return child


def _link(parent: Element, rel: str, url: str, media_type: str) -> None:
    href = without_blanks(url)
    SubElement(parent, "link", {"rel": rel, "type": media_type, "href": href})


def _moment(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
