"""The command line: what it says, what it does, and with which exit code it ends."""

import socket
from datetime import timedelta

import pytest
from sqlalchemy import update

from concertation.clock import utc_now
from concertation.database import transaction
from concertation.domain.account_errors import WrongCredentials
from concertation.models import OutboxMail, SeatPool
from concertation.services.accounts import SignIn, sign_in
from concertation.services.facilitators import add_facilitator
from concertation.services.registration import register_person
from tests.factories import NOW, make_event, make_wish, register
from tests.forked import run_program
from tests.smtp_server import HOST, free_port, mail_server

EMAIL = "somebody@example.org"


@pytest.fixture
def env(app, database_url) -> dict[str, str]:
    instance = str(app.config["SETTINGS"].instance)
    return {
        "CONCERTATION_INSTANCE": instance,
        "CONCERTATION_DATABASE_URL": database_url,
    }


def can_sign_in(password: str) -> bool:
    try:
        sign_in(SignIn(email=EMAIL, password=password, place="here"), now=NOW)
    except WrongCredentials:
        return False
    return True


def test_check_tells_that_all_is_well(env):
    with mail_server() as server:
        done = run_program("check", env={**env, "CONCERTATION_SMTP_URL": server.url})

    assert done.returncode == 0
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "ok  settings",
        "ok  database",
        "ok  clock",
        "ok  mails",
        "ok  seats",
        "ok  mail server",
    ]
    assert done.stderr == ""


def test_check_finds_a_counter_that_is_wrong(app, env):
    event = make_event()
    register(event)
    with transaction() as session:
        session.execute(update(SeatPool).values(seats_taken=5))

    done = run_program("check", env=env)

    [told] = [line for line in done.stdout.splitlines() if "seats" in line]
    assert done.returncode == 1
    assert told.startswith(f"BAD seats: pool {event.pool_id}: seats_taken is 5")


def test_check_finds_a_mail_server_that_is_away(env):
    url = f"smtp://{HOST}:{free_port()}"

    done = run_program("check", env={**env, "CONCERTATION_SMTP_URL": url})

    assert done.returncode == 1
    assert "BAD mail server: " in done.stdout


def test_check_finds_mails_that_do_not_leave_and_what_the_server_says(app, env):
    register(make_event())
    with transaction() as session:
        an_hour_ago = utc_now() - timedelta(minutes=61)
        waiting = {"created_at": an_hour_ago, "last_error": "451 4.7.1 Come back later"}
        session.execute(update(OutboxMail).values(waiting))

    done = run_program("check", env=env)

    assert done.returncode == 1
    told = "BAD mails: one waits for 61 minutes: 451 4.7.1 Come back later"
    assert told in done.stdout.splitlines()


def test_check_finds_a_clock_that_was_set_back(app, env):
    now = utc_now()
    register_person(make_wish(make_event()), now=now + timedelta(hours=1))

    done = run_program("check", env=env)

    assert done.returncode == 1
    assert "BAD clock: was set back: the journal’s latest entry is of " in done.stdout


def test_check_finds_a_database_that_was_never_made(tmp_path):
    done = run_program("check", env={"CONCERTATION_INSTANCE": str(tmp_path / "new")})

    assert done.returncode == 1
    assert "BAD database: " in done.stdout
    assert "concertation db upgrade" in done.stdout


@pytest.mark.parametrize("command", ["run", "worker", "check"])
def test_wrong_settings_are_named_without_a_trace(command, env):
    wrong = {"CONCERTATION_PROXIES": "many", "CONCERTATION_SMPT_URL": "smtp://x"}

    done = run_program(command, env=env | wrong)

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "CONCERTATION_PROXIES: must be a whole number from 0 to 10, not 'many'",
        "CONCERTATION_SMPT_URL: no such setting",
    ]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104
@pytest.mark.parametrize("public_url", ["", "http://127.0.0.1:8000"])
def test_a_local_site_is_not_opened_to_others(public_url, host, env):
    known_as = {"CONCERTATION_PUBLIC_URL": public_url} if public_url else {}

    done = run_program("run", "--host", host, env=env | known_as)

    assert done.returncode == 1
    assert done.stderr == (
        f"Error: listening on {host} opens the site to others: "
        "set CONCERTATION_ENV=production and what it then asks for\n"
    )


