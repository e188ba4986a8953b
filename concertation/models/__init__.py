"""Every table, imported here so that the metadata is complete."""

from concertation.models.account import Account, DeskSession, SignInFailure
from concertation.models.audit import AuditEntry
from concertation.models.event import Event
from concertation.models.outbox import OutboxMail
from concertation.models.people_import import ImportLine, PeopleImport
from concertation.models.registration import Registration
from concertation.models.seating import Admission, Quota, SeatPool, admission_quota

__all__ = [
    "Account",
    "Admission",
    "AuditEntry",
    "DeskSession",
    "Event",
    "ImportLine",
    "OutboxMail",
    "PeopleImport",
    "Quota",
    "Registration",
    "SeatPool",
    "SignInFailure",
    "admission_quota",
]
