"""People who register at once, and try again until they are answered.

Nobody tells a visitor whether the process that took their form has died: they see an
error page, or nothing, and send the form once more, as people do.
"""

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin

import aiohttp

from tests.factories import FORM

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.3
SEAT, WAITS = "notice--success", "notice--info"
"""How the page of a receipt looks."""


@dataclass(slots=True)
class Answers:
    """What people read at the end, by their address."""

    seated: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    given_up: list[str] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    """What came in between: error pages, broken connections."""
    seconds: list[float] = field(default_factory=list)


def address(number: int) -> str:
    return f"person{number}@example.org"


def network(number: int) -> str:
    """Each at home: no two come from one network."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


async def come(
    site: str, event: str, people: range, at_once: int, answers: Answers
) -> None:
    """`at_once` of them at any moment, until all have been answered."""
    numbers = iter(people)
    timeout = aiohttp.ClientTimeout(total=60)
    page = f"{site}/evenements/{event}/inscription"

    async def one_after_the_other() -> None:
        for number in numbers:
            async with aiohttp.ClientSession(
                timeout=timeout,
                headers={"X-Network": network(number)},
                connector=aiohttp.TCPConnector(limit=1),
                cookie_jar=aiohttp.CookieJar(unsafe=True),
            ) as browser:
                await _insist(browser, page, number, answers)

    async with asyncio.TaskGroup() as crowd:
        for _ in range(at_once):
            crowd.create_task(one_after_the_other())


async def _insist(
    browser: aiohttp.ClientSession, page: str, number: int, answers: Answers
) -> None:
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE_SECONDS:
        try:
            receipt = await _register(browser, page, number)
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            answers.troubles[type(trouble).__name__] += 1
        else:
            if isinstance(receipt, int):
                answers.troubles[str(receipt)] += 1
            else:
                answers.seconds.append(time.monotonic() - started)
                is_in = SEAT in receipt
                assert is_in or WAITS in receipt, receipt
                (answers.seated if is_in else answers.waiting).add(address(number))
                return
        await asyncio.sleep(PAUSE_SECONDS)
    answers.given_up.append(address(number))


async def _register(
    browser: aiohttp.ClientSession, page: str, number: int
) -> str | int:
    """The page of the receipt, or the status of what came instead."""
    async with browser.get(page) as form:
        text = await form.text()
        if form.status != 200:
            return form.status
    filled_in = {
        **FORM,
        "family_name": f"Personne {number}",
        "email": address(number),
        "csrf_token": TOKEN.search(text)[1],
    }
    async with browser.post(page, data=filled_in, allow_redirects=False) as posted:
        if posted.status != 303:
            return posted.status
        receipt = urljoin(str(posted.url), posted.headers["Location"])
    async with browser.get(receipt) as answer:
        return await answer.text() if answer.status == 200 else answer.status