@pytest.mark.parametrize(
    ("listens", "host"), [(HOST, HOST), (HOST, "localhost"), ("::1", "::1")]
)
def test_a_port_that_is_taken_is_told_before_anything_is_done(listens, host, tmp_path):
    new = {"CONCERTATION_INSTANCE": str(tmp_path / "new")}
    family = socket.AF_INET6 if ":" in listens else socket.AF_INET
    with socket.create_server((listens, 0), family=family) as other:
        port = str(other.getsockname()[1])
        done = run_program("run", "--host", host, "--port", port, "--example", env=new)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Error: cannot listen on {host}, port {port}: Address already in use; "
        "choose another with --port\n"
    )
    assert not (tmp_path / "new" / "concertation.sqlite").exists()


def test_a_host_that_nobody_knows_is_told_in_a_line(env):
    open_to_all = {
        "CONCERTATION_ENV": "production",
        "CONCERTATION_PUBLIC_URL": "https://concertation.example.org",
        "CONCERTATION_SECRET_KEY": "Yx3-wR8_kq5TzLm0vBn7HsPd2JfGc9Ae",
        "CONCERTATION_SMTP_URL": "smtp://mail.example.org",
        "CONCERTATION_MAIL_FROM": "concertation@example.org",
    }

    done = run_program("run", "--host", "nowhere.invalid", env=env | open_to_all)

    assert done.returncode == 1
    [told] = done.stderr.splitlines()
    assert told.startswith("Error: cannot listen on nowhere.invalid, port 8000: ")


@pytest.mark.parametrize("words", [("run",), ("facilitator", "add", EMAIL)])
def test_a_database_that_is_down_is_told_in_one_line(words, env, tmp_path):
    away = f"postgresql://test@/concertation?host={tmp_path}"
    down = {"CONCERTATION_DATABASE_URL": away}

    done = run_program(*words, env=env | down, stdin="a password from a pipe\n")

    assert done.returncode == 1
    [told] = done.stderr.splitlines()
    assert told.startswith("Error: the database cannot be used: ")
    assert str(tmp_path) in told


def test_a_worker_without_a_mail_server_has_nothing_to_do(env):
    done = run_program("worker", env=env)

    assert done.returncode == 1
    assert "CONCERTATION_SMTP_URL is not set" in done.stderr


def test_a_facilitator_is_added_with_a_password_from_a_pipe(app, env):
    password = "a password from a pipe"

    done = run_program(
        "facilitator", "add", EMAIL, "--password-stdin", env=env, stdin=password + "\n"
    )

    assert done.returncode == 0, done.stderr
    assert password not in done.stdout
    assert can_sign_in(password)


def test_a_facilitator_gets_a_password_that_is_told_once(app, env):
    done = run_program("facilitator", "add", EMAIL, "--name", "Léa", env=env)

    password = done.stdout.rpartition("Password: ")[2].strip()
    assert can_sign_in(password)
    assert not can_sign_in(password + "x")


def test_a_facilitator_who_is_removed_stays_out_however_often_it_is_asked(app, env):
    password = "a password from a pipe"
    add_facilitator(EMAIL, "Léa", password, now=NOW)

    done = [run_program("facilitator", "remove", EMAIL, env=env) for _ in range(2)]

    assert [each.returncode for each in done] == [0, 0]
    assert {each.stdout for each in done} == {f"{EMAIL} can no longer sign in.\n"}
    assert not can_sign_in(password)


def test_a_facilitator_who_is_not_known_is_not_removed(app, env):
    done = run_program("facilitator", "remove", EMAIL, env=env)

    assert done.returncode == 1
    assert done.stderr == f"Error: {EMAIL} has no account\n"


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "short"), ("nobody", "x" * 20)]
)
def test_a_facilitator_needs_an_address_and_a_real_password(email, password, app, env):
    done = run_program(
        "facilitator", "add", email, "--password-stdin", env=env, stdin=password
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_the_example_is_loaded_once(tmp_path):
    env = {"CONCERTATION_INSTANCE": str(tmp_path / "new")}

    first, second = (run_program("demo", env=env) for _ in range(2))

    assert first.stdout == "The example is loaded.\n"
    assert second.stdout == "The example was there already.\n"
