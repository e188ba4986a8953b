"""What is counted of the public, on both databases: never one too many."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.errors import RegistrationClosed
from concertation.domain.limits import Limit, LimitReached, ProofMissing
from concertation.limit_figures import LimitFigures
from concertation.models import LimitUse, OutboxMail, Registration
from concertation.services.limits import sweep_limits, use_up
from concertation.services.registration import register_person
from tests.factories import NOW, make_event, make_wish
from tests.storm import all_at_once

pytestmark = pytest.mark.on_both_databases

HERE = Limit("here", 3)


def use(*limits, now=NOW):
    with transaction() as session:
        use_up(session, limits, now=now)


def is_let_in(*limits, now=NOW) -> bool:
    try:
        use(*limits, now=now)
    except LimitReached:
        return False
    return True


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_as_many_are_let_in_as_the_limit_says_and_then_one_by_one(app):
    assert [is_let_in(HERE) for _ in range(4)] == [True, True, True, False]

    with pytest.raises(LimitReached) as refused:
        use(HERE)

    assert refused.value.retry_at == NOW + timedelta(minutes=20)
    assert not is_let_in(HERE, now=NOW + timedelta(minutes=19, seconds=59))
    assert is_let_in(HERE, now=NOW + timedelta(minutes=20))
    assert not is_let_in(HERE, now=NOW + timedelta(minutes=20))


def test_who_is_refused_for_one_limit_has_used_up_no_other(app):
    wide, narrow = Limit("all of it", 2), Limit("this page", 1)

    assert is_let_in(wide, narrow)
    assert not is_let_in(wide, narrow)
    assert not is_let_in(narrow, wide)

    assert is_let_in(wide)
    assert not is_let_in(wide)


def test_who_lacks_nothing_but_a_proof_is_told_so(app):
    unproven, network = Limit("unproven", 1, spares_proven=True), Limit("network", 2)
    use(unproven, network)

    with pytest.raises(ProofMissing):
        use(unproven, network)

    use(network)
    with pytest.raises(LimitReached) as refused:
        use(unproven, network)
    assert not isinstance(refused.value, ProofMissing)


def test_the_latest_of_several_waits_is_told(app):
    slow, quick = Limit("slow", 1), Limit("quick", 60)
    use(slow, quick)
    for _ in range(59):
        use(quick)

    with pytest.raises(LimitReached) as refused:
        use(slow, quick)

    assert refused.value.retry_at == NOW + timedelta(hours=1)


def test_a_clock_that_was_set_back_shuts_nobody_out(app):
    for _ in range(3):
        use(HERE, now=NOW + timedelta(days=1))

    assert is_let_in(HERE, now=NOW)


def test_many_at_once_from_one_network_are_as_many_as_the_limit_says(app):
    event, most = make_event(capacity=None), 7
    limits = (Limit("the network", most), Limit("the page", 2 * most))

    def registering(number):
        wish = make_wish(event, number, limits=limits)
        return lambda: register_person(wish, now=NOW)

    tasks = [registering(number) for number in range(40)]
    outcomes = [future.exception() for future in all_at_once(app, tasks)]

    assert outcomes.count(None) == most
    refused = [error for error in outcomes if error is not None]
    assert all(isinstance(error, LimitReached) for error in refused)
    assert count(Registration) == count(OutboxMail) == most


def test_what_is_refused_for_another_reason_is_not_counted(app):
    event = make_event(capacity=0)

    with pytest.raises(RegistrationClosed):
        register_person(make_wish(event, limits=(HERE,)), now=NOW)

    assert count(LimitUse) == 0


def test_counting_costs_a_registration_one_statement(app, counted_queries):
    event = make_event(capacity=None)
    register_person(make_wish(event, 1), now=NOW)
    with counted_queries() as uncounted:
        register_person(make_wish(event, 2), now=NOW)
    limits = (HERE, Limit("elsewhere", 3), Limit("everywhere", 3))

    with counted_queries() as counted:
        register_person(make_wish(event, 3, limits=limits), now=NOW)

    assert len(counted) == len(uncounted) + 1


def test_a_school_behind_one_address_registers_as_it_is_shipped(app):
    shipped = LimitFigures()
    network = Limit("school", shipped.per_network)
    page = Limit("school here", shipped.per_network_and_page)
    with transaction() as session:
        for number in range(2 * 300):  # Each of them presses twice.
            pupil = Limit(f"pupil {number % 300}", shipped.per_address)
            use_up(session, (network, page, pupil), now=NOW)


def test_what_is_paid_back_is_forgotten(app):
    use(HERE, now=NOW)
    use(Limit("later", 3), now=NOW + timedelta(minutes=10))

    sweep_limits(now=NOW + timedelta(minutes=25))

    assert db.session.scalars(select(LimitUse.source)).all() == ["later"]


def test_the_clock_of_the_machine_is_told_in_microseconds(app):
    now = utc_now()

    use(Limit("here", 3600), now=now)

    [used] = db.session.scalars(select(LimitUse.used_until))
    assert used == round(now.timestamp() * 1_000_000) + 1_000_000
