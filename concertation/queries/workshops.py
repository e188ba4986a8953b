"""Which workshops somebody has, or wishes for."""

from dataclasses import dataclass

from concertation.models import Registration, Workshop


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody takes part in."""

    chosen: list[Workshop]
    wished: list[Workshop]


def visit_of(registration: Registration) -> Visit:
    return Visit(chosen_workshops(registration), wished_workshops(registration))


def chosen_workshops(registration: Registration) -> list[Workshop]:
    """Those that a person counts in: chosen, or granted among what they wished for."""
    return _among(registration, [quota.id for quota in registration.admission.quotas])


def wished_workshops(registration: Registration) -> list[Workshop]:
    """What a person ranked, best first."""
    return _among(
        registration, [wish.quota_id for wish in registration.admission.wishes]
    )


def _among(registration: Registration, quota_ids: list[int]) -> list[Workshop]:
    if not registration.event.pool.has_quotas:
        return []
    by_quota = {each.quota_id: each for each in registration.event.workshops}
    return [by_quota[number] for number in quota_ids if number in by_quota]
