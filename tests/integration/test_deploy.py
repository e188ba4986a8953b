"""What `deploy/` proposes is taken by the programs that read it, and does its work."""

import re
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from concertation.web.micro_cache import FOR_A_SECOND
from tests.forked import run_program
from tests.nginx import complaints_of_nginx, nginx
from tests.programs import ROOT, wait_until
from tests.smtp_server import HOST, free_port

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/concertation*"))
PROGRAM = "/opt/concertation/bin/concertation"
FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "elsewhere.example.org",
    "X-Forwarded-Proto": "https",
    "X-Request-ID": "forged",
}


class Site:
    """The example for nginx on a free port, before somebody who writes down all."""

    def __init__(self, folder: Path, upstream: int, *, is_https: bool = True) -> None:
        self.port, self.log = free_port(), folder / "access.log"
        self.errors = folder / "errors.log"
        example = (DEPLOY / "nginx/concertation.conf").read_text()
        # Nobody has a certificate here: what came in clear is taken for https.
        clear = "none" if is_https else "http"
        for pattern, instead in (
            (r"\(\$scheme = http\)", f"($scheme = {clear})"),
            (r"listen \[::\]:80;", ""),
            (r"listen 80;", f"listen {HOST}:{self.port};"),
            (r"127\.0\.0\.1:8000", f"{HOST}:{upstream}"),
            (r"/var/log/nginx/concertation\.log", str(self.log)),
            (r"/var/lib/nginx/concertation", str(folder / "kept")),
            (r"/var/log/nginx/concertation\.error\.log", str(self.errors)),
        ):
            example, found = re.subn(pattern, instead, example)
            assert found == 1, pattern
        self.settings = example

    def answers(self, path: str, **headers: str) -> int | None:
        answer = self.asked(path, **headers)
        return answer and answer.status

    def asked(self, path: str, **headers: str) -> HTTPResponse | None:
        connection = HTTPConnection(HOST, self.port, timeout=10)
        try:
            host = {"Host": "concertation.example.org"}
            connection.request("GET", path, headers=FORGED | host | headers)
            answer = connection.getresponse()
            answer.text = answer.read().decode()
        except OSError:
            return None
        else:
            return answer
        finally:
            connection.close()


