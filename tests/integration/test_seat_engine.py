"""The seat engine against a model of it: any operations, in any order.

Some operations run in another session. The first session keeps what it once read, and
must see what was written elsewhere before it decides.
"""

from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from flask import current_app
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from concertation.database import db, transaction
from concertation.domain.errors import EventFull, RegistrationClosed
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, Quota, Registration, SeatPool
from concertation.queries.seating import miscounts, rank_in_line, waiting_line
from concertation.services.events import edit_event
from concertation.services.personal_data import erase_registration
from concertation.services.registration import cancel_registration
from concertation.services.seating import join_line, leave, lock_pool, seat_who_fits
from tests.factories import ACTOR, NOW, make_event, make_sheet, register

# Many short stories: what fails is short enough to read, and is not made any shorter.
SETTINGS = settings(
    max_examples=50,
    stateful_step_count=20,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
WAITING, SEATED = AdmissionState.WAITLISTED, AdmissionState.CONFIRMED
HARD = {"morning": 3, "museums": 2}
SOFT = {"lunch": 1}

capacities = st.none() | st.integers(0, 8)
few = st.sampled_from([1, 2, 3, 4, 1, 2, 3, 0, None])
mostly = st.sampled_from([True, True, False])
endings = st.sampled_from([state for state in AdmissionState if state.is_over])
moments = st.integers(-60, 60).map(lambda seconds: NOW + timedelta(seconds=seconds))
places = st.booleans()
nths = st.integers(0, 30)


@pytest.mark.usefixtures("app")
def test_seats_follow_the_model_whatever_happens():
    run_state_machine_as_test(Engine, settings=SETTINGS)


@pytest.mark.usefixtures("app")
def test_registrations_follow_the_model_whatever_happens():
    run_state_machine_as_test(Desk, settings=SETTINGS)


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


@dataclass
class Asked:
    """A party as the model knows it."""

    id: int
    seats: int = 1
    quotas: frozenset[str] = frozenset()
    priority: int = 0
    state: AdmissionState = WAITING
    name: int = 0


class Machine(RuleBasedStateMachine):
    """The rules once more, as plainly as can be, beside the real ones."""

    def __init__(self):
        super().__init__()
        self.capacity = None
        self.most = 0
        self.asked = []
        self.kept = []

    def teardown(self):
        db.session.remove()

    def of(self, state):
        return [party for party in self.asked if party.state is state]

    def line(self):
        return sorted(self.of(WAITING), key=lambda party: party.priority)

    def taken(self, quota=None):
        seated = self.of(SEATED)
        return sum(p.seats for p in seated if quota is None or quota in p.quotas)

    def fits(self, party):
        limits = [(self.capacity, self.taken())]
        limits += [(HARD[q], self.taken(q)) for q in party.quotas & HARD.keys()]
        return all(
            limit is None or taken + party.seats <= limit for limit, taken in limits
        )

    def settle(self):
        for party in self.line():
            if self.fits(party):
                party.state = SEATED

    @contextmanager
    def place(self, elsewhere):
        """Work in this session, which keeps what it has read, or in another."""
        with current_app.app_context() if elsewhere else nullcontext():
            yield
        if not elsewhere:
            self.kept += db.session.identity_map.values()
        db.session.commit()

    @invariant()
    def counters_equal_a_recount(self):
        assert miscounts(db.session()) == []

    @invariant()
    def states_are_those_of_the_model(self):
        ids = [party.id for party in self.asked]
        states = db.session.execute(
            select(Admission.id, Admission.state).where(Admission.id.in_(ids))
        )
        assert dict(states.all()) == {p.id: p.state for p in self.asked}

    @invariant()
    def seats_exceed_the_capacity_only_where_it_was_lowered(self):
        if self.capacity is not None:
            self.most = max(self.capacity, min(self.most, self.taken()))
            assert self.taken() <= self.most

    @invariant()
    def nobody_waits_who_fits(self):
        assert [party for party in self.line() if self.fits(party)] == []

    @invariant()
    def the_line_is_in_order_and_unbroken(self):
        if not self.asked:
            return
        pool = db.session.get_one(Admission, self.asked[0].id).pool_id
        line = list(waiting_line(db.session(), db.session.get_one(SeatPool, pool)))
        assert [admission.id for admission in line] == [p.id for p in self.line()]
        ranks = [rank_in_line(db.session(), admission) for admission in line]
        assert ranks == list(range(1, len(line) + 1))


class Engine(Machine):
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


class Desk(Machine):
    """The same through the services: a few addresses, one event."""

    @initialize(capacity=few, keeps=mostly, crowd=st.integers(0, 6))
    def open_event(self, capacity, keeps, crowd):
        self.capacity = self.most = capacity
        self.keeps = keeps
        self.slug = f"event-{db.session.query(Event).count()}"
        sheet = {"slug": self.slug, "capacity": capacity, "keeps_waiting_list": keeps}
        self.event_id = make_event(**sheet).id
        for name in range(1, crowd + 1):
            self.ask(name, now=NOW, elsewhere=False)

    @rule(again=st.none() | nths, now=moments, elsewhere=places)
    def register(self, again, now, elsewhere):
        """Somebody new, or somebody who asked before, even if they left since."""
        names = [p.name for p in self.asked]
        is_new = again is None or not names
        name = len(names) + 1 if is_new else names[again % len(names)]
        self.ask(name, now=now, elsewhere=elsewhere)

    def ask(self, name, *, now, elsewhere):
        known = [p for p in self.of(SEATED) + self.of(WAITING) if p.name == name]
        receipt = None
        with self.place(elsewhere), suppress(EventFull, RegistrationClosed):
            receipt = register(db.session.get_one(Event, self.event_id), name, now=now)
        full = self.capacity is not None and self.taken() >= self.capacity
        if self.capacity == 0 or (full and not self.keeps and not known):
            assert receipt is None
            return
        if not known:
            found = db.session.get_one(Registration, receipt.registration_id)
            self.asked.append(Asked(found.admission_id, name=name))
            self.settle()
        party = (known or self.asked)[-1]
        rank = self.line().index(party) + 1 if party.state is WAITING else None
        assert (receipt.state, receipt.rank) == (party.state, rank)
        assert receipt.is_new is not bool(known)

    @precondition(lambda self: self.asked)
    @rule(
        nth=nths,
        now=moments,
        end=st.sampled_from([cancel_registration, erase_registration]),
        elsewhere=places,
    )
    def end(self, nth, now, end, elsewhere):
        party = self.asked[nth % len(self.asked)]
        how = {} if end is erase_registration else {"by_organiser": False}
        with self.place(elsewhere):
            query = select(Registration.id).where(Registration.admission_id == party.id)
            end(db.session.scalar(query), actor=ACTOR, now=now, **how)
        party.state = AdmissionState.CANCELLED
        self.settle()

    @rule(capacity=few, keeps=mostly, now=moments, elsewhere=places)
    def edit(self, capacity, keeps, now, elsewhere):
        sheet = make_sheet(slug=self.slug, capacity=capacity, keeps_waiting_list=keeps)
        with self.place(elsewhere):
            edit_event(self.event_id, sheet, actor=ACTOR, now=now)
        self.capacity, self.keeps = capacity, keeps
        self.most = max(self.most or 0, self.taken())
        self.settle()
