"""Rules about the shape of the code that neither ruff nor mypy can state."""

import ast
import re
import sys
from functools import partial

import pytest

from tests.architecture.sources import (
    PACKAGE,
    ROOT,
    files,
    functions,
    hold,
    imports,
    is_inside,
    length,
    text,
    tree,
)

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25
TEMPLATE_NAME = re.compile(r"^[\w-]+/[\w/-]+\.(html|txt|xml)$")
# Whether it takes the name of a template; else it takes the template itself.
RENDERERS = {
    "render_template": True,
    "stream_template": True,
    "render_template_string": False,
    "stream_template_string": False,
}

PACKAGE_FILES = files("concertation", "*.py")
VIEWS = files("concertation/web", "*views.py")
BLUEPRINTS = files("concertation/web/site", "*.py") + files(
    "concertation/web/desk", "*.py"
)
# A migration is one long list of statements by nature, and is never edited again.
ALL_FILES = [
    path
    for folder in ("concertation", "migrations", "scripts", "bench", "tests")
    for path in files(folder, "*.py")
    if not path.startswith("migrations/versions/")
]


def test_a_file_has_at_most_300_lines():
    hold(lambda path: _lines(path) > LONGEST_FILE and _lines(path), ALL_FILES)


def test_a_function_has_at_most_40_lines():
    hold(partial(_longer_than, LONGEST_FUNCTION), ALL_FILES)


def test_a_view_has_at_most_25_lines():
    hold(partial(_longer_than, LONGEST_VIEW), VIEWS)


def test_imports_stand_on_top():
    hold(_importing_functions, PACKAGE_FILES)


def test_nothing_catches_every_exception():
    hold(_lines_that_catch_everything, PACKAGE_FILES)


def test_the_domain_imports_the_standard_library_alone():
    hold(_foreign_modules, files("concertation/domain", "*.py"))


def test_a_blueprint_knows_neither_sql_nor_session():
    hold(_known_of_the_database, sorted({*BLUEPRINTS, *VIEWS}))


def test_a_view_calls_at_most_one_writing_service():
    hold(_views_that_write_twice, VIEWS)


def test_a_blueprint_renders_its_own_folder_only():
    hold(_rendered_of_others, BLUEPRINTS)


def test_what_a_blueprint_renders_is_there():
    hold(_rendered_but_missing, BLUEPRINTS)


def test_a_rule_that_is_broken_names_every_file_that_breaks_it():
    with pytest.raises(pytest.fail.Exception) as failure:
        hold(lambda path: path != "good" and ["line 3"], ["bad", "good", "worse"])

    assert failure.value.msg == "bad: ['line 3']\nworse: ['line 3']"


def test_every_package_says_so_with_an_init_file():
    # import-linter and the wheel see packages only.
    folders = {(ROOT / path).parent for path in PACKAGE_FILES} | {PACKAGE}

    assert [
        str(f) for f in folders if f.exists() and not (f / "__init__.py").exists()
    ] == []


def _lines(path):
    return len(text(path).splitlines())


def _longer_than(limit, path):
    return [f"{f.name}: {length(f)}" for f in functions(path) if length(f) > limit]


def _importing_functions(path):
    return {f.name for f in functions(path) for _ in imports(f)}


def _lines_that_catch_everything(path):
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ExceptHandler) and _is_too_wide(node.type))
        or (isinstance(node, ast.Call) and _suppresses_everything(node))
    ]


def _is_too_wide(caught):
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id == "Exception")
        for name in names
    )


def _suppresses_everything(call):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name == "suppress" and any(_is_too_wide(argument) for argument in call.args)


def _foreign_modules(path):
    return {
        module
        for module, _, _ in imports(tree(path))
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not is_inside(module, "concertation.domain")
    }


def _known_of_the_database(path):
    return {
        module
        for module, name, _ in imports(tree(path))
        if is_inside(module, "sqlalchemy", "flask_sqlalchemy", "concertation.database")
        or (module, name) == ("concertation", "database")
    }


def _views_that_write_twice(path):
    return {view: made for view, made in _service_calls(path).items() if len(made) > 1}


def _service_calls(path):
    """The calls of services by each function, those of its helpers included.

    Verbs are functions, in lower case; wishes and receipts are classes.
    """
    services = {
        local
        for module, name, local in imports(tree(path))
        if is_inside(module, "concertation.services") and name == name.lower()
    }
    called = {f.name: _called_names(f) for f in functions(path)}

    def made_by(name, above=()):
        for callee in called[name]:
            if callee.partition(".")[0] in services and _is_verb(callee):
                yield callee
            elif callee in called and callee not in (*above, name):
                yield from made_by(callee, (*above, name))

    return {name: sorted(made_by(name)) for name in called}


def _is_verb(callee):
    return callee.rpartition(".")[2].islower()


def _called_names(function):
    return [ast.unparse(n.func) for n in ast.walk(function) if isinstance(n, ast.Call)]


def _rendered_of_others(path):
    # concertation/web/site/registration/views.py -> site/registration/
    own = "/".join(path.split("/")[2:4]) + "/"
    return [name for name in _rendered(path) if not name.startswith(own)]


def _rendered_but_missing(path):
    return [n for n in _rendered(path) if not (ROOT / "templates" / n).exists()]


def _rendered(path):
    """Every template's name in the file, wherever it stands before it is rendered.

    So that none goes unseen, only a name, written out or passed on, may be rendered.
    """
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and TEMPLATE_NAME.match(str(node.value)):
            yield node.value
        elif isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func).rpartition(".")[2]
            plain = isinstance(node.args[0], ast.Constant | ast.Name)
            if called in RENDERERS and not (plain and RENDERERS[called]):
                yield ast.unparse(node)
