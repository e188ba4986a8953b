"""The whole program as processes: it serves, mails, survives kills, and ends well."""

import fcntl
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.mailing.delivery import BATCH
from concertation.models import OutboxMail
from tests.factories import make_event, register
from tests.forked import run_program
from tests.programs import wait_until
from tests.sites import Site
from tests.smtp_server import HOST, mail_server

EMAIL = "maelys@example.org"
DESK = "animation@example.org"


@pytest.fixture
def site(app, database_url, tmp_path) -> Site:
    """An instance that was used before: it has a database with one event."""
    make_event()
    return Site(tmp_path / "instance", CONCERTATION_DATABASE_URL=database_url)


@pytest.fixture
def running(site):
    with site.running() as running:
        site.wait()
        yield running


def test_a_first_start_serves_and_mails_and_a_second_keeps_it_all(tmp_path):
    site = Site(tmp_path / "instance")
    with site.running("--example") as first:
        site.wait()
        receipt = site.browser.register("etat-des-lieux-csti", EMAIL)
        assert EMAIL in site.browser.get(receipt)
        wait_until(lambda: site.mails_to(EMAIL))
        assert first.end() == 0
    [mail] = site.mails_to(EMAIL)
    [link] = re.findall(rf"{site.url}(/inscriptions/\S+)", mail.text)

    with site.running("--example") as second:
        site.wait()
        assert EMAIL in site.browser.get(link)
        assert second.end() == 0

    assert len(site.mails_to(EMAIL)) == 1


@pytest.mark.parametrize("host", ["localhost", "::1"])
def test_it_listens_where_a_name_or_an_ipv6_address_points(host, site):
    name = f"[{host}]" if ":" in host else host
    site.browser.site = f"http://{name}:{site.port}"
    with site.running("--host", host) as running:
        site.wait()
        receipt = site.browser.register("ouverture", EMAIL)
        wait_until(lambda: site.mails_to(EMAIL))
        assert EMAIL in site.browser.get(receipt)
        assert running.end() == 0

    [mail] = site.mails_to(EMAIL)
    assert f"{site.browser.site}/inscriptions/" in mail.text


def test_a_local_site_answers_to_every_name_of_this_machine(site, running):
    for name in ("localhost", HOST, "[::1]"):
        with socket.create_connection((HOST, site.port)) as visitor:
            host = f"Host: {name}:{site.port}\r\n"
            visitor.sendall(f"GET / HTTP/1.1\r\n{host}\r\n".encode())
            assert visitor.recv(12) == b"HTTP/1.1 200"


def test_the_sign_in_that_is_told_opens_the_desk_or_is_not_told(site, tmp_path):
    for database in ("one", "other"):
        site.env["CONCERTATION_DATABASE_URL"] = f"sqlite:///{tmp_path / database}"
        with site.running() as running:
            site.wait()
            [password] = re.findall(r"password +(\S+)\n", site.told.read_text())
            site.browser.sign_in(DESK, password)
            assert running.end() == 0

    run_program("facilitator", "add", DESK, env=site.env)
    with site.running() as running:
        site.wait()
        assert password not in site.told.read_text()
        assert f"facilitator add {DESK}" in site.told.read_text()
        assert running.end() == 0


def test_a_web_process_that_is_killed_is_replaced(site, running):
    [victim] = running.web_processes

    victim.kill()
    wait_until(lambda: [p for p in running.web_processes if p.pid != victim.pid])

    wait_until(site.browser.is_answered)
    assert running.is_running()
    assert running.end() == 0


def test_a_request_in_flight_is_answered_before_the_end(site, running):
    [web] = running.web_processes
    turn = Path(f"{db.engine.url.database}.turn")
    with turn.open("ab") as lock, ThreadPoolExecutor(1) as person:
        fcntl.flock(lock, fcntl.LOCK_EX)
        receipt = person.submit(site.browser.register, "ouverture", EMAIL)
        wait_until(lambda: _waits_for(turn, web.pid))
        running.ask_to_end()
        time.sleep(0.5)
        fcntl.flock(lock, fcntl.LOCK_UN)

        assert "/inscription/recu/" in receipt.result(30)
    assert running.exit_code() == 0


@pytest.mark.parametrize("command", ["run", "worker"])
def test_the_mail_being_sent_is_the_last_however_slow_the_mail_server(command, site):
    event = make_event(slug="grande", capacity=None)
    for number in range(BATCH):
        register(event, number)
    with mail_server() as server:
        server.seconds_a_mail = 1
        site.env["CONCERTATION_SMTP_URL"] = server.url
        with site.running() if command == "run" else site.working() as running:
            wait_until(lambda: server.received)
            began = time.monotonic()
            assert running.end() == 0
            took = time.monotonic() - began
        sent = len(server.received)

    db.session.expire_all()
    waiting = db.session.scalars(select(OutboxMail).filter_by(sent_at=None)).all()
    assert took < 10
    assert len(waiting) == BATCH - sent >= BATCH - 3
    assert {mail.attempts for mail in waiting} == {0}
    assert all(mail.due_at <= utc_now() for mail in waiting)


@pytest.mark.parametrize("seconds", [0, 2])
def test_nothing_outlives_a_main_process_that_was_killed(seconds, site):
    """Whether it was killed before its web process came to life, or later."""
    with site.running() as running:
        wait_until(lambda: running.web_processes)
        time.sleep(seconds)
        family = psutil.Process(running.pid).children(recursive=True)

        running.kill()

    assert _who_stays(family) == []
    assert not site.browser.is_answered()


def test_an_open_connection_keeps_no_orphan_alive(site, running):
    family = psutil.Process(running.pid).children(recursive=True)
    with socket.create_connection((HOST, site.port)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert idle.recv(12) == b"HTTP/1.1 200"

        running.kill()

        assert _who_stays(family) == []


def test_a_signal_right_after_the_start_ends_it(site):
    with site.running() as running:
        wait_until(lambda: running.web_processes)

        assert running.end() == 0


def _waits_for(file: Path, pid: int) -> bool:
    """Whether a process waits for a file's lock: an arrow in the kernel's table."""
    awaited = re.compile(rf"-> FLOCK .* {pid} \S+:{file.stat().st_ino} ")
    return bool(awaited.search(Path("/proc/locks").read_text()))


def _who_stays(family: list[psutil.Process]) -> list[psutil.Process]:
    """Those who are still at work after some seconds; they are ended, too.

    A dead process whose adopter has not asked after it (a zombie) is no longer there.
    """
    _, left = psutil.wait_procs(family, timeout=10)
    alive = [process for process in left if _is_at_work(process)]
    for orphan in alive:
        orphan.kill()
    return alive


def _is_at_work(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False
