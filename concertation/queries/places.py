"""Where rights are asked for: whether such a place is there at all."""

from concertation.domain.roles import Place
from concertation.queries.events import find_event, places_of_meetings
from concertation.queries.processes import find_group, find_process


def is_there(place: Place) -> bool:
    """Whether all that it names can be found, each in what is named with it."""
    if place.event and place.process:
        meeting = places_of_meetings({place.process}).get(place.event)
        return meeting is not None and place.reaches(meeting)
    if place.event:
        return find_event(place.event) is not None
    if place.process and place.group:
        return find_group(place.process, place.group) is not None
    return place.process is None or find_process(place.process) is not None
