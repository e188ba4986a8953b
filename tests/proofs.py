"""Proofs of work, as browsers make them."""

import itertools
import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from concertation.domain.proof_of_work import is_done
from concertation.web.proof_of_work import Task
from tests.factories import FORM

PAGE = "/evenements/ouverture/inscription"
EMAIL = FORM["email"]
SCHOOL = "198.51.100.7"
TASK = re.compile(
    r'data-challenge="([^"]+)"\s+data-parts="(\d+)"\s+data-rounds="(\d+)"'
)


def tasks_on(page: str) -> list[Task]:
    found = TASK.findall(page)
    return [Task(text, int(parts), int(rounds)) for text, parts, rounds in found]


def prove(task: Task, address: str) -> str:
    words: list[str] = []
    for part in range(task.parts):
        words.append(next(w for w in _words() if _fits(task, address, [*words, w])))
        assert len(words) == part + 1
    return " ".join([task.challenge, *words])


def proof_for(client: FlaskClient, email: str = EMAIL, *, page: str = PAGE) -> str:
    [task] = tasks_on(client.get(page).text)
    return prove(task, email)


def send(
    client: FlaskClient,
    email: str = EMAIL,
    *,
    page: str = PAGE,
    network: str = SCHOOL,
    **changes: str,
) -> TestResponse:
    answers = FORM | {"email": email} | changes
    return client.post(page, data=answers, environ_base={"REMOTE_ADDR": network})


def _words():
    return map(str, itertools.count())


def _fits(task: Task, address: str, words: list[str]) -> bool:
    parts, rounds = len(words), task.rounds
    return is_done(task.challenge, address, words, parts=parts, rounds=rounds)
