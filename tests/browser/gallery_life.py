"""Events whose life is prepared: a programme, reminders, a deadline that is past."""

from datetime import date, timedelta

from concertation.domain.reminders import ReminderRule
from concertation.links import registration_token
from concertation.queries.events import find_event
from concertation.services.copying import SeriesWish, make_series
from concertation.services.events import publish_event
from concertation.services.programme import ItemSheet, add_item
from concertation.services.reminders import ReminderSheet, add_reminder
from tests.factories import ACTOR, FAR, NOW, make_event, register

BY = {"actor": ACTOR, "now": NOW}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def furnish_life() -> dict[str, str]:
    late = make_event(slug="late", title="Banquet", changes_close_at=NOW, capacity=9)
    receipt = register(late)
    return {
        "too_late": registration_token(receipt.registration_id, 1),
        **_make_days(),
        **_make_series(),
    }


def _make_days() -> dict[str, str]:
    event = make_event(
        slug="days",
        title="Université d’été",
        ends_at=FAR + DAY + 7 * HOUR,
        capacity=80,
        changes_close_at=FAR - 7 * DAY,
    )
    item = add_item(
        event.id,
        ItemSheet(
            title="Accueil, café et remise des badges",
            starts_at=FAR,
            ends_at=FAR + HOUR,
            room="Hall de l’Espace culture",
            speakers="Ada Exemple, Région Hauts-de-France",
            description="Venez un peu en avance.",
        ),
        **BY,
    )
    for hours, title in ((1, "Table ronde"), (24, "Ateliers"), (29, "Clôture")):
        starts_at = FAR + hours * HOUR
        add_item(event.id, ItemSheet(title=title, starts_at=starts_at), **BY)
    reminder = add_reminder(
        event.id, ReminderSheet(rule=ReminderRule.hours(48), tells_waiting=True), **BY
    )
    add_reminder(event.id, ReminderSheet(rule=ReminderRule.hours(3)), **BY)
    return {"item": str(item), "reminder": str(reminder)}


def _make_series() -> dict[str, str]:
    """Each third Thursday: one date is published, one is a draft."""
    event = make_event(slug="monthly", title="Permanence", capacity=12)
    days = tuple(date(2099, month, 18) for month in (7, 8))
    published, draft = make_series(SeriesWish(event_id=event.id, days=days), **BY)
    found = find_event(published)
    publish_event(found.id, **BY)
    return {"series": found.series_key, "other_date": draft}
