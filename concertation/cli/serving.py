"""Serve the site and send its mail."""

import errno
import os
import shutil
import signal
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from concertation.clock import utc_now
from concertation.config import Settings
from concertation.example import load_example
from concertation.running.address import free_address
from concertation.running.local_sign_in import local_sign_in
from concertation.running.migrating import migrate_database
from concertation.running.supervisor import become_supervisor
from concertation.running.worker import Worker
from concertation.setting_checks import LOOPBACK_HOSTS, PREFIX, host_in_url


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Web processes.",
)
@click.option("--example", is_flag=True, help="Load the example first, once.")
@click.pass_context
def run(
    context: click.Context, host: str, port: int, workers: int, example: bool
) -> None:
    """Serve the site and send its mail, until stopped."""
    _serve_locally_by_default(host, port)
    app = context.ensure_object(ScriptInfo).load_app()
    settings: Settings = app.config["SETTINGS"]
    if host not in LOOPBACK_HOSTS and not settings.production:
        raise click.ClickException(
            f"listening on {host} opens the site to others: "
            f"set {PREFIX}ENV=production and what it then asks for"
        )
    address = _free_address(host, port)
    with app.app_context():
        migrate_database()
        if example:
            load_example(now=utc_now())
        _welcome(settings)
    _count_together(settings)
    become_supervisor(host=address, port=port, workers=workers)


@click.command()
@with_appcontext
def worker() -> None:
    """Send promised mail, and nothing else: for a second machine."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.smtp is None:
        raise click.ClickException(
            f"{PREFIX}SMTP_URL is not set: only “run” has a local mail catcher"
        )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    loop = Worker(app, settings.smtp)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        loop.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    loop.run()


def _serve_locally_by_default(host: str, port: int) -> None:
    """On another port, a local site without a public address is found there."""
    is_local = os.environ.get(f"{PREFIX}ENV", "local") == "local"
    if is_local and host in LOOPBACK_HOSTS:
        url = f"http://{host_in_url(host)}:{port}"
        os.environ.setdefault(f"{PREFIX}PUBLIC_URL", url)


def _count_together(settings: Settings) -> None:
    """Several processes add up their counters in a folder, which begins empty."""
    folder = settings.instance / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _free_address(host: str, port: int) -> str:
    """Say in a line what the server would say in a hundred, and before all else."""
    try:
        return free_address(host, port)
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        hint = "; choose another with --port" if is_taken else ""
        raise click.ClickException(
            f"cannot listen on {host}, port {port}: {error.strerror}{hint}"
        ) from error


def _welcome(settings: Settings) -> None:
    """Tell where everything is."""
    url = settings.public_url
    click.echo(f"\n  Public site       {url}/")
    click.echo(f"  Desk              {url}/bureau/")
    if settings.production:
        return
    sign_in = local_sign_in(settings.instance)
    click.echo(f"    e-mail address  {sign_in.email}")
    changed = f"changed; “concertation facilitator add {sign_in.email}” makes a new one"
    click.echo(f"    password        {sign_in.password or changed}")
    if settings.smtp is None:
        click.echo(f"  Mail (caught)     {url}/bureau/courrier-local")
    click.echo("\n  Ctrl+C stops it.\n")
