"""Registrations against the model of the seat engine: anything, in any order."""

from contextlib import suppress

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import EventFull, RegistrationClosed
from concertation.domain.seating import AdmissionState
from concertation.models import Event, Registration
from concertation.services.events import edit_event
from concertation.services.personal_data import erase_registration
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, NOW, make_event, make_sheet, register
from tests.seat_model import (
    SEATED,
    SETTINGS,
    WAITING,
    Asked,
    SeatModel,
    moments,
    nths,
    places,
)

few = st.sampled_from([1, 2, 3, 4, 1, 2, 3, 0, None])
mostly = st.sampled_from([True, True, False])


@pytest.mark.long
@pytest.mark.usefixtures("app")
def test_registrations_follow_the_model_whatever_happens():
    run_state_machine_as_test(Desk, settings=SETTINGS)


class Desk(SeatModel):
    """One event that people register for, leave, and that is edited."""

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
