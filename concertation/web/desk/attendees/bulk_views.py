"""Do something to many people: see first for whom, then do it, then read what was."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from concertation.clock import utc_now
from concertation.domain.bulk import MOST_AT_ONCE
from concertation.domain.errors import TooManyAtOnce
from concertation.models import Event, Registration
from concertation.queries.bulk import Plan, plan_of
from concertation.queries.events import find_event
from concertation.services.bulk import ActOnMany, act_on_many
from concertation.web.attendee_filter import AttendeeFilterForm
from concertation.web.desk.attendees.bulk_forms import ConfirmForm, PickForm
from concertation.web.desk.attendees.bulk_words import (
    EFFECTS,
    action_names,
    outcome_texts,
    passed_text,
)
from concertation.web.desk.attendees.views import bp
from concertation.web.identity import current_actor


@bp.get("/actions")
def confirm_action(slug: str) -> ResponseReturnValue:
    event = find_event(slug) or abort(404)
    pick = PickForm(event, request.args)
    people = pick.people(AttendeeFilterForm().to_filter(event))
    return _page(event, pick, people, ConfirmForm(pick, formdata=None))


@bp.post("/actions")
def act(slug: str) -> ResponseReturnValue:
    event = find_event(slug) or abort(404)
    pick = PickForm(event, MultiDict([*request.form.items(multi=True)]))
    people = pick.people(AttendeeFilterForm().to_filter(event))
    form = ConfirmForm(pick)
    if not form.validate() or not (pick.is_complete and pick.action):
        return _page(event, pick, people, form), 422
    names = {each.id: _name(each) for each in people}
    wish = ActOnMany(
        event_id=event.id,
        action=pick.action,
        registration_ids=[*names],
        reason=form.said_reason,
        workshop_id=pick.workshop.id if pick.workshop else None,
    )
    outcome = act_on_many(wish, actor=current_actor(), now=utc_now())
    for text, tone in outcome_texts(pick.action, outcome, names):
        flash(text, tone)
    chosen = AttendeeFilterForm().in_address()
    return redirect(url_for(".index", slug=slug, **chosen), 303)


def _page(
    event: Event, pick: PickForm, people: list[Registration], form: ConfirmForm
) -> str:
    """What would be done, or what is still to be said."""
    if len(people) > MOST_AT_ONCE:
        raise TooManyAtOnce
    plan = None
    if pick.action and pick.is_complete and people:
        plan = plan_of(event, pick.action, people, pick.workshop)
    return render_template(
        "desk/attendees/actions.html",
        event=event,
        pick=pick,
        form=form,
        people=people,
        plan=plan,
        title=action_names()[pick.action] if pick.action else "",
        effect=EFFECTS[pick.action] if pick.action else "",
        passed=_passed_texts(plan) if plan else [],
        chosen=AttendeeFilterForm().in_address(),
    )


def _passed_texts(plan: Plan) -> list[str]:
    return [
        passed_text(why, [_name(each) for each in passed])
        for why, passed in plan.passed.items()
    ]


def _name(registration: Registration) -> str:
    return f"{registration.family_name} {registration.given_name}".strip()
