"""The project's files, found once for all rules. A folder that is missing is empty."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "concertation"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def files(folder: str, *patterns: str) -> list[str]:
    """Paths relative to the root, as text: a failing test shows a name to click on."""
    found = {p for pattern in patterns for p in (ROOT / folder).rglob(pattern)}
    return sorted(p.relative_to(ROOT).as_posix() for p in found if p.is_file())


def hold(find_wrong: Callable[[str], object], paths: Iterable[str]) -> None:
    """Fail with all that a rule finds wrong, a line for each file.

    One test for a rule: one for each rule and file costs more than looking does.
    """
    found = {path: find_wrong(path) for path in paths}
    assert found, "the rule has nothing to look at any more"
    wrong = [f"{path}: {what}" for path, what in found.items() if what]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@cache
def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: str) -> ast.Module:
    return ast.parse(text(path), filename=path)


def functions(path: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` on; decorators are not counted."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def imports(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Module, imported name and local name; the name is empty for a plain import."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield alias.name, "", alias.asname or alias.name
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                module = "." * child.level + (child.module or "")
                yield module, alias.name, alias.asname or alias.name


def is_inside(module: str, *packages: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)
