"""The kinds of organisation that a person may speak for: a controlled list."""

from enum import StrEnum


class StakeholderCategory(StrEnum):
    SCIENCE_CENTRE = "science_centre"
    MUSEUM = "museum"
    INDUSTRIAL_HERITAGE = "heritage"
    UNIVERSITY = "university"
    POPULAR_EDUCATION = "popular_education"
    SCHOOL = "school"
    COMPANY = "company"
    LOCAL_AUTHORITY = "local_authority"
    STATE = "state"
    MEDIA = "media"
    CITIZEN = "citizen"
    OTHER = "other"
