"""Settings: each is checked, and everything that is wrong is told at once."""

import multiprocessing
import os
import stat
from datetime import timedelta

import pytest

from concertation.config import InvalidSettings, Settings
from concertation.domain.delivery import LEASE
from concertation.secret import kept_secret
from concertation.smtp_address import SmtpSecurity, SmtpServer

GOOD_SECRET = "Yx3-wR8_kq5TzLm0vBn7HsPd2JfGc9Ae"
PRODUCTION = {
    "ENV": "production",
    "SECRET_KEY": GOOD_SECRET,
    "PUBLIC_URL": "https://concertation.example.org",
    "SMTP_URL": "smtps://mail.example.org",
    "MAIL_FROM": "concertation@example.org",
}


@pytest.fixture
def read(tmp_path):
    """Read settings from these variables, in an instance of the test's own."""

    def settings_of(**variables: str) -> Settings:
        given = {"INSTANCE": str(tmp_path / "instance"), **variables}
        return Settings.from_environ(
            {f"CONCERTATION_{name}": value for name, value in given.items()}
        )

    return settings_of


@pytest.fixture
def problems(read):
    def problems_of(**variables: str) -> list[str]:
        with pytest.raises(InvalidSettings) as caught:
            read(**variables)
        return caught.value.problems

    return problems_of


def test_nothing_has_to_be_set_on_ones_own_machine(read, tmp_path):
    settings = read()

    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/concertation.sqlite"
    assert settings.smtp is None
    assert not settings.production
    assert settings.sqlite_synchronous == "FULL"
    assert settings.checks_csrf


def test_a_mail_is_held_as_long_as_is_set(read):
    assert read().mail_lease == LEASE
    assert read(MAIL_LEASE_SECONDS="30").mail_lease == timedelta(seconds=30)


def test_a_site_in_production_says_what_it_needs(read):
    settings = read(**PRODUCTION)

    assert settings.production
    assert settings.trusted_hosts == ("concertation.example.org",)
    assert settings.secret_key == GOOD_SECRET
    assert settings.smtp == SmtpServer(
        security=SmtpSecurity.TLS, host="mail.example.org", port=465
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "prod"),
        ("MAIL_LEASE_SECONDS", "1"),
        ("MAIL_LEASE_SECONDS", "3601"),
        ("INSTANCE", "/dev/null"),
        ("INSTANCE", "/dev/null/instance"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "ab" * 32),
        ("DATABASE_URL", "mysql://localhost/concertation"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgresql://host:port/concertation"),
        ("PUBLIC_URL", "concertation.example.org"),
        ("PUBLIC_URL", "ftp://127.0.0.1"),
        ("PUBLIC_URL", "http://127.0.0.1/concertation"),
        ("PUBLIC_URL", "http://127.0.0.1?a=b"),
        ("PUBLIC_URL", "http://somebody@127.0.0.1"),
        ("PUBLIC_URL", "http://127.0.0.1:99999"),
        ("PUBLIC_URL", "http://[::1"),
        ("PUBLIC_URL", "http://127.0.0.1 :8000"),
        ("PUBLIC_URL", "https://concertation.example.org"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "http://mail.example.org"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail..example.org"),
        ("SMTP_URL", "smtp://mail.example.org:port"),
        ("SMTP_URL", "smtp://mail.example.org:0"),
        ("SMTP_URL", "smtps://user:p[ss@mail.example.org"),
        ("SMTP_URL", "smtps://user:p%C3%A9@mail.example.org"),
        ("SMTP_URL", "smtp://user:secret@mail.example.org"),
        ("SMTP_URL", "smtps://mail.example.org/path"),
        ("SMTP_URL", "smtps://mail.example.org?tls=no"),
        ("MAIL_FROM", "concertation"),
        ("MAIL_FROM", "@example.org"),
        ("MAIL_FROM", "concertation@localhost"),
        ("MAIL_FROM", "a@b@example.org"),
        ("MAIL_FROM", "Concertation <a@example.org>"),
        ("MAIL_FROM", "a@example.org, b@example.org"),
        ("MAIL_FROM", "é@example.org"),
        ("MAIL_FROM", "a..b@example.org"),
        ("MAIL_FROM", "b@["),
        ("DPO_EMAIL", "nobody"),
        ("PROXIES", "-1"),
        ("PROXIES", "11"),
        ("PROXIES", "one"),
        ("PROXIES", "²"),
        ("SQLITE_SYNCHRONOUS", "OFF"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(name, value, problems):
    told = problems(**{"SECRET_KEY": GOOD_SECRET, name: value})

    assert [line.partition(":")[0] for line in told] == [f"CONCERTATION_{name}"]
    assert "\n" not in told[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "hunter2"),
        ("SMTP_URL", "smtp://user:hunter2@mail.example.org"),
        ("SMTP_URL", "smtps://user:hunter2[@mail.example.org"),
        ("DATABASE_URL", "postgresql://user:hunter2@host:port/db"),
    ],
)
def test_what_is_told_holds_no_password(name, value, problems):
    assert "hunter2" not in "".join(problems(**{name: value}))


def test_everything_that_is_wrong_is_told_at_once(problems):
    told = problems(
        ENV="prod", PROXIES="x", LOG_LEVEL="x", SMTP_URL="x", MAIL_FROM="x", TYPO="x"
    )

    assert [line.partition(":")[0] for line in told] == [
        "CONCERTATION_ENV",
        "CONCERTATION_SMTP_URL",
        "CONCERTATION_MAIL_FROM",
        "CONCERTATION_PROXIES",
        "CONCERTATION_LOG_LEVEL",
        "CONCERTATION_TYPO",
    ]


@pytest.mark.parametrize("missing", sorted(PRODUCTION.keys() - {"ENV"}))
def test_production_does_not_start_without(missing, problems):
    [told] = problems(**PRODUCTION | {missing: ""})

    assert told.startswith(f"CONCERTATION_{missing}: ")


def test_production_asks_for_all_that_it_misses_at_once(problems):
    told = problems(ENV="production")

    assert {line.partition(":")[0] for line in told} == {
        f"CONCERTATION_{name}" for name in PRODUCTION if name != "ENV"
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "too short"),
        ("SECRET_KEY", "0" * 64),
        ("PUBLIC_URL", "http://concertation.example.org"),
    ],
)
def test_production_refuses_what_is_not_safe(name, value, problems):
    [told] = problems(**PRODUCTION | {name: value})

    assert told.startswith(f"CONCERTATION_{name}: ")


