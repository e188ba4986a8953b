"""What every template may name."""

from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import get_locale
from jinja2 import StrictUndefined

from concertation.domain.enrolment import Standing
from concertation.domain.event import EventState, Visibility, Window
from concertation.domain.roles import Scope
from concertation.domain.seating import AdmissionState, free_seats
from concertation.queries.restrictions import limited_among, restrictions_of
from concertation.services.announcements import venue_of
from concertation.web.form import ActionForm
from concertation.web.identity import (
    can_add_beside,
    can_open_processes,
    can_see_groups,
    current_account,
    may,
)
from concertation.wording.data_requests import restriction_name
from concertation.wording.enrolment import (
    end_reason_name,
    obstacle_name,
    ordinal,
    own_end_reason,
    standing_name,
    standing_text,
)
from concertation.wording.group_desk import obstacle_said
from concertation.wording.journal import (
    action_name,
    actor_name,
    audit_value,
    field_name,
)
from concertation.wording.names import (
    category_name,
    guest_state_name,
    question_kind_name,
    quota_name,
    role_name,
    state_name,
    territory_name,
    visibility_name,
)
from concertation.wording.notices import told_notice, told_of_site
from concertation.wording.process_names import (
    group_rule_name,
    partner_role_name,
)
from concertation.wording.site import SiteWords, alternative_of

ENROLMENT_WORDS = {
    "Standing": Standing,
    "standing_name": standing_name,
    "standing_text": standing_text,
    "end_reason_name": end_reason_name,
    "own_end_reason": own_end_reason,
    "obstacle_name": obstacle_name,
    "ordinal": ordinal,
    "obstacle_said": obstacle_said,
}

OF_PRIVACY = {
    "told_notice": told_notice,
    "told_of_site": told_of_site,
    "restrictions_of": restrictions_of,
    "limited_among": limited_among,
    "restriction_name": restriction_name,
}

OF_PROCESSES = {
    "can_open_processes": can_open_processes,
    "can_see_groups": can_see_groups,
    "group_rule_name": group_rule_name,
    "partner_role_name": partner_role_name,
}


def register_page_context(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(OF_PROCESSES | OF_PRIVACY)
    app.jinja_env.globals.update(
        site=SiteWords(),
        show_mailbox=bool(app.config["SHOWS_MAILBOX"]),
        category_name=category_name,
        state_name=state_name,
        question_kind_name=question_kind_name,
        quota_name=quota_name,
        territory_name=territory_name,
        role_name=role_name,
        visibility_name=visibility_name,
        guest_state_name=guest_state_name,
        action_name=action_name,
        actor_name=actor_name,
        audit_value=audit_value,
        field_name=field_name,
        alternative_of=alternative_of,
        may=may,
        can_add_beside=can_add_beside,
        get_locale=get_locale,
        venue_of=venue_of,
        free_seats=free_seats,
        AdmissionState=AdmissionState,
        EventState=EventState,
        Scope=Scope,
        Visibility=Visibility,
        Window=Window,
        **ENROLMENT_WORDS,
    )

    @app.context_processor
    def desk() -> dict[str, Any]:
        """Who is signed in, on the desk's pages only: the public's are everybody's."""
        if not has_request_context() or not _is_of_the_desk(request.endpoint):
            return {}
        # Without what was sent: that may be too large to be read, which is then told.
        sign_out = ActionForm(formdata=None)
        return {"current_user": current_account(), "sign_out_form": sign_out}


def _is_of_the_desk(endpoint: str | None) -> bool:
    return endpoint is not None and endpoint.startswith("desk_")
