"""Debian's nginx, as whoever runs the tests, with nothing outside of a folder."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = """{account}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


@contextmanager
def nginx(folder: Path, site: str) -> Iterator[None]:
    """Serve what is written inside of `http`."""
    command = _command(folder, site)
    with (folder / "nginx.told").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def complaints_of_nginx(folder: Path, site: str) -> str:
    """What it says of these settings; nothing where it accepts them."""
    command = [*_command(folder, site), "-t", "-q"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


def find_server(name: str) -> str:
    """Debian keeps servers where only root looks."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        raise RuntimeError(f"no {name}: run scripts/ensure-test-services")
    return found


def _command(folder: Path, site: str) -> list[str]:
    account = "user root;" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(SETTINGS.format(account=account, folder=folder, site=site))
    return [find_server("nginx"), "-p", str(folder), "-c", str(settings)]
