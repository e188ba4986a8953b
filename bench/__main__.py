"""Measure, and print one table. Nothing is judged but in its last column."""

import argparse
import platform
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.metadata import version

import psutil

from bench import (
    desk_list,
    event_page,
    exports,
    groups,
    growth,
    imports,
    opening,
    papers,
    questions,
    registrations,
    stampede,
)
from bench.figures import Figure, as_table
from bench.places import Places
from bench.sizes import SMALL, Sizes
from tests.throwaway_postgres import throwaway_postgres

Measurement = Callable[[Places, Sizes], Iterator[Figure]]
MEASUREMENTS: dict[str, Measurement] = {
    "page": event_page.measure,
    "registrations": registrations.measure,
    "stampede": stampede.measure,
    "opening": opening.measure,
    "growth": growth.measure,
    "exports": exports.measure,
    "list": desk_list.measure,
    "questions": questions.measure,
    "sheet": papers.measure_sheet,
    "badges": papers.measure_badges,
    "import": imports.measure,
    "groups": groups.measure,
}
PACKAGES = ("flask", "granian", "sqlalchemy")


def main() -> None:
    arguments = _arguments()
    sizes = SMALL if arguments.small else Sizes()
    figures: list[Figure] = []
    # Told to stop, it stops what it started, and shows what it has.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))
    try:
        with ExitStack() as stack:
            server = (
                stack.enter_context(throwaway_postgres())
                if arguments.postgres
                else None
            )
            for name in arguments.only or MEASUREMENTS:
                load = psutil.getloadavg()[0]
                print(f"measuring: {name} (load before: {load:.1f}) …", file=sys.stderr)
                figures += MEASUREMENTS[name](Places(postgres=server), sizes)
    finally:
        print(_conditions("PostgreSQL" if arguments.postgres else "SQLite"))
        print(as_table(figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(MEASUREMENTS))
    parser.add_argument(
        "--postgres", action="store_true", help="on a PostgreSQL server of its own"
    )
    parser.add_argument(
        "--small", action="store_true", help="a tenth: to work on the bench itself"
    )
    return parser.parse_args()


def _conditions(database: str) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    cores, python = psutil.cpu_count(), platform.python_version()
    return f"{cores} cores, Python {python}, {versions}, {database}\n"


if __name__ == "__main__":
    main()
