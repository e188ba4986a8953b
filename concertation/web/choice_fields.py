"""Fields for choosing several things, or for ranking them, without any script."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from concertation.web.form import Demanded
from concertation.web.select import QuickSelect, options
from concertation.wording.names import Choice


class _ShowsClosed:
    """The library forgets what is said of one choice, such as that it is closed."""

    def __iter__(self) -> Iterator[Any]:
        for option in super().__iter__():  # type: ignore[misc]
            option.render_kw = {**(option.render_kw or {}), **option.choice.render_kw}
            yield option


class _BoxOfSeveral(CheckboxInput):
    """Never required by itself: one of them is, and browsers cannot be told that."""

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        return super().__call__(field, **kwargs | {"required": False})


class CheckBoxes(_ShowsClosed, SelectMultipleField):
    """Any number of choices, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = _BoxOfSeveral()
    validate_choice = True


class Radios(_ShowsClosed, RadioField):
    """One of a few choices; nothing is chosen beforehand, and nothing may be left."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data:
            super().pre_validate(form)

    def process_data(self, value: Any) -> None:
        self.data = None if value is None else str(value)


class Chosen(Demanded):
    """Something must be chosen."""

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(self._message)


class AtMostChosen:
    """None: as many as there are."""

    def __init__(self, most: int | None) -> None:
        self._most = most

    def __call__(self, form: Any, field: Any) -> None:
        if self._most and len(field.data or ()) > self._most:
            raise ValidationError(_("Choose %(most)s at most", most=self._most))


class Place:
    """One drop-down of a ranking, with the label that says which place it is."""

    def __init__(self, field: "Ranking", number: int) -> None:
        self.id = f"{field.id}-{number}"
        self.name = field.name
        self.label = _("Choice %(number)s", number=number + 1)
        self.choices = options([("", "–"), *field.choices])
        self.data = field.data[number] if number < len(field.data) else ""
        self.flags = None


class Ranking(Field):
    """As many drop-downs of one name as there are places, best first.

    Browsers send them in their order on the page; those left empty are passed over.
    """

    def __init__(
        self, label: Any, *, choices: list[Choice], most: int | None = None, **kw: Any
    ) -> None:
        super().__init__(label, **kw)
        self.choices = choices
        self.most = min(most or len(choices), len(choices))

    @property
    def places(self) -> list[Place]:
        return [Place(self, number) for number in range(self.most)]

    def place_control(self, place: Place, **attributes: Any) -> str:
        return QuickSelect()(place, **attributes)

    def process_data(self, value: Any) -> None:
        self.data = [str(each) for each in value or []]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [value for value in valuelist if value]

    def pre_validate(self, form: BaseForm) -> None:
        offered = {value for value, _name in self.choices}
        if not offered.issuperset(self.data):
            raise ValidationError(_l("Choose among what is offered"))
        if len(set(self.data)) < len(self.data):
            raise ValidationError(
                _("Give each choice one place only: you chose the same one twice")
            )
        if len(self.data) > self.most:
            raise ValidationError(_("Choose %(most)s at most", most=self.most))
