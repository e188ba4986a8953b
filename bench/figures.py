"""What was measured, beside its ceiling and its target, as one table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

TITLES = ("figure", "measured", "ceiling", "ratio", "target", "met")


class Sign(StrEnum):
    AT_MOST = "≤"
    AT_LEAST = "≥"
    EXACTLY = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    name: str
    measured: float
    unit: str = ""
    ceiling: float | None = None
    """What the same machine did in the same run, with nothing of ours in the way."""
    target: float | None = None
    """None: shown only. Judges the ratio where `judges_ratio` says so."""
    sign: Sign = Sign.AT_MOST
    judges_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        return self.measured / self.ceiling if self.ceiling else None

    @property
    def is_met(self) -> bool | None:
        judged = self.ratio if self.judges_ratio else self.measured
        if self.target is None or judged is None:
            return None
        match self.sign:
            case Sign.AT_MOST:
                return judged <= self.target
            case Sign.AT_LEAST:
                return judged >= self.target
            case Sign.EXACTLY:
                return judged == self.target

    def cells(self) -> tuple[str, ...]:
        verdict = {True: "yes", False: "NO", None: ""}[self.is_met]
        return (
            self.name,
            _number(self.measured, self.unit),
            "" if self.ceiling is None else _number(self.ceiling, self.unit),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            self._target(),
            verdict,
        )

    def _target(self) -> str:
        if self.target is None:
            return "shown only"
        if self.judges_ratio:
            return f"ratio {self.sign} {self.target:g}"
        return f"{self.sign} {_number(self.target, self.unit)}"


def as_table(figures: Sequence[Figure]) -> str:
    rows = [TITLES, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(TITLES))]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else math.nan


def _number(value: float, unit: str) -> str:
    few = abs(value) < 10 and value != int(value)
    digits = f"{value:.2f}" if few else f"{value:,.0f}"
    return f"{digits} {unit}".strip()


def none_of(name: str, wrong: float) -> Figure:
    """Something that must not happen at all."""
    return Figure(name=name, measured=wrong, target=0, sign=Sign.EXACTLY)
