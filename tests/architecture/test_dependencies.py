"""The lock holds what pyproject.toml asks for, and names no place to get it from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.sources import text

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
PLACE = re.compile(
    r"://|^\s*(?:-i|-f|--[a-z-]*(?:url|links|host|index))\b|@ ", re.MULTILINE
)
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def _pins(path):
    return {
        canonicalize_name(name): Version(version)
        for name, version in PIN.findall(text(path))
    }


def _declared():
    """Every requirement of pyproject.toml, with the lock that has to hold it."""
    project = tomllib.loads(text("pyproject.toml"))
    runtime = [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        *project["project"]["optional-dependencies"]["postgres"],
        *text("requirements.in").split(),
    ]
    for line in runtime:
        yield from ((lock, line) for lock in LOCKS)
    for line in project["dependency-groups"]["dev"]:
        yield "requirements-dev.txt", line


@pytest.mark.parametrize(("lock", "line"), sorted(_declared()))
def test_the_lock_satisfies_what_is_declared(lock, line):
    wanted = Requirement(line)
    locked = _pins(lock).get(canonicalize_name(wanted.name))

    assert locked is not None, "run make lock"
    assert wanted.specifier.contains(locked, prereleases=True), "run make lock"


def test_both_locks_agree():
    runtime, dev = (_pins(lock) for lock in LOCKS)

    assert runtime.items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_place(lock):
    assert PLACE.findall(text(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_has_a_hash(lock):
    entries = re.split(r"^(?=[A-Za-z0-9])", text(lock), flags=re.MULTILINE)

    assert [
        e.split()[0] for e in entries if e.strip() and "--hash=sha256:" not in e
    ] == []
