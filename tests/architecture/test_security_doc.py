"""What docs/security.md says is held, a test that exists holds."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()
NAMED = re.findall(
    r"`((?:integration|unit|architecture|browser|packaging)/[^`]+)`", PAGE
)
LINES = [line for line in PAGE.splitlines() if re.match(r"\| V\d", line)]


def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", sorted(set(NAMED)))
def test_every_test_that_is_named_exists(name):
    path, _, function = name.partition("::")

    assert (ROOT / "tests" / path).is_file()
    if function:
        assert function in functions_of(path)


def test_every_point_names_its_test_or_says_why_it_does_not_hold():
    held, not_held = PAGE.split("## What does not hold")
    points = [line for line in held.splitlines() if line in LINES]

    assert len(points) > 60
    assert [line for line in points if "`" not in line.rsplit("|", 2)[1]] == []
    assert "V5.4.3" in not_held


def test_numbers_have_the_shape_of_the_standards():
    shape = re.compile(r"V(?:[1-9]|1[0-7])(?:\.\d{1,2}){0,2}")
    first = [line.split("|")[1] for line in LINES]
    written = [word for cell in first for word in re.findall(r"V[\w.]+", cell)]

    assert [word for word in written if not shape.fullmatch(word)] == []


def test_it_is_found_from_where_one_looks_first():
    assert "docs/security.md" in (ROOT / "SECURITY.md").read_text()
    assert "SECURITY.md" in PAGE
