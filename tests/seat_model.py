"""A model of the seat engine: the rules once more, as plainly as can be.

Hypothesis tells many short stories to it and to the real thing, and both must agree.
Some steps are taken in another session: the first one keeps what it once read, and must
see what was written elsewhere before it decides.
"""

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

import hypothesis.strategies as st
from flask import current_app
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select

from concertation.database import db
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Quota,
    Registration,
    SeatPool,
    admission_quota,
)
from concertation.queries.seating import miscounts, rank_in_line, waiting_line
from tests.factories import NOW

# Many short stories: what fails is short enough to read, and is not made any shorter.
SETTINGS = settings(
    max_examples=50,
    stateful_step_count=20,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)
WAITING, SEATED = AdmissionState.WAITLISTED, AdmissionState.CONFIRMED
HARD = {"morning": 3, "museums": 2, "red": 2, "blue": 1}
WISHED = ("red", "blue")
SOFT = {"lunch": 1}


moments = st.integers(-60, 60).map(lambda seconds: NOW + timedelta(seconds=seconds))
places = st.booleans()
nths = st.integers(0, 30)


@dataclass
class Asked:
    """A party as the model knows it."""

    id: int
    seats: int = 1
    quotas: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    granted: str = ""
    priority: int = 0
    state: AdmissionState = WAITING
    name: int = 0


class SeatModel(RuleBasedStateMachine):
    """Everything is counted afresh, and nothing is clever."""

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
        return sum(
            p.seats
            for p in seated
            if quota is None or quota in p.quotas or quota == p.granted
        )

    def fits(self, party):
        limits = [(self.capacity, self.taken())]
        limits += [(HARD[q], self.taken(q)) for q in party.quotas & HARD.keys()]
        return all(
            limit is None or taken + party.seats <= limit for limit, taken in limits
        )

    def promoted(self, party):
        """In front of all who wait; who is there already stays as they are."""
        first = self.line()[0]
        if party is not first:
            party.priority = first.priority - 1

    def seated_beyond(self, party):
        self.grant(party)
        party.state = SEATED
        self.most = max(self.most or 0, self.taken())

    def settle(self):
        for party in self.line():
            if self.fits(party):
                self.grant(party)
                party.state = SEATED

    def grant(self, party):
        """The first wish that has room, counted before the party is seated."""
        roomy = [
            wish
            for wish in party.wishes
            if self.taken(wish) + party.seats <= HARD[wish]
        ]
        party.granted = roomy[0] if roomy else ""

    def does_better(self, party):
        """Only what is ranked above the granted one, and has room without it."""
        preferred = party.wishes
        if party.granted:
            preferred = preferred[: preferred.index(party.granted)]
        for wish in preferred:
            if self.taken(wish) + party.seats <= HARD[wish]:
                party.granted = wish
                return True
        return False

    @contextmanager
    def place(self, elsewhere):
        """Work in this session, or in another while this one keeps what it read."""
        if elsewhere:
            self.kept = list(self.read())
            db.session.commit()
        with current_app.app_context() if elsewhere else nullcontext():
            yield

    def read(self):
        ids = [party.id for party in self.asked]
        yield from db.session.scalars(select(Quota))
        yield from db.session.scalars(select(Admission).where(Admission.id.in_(ids)))
        yield from db.session.scalars(
            select(Registration).where(Registration.admission_id.in_(ids))
        )

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
    def everybody_counts_where_the_model_says(self):
        for party in self.of(SEATED):
            stored = (
                select(Quota.value)
                .join(admission_quota)
                .where(admission_quota.c.admission_id == party.id)
            )
            counted = set(db.session.scalars(stored))
            assert counted == party.quotas | ({party.granted} - {""})

    @invariant()
    def seats_exceed_the_capacity_only_where_it_was_lowered_or_on_purpose(self):
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
        for admission in line:
            db.session.refresh(admission)  # It may have been put in front elsewhere.
        ranks = [rank_in_line(db.session(), admission) for admission in line]
        assert ranks == list(range(1, len(line) + 1))
