"""A private PostgreSQL server for one test process.

It is reached by a socket in its own folder and listens on no port, so that any number
of test processes can have one each.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.quick_folder import quick_folder

STARTS_WITHIN = 30.0
STOPS_WITHIN = 20.0
# Nothing here outlives the tests, so nothing waits for the disk.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "max_wal_size": "128MB",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
}


class Server:
    """It can go down hard, and come up again with what was committed."""

    def __init__(self, folder: Path, options: Mapping[str, str]) -> None:
        self.folder = folder
        self._options = options
        self._programs, self._owner = find_programs(), _hand_over(folder)
        _initialise(self._programs, folder, self._owner)
        self.start()

    @property
    def url(self) -> str:
        """Of the maintenance database, for SQLAlchemy."""
        return f"postgresql+psycopg://test@/postgres?host={self.folder}"

    def start(self) -> None:
        owner, options = self._owner, self._options
        self._process = _start(self._programs, self.folder, owner, options)
        _wait_until_ready(self._process, self.folder)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT breaks off transactions; SIGQUIT leaves as after a crash."""
        self._process.send_signal(how)
        try:
            self._process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def postgres_server(**options: str) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=quick_folder()))
    try:
        server = Server(folder, OPTIONS | options)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Yield the SQLAlchemy URL of a fresh server's maintenance database."""
    with postgres_server() as server:
        yield server.url


def create_database(server: str, name: str, *, template: str = "template1") -> str:
    """Copy a template (50 ms) and return the copy's URL. Nobody may be using it."""
    _administrate(
        server,
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        ),
    )
    url = make_url(server).set(database=name)
    return url.render_as_string(hide_password=False)


def drop_database(server: str, name: str) -> None:
    """Drop a database, and the connections that a failed test left open with it."""
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _administrate(server, command.format(sql.Identifier(name)))


def find_programs() -> Path:
    """Debian keeps the server's programs out of PATH, in a folder for each version."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(folders, key=lambda f: float(f.parent.name), reverse=True)
    candidates = [folder / "initdb" for folder in newest_first]
    if on_path := shutil.which("initdb"):
        candidates.append(Path(on_path).resolve())
    for initdb in candidates:
        if initdb.exists() and initdb.with_name("postgres").exists():
            return initdb.parent
    raise RuntimeError("no PostgreSQL server found: install the package postgresql")


def _hand_over(folder: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then the account `postgres` runs it."""
    if os.geteuid() != 0:
        return None
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return owner


def _initialise(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> None:
    command = [str(programs / "initdb"), f"--pgdata={folder}/data", "--username=test"]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    process = _popen(command, folder, owner)
    if process.wait() != 0:
        raise RuntimeError(_log(folder))


def _start(
    programs: Path,
    folder: Path,
    owner: pwd.struct_passwd | None,
    options: Mapping[str, str],
) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", f"{folder}/data"]
    for name, value in {**options, "unix_socket_directories": str(folder)}.items():
        command += ["-c", f"{name}={value}"]
    return _popen(command, folder, owner)


def _popen(
    command: list[str], folder: Path, owner: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            user=owner and owner.pw_uid,
            group=owner and owner.pw_gid,
            extra_groups=[] if owner else None,
        )


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host=str(folder), user="test", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(_log(folder))


def _administrate(server: str, command: sql.Composed) -> None:
    url = make_url(server).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)


def _log(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8", errors="replace")
