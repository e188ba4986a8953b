"""What the desk's pages about one group in one phase share."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from concertation.domain.errors import Refusal
from concertation.models import GroupOffer, Process
from concertation.queries.offers import find_offer_at
from concertation.queries.processes import (
    find_phase,
    groups_of_process,
    offers_of_phase,
)
from concertation.web.identity import may
from concertation.web.refusals import refusal_text_for_groups

PREFIX = "/bureau/demarches/<process>/groupes/<group>/phases/<int:phase_id>"


def offer_or_404(process: str, group: str, phase_id: int) -> GroupOffer:
    return find_offer_at(process, group, phase_id) or abort(404)


def address_of(offer: GroupOffer) -> dict[str, Any]:
    """What stands in the address of every page about this group in this phase."""
    return {
        "process": offer.process.slug,
        "group": offer.group.slug,
        "phase_id": offer.phase_id,
    }


def may_at(right: str, offer: GroupOffer) -> bool:
    return may(right, process=offer.process.slug, group=offer.group.slug)


def groups_within_reach(process: Process) -> frozenset[int] | None:
    """The ids of those about whose people this person decides; None: all of them.

    Whoever runs one group neither reads nor rewrites what people told another one.
    """
    slug = process.slug
    if may("fill", process=slug):
        return None
    groups = groups_of_process(process.id)
    return frozenset(
        each.id for each in groups if may("fill", process=slug, group=each.slug)
    )


def other_groups(offer: GroupOffer) -> list[GroupOffer]:
    """Those of the phase to which this person may move somebody.

    Whoever runs one group alone decides nothing about another one.
    """
    beside = offers_of_phase(offer.phase_id)
    return [each for each in beside if each.id != offer.id and may_at("fill", each)]


def show_group_refusal(refusal: Refusal) -> ResponseReturnValue:
    """At the desk, about the group in the page's address, or about a whole phase."""
    named = request.view_args or {}
    text = refusal_text_for_groups(refusal)
    if "group" not in named:
        phase = find_phase(named["process"], named["phase_id"]) or abort(404)
        return render_template("errors/phase_refusal.html", phase=phase, text=text), 409
    offer = offer_or_404(named["process"], named["group"], named["phase_id"])
    page = render_template(
        "errors/group_refusal.html",
        offer=offer,
        text=text,
        back=url_for("desk_members.index", **address_of(offer)),
    )
    return page, 409
