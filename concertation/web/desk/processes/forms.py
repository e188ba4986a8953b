from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from concertation.domain.addresses import slug_of
from concertation.domain.event import LegalBasis
from concertation.domain.process import GroupRule
from concertation.models import Process
from concertation.services.process_copying import ProcessCopyWish
from concertation.services.processes import ProcessSheet
from concertation.web.form import address, differing_labels, line, lines
from concertation.web.moments import day, refuse_year_that_is_a_slip
from concertation.web.organiser_fields import (
    legal_basis_field,
    retention_field,
    unseated_retention_field,
    usual_answers,
    zone_field,
)
from concertation.web.select import options
from concertation.web.whole_number import WholeNumberField
from concertation.wording.process_names import GROUP_RULE_NAMES

MOST_GROUPS = 50
MOST_TITLE = 200
MARKDOWN = _l("Markdown: “## Title”, “- item”, “**bold**”, [text](https://…).")


class ProcessForm(FlaskForm):
    version = HiddenField()
    """What the process was when this form was opened."""
    title = line(_l("Title"), _l("Enter a title"), most=200)
    slug = line(
        _l("Address of the page"),
        "",
        most=80,
        required=False,
        description=_l(
            "The last part of the page's address. Left empty, the title makes it."
        ),
    )
    summary = lines(
        _l("Summary"),
        most=1000,
        description=_l("Two or three sentences."),
        render_kw={"rows": "3"},
    )
    purpose = lines(
        _l("What it is for"),
        most=20_000,
        description=MARKDOWN,
        render_kw={"rows": "6"},
    )
    asked = lines(
        _l("What is open to discussion"),
        most=20_000,
        description=_l("What people are asked, and what their answers will change."),
        render_kw={"rows": "4"},
    )
    not_asked = lines(
        _l("What is not open to discussion"),
        most=20_000,
        description=_l("What is settled already: saying so spares disappointment."),
        render_kw={"rows": "4"},
    )
    legal_frame = lines(
        _l("Legal frame"),
        most=20_000,
        description=_l("Laws, deliberations and commitments that it rests on."),
        render_kw={"rows": "4"},
    )
    term = line(
        _l("Term"),
        "",
        most=120,
        required=False,
        description=_l("Until when the whole is to be done, in words."),
    )
    timezone = zone_field()

    organiser_name = line(
        _l("Organiser"), _l("Enter who organises the process"), most=200
    )
    contact_name = line(_l("Contact"), _l("Enter whom people can ask"), most=200)
    contact_email = address(_l("Contact’s e-mail address"))
    contact_phone = line(_l("Contact’s phone"), "", most=40, required=False)

    group_rule = RadioField(
        _l("Groups that one person may be in, during one phase"),
        choices=options((rule.value, name) for rule, name in GROUP_RULE_NAMES.items()),
        validators=[InputRequired(_l("Choose how many groups one may be in"))],
    )
    groups_most = WholeNumberField(
        _l("How many at most"),
        validators=[
            Optional(),
            NumberRange(1, MOST_GROUPS, _l("Enter a whole number, or leave it empty")),
        ],
        description=_l(
            "Where people are in several groups, or rank them. Empty: as many as there"
            " are."
        ),
        render_kw={"inputmode": "numeric"},
    )
    needs_approval = BooleanField(
        _l("The desk approves each enrolment before it gets a place")
    )
    one_seat_an_organisation = BooleanField(
        _l("One place an organisation in each group: a titular member and deputies")
    )
    legal_basis = legal_basis_field()
    retention_days = retention_field(
        _l("Days that people’s data are kept after the last phase")
    )
    unseated_retention_days = unseated_retention_field(
        _l("Days that data of people without a place are kept after the last phase")
    )

    def __init__(self, process: Process | None = None) -> None:
        super().__init__(data=_as_written(process) if process else _new_process())
        self._fixed_slug = process.slug if process and process.published_at else None
        if self._fixed_slug:
            del self.slug

    def to_sheet(self) -> ProcessSheet:
        apart = {"csrf_token", "version"}
        data = {name: value for name, value in self.data.items() if name not in apart}
        rule = GroupRule(data["group_rule"])
        return ProcessSheet(
            **{
                **data,
                "slug": self._fixed_slug or self._typed_slug(),
                "group_rule": rule,
                "groups_most": None if rule is GroupRule.ONE else data["groups_most"],
                "legal_basis": LegalBasis(data["legal_basis"]),
            }
        )

    def differing_from(self, process: Process) -> list[str]:
        return differing_labels(self, _as_written(process))

    def _typed_slug(self) -> str:
        return slug_of(self.slug.data) if self.slug.data else ""


class ProcessCopyForm(FlaskForm):
    title = line(_l("Title"), _l("Enter a title"), most=MOST_TITLE)
    starts_on = day(
        _l("First day of the copy"),
        _l("Enter the day on which its first phase starts, such as 19/06/2017"),
    )

    def __init__(self, process: Process) -> None:
        proposed = _("%(title)s (copy)", title=process.title)
        super().__init__(data={"title": proposed[:MOST_TITLE]})
        self._process = process

    def validate_starts_on(self, field: DateField) -> None:
        refuse_year_that_is_a_slip(field)

    def to_wish(self) -> ProcessCopyWish:
        if self.starts_on.data is None:
            raise AssertionError("only a form that was found valid becomes a wish")
        return ProcessCopyWish(
            process_id=self._process.id,
            title=self.title.data or "",
            starts_on=self.starts_on.data,
        )


def _new_process() -> dict[str, object]:
    return {**usual_answers(), "group_rule": GroupRule.ONE.value}


def _as_written(process: Process) -> dict[str, object]:
    columns = process.__mapper__.columns.keys()
    return {
        **{name: getattr(process, name) for name in columns},
        "version": process.version,
        "group_rule": process.group_rule.value,
        "legal_basis": process.legal_basis.value,
    }
