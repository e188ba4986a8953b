"""People who register, many at once, in a process of their own; prints JSON.

    python -m bench.visitors URL PEOPLE AT_ONCE SECONDS FORM

Each one asks for the form, sends it with its token and cookie, and follows the answer
to the receipt. Nobody starts after SECONDS. FORM is JSON: what everybody fills in
alike. Where URL says EVENT, a hundred events take turns.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode, urlsplit

from bench.wire import Answer, Conversation, connected, request
from tests.factories import FORM

GIVES_UP_AFTER_SECONDS = 30.0
EVENT, EVENTS = "EVENT", 100
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(slots=True, kw_only=True)
class Visits:
    seconds: float = 0.0
    posts: list[float] = field(default_factory=list)
    """How long each POST took, in milliseconds."""
    journeys: list[float] = field(default_factory=list)
    """From the form to the receipt, in milliseconds."""
    errors: list[str] = field(default_factory=list)


class Unexpected(Exception):  # noqa: N818 -- reads as a sentence
    """An answer that no visitor should get."""


def visit(
    url: str,
    people: int,
    *,
    at_once: int,
    seconds: float,
    form: Mapping[str, str] = FORM,
) -> Visits:
    command = [sys.executable, "-m", "bench.visitors", url]
    command += [str(people), str(at_once), str(seconds), json.dumps(dict(form))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Visits(**json.loads(done.stdout))


async def _visit(
    url: str, people: int, at_once: int, seconds: float, form: Mapping[str, str]
) -> Visits:
    visits, numbers = Visits(), iter(range(1, people + 1))
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(
                _visitors(url, numbers, started + seconds, visits, form),
                name="visitors",
            )
    visits.seconds = time.perf_counter() - started
    return visits


async def _visitors(
    url: str,
    numbers: Iterator[int],
    until: float,
    visits: Visits,
    form: Mapping[str, str],
) -> None:
    """One after the other, on one connection."""
    wire = await connected(Conversation, url)
    for number in numbers:
        if time.perf_counter() > until:
            break
        try:
            async with asyncio.timeout(GIVES_UP_AFTER_SECONDS):
                page = url.replace(EVENT, str(number % EVENTS))
                await register(wire, page, answers_of(form, number), visits)
        except (Unexpected, OSError) as error:
            visits.errors.append(repr(error))
            wire.close()
            wire = await connected(Conversation, url)
    wire.close()


def answers_of(form: Mapping[str, str], number: int) -> dict[str, str]:
    """Those of one visitor, whose name and address are nobody else's."""
    name = f"{form['family_name']} {number}"
    return {**form, "family_name": name, "email": f"visitor{number}@example.org"}


async def register(
    wire: Conversation,
    url: str,
    filled_in: dict[str, str],
    visits: Visits,
    network: str = "",
) -> None:
    started = time.perf_counter()
    form = _expected(200, await wire.ask(request("GET", url, network=network)))
    token = TOKEN.search(form.body)
    if token is None:
        raise Unexpected("a form without a token")
    answers = filled_in | {"csrf_token": token[1].decode()}
    posting = request(
        "POST", url, cookie=_cookie(form), body=_encoded(answers), network=network
    )
    posted = time.perf_counter()
    answer = _expected(303, await wire.ask(posting))
    visits.posts.append(1000 * (time.perf_counter() - posted))
    location, parts = answer.header("location"), urlsplit(url)
    if "/recu/" not in location:
        raise Unexpected(f"sent to {location}")
    receipt = f"{parts.scheme}://{parts.netloc}{location}"
    following = request("GET", receipt, cookie=_cookie(answer), network=network)
    _expected(200, await wire.ask(following))
    visits.journeys.append(1000 * (time.perf_counter() - started))


def _expected(status: int, answer: Answer) -> Answer:
    if answer.status != status:
        raise Unexpected(f"{answer.status} where {status} is expected")
    return answer


def _cookie(answer: Answer) -> str:
    return answer.header("set-cookie").partition(";")[0]


def _encoded(answers: dict[str, str]) -> bytes:
    return urlencode(answers).encode()


if __name__ == "__main__":
    url, people, at_once, seconds, form = sys.argv[1:]
    visiting = _visit(url, int(people), int(at_once), float(seconds), json.loads(form))
    print(json.dumps(asdict(asyncio.run(visiting))))
