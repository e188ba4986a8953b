"""Every table, imported here so that the metadata is complete."""

from concertation.models.account import (
    Account,
    AccountGrant,
    DeskPolicy,
    DeskSession,
    RecoveryCode,
    SignInFailure,
)
from concertation.models.audit import AuditEntry
from concertation.models.event import Event
from concertation.models.outbox import OutboxMail
from concertation.models.registration import Registration
from concertation.models.seating import Admission, Quota, SeatPool, admission_quota

__all__ = [
    "Account",
    "AccountGrant",
    "Admission",
    "AuditEntry",
    "DeskPolicy",
    "DeskSession",
    "Event",
    "OutboxMail",
    "Quota",
    "RecoveryCode",
    "Registration",
    "SeatPool",
    "SignInFailure",
    "admission_quota",
]