@contextmanager
def somebody_who_writes_down(before: Callable[[], object] = int, **says: str):
    """A server, and the headers of each request that reached it."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append({"path": self.path, **self.headers})
            before()
            self.send_response(200)
            for name, value in says.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()

        def log_message(self, *_words):
            """Say nothing."""

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, seen
        server.shutdown()
        thread.join()


def test_nginx_accepts_the_example(tmp_path):
    assert complaints_of_nginx(tmp_path, Site(tmp_path, 8000).settings) == ""


def test_nginx_believes_no_stranger_and_keeps_addresses_out_of_its_log(tmp_path):
    with somebody_who_writes_down() as (port, seen):
        site = Site(tmp_path, port)
        with nginx(tmp_path, site.settings):
            wait_until(lambda: site.answers("/evenements/atelier?cle=Xk3vR8wQ") == 200)
            metrics = site.answers("/metrics")

    [told] = seen
    assert told["X-Forwarded-For"] == HOST
    assert told["X-Forwarded-Proto"] == "http"
    assert told["Host"] == told["X-Forwarded-Host"] == "concertation.example.org"
    assert told["X-Request-ID"] != FORGED["X-Request-ID"]
    assert metrics == 404
    lines = site.log.read_text().splitlines()
    assert len(lines) == 2
    assert not any("cle" in line or "atelier" in line for line in lines)
    assert told["X-Request-ID"] in lines[0]


@pytest.mark.parametrize(
    ("says", "passed_on"), [(FOR_A_SECOND, 1), ("no-store", 3), ("private", 3)]
)
def test_nginx_keeps_what_says_that_it_may_and_nothing_else(tmp_path, says, passed_on):
    # A minute in the place of the second: on a busy machine it would be over.
    header = says.replace("s-maxage=1", "s-maxage=60")
    with somebody_who_writes_down(Cache_Control=header) as (port, seen):
        site = Site(tmp_path, port)
        with nginx(tmp_path, site.settings):
            wait_until(lambda: site.answers("/metrics") == 404)
            answers = [site.answers("/evenements/atelier") for _ in range(3)]

    assert answers == [200] * 3
    assert len(seen) == passed_on


def test_nginx_lets_many_open_the_same_form_at_once(tmp_path):
    """Nobody waits for a page that is kept for nobody: not even for half a second."""
    all_are_here = threading.Barrier(8)
    told = {"before": lambda: all_are_here.wait(3), "Cache_Control": "no-store"}
    with somebody_who_writes_down(**told) as (port, _seen):
        site = Site(tmp_path, port)
        with nginx(tmp_path, site.settings), ThreadPoolExecutor(8) as people:
            wait_until(lambda: site.answers("/metrics") == 404)
            answers = [*people.map(site.answers, ["/evenements/a/inscription"] * 8)]

    assert answers == [200] * 8


def test_nginx_keeps_languages_and_addresses_apart(tmp_path):
    header = FOR_A_SECOND.replace("s-maxage=1", "s-maxage=60")
    told = {"Cache_Control": header, "Vary": "Accept-Language"}
    with somebody_who_writes_down(**told) as (port, seen):
        site = Site(tmp_path, port)
        with nginx(tmp_path, site.settings):
            wait_until(lambda: site.answers("/metrics") == 404)
            for path in ("/", "/?lang=en"):
                for language in ("fr", "en", "fr"):
                    site.answers(path, **{"Accept-Language": language})

    assert [(each["path"], each["Accept-Language"]) for each in seen] == [
        ("/", "fr"),
        ("/", "en"),
        ("/?lang=en", "fr"),
        ("/?lang=en", "en"),
    ]


def test_nginx_leads_to_https_and_writes_no_address_on_the_way(tmp_path):
    site = Site(tmp_path, free_port(), is_https=False)
    with nginx(tmp_path, site.settings):
        wait_until(lambda: site.answers("/inscriptions/Xk3vR8wQ") == 301)

    assert "Xk3vR8wQ" not in site.log.read_text()


def test_nginx_says_so_and_writes_no_address_while_the_program_starts_anew(tmp_path):
    site = Site(tmp_path, free_port())
    with nginx(tmp_path, site.settings):
        wait_until(lambda: site.answers("/inscriptions/Xk3vR8wQ") == 503)
        told = site.asked("/inscriptions/Xk3vR8wQ")

    assert told.headers["Retry-After"] == "10"
    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Le site ne répond pas pour le moment" in told.text
    assert "The site does not answer right now" in told.text

    written = [each.read_text() for each in tmp_path.glob("*log")]
    assert len(written) == 3
    assert not any("Xk3vR8wQ" in each for each in written)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_the_units(unit, tmp_path):
    """In a folder of their own, with programs that are here."""
    for each in UNITS:
        program = each.read_text().replace(PROGRAM, "/bin/true")
        (tmp_path / each.name).write_text(program)

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")


def settings_of(unit: str) -> list[str]:
    lines = (DEPLOY / "systemd" / unit).read_text().splitlines()
    return [line for line in lines if "=" in line and line[0] != "#"]


def test_the_backup_may_do_no_more_than_the_program():
    program, backup = map(
        settings_of, ("concertation.service", "concertation-backup.service")
    )
    first = program.index("NoNewPrivileges=yes")
    sandbox = program[first : program.index("CapabilityBoundingSet=") + 1]

    assert "ProtectSystem=strict" in sandbox
    assert {*sandbox} <= {*backup}


def test_systemd_does_not_start_again_what_settings_stop(tmp_path):
    told = [each for each in settings_of("concertation.service") if "Prevent" in each]
    wrong = {"CONCERTATION_INSTANCE": str(tmp_path), "CONCERTATION_ENV": "production"}

    done = run_program("run", env=wrong)

    assert "CONCERTATION_SECRET_KEY" in done.stderr
    assert told == [f"RestartPreventExitStatus={done.returncode}"]
