"""The vital signs in the text format of Prometheus."""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from concertation.queries.vital_signs import VitalSigns


def figures_of(signs: VitalSigns) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Signs(signs))
    return generate_latest(registry)


class _Signs(Collector):
    def __init__(self, signs: VitalSigns) -> None:
        self._signs = signs

    def collect(self) -> Iterator[GaugeMetricFamily]:
        signs = self._signs
        yield _by_state("mails", "Mails that were promised, by state.", signs.mails)
        yield GaugeMetricFamily(
            "concertation_mail_lateness_seconds",
            "How long ago the mail that has waited longest was promised.",
            value=signs.mail_lateness,
        )
        of_events = "Registrations that have not ended, by state."
        yield _by_state("registrations", of_events, signs.registrations)
        of_groups = "Places in working groups that have not ended, by state."
        yield _by_state("enrolments", of_groups, signs.enrolments)


def _by_state(name: str, what: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"concertation_{name}", what, labels=["state"])
    for state, count in sorted(counts.items()):
        family.add_metric([state], count)
    return family
