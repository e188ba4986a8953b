"""How people register for an event, beyond how many places there are."""

from dataclasses import asdict, dataclass
from datetime import datetime

from concertation.database import transaction
from concertation.domain.workshops import WorkshopRule
from concertation.services.audit import note
from concertation.services.places import lock_event


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRules:
    needs_approval: bool
    companions_most: int
    companions_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopRules:
    workshop_rule: WorkshopRule
    workshops_most: int | None
    """None: as many as one likes."""
    workshops_mandatory: bool


Rules = RegistrationRules | WorkshopRules


def change_rules(event_id: int, rules: Rules, *, actor: str, now: datetime) -> None:
    """Nobody who registered loses anything: rules are for who answers from now on."""
    with transaction() as session:
        event = lock_event(session, event_id)
        given = asdict(rules)
        changed = [name for name in given if getattr(event, name) != given[name]]
        for name in changed:
            setattr(event, name, given[name])
        if changed:
            note(session, "event.changed", event, actor=actor, now=now, fields=changed)
