"""Counters of requests, as Prometheus reads them. They hold nothing about anybody.

Where several processes serve, each writes into files of a folder that is named by
``PROMETHEUS_MULTIPROC_DIR``, and whichever is asked adds them up.
"""

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset({"GET", "HEAD", "POST"})
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_here = CollectorRegistry()
REQUESTS = Counter(
    "concertation_requests",
    "Requests answered, by the part of the site.",
    ["part", "method", "status"],
    registry=_here,
)
SECONDS = Histogram(
    "concertation_request_seconds",
    "How long an answer took to begin.",
    ["area"],
    buckets=BOUNDS,
    registry=_here,
)


def count_request(part: str, method: str, status: int, seconds: float) -> None:
    """A method that nobody knows is somebody's text: it makes no series of its own."""
    known = method if method in METHODS else "other"
    REQUESTS.labels(part or "none", known, str(status)).inc()
    SECONDS.labels(_area(part)).observe(seconds)


def request_figures() -> bytes:
    """Of all processes that serve, in the text format of Prometheus."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(_here)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


def _area(part: str) -> str:
    return "desk" if part.startswith("desk_") else "site"
