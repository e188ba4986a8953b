"""Drop-down lists, written out quickly.

The library makes some thirty calls for each option. With a hundred groupings of
communes to choose from, that was more than half of the time of a registration page.
"""

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask_babel import LazyString
from markupsafe import Markup, escape
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import html_params


def options(
    choices: Iterable[tuple[str, str | LazyString]],
    *,
    group: str | None = None,
    closed: Collection[str] = (),
) -> list[SelectChoice]:
    """What a list offers, as (value, name) pairs; a group has a heading of its own.

    What is `closed` is shown, and cannot be chosen.
    """
    return [
        SelectChoice(value, name, CLOSED if value in closed else {}, optgroup=group)
        for value, name in choices
    ]


CLOSED = {"disabled": True}


class QuickSelect:
    def __call__(self, field: Any, **attributes: Any) -> Markup:
        required = bool(getattr(field.flags, "required", False))
        tag = html_params(
            **{"id": field.id, "name": field.name, "required": required, **attributes}
        )
        groups = groupby(field.choices or [], key=attrgetter("optgroup"))
        body = "".join(_group(name, group, field.data) for name, group in groups)
        return Markup(f"<select {tag}>{body}</select>")  # noqa: S704 -- escaped


class DropDown(SelectField):
    """A field to choose one of the `options`."""

    widget = QuickSelect()


def _group(name: str | None, choices: Iterable[SelectChoice], chosen: object) -> str:
    body = "".join(_option(choice, chosen) for choice in choices)
    return f'<optgroup label="{escape(name)}">{body}</optgroup>' if name else body


def _option(choice: SelectChoice, chosen: object) -> str:
    value, label = escape(choice.value), escape(choice.label)
    selected = " selected" if choice.value == chosen else ""
    disabled = " disabled" if choice.render_kw else ""
    return f'<option value="{value}"{selected}{disabled}>{label}</option>'
