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
from concertation.models.consent import Consent, NoticeText
from concertation.models.data_request import DataRequest, DataRestriction
from concertation.models.event import Event
from concertation.models.exporting import ExportChoice
from concertation.models.guest import Guest
from concertation.models.limit import LimitUse
from concertation.models.organisation import Organisation, OrganisationApart
from concertation.models.outbox import OutboxMail
from concertation.models.participant import Enrolment, Participant
from concertation.models.people_import import ImportLine, PeopleImport
from concertation.models.personal_space import SpaceLink, SpaceSession
from concertation.models.process import (
    Outreach,
    Phase,
    Process,
    ProcessPartner,
    ProcessTarget,
)
from concertation.models.programme import ProgrammeItem
from concertation.models.purge import PurgeLine
from concertation.models.questions import (
    AnswerFile,
    Question,
    QuestionChoice,
    Questionnaire,
)
from concertation.models.registration import Registration
from concertation.models.registration_note import RegistrationNote
from concertation.models.reminder import Reminder, ReminderTold
from concertation.models.seating import (
    Admission,
    AdmissionWish,
    Quota,
    SeatPool,
    admission_quota,
)
from concertation.models.site import SiteLogo, SiteSettings, StakeholderCategory
from concertation.models.stored_file import StoredFile
from concertation.models.working_group import GroupOffer, WorkingGroup
from concertation.models.workshop import Workshop

__all__ = [
    "Account",
    "AccountGrant",
    "Admission",
    "AdmissionWish",
    "AnswerFile",
    "AuditEntry",
    "Consent",
    "DataRequest",
    "DataRestriction",
    "DeskPolicy",
    "DeskSession",
    "Enrolment",
    "Event",
    "ExportChoice",
    "GroupOffer",
    "Guest",
    "ImportLine",
    "LimitUse",
    "NoticeText",
    "Organisation",
    "OrganisationApart",
    "OutboxMail",
    "Outreach",
    "Participant",
    "PeopleImport",
    "Phase",
    "Process",
    "ProcessPartner",
    "ProcessTarget",
    "ProgrammeItem",
    "PurgeLine",
    "Question",
    "QuestionChoice",
    "Questionnaire",
    "Quota",
    "RecoveryCode",
    "Registration",
    "RegistrationNote",
    "Reminder",
    "ReminderTold",
    "SeatPool",
    "SignInFailure",
    "SiteLogo",
    "SiteSettings",
    "SpaceLink",
    "SpaceSession",
    "StakeholderCategory",
    "StoredFile",
    "WorkingGroup",
    "Workshop",
    "admission_quota",
]
