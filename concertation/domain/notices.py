"""What people are told of their data, as it is set (GDPR, articles 13, 14 and 26).

A site says it once for all. A process says what differs, an event what differs from its
process, and what is left empty says what the one above it says.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

NONE_OF_IT = frozenset({"-", "–", "—"})
"""Written where the one above says something, and nothing is to be said here."""


class Basis(StrEnum):
    """On which a purpose may rest besides the one that the form is for.

    Consent is not among them: each use that rests on it is asked for by itself.
    """

    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    text: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Plain text, of one line or several."""

    controller: str = ""
    """Who answers for the data: name and postal address."""
    joint_controllers: str = ""
    """Who answers for them together with the controller, and for what each."""
    dpo: str = ""
    """The data-protection officer: name, postal address, phone."""
    dpo_email: str = ""
    purpose: str = ""
    """What the form is for; it rests on the legal basis of the event or process."""
    contract: str = ""
    """Further purposes, one a line, by what each rests on: named as in `Basis`."""
    legal_obligation: str = ""
    vital_interest: str = ""
    public_task: str = ""
    legitimate_interest: str = ""
    recipients: str = ""
    """Who gets data besides who reads them at the desk; one a line."""
    transfers: str = ""
    """What leaves the European Union, and under which safeguards."""
    rights_contact: str = ""
    """Where rights are exercised, besides the program's own pages."""

    @property
    def further_purposes(self) -> tuple[Purpose, ...]:
        return tuple(
            Purpose(text=line.strip(), basis=basis)
            for basis in Basis
            for line in getattr(self, basis.value).splitlines()
            if line.strip()
        )


FIELDS = tuple(field.name for field in fields(Notice))
NEVER_INHERITED = frozenset({"purpose"})
"""What a process is for is not what its meeting is for."""


def notice_in(stored: Mapping[str, str] | None) -> Notice:
    """A field of a later version is not minded."""
    known = {name: text for name, text in (stored or {}).items() if name in FIELDS}
    return Notice(**known)


def to_be_stored(notice: Notice) -> dict[str, str]:
    """What is empty takes no room, so that an empty notice equals none."""
    return {name: text for name, text in asdict(notice).items() if text}


def put_together(own: Notice, *above: Notice) -> Notice:
    """What holds: each field as the nearest that says something says it."""
    return Notice(**{name: _nearest(name, own, *above) for name in FIELDS})


def _nearest(name: str, own: Notice, *above: Notice) -> str:
    asked = (own,) if name in NEVER_INHERITED else (own, *above)
    said = next((text for each in asked if (text := getattr(each, name))), "")
    return "" if said.strip() in NONE_OF_IT else said
