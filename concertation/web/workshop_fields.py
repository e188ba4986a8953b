"""Form fields for workshops, and for those who come along."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from concertation.domain.typed_text import MOST_NAME
from concertation.domain.workshops import WorkshopRule, colliding
from concertation.models import Event, Registration, Workshop
from concertation.queries.workshops import chosen_workshops, wished_workshops
from concertation.web.choice_fields import (
    AtMostChosen,
    CheckBoxes,
    Chosen,
    Radios,
    Ranking,
)
from concertation.web.filters import clean_text
from concertation.web.formatting import workshop_time
from concertation.web.select import DropDown, options


def workshop_field(event: Event, registration: Registration | None) -> dict[str, Any]:
    """One field, or none where the event has no workshop to choose."""
    held = set(chosen_workshops(registration)) if registration else set()
    offered = [w for w in event.workshops if w.retired_at is None or w in held]
    if not offered:
        return {}
    choices = [(str(w.id), _choice_text(event, w, w in held)) for w in offered]
    full = {str(w.id) for w in offered if w.quota.left == 0 and w not in held}
    has_room = any(w.quota.has_room_for(1) for w in offered)
    settings: dict[str, Any] = {
        "label": _("Workshop") if event.takes_one_workshop else _("Workshops"),
        "description": _hint(event),
        # Nobody is kept out of the meeting because its workshops are full.
        "validators": [Chosen(_("Choose a workshop"))]
        if event.workshops_mandatory and has_room
        else [],
    }
    if event.workshop_rule is WorkshopRule.RANKED:
        ranking = Ranking(choices=choices, most=event.workshops_most, **settings)
        return {"workshops": ranking}
    if event.takes_one_workshop:
        return {"workshops": Radios(choices=options(choices, closed=full), **settings)}
    settings["validators"] += [AtMostChosen(event.workshops_most), Together(event)]
    return {"workshops": CheckBoxes(choices=options(choices, closed=full), **settings)}


def companions_field(event: Event) -> dict[str, Any]:
    most = event.companions_most
    if most == 0:
        return {}
    if event.companions_named:
        names = TextAreaField(
            _("Who comes with you"),
            description=_(
                "%(most)s at most, one on each line: given name and family name. All"
                " of you get a place, or nobody.",
                most=most,
            ),
            filters=[clean_text],
            validators=[AtMost(most)],
            render_kw={"rows": str(min(most, 5))},
        )
        return {"companions": names}
    numbers = options((str(number), str(number)) for number in range(most + 1))
    field = DropDown(
        _("How many people come with you"),
        choices=numbers,
        default="0",
        description=_("All of you get a place, or nobody."),
    )
    return {"companions": field}


def chosen_ids(data: Any) -> tuple[int, ...]:
    values = data if isinstance(data, list) else [data] if data else []
    return tuple(int(value) for value in values)


def companions_in(event: Event, data: str | None) -> tuple[str, ...]:
    if event.companions_named:
        return tuple(line.strip() for line in (data or "").splitlines() if line.strip())
    return ("",) * int(data or 0)


def data_of(event: Event, registration: Registration) -> dict[str, Any]:
    """What these fields showed when they were sent."""
    is_ranked = event.workshop_rule is WorkshopRule.RANKED
    read = wished_workshops if is_ranked else chosen_workshops
    workshops = [str(workshop.id) for workshop in read(registration)]
    names = registration.companions
    return {
        "workshops": next(iter(workshops), None)
        if event.takes_one_workshop
        else workshops,
        "companions": "\n".join(names) if event.companions_named else str(len(names)),
    }


class AtMost:
    def __init__(self, most: int) -> None:
        self._most = most

    def __call__(self, form: Any, field: Any) -> None:
        names = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(names) > self._most:
            raise ValidationError(
                _("Name %(most)s people at most, one on each line", most=self._most)
            )
        if any(len(name) > MOST_NAME for name in names):
            raise ValidationError(_l("Write only one name on each line"))


class Together:
    """Nobody is at two places at once."""

    def __init__(self, event: Event) -> None:
        self._event = event

    def __call__(self, form: Any, field: Any) -> None:
        chosen = {int(value) for value in field.data or ()}
        known = {w.id: w for w in self._event.workshops if w.id in chosen}
        pair = colliding(workshop.slot for workshop in known.values())
        if pair:
            raise ValidationError(
                _(
                    "“%(one)s” and “%(other)s” take place at the same time:"
                    " choose one of them",
                    one=known[pair[0]].title,
                    other=known[pair[1]].title,
                )
            )


def _hint(event: Event) -> str:
    if event.workshop_rule is WorkshopRule.RANKED:
        return str(
            _("Rank those that you wish for: you get the first that still has room.")
        )
    if event.takes_one_workshop:
        return ""
    if event.workshops_most:
        return str(_("Choose %(most)s at most", most=event.workshops_most))
    return str(_("Choose as many as you like."))


def _choice_text(event: Event, workshop: Workshop, is_held: bool) -> str:
    where = [workshop_time(workshop, event)]
    where = [part for part in (*where, workshop.room) if part]
    name = f"{workshop.title} ({', '.join(where)})" if where else workshop.title
    left = workshop.quota.left
    if is_held or left is None:
        return name
    if left == 0:
        return str(_("%(choice)s – full", choice=name))
    return str(_("%(choice)s – places left: %(left)s", choice=name, left=left))
