"""Many forms at once where a proof of work is demanded, many readers of one page."""

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.limit_figures import LimitFigures
from concertation.models import OutboxMail, Registration
from concertation.web import proof_of_work
from tests.factories import make_event
from tests.proofs import EMAIL, PAGE, SCHOOL, proof_for, prove, send, tasks_on
from tests.sites import TOKEN
from tests.storm import all_at_once

CROWD = 60
THREADS = 8
"""As a server has: a request may need a second connection while it holds one."""
FEW = LimitFigures(without_proof=2)

pytestmark = pytest.mark.settings(proof_seconds=1, limits=FEW)


@pytest.fixture(autouse=True)
def quick_work(monkeypatch):
    monkeypatch.setattr(proof_of_work, "ROUNDS", 1)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.on_both_databases
def test_one_proof_is_worth_one_address_however_many_send_it_at_once(app):
    make_event(capacity=None)
    proof = proof_for(app.test_client())
    emails = [EMAIL] * 5 + [f"person{number}@example.org" for number in range(CROWD)]

    def sending(email):
        return lambda: send(app.test_client(), email, proof=proof).status_code

    told = [each.result() for each in all_at_once(app, map(sending, emails), THREADS)]

    assert told[:5] == [303] * 5
    assert sorted(told[5:]) == [303] * 2 + [429] * (CROWD - 2)
    assert count(Registration) == 3


@pytest.mark.on_both_databases
@pytest.mark.settings(proof_seconds=1)
@pytest.mark.parametrize("network", [SCHOOL, "2001:db8::1", "127.0.0.1"])
def test_of_a_machine_that_proves_nothing_few_get_through(app, network):
    """Also where a proxy that the settings do not know of makes all of them one."""
    make_event(capacity=None)
    most = LimitFigures().without_proof

    def sending(number):
        email = f"invented{number}@example.org"
        return lambda: send(app.test_client(), email, network=network).status_code

    tasks = map(sending, range(most + CROWD))
    told = [each.result() for each in all_at_once(app, tasks, THREADS)]

    assert sorted(told) == [303] * most + [429] * CROWD
    assert count(Registration) == count(OutboxMail) == most


@pytest.mark.settings(proof_seconds=1, limits=FEW, keeps_pages=True, checks_csrf=True)
def test_readers_of_a_kept_page_share_its_task_and_work_for_themselves(app):
    make_event(capacity=None)
    readers = {f"reader{n}@example.org": app.test_client() for n in range(4)}
    pages = {email: reader.get(PAGE).text for email, reader in readers.items()}
    tasks = {task for page in pages.values() for task in tasks_on(page)}
    assert len(tasks) == 1
    [task] = tasks

    def sent(email, proof):
        token = TOKEN.search(pages[email])[1]
        return send(readers[email], email, proof=proof, csrf_token=token).status_code

    first, *others = readers
    foreign = prove(task, first)
    assert [sent(email, foreign) for email in others] == [303, 303, 429]
    assert [sent(email, prove(task, email)) for email in readers] == [303] * 4
