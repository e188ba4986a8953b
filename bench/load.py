"""Ask for one thing over and over, in a process of its own; prints JSON.

python -m bench.load URL SECONDS CONNECTIONS [BODY]
"""

import asyncio
import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

from bench.wire import Answer, Wire, connected, request

AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    per_second: float
    errors: int


def hammer(url: str, seconds: float, *, body: str | None = None) -> Throughput:
    """Measure from another process: with `wrk` if it is here, else with ours."""
    if body is None and shutil.which("wrk"):
        return _by_wrk(url, seconds)
    command = [sys.executable, "-m", "bench.load", url, str(seconds), str(AT_ONCE)]
    if body is not None:
        command.append(body)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Throughput(**json.loads(done.stdout))


def _by_wrk(url: str, seconds: float) -> Throughput:
    command = ["wrk", "--threads", "1", "--connections", str(AT_ONCE)]
    command += ["--duration", f"{seconds:.0f}s", "--header", "Accept-Language: fr", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return Throughput(
        per_second=float(rate[1]) if rate else 0.0, errors=int(wrong[1] if wrong else 0)
    )


class _Hammer(Wire):
    """Asks again as soon as it is answered, until it is told to stop."""

    def __init__(self, asked: bytes) -> None:
        super().__init__()
        self._asked = asked
        self.answers = self.errors = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.write(self._asked)

    def answered(self, answer: Answer) -> None:
        self.answers += 1
        if not answer.head.startswith(b"HTTP/1.1 200"):
            self.errors += 1
        self.write(self._asked)


async def _hammer(url: str, seconds: float, at_once: int, body: bytes | None) -> None:
    asked = request("GET" if body is None else "POST", url, body=body)
    started = time.perf_counter()
    wires = [await connected(lambda: _Hammer(asked), url) for _ in range(at_once)]
    await asyncio.sleep(seconds)
    answers = sum(wire.answers for wire in wires)
    errors = sum(wire.errors for wire in wires)
    took = time.perf_counter() - started
    for wire in wires:
        wire.close()
    print(json.dumps({"per_second": answers / took, "errors": errors}))


if __name__ == "__main__":
    url, seconds, at_once, *body = sys.argv[1:]
    asyncio.run(
        _hammer(url, float(seconds), int(at_once), body[0].encode() if body else None)
    )
