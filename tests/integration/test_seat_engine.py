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
from concertation.domain.errors import ChoiceFull, PartyDoesNotFit
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.models import Admission, Quota, SeatPool
from concertation.queries.seating import first_priority, line_of, miscounts
from concertation.services.seat_shares import Share
from concertation.services.seating import (
    ask,
    change_share,
    enter_line,
    join_line,
    leave,
    lock_pool,
    seat_beyond,
    seat_who_fits,
)
from concertation.services.wishes import take_better_wish
from tests.factories import NOW
from tests.seat_model import (
    HARD,
    SEATED,
    SETTINGS,
    SOFT,
    WAITING,
    WISHED,
    Asked,
    SeatModel,
    moments,
    nths,
    places,
)

ASKED = AdmissionState.ASKED
capacities = st.none() | st.integers(0, 8)
counted_in = st.frozensets(
    st.sampled_from(sorted({*HARD, *SOFT} - {*WISHED})), max_size=2
)
wish_lists = st.lists(st.sampled_from(WISHED), unique=True).map(tuple)
endings = st.sampled_from([state for state in AdmissionState if state.is_over])


@pytest.mark.long
@pytest.mark.usefixtures("app")
def test_seats_follow_the_model_whatever_happens():
    run_state_machine_as_test(Engine, settings=SETTINGS)


@pytest.mark.usefixtures("app")
def test_locking_again_forgets_nothing_of_what_the_same_transaction_did():
    with transaction() as session:
        pool = SeatPool(capacity=3)
        session.add(pool)
        session.flush()
        quota = Quota(pool_id=pool.id, kind=QuotaKind.WORKSHOP, seats=3)
        session.add(quota)
        admission = join_line(session, pool, Share(seats=2, quotas=(quota,)), now=NOW)
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
                quota = Quota(
                    pool_id=pool.id, kind=QuotaKind.WORKSHOP, value=name, seats=seats
                )
                quota.is_hard = name in HARD
                session.add(quota)

    @rule(
        seats=st.integers(1, 3),
        quotas=counted_in,
        wishes=wish_lists,
        priority=st.sampled_from([0, 0, 0, -1, 1]),
        approved=st.booleans(),
        now=moments,
        elsewhere=places,
    )
    def join(self, *, seats, quotas, wishes, priority, approved, now, elsewhere):
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            share = self.share(session, seats, quotas, wishes)
            enter = ask if approved else join_line
            admission = enter(session, pool, share, now=now, priority=priority)
            seated = seat_who_fits(session, pool, now=now)
        state = ASKED if approved else WAITING
        self.asked.append(
            Asked(admission.id, seats, quotas, wishes, priority=priority, state=state)
        )
        self.settle()
        assert [s.id for s in seated] in ([], [admission.id])

    @precondition(lambda self: self.of(ASKED))
    @rule(nth=nths, elsewhere=places)
    def approve(self, nth, elsewhere):
        asked = self.of(ASKED)
        party = asked[nth % len(asked)]
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            admission = session.get_one(Admission, party.id, populate_existing=True)
            enter_line(pool, admission)
            seat_who_fits(session, pool, now=NOW)
        party.state = WAITING
        self.settle()

    @precondition(lambda self: self.of(SEATED) or self.of(WAITING) or self.of(ASKED))
    @rule(
        nth=nths,
        seats=st.integers(1, 3),
        quotas=counted_in,
        wishes=wish_lists,
        elsewhere=places,
    )
    def change(self, nth, seats, quotas, wishes, elsewhere):
        there = self.of(SEATED) + self.of(WAITING) + self.of(ASKED)
        party = there[nth % len(there)]
        try:
            with self.place(elsewhere), transaction() as session:
                pool = lock_pool(session, self.pool_id)
                admission = session.get_one(Admission, party.id, populate_existing=True)
                share = self.share(session, seats, quotas, wishes)
                change_share(pool, admission, share)
                seat_who_fits(session, pool, now=NOW)
        except (PartyDoesNotFit, ChoiceFull):
            was_refused = True
        else:
            was_refused = False
        is_seated = party.state is SEATED
        assert was_refused == (is_seated and self.is_refused(party, seats, quotas))
        if not was_refused:
            self.rewrite(party, seats, quotas, wishes)
            self.settle()

    def is_refused(self, party, seats, quotas):
        """What it holds already counts as room, as far as it held it."""
        more = seats - party.seats
        if self.capacity is not None and more > max(0, self.capacity - self.taken()):
            return True
        held = party.quotas | {party.granted}
        return any(
            seats - (party.seats if quota in held else 0)
            > max(0, HARD[quota] - self.taken(quota))
            for quota in quotas & HARD.keys()
        )

    def rewrite(self, party, seats, quotas, wishes):
        was = party.state
        party.seats, party.quotas, party.wishes = seats, quotas, wishes
        if was is SEATED:
            party.state, party.granted = WAITING, ""
            self.grant(party)
            party.state = SEATED

    def share(self, session, seats, quotas, wishes):
        wanted = select(Quota).where(Quota.pool_id == self.pool_id)
        known = {quota.value: quota for quota in session.scalars(wanted)}
        return Share(
            seats=seats,
            quotas=tuple(known[name] for name in sorted(quotas)),
            wishes=tuple(known[name] for name in wishes),
        )

    @precondition(lambda self: self.of(WAITING))
    @rule(nth=nths, elsewhere=places)
    def promote(self, nth, elsewhere):
        line = self.line()
        party = line[nth % len(line)]
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            admission = session.get_one(Admission, party.id, populate_existing=True)
            if line_of(session, pool)[0] != admission.id:
                admission.priority = first_priority(session, pool) - 1
            assert seat_who_fits(session, pool, now=NOW) == []
        self.promoted(party)

    @precondition(lambda self: self.of(WAITING))
    @rule(nth=nths, elsewhere=places)
    def beyond(self, nth, elsewhere):
        line = self.line()
        party = line[nth % len(line)]
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            admission = session.get_one(Admission, party.id, populate_existing=True)
            seat_beyond(session, pool, admission, now=NOW)
            seat_who_fits(session, pool, now=NOW)
        self.seated_beyond(party)
        self.settle()

    @precondition(lambda self: self.of(SEATED))
    @rule(nth=nths, elsewhere=places)
    def better(self, nth, elsewhere):
        there = self.of(SEATED)
        party = there[nth % len(there)]
        with self.place(elsewhere), transaction() as session:
            pool = lock_pool(session, self.pool_id)
            admission = session.get_one(Admission, party.id, populate_existing=True)
            granted = take_better_wish(session, pool, admission)
            seat_who_fits(session, pool, now=NOW)
        assert bool(granted) == self.does_better(party)
        self.settle()

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
