"""How much memory and processor time processes take."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import psutil

MEGABYTE = 1_000_000
SAMPLED_EVERY_SECONDS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """In megabytes. RSS counts a page shared by two processes twice; PSS once."""

    rss: float
    pss: float


def resident(processes: Iterable[psutil.Process]) -> Resident:
    full = [process.memory_full_info() for process in processes]
    return Resident(
        rss=sum(one.rss for one in full) / MEGABYTE,
        pss=sum(one.pss for one in full) / MEGABYTE,
    )


def processor_seconds(process: psutil.Process) -> float:
    """What it has used so far: a busy machine makes it wait, but not work more."""
    used = process.cpu_times()
    return used.user + used.system


class Growth:
    """How far a process's resident memory rose above where it stood at the start."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._before = self._highest = process.memory_info().rss
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._keep_watching)

    @property
    def megabytes(self) -> float:
        return (self._highest - self._before) / MEGABYTE

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._watch.join()

    def _keep_watching(self) -> None:
        while not self._stopping.wait(SAMPLED_EVERY_SECONDS):
            self._highest = max(self._highest, self._process.memory_info().rss)
