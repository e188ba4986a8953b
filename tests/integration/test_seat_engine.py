"""The seat engine against a model of it: parties, priorities, quotas, in any order."""

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from concertation.database import db, transaction
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Quota, SeatPool
from concertation.queries.seating import miscounts
from concertation.services.seating import join_line, leave, lock_pool, seat_who_fits
from tests.factories import NOW
from tests.seat_model import (
    HARD,
    SEATED,
    SETTINGS,
    SOFT,
    WAITING,
    Asked,
    SeatModel,
    moments,
    nths,
    places,
)

capacities = st.none() | st.integers(0, 8)
endings = st.sampled_from([state for state in AdmissionState if state.is_over])


@pytest.mark.usefixtures("app")
def test_seats_follow_the_model_whatever_happens():
    run_state_machine_as_test(Engine, settings=SETTINGS)


@pytest.mark.usefixtures("app")
def test_locking_again_forgets_nothing_of_what_the_same_transaction_did():
    with transaction() as session:
        pool = SeatPool(capacity=3)
        session.add(pool)
        session.flush()
        quota = Quota(pool_id=pool.id, name="morning", seats=3)
        session.add(quota)
        admission = join_line(session, pool, now=NOW, seats=2, quotas=[quota])
        seat_who_fits(session, pool, now=NOW)

    with transaction() as session:
        lock_pool(session, pool.id)
        leave(pool, admission, AdmissionState.CANCELLED, now=NOW)
        lock_pool(session, pool.id)

    assert (pool.seats_taken, quota.seats_taken) == (0, 0)
    assert miscounts(db.session()) == []


class Engine(SeatModel):
    """The engine itself: parties, priorities and quotas, which no event uses yet."""

    @initialize(capacity=capacities)
    def open_pool(self, capacity):
        self.capacity = self.most = capacity
        with transaction() as session:
            pool = SeatPool(capacity=capacity)
            session.add(pool)
            session.flush()
            self.pool_id = pool.id
            for name, seats in (HARD | SOFT).items():
                quota = Quota(pool_id=pool.id, name=name, seats=seats)
                quota.is_hard = name in HARD
                session.add(quota)

    @rule(
        seats=st.integers(1, 3),
        quotas=st.frozensets(st.sampled_from([*HARD, *SOFT]), max_size=2),
        priority=st.sampled_from([0, 0, 0, -1, 1]),
        now=moments,
        elsewhere=places,
    )
    def join(self, seats, quotas, priority, now, elsewhere):
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            wanted = select(Quota).where(Quota.pool_id == pool.id)
            admission = join_line(
                session,
                pool,
                now=now,
                seats=seats,
                quotas=session.scalars(wanted.where(Quota.name.in_(quotas))).all(),
                priority=priority,
            )
            seated = seat_who_fits(session, pool, now=now)
        self.asked.append(Asked(admission.id, seats, quotas, priority))
        self.settle()
        assert [s.id for s in seated] in ([], [admission.id])

    @precondition(lambda self: self.of(SEATED) or self.of(WAITING))
    @rule(nth=nths, state=endings, now=moments, elsewhere=places)
    def leave(self, nth, state, now, elsewhere):
        there = self.of(SEATED) + self.of(WAITING)
        party = there[nth % len(there)]
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            admission = session.get_one(Admission, party.id, populate_existing=True)
            leave(pool, admission, state, now=now)
            seat_who_fits(session, pool, now=now)
        party.state = state
        self.settle()

    @rule(capacity=capacities, elsewhere=places)
    def change_capacity(self, capacity, elsewhere):
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            pool.capacity = capacity
            seat_who_fits(session, pool, now=NOW)
        self.capacity = capacity
        self.most = max(self.most or 0, self.taken())
        self.settle()
