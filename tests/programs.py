"""The program as a process of its own, in an environment that the test alone makes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START = "from concertation.cli import main; main()"
PATIENCE_SECONDS = 30.0


class Program:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = process.pid

    @property
    def web_processes(self) -> list[psutil.Process]:
        """Those that the server started, without multiprocessing's own helper."""
        children = psutil.Process(self.pid).children()
        return [child for child in children if _was_spawned(child)]

    def end(self) -> int:
        """Ask it to end, and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(PATIENCE_SECONDS)

    def ask_to_end(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def exit_code(self) -> int:
        return self._process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(PATIENCE_SECONDS)

    def kill_all(self) -> None:
        """With what it started, which could end its work if it were left alone."""
        children: list[psutil.Process] = []
        with suppress(psutil.NoSuchProcess):  # It ended by itself.
            children = psutil.Process(self.pid).children(recursive=True)
        self.kill()
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()

    def is_running(self) -> bool:
        return self._process.poll() is None


@contextmanager
def program(
    *words: str, env: Mapping[str, str], told: Path = Path(os.devnull)
) -> Iterator[Program]:
    """Start ``concertation`` with these words; nothing of it outlives the block.

    What it prints is kept in the file `told`.
    """
    with told.open("wb") as output:
        process = subprocess.Popen(
            _command(words),
            env=_environment(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None,
            text=True,
        )
    family = [psutil.Process(process.pid)]
    try:
        yield Program(process)
    finally:
        if process.poll() is None:
            family += psutil.Process(process.pid).children(recursive=True)
        for member in reversed(family):
            if member.is_running():
                member.kill()
        process.wait(PATIENCE_SECONDS)


def wait_until(is_so: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {seconds} s: {is_so}")
        time.sleep(0.05)


def _was_spawned(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # It ended, or nobody asked yet how it ended.
        return False


def _command(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-c", START, *words]


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the environment that the tests happen to run in."""
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        **env,
    }
