"""The blueprint of one person's pages, and how each page finds its person."""

from flask import Blueprint, abort

from concertation.domain.errors import Refusal, RegistrationEnded
from concertation.models import Registration
from concertation.queries.events import find_event
from concertation.queries.registrations import find_by_reference
from concertation.web.errors import show_desk_refusal

bp = Blueprint(
    "desk_attendee",
    __name__,
    url_prefix="/bureau/evenements/<slug>/inscrits/<reference>",
)
bp.register_error_handler(Refusal, show_desk_refusal)


def registration_or_404(slug: str, reference: str) -> Registration:
    event = find_event(slug) or abort(404)
    return find_by_reference(event.id, reference) or abort(404)


def current_or_refusal(slug: str, reference: str) -> Registration:
    registration = registration_or_404(slug, reference)
    if registration.ended_at or registration.anonymised_at:
        raise RegistrationEnded
    return registration
