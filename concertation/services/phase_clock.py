"""The instants of phases, when the clock changes that they are read on."""

from concertation.domain.local_time import local_time_of, nearest_instant_of
from concertation.models import Process

INSTANTS = (
    "starts_at",
    "ends_at",
    "enrolment_opens_at",
    "enrolment_closes_at",
    "renewal_closes_at",
)


def set_clocks_anew(process: Process, former_zone: str) -> None:
    """Let each phase begin and end when the clock of the new zone shows the same."""
    for phase in process.phases:
        for name in INSTANTS:
            instant = getattr(phase, name)
            if instant is not None:
                local = local_time_of(instant, former_zone)
                setattr(phase, name, nearest_instant_of(local, process.timezone))
