"""Processes of their own, without each importing the program for a second or two.

They are forked from one process that has imported it and done nothing else. Whoever
wants to see the program begin starts it with `tests.programs.program`.
"""

import multiprocessing
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from concertation.cli import main
from tests.programs import PATIENCE_SECONDS, Program

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.forked", "tests.storm"])
STREAMS = ("stdin", "stdout", "stderr")


def run_program(
    *words: str, env: Mapping[str, str], stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``concertation`` with these words to its end."""
    with _started(words, env, stdin) as (process, files):
        process.join(PATIENCE_SECONDS)
        if process.exitcode is None:
            raise TimeoutError(f"{words} has not ended after {PATIENCE_SECONDS} s")
        _, told, complained = (file.read_text() for file in files)
        return subprocess.CompletedProcess(words, process.exitcode, told, complained)


@contextmanager
def forked_program(*words: str, env: Mapping[str, str]) -> Iterator[Program]:
    """Start ``concertation`` with these words; nothing of it outlives the block."""
    with _started(words, env) as (process, files):
        running = Program(_LikePopen(process))
        try:
            yield running
        finally:
            running.kill_all()
            sys.stderr.write(files[-1].read_text())


def working(env: Mapping[str, str]) -> AbstractContextManager[Program]:
    return forked_program("worker", env=env)


class _LikePopen:
    """What `Program` asks of a process that `subprocess` has started."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = process.pid
        self.kill = process.kill

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, seconds: float) -> int:
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError(f"it has not ended after {seconds} s")
        return self._process.exitcode


@contextmanager
def _started(words: Sequence[str], env: Mapping[str, str], stdin: str = "") -> Iterator:
    """The process, and the files that its streams go to."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in STREAMS]
        for file in files:
            file.write_text(stdin if file.name == "stdin" else "")
        process = FORKED.Process(target=_be_program, args=(words, dict(env), files))
        process.start()
        try:
            yield process, files
        finally:
            process.kill()
            process.join()


def _be_program(words: Sequence[str], env: dict[str, str], files: list[Path]) -> None:
    """With nothing of the environment that the tests happen to run in."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **env}
    os.environ.clear()
    os.environ.update(environment)
    for number, (name, file) in enumerate(zip(STREAMS, files, strict=True)):
        mode = "w" if number else "r"
        os.dup2(os.open(file, os.O_RDWR), number)
        setattr(sys, name, open(number, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    warnings.simplefilter("error")
    sys.argv = ["concertation", *words]
    main()
