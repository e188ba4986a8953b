"""Sheets of labels and of cards for badge holders, as they are sold: A4, in mm."""

from dataclasses import dataclass
from enum import StrEnum


class LabelFormat(StrEnum):
    LABELS = "80x50"
    CARDS = "90x54"
    BANK_CARDS = "85x54"
    A6 = "a6"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    width: float
    height: float
    columns: int
    rows: int
    left: float
    """From the edge of the paper to the first label."""
    top: float
    across: float
    """From the left edge of a label to that of the next."""
    down: float

    @property
    def labels(self) -> int:
        return self.columns * self.rows


SHEETS: dict[LabelFormat, LabelSheet] = {
    # Self-adhesive for textiles, as Avery L4785 and its likes.
    LabelFormat.LABELS: LabelSheet(
        width=80, height=50, columns=2, rows=5, left=17.5, top=13.5, across=95, down=55
    ),
    # Inserts for badge holders, as Durable 1455 and its likes: cut without a gap.
    LabelFormat.CARDS: LabelSheet(
        width=90, height=54, columns=2, rows=5, left=15, top=13.5, across=90, down=54
    ),
    # As a bank card, as Avery C32011 and its likes.
    LabelFormat.BANK_CARDS: LabelSheet(
        width=85, height=54, columns=2, rows=5, left=15, top=13.5, across=95, down=54
    ),
    # A sheet cut in four, for a large badge on a cord.
    LabelFormat.A6: LabelSheet(
        width=105,
        height=148.5,
        columns=2,
        rows=2,
        left=0,
        top=0,
        across=105,
        down=148.5,
    ),
}
