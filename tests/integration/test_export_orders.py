"""Two browsers of one person who order at the same time."""

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.exporting import Choice, ExportFormat
from concertation.models import Account, AuditEntry, ExportChoice
from concertation.services.exporting import OrderExport, order_export
from tests.factories import NOW, make_event
from tests.storm import all_at_once

ORDERS = 12


@pytest.mark.on_both_databases
def test_orders_at_the_same_time_leave_one_choice_and_are_all_noted(app, facilitator):
    event_id = make_event().id
    account_id = db.session.scalars(select(Account.id)).one()
    db.session.rollback()

    def ordered() -> None:
        order_export(
            OrderExport(
                event_id=event_id,
                account_id=account_id,
                choice=Choice(format=ExportFormat.ODS, columns=frozenset({"email"})),
                people=3,
            ),
            now=NOW,
        )

    for done in all_at_once(app, [ordered] * ORDERS):
        done.result()

    assert db.session.scalar(select(func.count()).select_from(ExportChoice)) == 1
    exported = AuditEntry.action == "event.exported"
    noted = select(func.count()).select_from(AuditEntry).where(exported)
    assert db.session.scalar(noted) == ORDERS
