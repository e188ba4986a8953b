"""An event as schema.org tells it, for search engines and calendars."""

from typing import Any
from zoneinfo import ZoneInfo

from concertation.domain.event import EventState
from concertation.models import Event


def event_as_linked_data(event: Event, url: str) -> dict[str, Any]:
    zone = ZoneInfo(event.timezone)
    called_off = event.state is EventState.CANCELLED
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": url,
        "startDate": event.starts_at.astimezone(zone).isoformat(),
        "endDate": event.ends_at.astimezone(zone).isoformat(),
        "eventStatus": "https://schema.org/"
        + ("EventCancelled" if called_off else "EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": event.venue_name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": ", ".join(event.venue_address.splitlines()),
                "postalCode": event.postal_code,
                "addressLocality": event.city,
                "addressCountry": "FR",
            },
        },
        "organizer": {"@type": "Organization", "name": event.organiser_name},
        **_seats(event),
    }


def _seats(event: Event) -> dict[str, int]:
    pool = event.pool
    if pool.capacity is None:
        return {}
    return {
        "maximumAttendeeCapacity": pool.capacity,
        "remainingAttendeeCapacity": max(0, pool.capacity - pool.seats_taken),
    }
