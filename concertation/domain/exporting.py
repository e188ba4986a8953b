"""In what form a list is taken away, and what stands in it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

QUESTION: Final = "question_"
"""Before the id of a question, in the key of the column with its answers."""
WORKSHOPS: Final = "workshops"
WISHES: Final = "wishes"
COMPANIONS: Final = "companions"


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"
    PLAIN_CSV = "plain_csv"
    JSON = "json"

    @property
    def is_for_programs(self) -> bool:
        """Programs read keys and codes, where people read names in their language."""
        return self in {ExportFormat.PLAIN_CSV, ExportFormat.JSON}

    @property
    def is_compressed(self) -> bool:
        """An archive would only do again what these formats have done."""
        return self in {ExportFormat.XLSX, ExportFormat.ODS}

    @property
    def ending(self) -> str:
        """Of the file's name. What must not be opened in a spreadsheet says so."""
        return "donnees-brutes.csv" if self is ExportFormat.PLAIN_CSV else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How somebody took a list away, for the next time."""

    format: ExportFormat = ExportFormat.CSV
    columns: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    """Offered, and not wanted. What is in neither was not there yet."""

    def wants(self, key: str, *, by_default: bool) -> bool:
        if key in self.columns:
            return True
        return by_default and key not in self.left_out
