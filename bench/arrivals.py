"""People who come when they come, whether the others were answered; prints JSON.

    python -m bench.arrivals URL PEOPLE SECONDS

Each has a browser and a network of their own. When they come is drawn evenly over the
time, always in the same way.
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict
from random import Random

from bench.visitors import (
    GIVES_UP_AFTER_SECONDS,
    Unexpected,
    Visits,
    answers_of,
    register,
)
from bench.wire import Conversation, connected
from tests.cluster.crowd import network
from tests.factories import FORM


def arrive(url: str, people: int, *, seconds: float) -> Visits:
    command = [sys.executable, "-m", "bench.arrivals", url, str(people), str(seconds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Visits(**json.loads(done.stdout))


async def _arrive(url: str, people: int, seconds: float) -> Visits:
    visits, dice = Visits(), Random(2017)
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        instants = sorted(dice.uniform(0, seconds) for _ in range(people))
        for number, instant in enumerate(instants, start=1):
            await asyncio.sleep(max(0, started + instant - time.perf_counter()))
            group.create_task(_come(url, number, visits), name="somebody")
    visits.seconds = time.perf_counter() - started
    return visits


async def _come(url: str, number: int, visits: Visits) -> None:
    wire: Conversation | None = None
    try:
        async with asyncio.timeout(GIVES_UP_AFTER_SECONDS):
            wire = await connected(Conversation, url)
            answers = answers_of(FORM, number)
            await register(wire, url, answers, visits, network(number))
    except (Unexpected, OSError) as error:
        visits.errors.append(repr(error))
    finally:
        if wire is not None:
            wire.close()


if __name__ == "__main__":
    # All of them may be connected at once.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    url, people, seconds = sys.argv[1:]
    arriving = _arrive(url, int(people), float(seconds))
    print(json.dumps(asdict(asyncio.run(arriving))))
