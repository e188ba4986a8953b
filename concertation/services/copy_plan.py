"""What becomes of every column and table of an event or a process that is copied.

A test holds that nothing is missing here: a new column or table is copied, moved in
time, or made anew, but never forgotten.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Of the columns of one table."""

    copied: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    """Instants that keep their distance from the start of the event."""
    anew: frozenset[str] = frozenset()
    """Keys, counters and what happened: a copy has its own, or none."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLAN: dict[str, Plan] = {
    "event": Plan(
        copied=_names(
            "title summary programme timezone venue_name venue_address postal_code"
            " city access_notes organiser_name contact_name contact_email contact_phone"
            " legal_basis retention_days unseated_retention_days needs_approval"
            " companions_most"
            " companions_named workshop_rule workshops_most workshops_mandatory"
            " mail_texts notice visibility guest_reminder_days process_id offer_id"
        ),
        moved=_names(
            "starts_at ends_at registration_opens_at registration_closes_at"
            " changes_close_at"
        ),
        anew=_names(
            "id slug state published_at cancelled_at cancellation_reason calendar_uid"
            " access_code calendar_sequence pool_id series_key created_at updated_at"
        ),
    ),
    "seat_pool": Plan(
        copied=_names("capacity keeps_waiting_list"),
        anew=_names(
            "id seats_taken parties_waiting last_queued_at lock_version has_quotas"
        ),
    ),
    "quota": Plan(
        copied=_names("kind value seats is_hard"),
        anew=_names("id pool_id seats_taken"),
    ),
    "workshop": Plan(
        copied=_names("position title description room"),
        moved=_names("starts_at ends_at"),
        anew=_names("id event_id quota_id retired_at"),
    ),
    "programme_item": Plan(
        copied=_names("title speakers room description"),
        moved=_names("starts_at ends_at"),
        anew=_names("id event_id"),
    ),
    "event_reminder": Plan(
        copied=_names("days_before at_time hours_before tells_waiting"),
        anew=_names("id event_id due_at set_at finished_at"),
    ),
    "questionnaire": Plan(anew=_names("id event_id process_id changed_at")),
    "question": Plan(
        copied=_names(
            "position kind label hint is_mandatory audience is_sensitive retention_days"
        ),
        anew=_names("id questionnaire_id shown_if_id shown_if retired_at"),
    ),
    "question_choice": Plan(
        copied=_names("position label"),
        anew=_names("id question_id quota_id retired_at"),
    ),
}

PROCESS_PLAN: dict[str, Plan] = {
    "process": Plan(
        copied=_names(
            "title summary purpose asked not_asked legal_frame timezone organiser_name"
            " contact_name contact_email contact_phone legal_basis retention_days"
            " unseated_retention_days notice"
            " group_rule groups_most needs_approval one_seat_an_organisation"
        ),
        anew=_names(
            "id slug term organisations_contacted state published_at ended_at"
            " created_at updated_at"
        ),
    ),
    "phase": Plan(
        copied=_names("title summary"),
        moved=_names("starts_at ends_at enrolment_opens_at enrolment_closes_at"),
        anew=_names("id process_id renewal_closes_at"),
    ),
    "working_group": Plan(
        copied=_names("slug title mandate animator_name contact_email position"),
        anew=_names("id process_id updated_at"),
    ),
    "group_offer": Plan(anew=_names("id group_id phase_id pool_id")),
    "process_partner": Plan(
        copied=_names("position role name link width height"),
        anew=_names("id process_id file_id"),
    ),
    "process_target": Plan(
        copied=_names("kind value wanted"), anew=_names("id process_id contacted")
    ),
    **{
        name: PLAN[name]
        for name in (
            "seat_pool",
            "quota",
            "questionnaire",
            "question",
            "question_choice",
        )
    },
}
"""The same of a process. Until when it is to be done, and to whom was written, is
another one's business."""

NOT_COPIED = _names(
    "registration registration_note admission admission_wish admission_quota"
    " answer_file outbox_mail people_import import_line reminder_told account_grant"
    " export_choice guest group_offer enrolment consent"
)
"""Tables that tell who came, who may look after it, and what was done with it; and
those of groups, which only share the seats' engine with events."""

NOT_COPIED_OF_PROCESSES = _names(
    "account_grant admission admission_quota admission_wish answer_file consent"
    " enrolment event"
    " event_reminder export_choice guest import_line outbox_mail outreach participant"
    " people_import programme_item registration registration_note reminder_told"
    " workshop"
)
"""The same of a process: its meetings are copied as events are, one by one."""
