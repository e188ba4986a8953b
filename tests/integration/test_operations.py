"""What programs ask that watch over the site: alive, ready, and in which numbers."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update

from concertation.application import folder, newest_revision
from concertation.clock import utc_now
from concertation.database import transaction
from concertation.logs import OneLine, log_handler
from concertation.models import OutboxMail
from concertation.web.site.operations import views
from tests.factories import FORM, make_event, register

TOKEN = "qK3vR8xW1tZ6bN0mJ5hY2cL7dF4gS9pA-uE_oXiT"


def figures(answer) -> dict[str, float]:
    """By name and labels."""
    return {
        f"{each.name}{sorted(each.labels.values())}": each.value
        for family in text_string_to_metric_families(answer.text)
        for each in family.samples
    }


def test_the_newest_migration_is_the_one_that_alembic_knows():
    head = ScriptDirectory(str(folder("migrations"))).get_current_head()

    assert newest_revision() == head


def test_a_process_says_that_it_lives_and_asks_nothing(client, counted_queries):
    with counted_queries() as queries:
        answer = client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert queries == []


@pytest.mark.settings(trusted_hosts=("concertation.example.org",))
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_whoever_watches_over_it_need_not_know_its_name(client, path):
    by_address = {"Host": "10.0.0.5:8000"}

    assert client.get(path, headers=by_address).status_code == 200
    assert client.get("/", headers=by_address).status_code == 400
    assert client.get(path, headers={"Host": "a b"}).status_code == 400


@pytest.mark.on_both_databases
def test_it_is_ready_where_the_database_is(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": "ready"}


@pytest.mark.on_both_databases
def test_it_is_not_ready_before_the_database_is_up_to_date(client):
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": "is at 0001, not up to date"}


@pytest.mark.on_both_databases
def test_it_is_not_ready_where_the_database_is_gone(client):
    with transaction() as session:
        session.execute(text("DROP TABLE alembic_version"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": "does not answer"}
    assert client.get("/healthz").status_code == 200


@pytest.mark.on_both_databases
def test_metrics_count_what_there_is_and_name_nobody(client):
    event = make_event(capacity=1)
    for number in range(3):
        register(event, number)

    answer = client.get("/metrics")

    told = figures(answer)
    assert told["concertation_registrations['confirmed']"] == 1
    assert told["concertation_registrations['waitlisted']"] == 2
    assert told["concertation_mails['pending']"] == 3
    assert told["concertation_mail_lateness_seconds[]"] >= 0
    assert "@" not in answer.text
    assert FORM["family_name"] not in answer.text


def test_a_mail_is_late_however_often_it_was_tried(client):
    register(make_event())
    hour = timedelta(hours=1)
    with transaction() as session:
        tried = {"created_at": utc_now() - hour, "due_at": utc_now() + hour}
        session.execute(update(OutboxMail).values(tried))

    told = figures(client.get("/metrics"))

    assert told["concertation_mail_lateness_seconds[]"] >= hour.total_seconds()


def test_metrics_ask_as_much_for_many_as_for_one(client, counted_queries):
    event = make_event(capacity=1)
    counts = []
    for people in (1, 3):
        for number in range(people):
            register(event, 10 * people + number)
        with counted_queries() as queries:
            client.get("/metrics")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_requests_are_counted_by_the_part_of_the_site(client):
    name = "concertation_requests_total['200', 'GET', 'site_home']"
    before = figures(client.get("/metrics")).get(name, 0)
    client.get("/")
    client.open("/", method="BREW")

    told = figures(client.get("/metrics"))

    assert told[name] == before + 1
    assert not any("BREW" in each for each in told)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.1", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}),
        ("127.0.0.1", {"x-real-ip": "192.0.2.1"}),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.1"}),
        ("127.0.0.1", {"Via": "1.1 proxy"}),
        ("192.0.2.1", {"X-Forwarded-For": "127.0.0.1"}),
    ],
)
def test_without_a_token_only_this_machine_reads_metrics(client, address, headers):
    answer = client.get(
        "/metrics", headers=headers, environ_base={"REMOTE_ADDR": address}
    )

    assert answer.status_code == 404


@pytest.mark.settings(proxies=1)
@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-For": "127.0.0.1, 192.0.2.1"}])
def test_behind_a_proxy_nothing_but_a_token_opens_metrics(client, headers):
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.settings(production=True)
def test_in_production_metrics_need_a_token_and_the_log_says_which(client, caplog):
    """A proxy that says nothing of whom it asks for looks like this machine."""
    views._warn_once.cache_clear()  # noqa: SLF001 -- another test may have asked
    with caplog.at_level("WARNING", logger="concertation"):
        told = [client.get("/metrics").status_code for _ in range(3)]

    assert told == [404] * 3
    assert caplog.text.count("CONCERTATION_METRICS_TOKEN is not set") == 1


@pytest.mark.settings(metrics_token=TOKEN, production=True)
def test_in_production_the_token_opens_metrics_behind_a_proxy(client):
    shown = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "192.0.2.1"}

    assert client.get("/metrics", headers=shown).status_code == 200


@pytest.mark.settings(metrics_token=TOKEN)
@pytest.mark.parametrize(
    ("given", "status"),
    [(f"Bearer {TOKEN}", 200), ("Bearer é", 404), (TOKEN, 404), ("", 404)],
)
def test_with_a_token_whoever_shows_it_reads_metrics(client, given, status):
    shown = {"Authorization": given} if given else {}

    assert client.get("/metrics", headers=shown).status_code == status


def test_every_answer_has_an_id_of_its_own(client):
    ids = {client.get("/").headers["X-Request-ID"] for _ in range(3)}

    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)


@pytest.mark.settings(proxies=1)
@pytest.mark.parametrize(
    ("given", "is_taken"),
    [("abcdef0123456789", True), ("short", False), ("a b c d e f g h", False)],
)
def test_the_id_of_a_proxy_is_taken_where_it_is_one(client, given, is_taken):
    answer = client.get("/", headers={"X-Request-ID": given})

    assert (answer.headers["X-Request-ID"] == given) is is_taken


def test_the_id_of_a_stranger_is_not_taken(client):
    given = "abcdef0123456789"

    assert client.get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"] != (
        given
    )


@pytest.fixture(params=[True, False], ids=["json", "text"])
def as_json(request) -> bool:
    return request.param


@pytest.fixture
def written(as_json):
    """What the program's own handler writes."""
    stream, ours = io.StringIO(), logging.getLogger("concertation")
    handler = log_handler(stream, as_json=as_json)
    ours.addHandler(handler)
    yield stream
    ours.removeHandler(handler)


