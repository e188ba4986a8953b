from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
)
from wtforms.validators import NumberRange, Optional, ValidationError

from concertation.clock import utc_now
from concertation.domain.addresses import slug_of
from concertation.domain.event import LegalBasis
from concertation.models import Event
from concertation.services.event_sheet import EventSheet
from concertation.web.desk.events.belonging import (
    ALONE,
    Belonging,
    chosen_for,
    owners_in,
)
from concertation.web.form import address, differing_labels, line, lines
from concertation.web.moments import instant_in, moment
from concertation.web.organiser_fields import (
    ZONES,
    legal_basis_field,
    retention_field,
    unseated_retention_field,
    usual_answers,
    zone_field,
)
from concertation.web.select import DropDown
from concertation.web.whole_number import WholeNumberField

MOST_SEATS = 1_000_000


class EventForm(FlaskForm):
    version = HiddenField()
    """What the event was when this form was opened."""
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
    belongs_to = DropDown(_l("Meeting of"))
    summary = lines(
        _l("Summary"),
        most=1000,
        description=_l("Two or three sentences."),
        render_kw={"rows": "3"},
    )
    programme = lines(
        _l("Programme"),
        most=20_000,
        description=_l(
            "Markdown: “## Title”, “- item”, “**bold**”, [text](https://…)."
        ),
        render_kw={"rows": "10"},
    )
    starts_at = moment(
        _l("Starts"), _l("Enter when the event starts, such as 19/06/2017 09:30")
    )
    ends_at = moment(
        _l("Ends"), _l("Enter when the event ends, such as 19/06/2017 11:30")
    )
    timezone = zone_field()

    venue_name = line(_l("Venue"), _l("Enter the name of the venue"), most=200)
    venue_address = lines(
        _l("Address"),
        most=500,
        description=_l("Building, street, campus: one a line."),
        render_kw={"rows": "3"},
    )
    postal_code = line(_l("Postal code"), "", most=12, required=False)
    city = line(
        _l("Town"),
        _l("Enter the town"),
        most=120,
        description=_l("With “Cedex” where there is one."),
    )
    access_notes = lines(
        _l("How to get there"),
        most=2000,
        description=_l("Metro, bus, car park, step-free access."),
        render_kw={"rows": "3"},
    )

    organiser_name = line(
        _l("Organiser"), _l("Enter who organises the event"), most=200
    )
    contact_name = line(_l("Contact"), _l("Enter whom people can ask"), most=200)
    contact_email = address(_l("Contact’s e-mail address"))
    contact_phone = line(_l("Contact’s phone"), "", most=40, required=False)

    capacity = WholeNumberField(
        _l("Places"),
        validators=[
            Optional(),
            NumberRange(0, MOST_SEATS, _l("Enter a whole number, or leave it empty")),
        ],
        description=_l("Empty: no limit. 0: nobody can register."),
        render_kw={"inputmode": "numeric"},
    )
    keeps_waiting_list = BooleanField(_l("Keep a waiting list when it is full"))
    registration_opens_at = moment(
        _l("Registration opens"), description=_l("Empty: as soon as it is published.")
    )
    registration_closes_at = moment(
        _l("Registration closes"), description=_l("Empty: when the event starts.")
    )

    changes_close_at = moment(
        _l("Last moment to change or cancel"),
        description=_l(
            "Empty: when the event starts. Afterwards people write to the contact; the"
            " desk can always change and cancel."
        ),
    )

    legal_basis = legal_basis_field()
    retention_days = retention_field(
        _l("Days that registrations are kept after the event")
    )
    unseated_retention_days = unseated_retention_field(
        _l("Days that registrations without a place are kept after the event")
    )

    def __init__(
        self,
        event: Event | None = None,
        *,
        asked: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """``asked``: the process and the group whose page led to a new event."""
        owners = Belonging(event)
        start = _new_event() | owners.prefilled(asked, utc_now())
        super().__init__(data=_as_written(event) if event else start)
        self.belongs_to.choices = owners.choices()
        if [each.value for each in self.belongs_to.choices] == [ALONE]:
            del self.belongs_to
        elif not self.belongs_to.choices:
            self.belongs_to.description = _(
                "Your group meets in no phase yet: ask who prepares the consultation."
            )
        self._fixed_slug = event.slug if event and event.published_at else None
        if self._fixed_slug:
            del self.slug

    def validate_starts_at(self, field: DateTimeLocalField) -> None:
        self._instant(field)

    def validate_registration_opens_at(self, field: DateTimeLocalField) -> None:
        self._instant(field)

    def validate_registration_closes_at(self, field: DateTimeLocalField) -> None:
        closes, opens = self._instant(field), self._instant(self.registration_opens_at)
        if closes and opens and closes <= opens:
            raise ValidationError(_("Registration must close after it opens"))
        ends = self._instant(self.ends_at)
        if closes and ends and closes > ends:
            raise ValidationError(_("Registration must close before the event ends"))

    def validate_changes_close_at(self, field: DateTimeLocalField) -> None:
        closes, ends = self._instant(field), self._instant(self.ends_at)
        if closes and ends and closes > ends:
            raise ValidationError(_("This must not be after the end of the event"))

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        starts, ends = self._instant(self.starts_at), self._instant(field)
        if starts and ends and ends <= starts:
            raise ValidationError(_("The event must end after it starts"))

    def to_sheet(self) -> EventSheet:
        apart = {"csrf_token", "version", "belongs_to"}
        data = {name: value for name, value in self.data.items() if name not in apart}
        moments = (
            "starts_at",
            "ends_at",
            "registration_opens_at",
            "registration_closes_at",
            "changes_close_at",
        )
        return EventSheet(
            **{
                **data,
                **{name: self._instant(self[name]) for name in moments},
                "slug": self._fixed_slug or self._typed_slug(),
                "legal_basis": LegalBasis(data["legal_basis"]),
                **owners_in(self.data.get("belongs_to")),
            }
        )

    def differing_from(self, event: Event) -> list[str]:
        return differing_labels(self, _as_written(event))

    def _typed_slug(self) -> str:
        return slug_of(self.slug.data) if self.slug.data else ""

    def _instant(self, field: DateTimeLocalField) -> datetime | None:
        zone = self.timezone.data
        return instant_in(field, zone) if zone in ZONES else None


def _new_event() -> dict[str, object]:
    return {**usual_answers(), "belongs_to": ALONE, "keeps_waiting_list": True}


def _as_written(event: Event) -> dict[str, object]:
    """The event as its form shows it: instants in local time, words as their values."""
    zone = ZoneInfo(event.timezone)
    columns = {name: getattr(event, name) for name in event.__mapper__.columns.keys()}  # noqa: SIM118
    local = {
        name: value.astimezone(zone).replace(tzinfo=None)
        for name, value in columns.items()
        if isinstance(value, datetime)
    }
    return {
        **columns,
        **local,
        "version": event.version,
        "capacity": event.pool.capacity,
        "keeps_waiting_list": event.pool.keeps_waiting_list,
        "legal_basis": event.legal_basis.value,
        "belongs_to": chosen_for(event),
    }
