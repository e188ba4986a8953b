"""What who takes part in a process says of themselves, and of whom they speak for."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Length, Optional

from concertation.domain.organisation import name_key, names_nobody
from concertation.domain.typed_text import MOST_LINE
from concertation.models import Organisation, Participant, Process, Question
from concertation.queries.organisations import (
    KnownName,
    listed_names,
    names_to_propose,
    similar_organisations,
)
from concertation.services.organisations import NamedOrganisation
from concertation.services.participants import COLUMNS, PersonDetails
from concertation.web.checks import check_siret
from concertation.web.choice_fields import Radios
from concertation.web.filters import clean_line
from concertation.web.form import line, lines
from concertation.web.kept import for_a_second
from concertation.web.notice_text import notice_told
from concertation.web.person_form import PersonForm, answers_of, own_data, own_fields
from concertation.web.select import options
from concertation.wording.names import territory_name

NEW = "new"
"""Said of a name that is like others: it is none of them."""


class DetailsForm(PersonForm):
    """Checks the shape; `of` makes one with the questions of a process."""

    organisation = line(
        _l("Organisation"),
        _l("Enter the organisation, or “none”"),
        most=200,
        description=_l(
            "Its full name. Those that are known here are proposed while you type."
            " “None” for who comes on their own."
        ),
        render_kw={"autocomplete": "organization", "list": "organisations"},
    )
    siret = StringField(
        _l("SIRET number of the organisation"),
        filters=[clean_line],
        validators=[Optional(), Length(max=MOST_LINE), check_siret],
        description=_l("14 digits. It tells apart those that have the same name."),
        render_kw={"inputmode": "numeric"},
    )
    which = Radios(_l("Is it one of these?"), choices=[])
    accessibility_needs = lines(
        _l("What you need to take part with ease"),
        most=2000,
        description=_l(
            "Access by wheelchair, sign language, large print… Only those who"
            " prepare the meetings read it."
        ),
        render_kw={"rows": "3"},
    )
    is_named = BooleanField(_l("My name may stand on the public page of my group"))
    organisation_is_named = BooleanField(
        _l("The name of my organisation may stand on the public page of my group")
    )

    first_on_page: ClassVar[tuple[str, ...]] = (
        "groups",
        "given_name",
        "family_name",
        "email",
        "phone",
        "organisation",
        "which",
        "siret",
        "role",
        "category",
        "departement",
        "epci",
    )

    @classmethod
    def of(cls, process: Process, participant: Participant | None = None) -> Self:
        return cls.made_of(process, participant, {})

    @classmethod
    def made_of(
        cls, process: Process, participant: Participant | None, fields: dict[str, Any]
    ) -> Self:
        questions = cls.asked_of(process.questions)
        before = answers_of(participant)
        fields = fields | own_fields(questions, before)
        kind: type[Self] = type(cls.__name__, (cls,), fields) if fields else cls
        data = own_data(questions, before) | _columns_of(participant)
        return kind(process, questions, participant=participant, data=data)

    def __init__(
        self,
        process: Process,
        questions: list[Question],
        *,
        participant: Participant | None,
        data: dict[str, Any],
    ) -> None:
        super().__init__(questions, person=participant, data=data)
        self.process = process
        self._former = participant.organisation if participant else None
        self.which.choices = []
        self.look_at_notice()

    @property
    def listed(self) -> Sequence[str]:
        """The names that are proposed while somebody types."""
        return names_to_propose(_listed_names())

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask once whether a name that is new means one that is known."""
        alike = self._alike()
        self.which.choices = _choices(alike)
        if not alike:
            self.which.data = None
        is_good = super().validate(extra_validators)
        if alike and not self.which.data and not self.organisation.errors:
            self.which.errors = [_("Say whether your organisation is one of these")]
            return False
        return is_good

    def to_details(self) -> PersonDetails:
        return PersonDetails(
            **self.said_of_the_person(),
            organisation=self._named(),
            is_named=bool(self.is_named.data),
            organisation_is_named=bool(self.organisation_is_named.data),
            notice=self.told_now,
        )

    def notice_read(self) -> str:
        return notice_told(self.process)

    def _alike(self) -> Sequence[Organisation]:
        name = self.organisation.data or ""
        if self.siret.data or not name or names_nobody(name) or self._is_as_before():
            return []
        return similar_organisations(name, _listed_names())

    def _is_as_before(self) -> bool:
        typed = name_key(self.organisation.data or "")
        return self._former is not None and typed == self._former.name_key

    def _named(self) -> NamedOrganisation:
        number = int(self.which.data) if (self.which.data or NEW) != NEW else None
        if self._former and self._is_as_before():
            number = self._former.id
        return NamedOrganisation(
            number=number,
            name=self.organisation.data or "",
            siret=self.siret.data or "",
        )


def _listed_names() -> Sequence[KnownName]:
    """A directory is long, and in an opening minute everybody is looked for in it."""
    return for_a_second("listed names", listed_names)


def _columns_of(participant: Participant | None) -> dict[str, Any]:
    if participant is None:
        return {}
    organisation = participant.organisation
    return {
        **{name: getattr(participant, name) for name in COLUMNS},
        "organisation": organisation.name if organisation else _("none"),
        "siret": organisation.siret if organisation else "",
    }


def _choices(alike: Sequence[Organisation]) -> list[Any]:
    if not alike:
        return []
    named = [(str(each.id), _with_its_place(each)) for each in alike]
    return options([*named, (NEW, _("None of these: it is another one"))])


def _with_its_place(organisation: Organisation) -> str:
    territory = territory_name(organisation.departement, organisation.epci)
    where = organisation.city or territory
    return f"{organisation.name} ({where})"
