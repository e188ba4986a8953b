"""The field by which people choose, or rank, the groups of a phase."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm

from concertation.domain.process import GroupRule
from concertation.domain.process_errors import GroupFull, GroupGone, TooManyGroups
from concertation.domain.seating import free_seats
from concertation.models import GroupOffer, Process
from concertation.web.choice_fields import (
    AtMostChosen,
    CheckBoxes,
    Chosen,
    Radios,
    Ranking,
)
from concertation.web.enrolling import takes_people
from concertation.web.select import options

OfGroups = GroupFull | GroupGone | TooManyGroups


def groups_field(process: Process, offers: Sequence[GroupOffer]) -> Any:
    is_ranked = process.group_rule is GroupRule.RANKED
    # Where wishes are allotted later, only what takes nobody is left out.
    shown = [each for each in offers if not is_ranked or takes_people(each)]
    choices = [(str(each.id), _choice_text(process, each)) for each in shown]
    settings: dict[str, Any] = {
        "label": _("Working group") if process.takes_one_group else _("Working groups"),
        "description": _hint(process),
        "validators": [Chosen(_("Choose a group"))],
    }
    if is_ranked:
        return Ranking(choices=choices, most=process.groups_most, **settings)
    full = {str(each.id) for each in offers if not takes_people(each)}
    offered = options(choices, closed=full)
    if process.takes_one_group:
        return Radios(choices=offered, **settings)
    settings["validators"].append(AtMostChosen(process.groups_most))
    return CheckBoxes(choices=offered, **settings)


def groups_data(process: Process, offer_ids: Sequence[int]) -> Any:
    """What the field shows where these are chosen already."""
    chosen = [str(number) for number in offer_ids]
    is_one = process.group_rule is not GroupRule.RANKED and process.takes_one_group
    return next(iter(chosen), None) if is_one else chosen


def _hint(process: Process) -> str:
    if process.group_rule is GroupRule.RANKED:
        hint = _(
            "Rank those that you wish for, best first. When enrolment is over, the"
            " organiser gives each person one group: the best wish that still has room."
        )
        return str(hint)
    if process.takes_one_group:
        return ""
    if process.groups_most:
        return str(_("Choose %(most)s at most", most=process.groups_most))
    return str(_("Choose as many as you like."))


def _choice_text(process: Process, offer: GroupOffer) -> str:
    name, pool = offer.group.title, offer.pool
    left = free_seats(pool.capacity, pool.seats_taken)
    if process.group_rule is GroupRule.RANKED or left is None:
        return name
    if left > 0:
        return str(_("%(choice)s – places left: %(left)s", choice=name, left=left))
    if takes_people(offer):
        return str(_("%(choice)s – full: waiting list", choice=name))
    return str(_("%(choice)s – full", choice=name))


def mark_groups(form: FlaskForm, refusal: OfGroups) -> None:
    """Say beside the field what changed while somebody filled in the form."""
    match refusal:
        case GroupFull():
            said = _("This group is full now: choose another one")
        case GroupGone():
            said = _("This group is not offered any more: choose another one")
        case TooManyGroups():
            said = _("These are more groups than one person can be in")
    form["groups"].errors = [said]
