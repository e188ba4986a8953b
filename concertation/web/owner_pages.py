"""Pages of the desk that events and processes have alike, at two addresses."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from concertation.models import Event, Process
from concertation.queries.events import find_event
from concertation.queries.processes import find_process


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """Whose page it is, and the parts of the address that say so."""

    owner: Event | Process
    where: dict[str, Any]

    @property
    def is_event(self) -> bool:
        return isinstance(self.owner, Event)

    def url(self, endpoint: str, **values: Any) -> str:
        return url_for(endpoint, **self.where, **values)


def owner_page_or_404(where: dict[str, str], *, changes: bool = True) -> OwnerPage:
    """An event that was called off is shown, and not changed any more."""
    if "process" in where:
        return OwnerPage(find_process(where["process"]) or abort(404), where)
    event = find_event(where["slug"]) or abort(404)
    if changes:
        event.schedule.refuse_if_cancelled()
    return OwnerPage(event, where)
