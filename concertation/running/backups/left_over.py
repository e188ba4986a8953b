"""What is to be erased again, kept until it is: a restore may be interrupted."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from concertation.domain.erasures import Erasure
from concertation.running.whole_files import replaced

NAME = "erasures-to-repeat"


def left_over(instance: Path) -> Sequence[Erasure]:
    """Of a restore that did not come to its end."""
    file = instance / NAME
    lines = file.read_text().splitlines() if file.is_file() else ()
    return [Erasure.from_line(line) for line in lines if line.strip()]


def keep(instance: Path, erasures: Iterable[Erasure]) -> None:
    """The database that could tell them is about to be replaced."""
    with replaced(instance / NAME) as file:
        file.writelines(f"{each.to_line()}\n".encode() for each in erasures)


def is_unfinished(instance: Path) -> bool:
    return (instance / NAME).is_file()


def settle(instance: Path) -> None:
    (instance / NAME).unlink(missing_ok=True)
