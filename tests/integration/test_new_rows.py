"""Rows that are inserted at once are what a flush would have made of them."""

import pytest
from sqlalchemy.exc import IntegrityError

from concertation.database import db, transaction
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.models import Admission, Enrolment, Participant, Quota, SeatPool
from concertation.new_rows import write_new
from tests.enrolments import enrol, groups, place_of
from tests.factories import NOW

pytestmark = pytest.mark.on_both_databases


@pytest.fixture
def offer(app):
    (offer,) = groups(1)
    return offer


def new_admission(pool: SeatPool, **changes) -> Admission:
    return Admission(pool_id=pool.id, queued_at=NOW, **changes)


def test_what_was_not_said_is_known_without_another_look(offer, counted_queries):
    with transaction() as session:
        admission = new_admission(offer.pool)
        session.add(admission)
        with counted_queries() as statements:
            write_new(session, admission, None)
            assert admission.state is AdmissionState.WAITLISTED
            assert (admission.seats, admission.decided_at) == (1, None)
        assert len(statements) == 1
        assert session.get_one(Admission, admission.id) is admission


def test_what_changes_afterwards_is_written(offer):
    with transaction() as session:
        admission = new_admission(offer.pool)
        write_new(session, admission)
        admission.state = AdmissionState.CONFIRMED
        number = admission.id
    db.session.expire_all()

    assert db.session.get(Admission, number).state is AdmissionState.CONFIRMED


def test_quotas_are_written_as_well(offer):
    with transaction() as session:
        quota = Quota(pool_id=offer.pool_id, kind=QuotaKind.CATEGORY, value="museum")
        admission = new_admission(offer.pool, quotas=[quota])
        write_new(session, admission)
        number = admission.id
    db.session.expire_all()

    assert [q.value for q in db.session.get(Admission, number).quotas] == ["museum"]


def test_whoever_is_stored_already_is_not_stored_again(offer):
    enrol(offer)
    person = place_of(1).participant
    with transaction() as session:
        before = session.query(Participant).count()
        write_new(session, person)
        assert session.query(Participant).count() == before


def test_what_the_database_refuses_leaves_nothing(offer):
    enrol(offer)
    place = place_of(1)

    with pytest.raises(IntegrityError):
        write_twice(place)

    assert db.session.query(Enrolment).count() == 1
    assert db.session.query(Admission).count() == 1


def write_twice(place: Enrolment) -> None:
    with transaction() as session:
        admission = new_admission(place.offer.pool)
        again = Enrolment(
            participant=place.participant,
            offer=place.offer,
            admission=admission,
            source=place.source,
            created_at=NOW,
            updated_at=NOW,
        )
        write_new(session, admission, again)
