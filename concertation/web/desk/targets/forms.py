from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from concertation.domain.process import TargetKind
from concertation.models import Outreach, Process
from concertation.services.targets import OutreachSheet, Target, TargetsSheet
from concertation.web.form import line
from concertation.web.formatting import number
from concertation.web.whole_number import WholeNumberField
from concertation.wording.names import category_choices, departement_choices

MOST = 1_000_000


KINDS_ADDED_UP = {
    TargetKind.CATEGORY: _l("The kinds of organisation"),
    TargetKind.DEPARTEMENT: _l("The territories"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of organisation, or a territory, with its two fields."""

    kind: TargetKind
    value: str
    name: str
    wanted: Field
    contacted: Field


class WholeNumber(WholeNumberField):
    """Says in its own words what is wrong: there are two dozen of them on the page."""

    def __init__(self, label: str, wrong: str, **settings: Any) -> None:
        super().__init__(label, **settings)
        self._wrong = wrong

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self._wrong) from error


class TargetsForm(FlaskForm):
    """The fields of each kind and territory are added by `targets_form`."""

    version = HiddenField()
    organisations_contacted = WholeNumberField(
        _l("Organisations that were written to, in all"),
        validators=[
            Optional(),
            NumberRange(0, MOST, _l("Enter a whole number, or leave it empty")),
        ],
        description=_l("Empty: nobody counted them."),
        render_kw={"inputmode": "numeric"},
    )

    parts: tuple[tuple[TargetKind, str, str], ...] = ()
    """Kind, value and name of each row."""

    def validate_organisations_contacted(self, field: WholeNumberField) -> None:
        """Each organisation is of one kind and of one territory: parts of the whole."""
        if field.data is None:
            return
        for kind, name in KINDS_ADDED_UP.items():
            told = sum(row.contacted.data or 0 for row in self.rows(kind))
            if told > field.data:
                raise ValidationError(
                    _(
                        "%(kind)s add up to %(sum)s organisations: enter at least as"
                        " many here, or correct them",
                        kind=str(name),
                        sum=number(told),
                    )
                )

    def rows(self, kind: TargetKind) -> list[Row]:
        return [
            Row(each, value, name, *(self[n] for n in _names(each, value)))
            for each, value, name in self.parts
            if each is kind
        ]

    def to_sheet(self) -> TargetsSheet:
        rows = [row for kind in TargetKind for row in self.rows(kind)]
        return TargetsSheet(
            organisations_contacted=self.organisations_contacted.data,
            targets=tuple(
                Target(
                    kind=row.kind,
                    value=row.value,
                    wanted=row.wanted.data,
                    contacted=row.contacted.data,
                )
                for row in rows
                if row.wanted.data is not None or row.contacted.data is not None
            ),
        )


def targets_form(process: Process) -> TargetsForm:
    """For the kinds and territories that are offered, and those that were before."""
    known = {(each.kind, each.value): each for each in process.targets}
    parts = tuple(_parts(process))
    fields: dict[str, object] = {"parts": parts}
    data: dict[str, object] = {
        "version": process.version,
        "organisations_contacted": process.organisations_contacted,
    }
    for kind, value, name in parts:
        wanted, contacted = _names(kind, value)
        fields[wanted] = _number(
            _("Persons wanted in each group: %(name)s", name=name), name
        )
        fields[contacted] = _number(
            _("Organisations written to: %(name)s", name=name), name
        )
        target = known.get((kind, value))
        if target:
            data |= {wanted: target.wanted, contacted: target.contacted}
    form_of_process = type("TargetsFormOfProcess", (TargetsForm,), fields)
    form: TargetsForm = form_of_process(data=data)
    return form


class OutreachForm(FlaskForm):
    label = line(
        _l("What was done"),
        _l("Enter what was done, such as “Survey of organisations”"),
        most=200,
    )
    contacted = WholeNumberField(
        _l("Organisations contacted"),
        validators=[
            InputRequired(_l("Enter how many were contacted")),
            NumberRange(0, MOST, _l("Enter a whole number")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    reached = WholeNumberField(
        _l("Of which answered"),
        validators=[
            InputRequired(_l("Enter how many of them answered")),
            NumberRange(0, MOST, _l("Enter a whole number")),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, outreach: Outreach | None = None) -> None:
        super().__init__(obj=outreach)

    def validate_reached(self, field: WholeNumberField) -> None:
        contacted = self.contacted.data
        if contacted is not None and field.data and field.data > contacted:
            raise ValidationError(_("No more can answer than were contacted"))

    def to_sheet(self) -> OutreachSheet:
        return OutreachSheet(
            label=self.label.data or "",
            contacted=self.contacted.data or 0,
            reached=self.reached.data or 0,
        )


def _parts(process: Process) -> list[tuple[TargetKind, str, str]]:
    kept = {kind: set[str]() for kind in TargetKind}
    for target in process.targets:
        kept[target.kind].add(target.value)
    listed = {
        TargetKind.CATEGORY: category_choices,
        TargetKind.DEPARTEMENT: departement_choices,
    }
    parts = []
    for kind, choices in listed.items():
        names = dict(choices())
        for value in sorted(kept[kind] - names.keys()):
            names[value] = dict(choices(kept=value)).get(value, value)
        parts += [(kind, value, name) for value, name in names.items()]
    return parts


def _names(kind: TargetKind, value: str) -> tuple[str, str]:
    return f"{kind.value}-{value}-wanted", f"{kind.value}-{value}-contacted"


def _number(label: str, name: str) -> WholeNumberField:
    wrong = _("%(name)s: enter a whole number, or leave it empty", name=name)
    return WholeNumber(
        label,
        wrong,
        validators=[Optional(), NumberRange(0, MOST, wrong)],
        render_kw={"inputmode": "numeric"},
    )
