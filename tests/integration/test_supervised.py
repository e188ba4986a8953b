"""Services that die are started again; all of them end when they are told to."""

import smtplib
import socket
import threading

import pytest

from concertation.mailing.mailbox import caught_mails
from concertation.running import supervised
from concertation.running.catcher import Catcher
from concertation.running.supervised import Supervised
from tests.programs import wait_until


class Service:
    """Dies as often as it is told, and then runs until it is stopped."""

    def __init__(self, deaths: int) -> None:
        self.starts = 0
        self._deaths = deaths
        self._stopping = threading.Event()

    def run(self) -> None:
        self.starts += 1
        if self.starts > self._deaths:
            self._stopping.wait()

    def stop(self) -> None:
        self._stopping.set()


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """The pauses that were asked for; none is made."""
    asked = []

    class Impatient(threading.Event().__class__):
        def wait(self, timeout=None):
            if timeout is not None and threading.current_thread().name == "keep-it":
                asked.append(timeout)
                return self.is_set()
            return super().wait(timeout)

    monkeypatch.setattr(supervised.threading, "Event", Impatient)
    return asked


def kept(service) -> Supervised:
    keeper = Supervised("it", service)
    keeper.start()
    return keeper


def test_a_service_that_dies_is_started_again_after_growing_pauses(pauses, caplog):
    service = Service(deaths=9)
    keeper = kept(service)
    wait_until(lambda: service.starts == 10)

    keeper.stop()

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert "the it died: started again in 1 s" in caplog.messages
    assert service.starts == 10


def test_a_service_that_ran_long_is_started_again_at_once(pauses, monkeypatch):
    ticks = iter(range(0, 10_000, 61))
    monkeypatch.setattr(supervised.time, "monotonic", lambda: next(ticks))
    service = Service(deaths=3)
    keeper = kept(service)
    while service.starts < 4:
        pass

    keeper.stop()

    assert pauses == [1, 1, 1]


def test_stopping_ends_a_service_that_waits_to_be_started_again():
    service = Service(deaths=1)
    keeper = kept(service)
    wait_until(lambda: service.starts == 1)

    keeper.stop()

    assert service.starts == 1


def test_nothing_is_left_after_the_stop():
    before = set(threading.enumerate())
    keeper = kept(Service(deaths=0))
    assert set(threading.enumerate()) > before

    keeper.stop()

    assert set(threading.enumerate()) == before


def test_the_catcher_keeps_mails_until_it_is_stopped(tmp_path):
    catcher = Catcher(tmp_path)
    keeper = kept(catcher)
    wait_until(lambda: _answers(catcher))

    with smtplib.SMTP(catcher.address.host, catcher.address.port) as smtp:
        smtp.sendmail("a@example.org", "b@example.org", "To: b@example.org\r\n\r\nx")
    keeper.stop()

    [mail] = caught_mails(tmp_path)
    assert mail.recipient == "b@example.org"
    assert not _answers(catcher)


def test_a_catcher_that_is_stopped_while_it_starts_ends(tmp_path):
    catcher = Catcher(tmp_path)
    keeper = kept(catcher)

    ending = threading.Thread(target=keeper.stop, daemon=True)
    ending.start()
    ending.join(10)

    assert not ending.is_alive()


def test_a_catcher_that_died_can_be_stopped(tmp_path, monkeypatch):
    failures = []
    monkeypatch.setattr(threading, "excepthook", failures.append)
    catcher = Catcher(tmp_path)
    address = (catcher.address.host, catcher.address.port)
    with socket.create_server(address):
        keeper = kept(catcher)
        wait_until(lambda: failures)

        keeper.stop()

    assert [failure.exc_type for failure in failures] == [OSError]


def _answers(catcher: Catcher) -> bool:
    try:
        with smtplib.SMTP(catcher.address.host, catcher.address.port, timeout=1):
            return True
    except OSError:
        return False
