"""How what somebody wrote down gets into its row."""

from dataclasses import fields
from typing import Any


def write_sheet(row: Any, sheet: Any) -> dict[str, tuple[Any, Any]]:
    """Set the row's columns that are named as the sheet's fields.

    Return what was and what is, by the names of what changed.
    """
    changes = {}
    for field in fields(sheet):
        value = getattr(sheet, field.name)
        former = getattr(row, field.name)
        if former != value:
            setattr(row, field.name, value)
            changes[field.name] = (former, value)
    return changes


def differs(row: Any, sheet: Any) -> bool:
    """Whether the row says anything else than the sheet."""
    return any(
        getattr(row, field.name) != getattr(sheet, field.name)
        for field in fields(sheet)
    )
