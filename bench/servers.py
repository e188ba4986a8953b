"""Start what is measured: the real stack, or a ceiling, in a place of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.ceilings import DATABASE, SYNCHRONOUS
from concertation.config import PREFIX, Settings

HOST = "127.0.0.1"
STARTS_WITHIN = 60.0
STOPS_WITHIN = 60.0
PROGRAM = str(Path(sys.executable).with_name("concertation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    process: psutil.Process
    port: int
    log: Path

    def url(self, path: str = "/") -> str:
        return f"http://{HOST}:{self.port}{path}"

    def processes(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def web_process(self) -> psutil.Process:
        """The largest child: the others only keep watch."""
        children = self.process.children(recursive=True)
        return max(children, key=lambda child: child.memory_info().rss)

    def complaints(self) -> int:
        """Lines of its log that tell of something wrong."""
        lines = self.log.read_text(errors="replace").splitlines()
        return sum("ERROR" in line or "WARNING" in line for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An instance folder and a database that nobody else uses."""

    instance: Path
    database_url: str

    def environ(self) -> dict[str, str]:
        return _clean_environ() | {
            f"{PREFIX}INSTANCE": str(self.instance),
            f"{PREFIX}DATABASE_URL": self.database_url,
        }

    def settings(self) -> Settings:
        return Settings.from_environ(self.environ())


@contextmanager
def stack(
    place: Place, *, workers: int = 1, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """`concertation run --workers 1`: web process, worker and mail catcher."""
    port = _free_port()
    command = [PROGRAM, "run", "--workers", str(workers), "--port", str(port)]
    environ = place.environ() | {
        f"{PREFIX}{name}": value for name, value in (settings or {}).items()
    }
    yield from _running(command, port, environ, place.instance)


@contextmanager
def ceiling(name: str, place: Place, *, workers: int = 1) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "bench.ceilings", name, str(port), str(workers)]
    environ = _clean_environ() | {
        DATABASE: place.database_url,
        SYNCHRONOUS: place.settings().sqlite_synchronous,
    }
    yield from _running(command, port, environ, place.instance)


def _running(
    command: list[str], port: int, environ: Mapping[str, str], folder: Path
) -> Iterator[Server]:
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environ, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
        try:
            _wait_until_it_answers(process, port, log)
            yield Server(process=psutil.Process(process.pid), port=port, log=log)
        finally:
            _stop(process)


def _wait_until_it_answers(
    process: subprocess.Popen[bytes], port: int, log: Path
) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=STARTS_WITHIN)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(log.read_text(errors="replace"))


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _clean_environ() -> dict[str, str]:
    """Whatever the caller has set for a site of their own is not measured."""
    return {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
