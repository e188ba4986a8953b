"""A consultation as a whole: its states, its rules for groups, who leads it."""

from enum import StrEnum


class ProcessState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class GroupRule(StrEnum):
    """How many groups one person may be in during one phase."""

    ONE = "one"
    SEVERAL = "several"
    RANKED = "ranked"
    """People rank what they wish; the facilitator allots, and each gets one."""


class PartnerRole(StrEnum):
    PILOT = "pilot"
    CO_PILOT = "co_pilot"
    PARTNER = "partner"


class TargetKind(StrEnum):
    """What a process wants to reach people by."""

    CATEGORY = "category"
    DEPARTEMENT = "departement"
