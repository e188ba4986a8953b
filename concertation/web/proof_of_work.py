"""What a browser computes before it sends one of the public's forms.

Nobody is asked to, unless the settings say so. The challenge is the signed time at
which the page was shown, for this page alone: all who open it within a second share it,
and each works for the address that they typed. Forms are posted to where they stand.
"""

from dataclasses import dataclass

from flask import current_app, request

from concertation.domain.proof_of_work import PARTS_A_SECOND, ROUNDS, is_done
from concertation.web.signed_time import seconds_since, stamp

FIELD = "proof"
A_DAY = 86_400
"""For as long, a page that was left open is still good."""


@dataclass(frozen=True, slots=True)
class Task:
    challenge: str
    parts: int
    rounds: int


def task_of_page() -> Task | None:
    parts = _parts()
    return Task(stamp(_purpose()), parts, ROUNDS) if parts else None


def is_proof(proof: str, address: str) -> bool:
    """Whether it was made for this address on this page, within a day."""
    challenge, *words = proof.split() or [""]
    passed = seconds_since(challenge, _purpose())
    if passed is None or abs(passed) > A_DAY:
        return False
    return is_done(challenge, address, words, parts=_parts(), rounds=ROUNDS)


def _parts() -> int:
    return PARTS_A_SECOND * int(current_app.config["SETTINGS"].proof_seconds)


def _purpose() -> str:
    return f"work {request.path}"
