"""The worker gives way to requests, but not for ever."""

import threading

import pytest

from concertation.running import traffic
from concertation.running.traffic import Traffic


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, at_each_glance=lambda: None) -> None:
        self.now = 0.0
        self._at_each_glance = at_each_glance

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self._at_each_glance()


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(traffic, "time", clock)
    return clock


def test_a_quiet_moment_is_used_at_once(clock):
    Traffic(lambda _environ, _start: [b""]).give_way(threading.Event())

    assert clock.now == 0


def test_a_request_is_waited_for_but_not_longer_than_a_second(clock):
    waited = []

    def answer(_environ, _start):
        busy.give_way(threading.Event())
        waited.append(clock.now)
        return [b""]

    busy = Traffic(answer)
    busy({}, None)

    assert waited == [pytest.approx(traffic.LONGEST_WAIT_SECONDS, abs=0.02)]


def test_the_end_of_the_request_ends_the_wait(monkeypatch):
    answered, may_answer = threading.Event(), threading.Event()

    def answer(_environ, _start):
        answered.set()
        may_answer.wait(10)
        return [b""]

    busy = Traffic(answer)
    visitor = threading.Thread(target=busy, args=({}, None))
    visitor.start()
    answered.wait(10)
    clock = Clock(at_each_glance=lambda: (may_answer.set(), visitor.join()))
    monkeypatch.setattr(traffic, "time", clock)

    busy.give_way(threading.Event())

    assert clock.now == traffic.GLANCE_SECONDS


def test_a_request_that_fails_is_over_too(clock):
    def answer(_environ, _start):
        raise ConnectionError

    busy = Traffic(answer)
    with pytest.raises(ConnectionError):
        busy({}, None)

    busy.give_way(threading.Event())

    assert clock.now == 0
