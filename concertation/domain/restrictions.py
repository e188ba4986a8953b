"""Data that are kept without being used, and people who object (GDPR, 18 and 21)."""

from enum import StrEnum

from concertation.domain.data_requests import RequestKind


class RestrictionKind(StrEnum):
    LIMITATION = "limitation"
    """Kept, and used for nothing but to answer what the person does themselves, and to
    tell them what becomes of a place that they hold."""
    OBJECTION = "objection"
    """No invitation, letter or reminder."""


RESTRICTS = {
    RequestKind.LIMITATION: RestrictionKind.LIMITATION,
    RequestKind.OBJECTION: RestrictionKind.OBJECTION,
}

INVITING = frozenset({"guest_invited", "guest_reminded"})
"""Mails, by their templates, that are not even promised to either: see
`queries.restrictions`."""
SOLICITING = frozenset({"event_reminder", "member_letter"})
OF_AN_INVITATION = frozenset({"guest_called_off", "guest_moved"})
"""Who was invited and did not answer holds no place."""

STOPPED = {
    RestrictionKind.LIMITATION: SOLICITING | OF_AN_INVITATION,
    RestrictionKind.OBJECTION: SOLICITING,
}
"""All others answer what the person did, or tell what becomes of their place: without
them somebody would travel in vain, or lose a seat that nobody asked them to confirm:
see ADR 33."""
STOPPABLE = frozenset().union(*STOPPED.values())


def withdrawn_by(kind: RestrictionKind) -> frozenset[str]:
    """Mails, by their templates, that were promised before and do not leave now."""
    return INVITING | STOPPED[kind]
