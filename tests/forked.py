"""Processes of their own, without each importing the program for a second or two.

They are forked from one process that has imported it and done nothing else. Whoever
wants to see the program begin starts it with `tests.programs.program`.
"""

import multiprocessing
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from concertation.cli import main

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.forked", "tests.storm"])
PATIENCE_SECONDS = 30.0
STREAMS = ("stdin", "stdout", "stderr")


def run_program(
    *words: str, env: Mapping[str, str], stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``concertation`` with these words to its end."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in STREAMS]
        for file in files:
            file.write_text(stdin if file.name == "stdin" else "")
        process = FORKED.Process(target=_be_program, args=(words, dict(env), files))
        process.start()
        process.join(PATIENCE_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{words} has not ended after {PATIENCE_SECONDS} s")
        _, told, complained = (file.read_text() for file in files)
        return subprocess.CompletedProcess(words, process.exitcode, told, complained)


def _be_program(words: list[str], env: dict[str, str], files: list[Path]) -> None:
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
