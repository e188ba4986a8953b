from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from concertation.domain.roles import Role, Scope, can_be_given
from concertation.models import Account
from concertation.queries.events import all_events
from concertation.queries.processes import all_groups, all_processes
from concertation.services.grants import RoleToGive
from concertation.services.invitations import Invitation
from concertation.web.form import address, line
from concertation.web.locale import LABELS
from concertation.web.select import DropDown, options
from concertation.wording.names import ROLE_NAMES


class RoleForm(FlaskForm):
    role = DropDown(_l("Role"), validators=[InputRequired(_l("Choose a role"))])
    scope = DropDown(
        _l("Where"), validators=[InputRequired(_l("Choose where the role is good"))]
    )

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        blank = ("", _("Choose…"))
        self.role.choices = options(
            [blank, *((role.value, str(name)) for role, name in ROLE_NAMES.items())]
        )
        self.scope.choices = [*options([blank]), *_places()]

    def validate_scope(self, field: DropDown) -> None:
        if self.role.errors or field.errors:
            return
        scope, _number = _read(field.data)
        if can_be_given(Role(self.role.data), scope):
            return
        if Role(self.role.data) is Role.WELCOMER:
            raise ValidationError(
                _("Who welcomes does so at one event: choose which one")
            )
        raise ValidationError(
            _("This role is one of the whole site: choose the whole site")
        )

    def to_role(self, actor: str) -> RoleToGive:
        scope, number = _read(self.scope.data)
        where = {} if scope is Scope.SITE else {f"{scope.value}_id": number}
        return RoleToGive(role=Role(self.role.data), actor=actor, **where)


class InvitationForm(RoleForm):
    display_name = line(
        _l("Name"),
        _l("Enter the person’s name"),
        most=120,
        render_kw={"autocomplete": "off"},
    )
    email = address(_l("E-mail address"), render_kw={"autocomplete": "off"})
    locale = DropDown(_l("Language of the mails"), choices=options(LABELS.items()))

    def to_wish(self, by: Account, actor: str) -> Invitation:
        return Invitation(
            email=self.email.data or "",
            display_name=self.display_name.data or "",
            locale=self.locale.data,
            role=self.to_role(actor),
            invited_by=by.display_name,
            actor=actor,
        )


class PolicyForm(FlaskForm):
    roles = SelectMultipleField(
        _l("Who must sign in with a second factor"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l(
            "Whoever has such a role and no second factor sets it up at the next page"
            " that they open."
        ),
    )

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self.roles.choices = [
            (role.value, str(name)) for role, name in ROLE_NAMES.items()
        ]

    def to_roles(self) -> frozenset[Role]:
        ticked = self.roles.data or ()
        return frozenset(role for role in Role if role.value in ticked)


def _places() -> list[SelectChoice]:
    """Where a role can be given, the widest first."""
    everywhere = _("The whole site, all consultations and events")
    processes = [
        (_value(Scope.PROCESS, each.id), each.title) for each in all_processes()
    ]
    groups = [
        (_value(Scope.GROUP, each.id), f"{each.process.title} – {each.title}")
        for each in all_groups()
    ]
    events = [(_value(Scope.EVENT, each.id), each.title) for each in all_events()]
    return [
        *options([(Scope.SITE.value, everywhere)]),
        *options(processes, group=_("One consultation, with its groups and meetings")),
        *options(groups, group=_("One working group, with its meetings")),
        *options(events, group=_("One event")),
    ]


def _value(scope: Scope, number: int) -> str:
    return f"{scope.value}-{number}"


def _read(value: str) -> tuple[Scope, int]:
    """The number of a process, a group or an event; of the site, none that counts."""
    scope, _sign, number = value.partition("-")
    return Scope(scope), int(number or 0)
