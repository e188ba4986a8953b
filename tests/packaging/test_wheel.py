"""The wheel alone, started from an empty folder, is the whole program."""

import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from contextlib import closing, contextmanager, suppress
from email.parser import HeaderParser
from http.client import HTTPConnection
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.translations import read_catalogue
from tests.architecture.sources import ROOT, files, imports, tree

pytestmark = pytest.mark.timeout(240)

STARTS_WITHIN = 90.0
STOPS_WITHIN = 30.0
FOLDERS = ("concertation", "migrations", "static", "templates")
LOOSE_FILES = (
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "hatch_build.py",
    "pyproject.toml",
    ".gitignore",
)
STYLE_SHEET = re.compile(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"')


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy without catalogues that an earlier build has compiled."""
    source = tmp_path_factory.mktemp("source")
    leave_out = shutil.ignore_patterns("*.mo", "__pycache__")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, source / folder, ignore=leave_out)
    for name in LOOSE_FILES:
        shutil.copy(ROOT / name, source / name)
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    _run(*build, f"--outdir={target}", source)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture
def installed(wheel, tmp_path):
    """The folder of programs of a fresh environment that holds the wheel."""
    environment = tmp_path / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", environment)
    pip = [sys.executable, "-m", "pip", f"--python={environment}/bin/python"]
    _run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel)
    # The dependencies are lent, not installed: the same locked ones, without a network.
    # A folder named in a .pth file comes after the environment's own, and .pth files
    # inside it are not followed, so that the checkout itself stays out of sight.
    (site_packages,) = environment.glob("lib/python*/site-packages")
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "lent.pth").write_text("\n".join(sorted(lent)))
    return environment / "bin"


def test_the_wheel_carries_every_file_it_needs(wheel):
    carried = set(zipfile.ZipFile(wheel).namelist())
    outside = [p for folder in FOLDERS[1:] for p in files(folder, "*")]
    compiled = files("concertation/translations", "*.po")

    needed = {f"concertation/{path}" for path in outside}
    needed |= set(files("concertation", "*.py", "*.json", "*.csv"))
    needed |= {path.removesuffix("po") + "mo" for path in compiled}
    needed = {path for path in needed if "__pycache__" not in path}

    assert needed - carried == set()


def test_the_wheel_carries_nothing_else(wheel):
    folders = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert folders == {"concertation", wheel.name.rsplit("-", 3)[0] + ".dist-info"}


def test_the_wheel_asks_for_every_library_that_it_imports(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        metadata = HeaderParser().parsestr(archive.read(name).decode())
    asked = {
        canonicalize_name(Requirement(line).name)
        for line in metadata.get_all("Requires-Dist", [])
    }
    distributions = packages_distributions()

    imported = {
        module.partition(".")[0]
        for path in files("concertation", "*.py")
        for module, _, _ in imports(tree(path))
    }
    foreign = imported - set(sys.stdlib_module_names) - {"concertation"}
    unasked = {
        name
        for name in foreign
        if asked.isdisjoint(map(canonicalize_name, distributions.get(name, [])))
    }

    assert unasked == set()


def test_the_installed_program_is_the_wheels(installed, tmp_path):
    located = _run(
        installed / "python",
        "-c",
        "import concertation; print(concertation.__file__)",
        cwd=tmp_path,
        env=_clean_environ(tmp_path),
    )

    assert located.startswith(str(installed.parent))


def test_the_installed_program_runs_in_both_languages(installed, tmp_path):
    port = _free_port()
    command = [installed / "concertation", "run", "--example", "--port", str(port)]

    with _started(command, tmp_path) as process:
        french = _page_when_ready(process, port)
        status, english = _get(port, "/", "en")
        style_sheet = STYLE_SHEET.search(french)

        assert status == 200
        assert '<html lang="fr"' in french
        assert _texts_shown("fr", french) >= 3
        assert '<html lang="en"' in english
        assert _texts_shown("en", english) >= 3
        assert style_sheet, french
        assert _get(port, html.unescape(style_sheet[1]), "fr")[0] == 200

        process.send_signal(signal.SIGTERM)
        assert process.wait(STOPS_WITHIN) == 0


def _run(*command, cwd=None, env=None):
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@contextmanager
def _started(command, tmp_path):
    """Run the program from an empty folder; show what it said when the test fails."""
    empty = tmp_path / "empty"
    empty.mkdir()
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=empty,
            env=_clean_environ(tmp_path),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        print(log.read_text(errors="replace"))  # noqa: T201


def _clean_environ(tmp_path):
    """Nothing of ours but where to keep the data."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "CONCERTATION_INSTANCE": str(tmp_path / "instance"),
    }


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _page_when_ready(process, port):
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, "the program stopped"
        with suppress(OSError):
            status, page = _get(port, "/", "fr")
            assert status == 200, page
            return page
        time.sleep(0.2)
    pytest.fail(f"no answer within {STARTS_WITHIN} seconds")


def _get(port, path, language):
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Accept-Language": language})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _texts_shown(locale, page):
    """How many texts of the catalogue stand in the page, whole and between tags.

    Only those that French and English say differently can tell one from the other.
    """
    shown = {html.unescape(part).strip() for part in re.findall(r">([^<]+)<", page)}
    english = {t.id: t.string for t in read_catalogue("en") if isinstance(t.id, str)}
    french = {t.id: t.string for t in read_catalogue("fr") if isinstance(t.id, str)}
    mine = english if locale == "en" else french
    telling = {mine[key] for key in english if key and english[key] != french.get(key)}
    return len(shown & (telling - {""}))
