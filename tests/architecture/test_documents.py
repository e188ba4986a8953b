"""What a document says is held by a test, is held by a test that exists."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.sources import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
BULLET = re.compile(r"^- .+$", re.MULTILINE)
DOCUMENTS = ["docs/donnees-personnelles.md"]
FEW = 10
SAYS_WHAT_IS_NOT = "## Ce que le programme ne fait pas"


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return frozenset(function.name for function in functions)


def what_is_named_and_not_there(text: str) -> list[str]:
    return [
        f"{path}::{name}" if name else path
        for path, name in NAMED.findall(text)
        if not (ROOT / path).is_file() or (name and name not in functions_in(path))
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_a_document_names_exists(document):
    text = (ROOT / document).read_text()

    assert what_is_named_and_not_there(text) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_statement_of_a_document_names_a_test(document):
    said = (ROOT / document).read_text().partition(SAYS_WHAT_IS_NOT)[0]
    statements = BULLET.findall(said)

    assert len(statements) > FEW
    assert [each for each in statements if not NAMED.search(each)] == []


def test_a_test_that_is_not_there_is_found():
    here = "tests/architecture/test_documents.py"

    assert what_is_named_and_not_there(f"`{here}::test_nothing`") == [
        f"{here}::test_nothing"
    ]
    assert what_is_named_and_not_there("`tests/nowhere.py`") == ["tests/nowhere.py"]
    assert what_is_named_and_not_there(f"`{here}`") == []
