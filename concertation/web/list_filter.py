"""Which rows a list shows: read from the address, so that it can be shared."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from concertation.web.select import DropDown


class ListFilterForm(FlaskForm):
    """What is searched and chosen, and how it is sorted; `q` is what is searched."""

    class Meta:
        csrf = False

    state: DropDown

    def __init__(self, given: MultiDict[str, str] | None = None) -> None:
        """Read from the page's address, unless another source is given."""
        super().__init__(formdata=request.args if given is None else given)

    def narrowing(self) -> tuple[DropDown, ...]:
        """Besides the state: what leaves fewer rows when something is chosen."""
        raise NotImplementedError

    def in_words(self) -> list[str]:
        """« Confirmés ou en attente », « Musée », « dupont »: what is narrowed down."""
        searched = self["q"].data
        chosen = [
            name_of(self.state) or _("All but those who left"),
            *(name_of(each) for each in self.narrowing() if each.data),
            _("“%(text)s”", text=searched) if searched else "",
        ]
        return [word for word in chosen if word]

    def in_address(self) -> dict[str, Any]:
        """What stands in the address of another page about the same rows."""
        return {field.name: field.data for field in self if field.data}


def name_of(field: DropDown) -> str:
    """What the chosen option is called; nothing for a value that is not offered."""
    names = {value: str(label) for value, label, *_rest in field.iter_choices()}
    return names.get(field.data, "")
