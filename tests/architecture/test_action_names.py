"""Whatever the audit trail tells of has a name that people read."""

import ast

from concertation.wording.journal import ACTION_NAMES
from tests.architecture.sources import files, hold, tree

NOTERS = {"note", "_note", "note_many"}


def noted_actions(path):
    """Every action that is written out in a call, or assigned right before one."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in NOTERS:
            yield from (
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant)
            )
        elif isinstance(node, ast.For) and "action" in ast.unparse(node.target):
            yield from (
                constant.value
                for constant in ast.walk(node.iter)
                if isinstance(constant, ast.Constant)
            )
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "action":
            yield from (
                constant.value
                for constant in ast.walk(node.value)
                if isinstance(constant, ast.Constant)
            )


def test_every_action_that_is_noted_has_a_name():
    hold(
        lambda path: set(noted_actions(path)) - ACTION_NAMES.keys(),
        files("concertation/services", "*.py"),
    )


def test_every_name_is_of_an_action_that_is_noted():
    noted = {
        action
        for path in files("concertation/services", "*.py")
        for action in noted_actions(path)
    }

    assert ACTION_NAMES.keys() == noted