def test_a_name_that_means_nothing_is_told(problems):
    assert problems(SMTP_URI="smtp://x", PUBLIC_ULR="x") == [
        "CONCERTATION_PUBLIC_ULR: no such setting",
        "CONCERTATION_SMTP_URI: no such setting",
    ]


def test_other_programs_variables_are_nothing_to_us(tmp_path):
    given = {"CONCERTATION_INSTANCE": str(tmp_path), "FLASK_ENV": "x", "PATH": "/bin"}

    assert Settings.from_environ(given).instance == tmp_path


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_name_of_postgresql_is_understood(scheme, read):
    settings = read(DATABASE_URL=f"{scheme}://me:p%40ss@db:5433/name?sslmode=require")

    expected = "postgresql+psycopg://me:p%40ss@db:5433/name?sslmode=require"
    assert settings.database_url == expected


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://mail.example.org", SmtpSecurity.PLAIN, 25),
        ("smtp+starttls://mail.example.org", SmtpSecurity.STARTTLS, 587),
        ("smtps://mail.example.org", SmtpSecurity.TLS, 465),
        ("smtps://mail.example.org:2465/", SmtpSecurity.TLS, 2465),
    ],
)
def test_the_mail_servers_address_has_the_usual_ports(url, security, port, read):
    server = SmtpServer(security=security, host="mail.example.org", port=port)

    assert read(SMTP_URL=url).smtp == server


def test_a_mail_servers_name_and_password_may_be_escaped(read):
    smtp = read(SMTP_URL="smtp+starttls://me%40example.org:p%3A%2F%5B@[::1]:587").smtp

    assert (smtp.username, smtp.password) == ("me@example.org", "p:/[")
    assert (smtp.host, smtp.port) == ("::1", 587)


def test_a_password_may_go_in_clear_to_this_very_machine(read):
    assert read(SMTP_URL="smtp://me:secret@localhost:2525").smtp.password == "secret"


@pytest.mark.parametrize("public_url", ["", "http://localhost:9000"])
def test_a_local_site_is_known_by_every_name_of_this_machine(public_url, read):
    settings = read(PUBLIC_URL=public_url)

    assert set(settings.trusted_hosts) == {"127.0.0.1", "localhost", "[::1]"}


@pytest.mark.parametrize("name", ["2001:db8::1", "[2001:db8::1]"])
def test_an_ipv6_host_is_trusted_as_it_stands_in_an_address(name, read):
    url = "https://[2001:db8::1]"

    assert read(**PRODUCTION | {"PUBLIC_URL": url}).trusted_hosts == ("[2001:db8::1]",)
    assert read(TRUSTED_HOSTS=name).trusted_hosts == ("[2001:db8::1]",)


def test_hosts_that_are_trusted_may_be_several(read):
    settings = read(TRUSTED_HOSTS="a.example.org, b.example.org,")

    assert settings.trusted_hosts == ("a.example.org", "b.example.org")


def test_the_kept_secret_is_made_once_for_its_owner_alone(read, tmp_path):
    first, second = read(), read()

    file = tmp_path / "instance" / "secret-key"
    assert first.secret_key == second.secret_key == file.read_text()
    assert len(first.secret_key) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("kept", ["", "short", "0" * 64])
def test_a_kept_secret_that_was_spoilt_is_told(kept, tmp_path, problems):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "secret-key").write_text(kept)

    [told] = problems()

    assert told.startswith("CONCERTATION_SECRET_KEY: too weak in ")


def test_processes_that_start_together_agree_on_one_secret(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as processes:
        for number in range(10):
            path = tmp_path / str(number) / "secret-key"
            secrets = processes.map(kept_secret, [path] * 4, chunksize=1)

            assert len(set(secrets)) == 1, number


def test_a_secret_made_by_somebody_else_meanwhile_is_taken(tmp_path, monkeypatch):
    path = tmp_path / "secret-key"
    link = os.link

    def be_second(draft, target):
        target.write_text(GOOD_SECRET)
        link(draft, target)

    monkeypatch.setattr(os, "link", be_second)

    assert kept_secret(path) == GOOD_SECRET
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
