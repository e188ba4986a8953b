"""Static files are small on the way, and asked for once."""

import gzip

import pytest

from concertation.web.assets import asset
from tests.programs import ROOT

TEXTS = ["css/site.css", "css/desk.css", "js/questions.js", "img/icon.svg"]


@pytest.fixture
def address(app):
    def of(name: str) -> str:
        with app.test_request_context():
            return asset(name)

    return of


def ask(client, address, encoding):
    return client.get(address, headers={"Accept-Encoding": encoding})


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["gzip", "br, gzip;q=0.5", "*"])
def test_who_takes_it_gets_a_text_compressed(client, address, name, encoding):
    told = ask(client, address(name), encoding)

    written = (ROOT / "static" / name).read_bytes()
    assert told.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(told.data) == written
    assert int(told.headers["Content-Length"]) == len(told.data) < len(written)
    assert "immutable" in told.headers["Cache-Control"]


@pytest.mark.parametrize("encoding", ["", "identity", "br", "gzip;q=0"])
def test_who_does_not_take_it_gets_it_as_it_is(client, address, encoding):
    told = ask(client, address("css/site.css"), encoding)

    assert "Content-Encoding" not in told.headers
    assert told.data == (ROOT / "static/css/site.css").read_bytes()


def test_no_cache_gives_one_the_form_of_the_other(client, address):
    plain = ask(client, address("css/site.css"), "identity")
    small = ask(client, address("css/site.css"), "gzip")

    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != small.headers["ETag"]


def test_a_part_of_a_file_is_a_part_of_the_file(client, address):
    asked = {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}

    told = client.get(address("css/site.css"), headers=asked)

    assert told.status_code == 206
    assert told.data == (ROOT / "static/css/site.css").read_bytes()[:10]


def test_what_is_not_there_is_not_kept(client):
    told = client.get("/static/css/none.css?v=1", headers={"Accept-Encoding": "gzip"})

    assert told.status_code == 404
    assert "Cache-Control" not in told.headers


@pytest.mark.parametrize("version", ["0123456789ab", "", None])
def test_nobody_has_this_version_kept_as_another(client, version):
    """Anybody may ask for the next one beforehand, and is sent the styles of today."""
    asked = {} if version is None else {"v": version}

    told = client.get("/static/css/site.css", query_string=asked)

    assert told.status_code == 200
    assert told.headers["Cache-Control"] == "no-cache"