@pytest.mark.parametrize("as_json", [True], indirect=True)
def test_a_request_leaves_a_line_that_tells_no_key(client, written, caplog):
    caplog.set_level("INFO", "concertation.requests")
    answer = client.get("/inscriptions/ABC-secret-key?cle=xyz")

    [line] = written.getvalue().splitlines()
    told = json.loads(line)
    assert told["rule"] == "/inscriptions/<token>"
    assert told["status"] == answer.status_code
    assert told["request_id"] == answer.headers["X-Request-ID"]
    assert "secret" not in line
    assert "xyz" not in line


def test_what_somebody_typed_begins_no_line_of_its_own(written):
    nasty = "mail\r\nERROR concertation: all is lost\u2028\x1b[31m\x85\x9b31m\u202e"

    logging.getLogger("concertation.test").warning("refused: %s", nasty)

    assert len(written.getvalue().splitlines()) == 1
    assert not {"\x1b", "\x9b", "\u202e"} & {*written.getvalue()}


def break_down() -> None:
    raise RuntimeError("first\nERROR second\r\x1b[2K\u2028third")


def test_a_trace_is_indented_where_words_are_written():
    with pytest.raises(RuntimeError) as raised:
        break_down()
    told = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("a", 40, "f", 1, "a bug", (), told)

    lines = OneLine("%(message)s").format(record).split("\n")

    assert lines[0] == "a bug"
    assert all(line.startswith("  ") for line in lines[1:])
    assert not {"\r", "\x1b", "\u2028"} & {*"".join(lines)}
