"""An installation on several machines, each of which is a few processes here."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.nginx import find_server, nginx
from tests.programs import Program, program, wait_until
from tests.smtp_server import HOST, MailServer, free_port

STARTS_WITHIN_SECONDS = 120.0
"""All together, on a machine that may be busy with other tests."""
SECRET = "qK3vR8xW1tZ6bN0mJ5hY2cL7dF4gS9pA-uE_oXiTyQ4"
PROXY = """
    upstream site {{
        {servers}
        keepalive 32;
    }}
    server {{
        listen {host}:{port};
        location / {{
            proxy_pass http://site;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Proto http;
            # Each person of the crowd says from which network they come.
            proxy_set_header X-Forwarded-For $http_x_network;
            proxy_next_upstream error timeout;
            proxy_connect_timeout 2s;
            proxy_read_timeout 60s;
        }}
    }}
"""
POOLER = """
[databases]
* = host={socket} user=test
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 24
max_client_conn = 400
ignore_startup_parameters = extra_float_digits
logfile = {folder}/pgbouncer.log
"""

Starter = Callable[..., AbstractContextManager[Program]]
"""With the words of a command and the keyword `env`."""


@dataclass(slots=True)
class Machine:
    """A process that can be killed, and is started again as systemd would."""

    start: Callable[[], Program]
    running: Program
    port: int | None = None
    """Where it serves; None: it sends mail."""

    def kill(self) -> None:
        self.running.kill_all()
        self.running = self.start()

    def revive(self) -> None:
        """Where it ended by itself: started while the database was down, it does."""
        if not self.running.is_running():
            self.running = self.start()

    def answers(self) -> bool:
        self.revive()
        return self.port is None or _answers(f"http://{HOST}:{self.port}/readyz")


class Cluster:
    """Reached by one address; what it is made of can be killed one by one."""

    def __init__(
        self, stack: ExitStack, folder: Path, env: dict[str, str], program: Starter
    ) -> None:
        self._stack, self._folder, self._program = stack, folder, program
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self._env = env | {
            "CONCERTATION_PUBLIC_URL": self.url,
            "CONCERTATION_SECRET_KEY": SECRET,
            "CONCERTATION_PROXIES": "1",
            "CONCERTATION_WORKER": "apart",
            "CONCERTATION_LOG_LEVEL": "ERROR",
            "CONCERTATION_MAIL_LEASE_SECONDS": "3",
        }
        self._ports: list[int] = []
        self.webs: list[Machine] = []
        self.workers: list[Machine] = []

    def serve(self, *, webs: int, workers: int) -> None:
        for number in range(webs):
            port = free_port()
            self._ports.append(port)
            words = ("run", "--port", str(port), "--workers", "1")
            self.webs.append(self._machine(f"web{number}", *words, port=port))
        for number in range(workers):
            self.workers.append(self._machine(f"worker{number}", "worker"))
        for machine in self.webs:
            wait_until(machine.answers, STARTS_WITHIN_SECONDS)
        self._stack.enter_context(nginx(self._folder, _site(self.port, self._ports)))
        wait_until(lambda: _answers(f"{self.url}/readyz"))

    def revive(self) -> None:
        for machine in [*self.webs, *self.workers]:
            machine.revive()

    def _machine(self, name: str, *words: str, port: int | None = None) -> Machine:
        instance = self._folder / name
        instance.mkdir()
        env = self._env | {"CONCERTATION_INSTANCE": str(instance)}

        def start() -> Program:
            return self._stack.enter_context(self._program(*words, env=env))

        return Machine(start, start(), port)


@contextmanager
def cluster(
    folder: Path,
    database: str,
    mails: MailServer,
    *,
    start: Starter = program,
    **env: str,
) -> Iterator[Cluster]:
    env |= {"CONCERTATION_DATABASE_URL": database, "CONCERTATION_SMTP_URL": mails.url}
    with ExitStack() as stack:
        yield Cluster(stack, folder, env, start)


@contextmanager
def pooler(server: Path, database: str) -> Iterator[str]:
    """A PgBouncer that lends connections for the length of a transaction.

    It stands before the server whose socket is in this folder.
    """
    # Its account may enter there.
    folder = Path(tempfile.mkdtemp(prefix="pooler-", dir=server))
    folder.chmod(0o777)
    settings = folder / "pgbouncer.ini"
    settings.write_text(POOLER.format(socket=server, folder=folder))
    command = [find_server("pgbouncer"), str(settings)]
    user = "postgres" if os.geteuid() == 0 else None
    process = subprocess.Popen(command, user=user, stderr=subprocess.DEVNULL)
    try:
        wait_until((folder / ".s.PGSQL.6432").exists)
        yield f"postgresql+psycopg://test@/{database}?host={folder}&port=6432"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _site(port: int, ports: list[int]) -> str:
    servers = "\n        ".join(
        f"server {HOST}:{each} max_fails=1 fail_timeout=1s;" for each in ports
    )
    return PROXY.format(host=HOST, port=port, servers=servers)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 -- it is http, and ours
            return answer.status == 200
    except (URLError, OSError):
        return False
