"""What the cells of other people's tables mean."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.people_import import Problem
from concertation.domain.seating import AdmissionState
from concertation.imports.instants import NotAnInstant, instant_in
from concertation.imports.vocabulary import (
    Standing,
    category_of,
    departement_of,
    epci_of,
    language_of,
    standing_of,
)
from concertation.wording.names import state_name
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("app")
PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("59", "59"),
        ("Nord", "59"),
        ("NORD", "59"),
        ("Nord (59)", "59"),
        ("59 - Nord", "59"),
        ("pas de calais", "62"),
        ("Pas-de-Calais", "62"),
        ("2", "02"),
        ("02", "02"),
        ("Aisne", "02"),
        ("59000", "59"),
        ("59650 Villeneuve-d’Ascq", "59"),
        ("2100", "02"),
        ("75011", "00"),
        ("97400", "00"),
        ("20000", "00"),
        ("75", "00"),
        ("2A", "00"),
        ("974", "00"),
        ("00", "00"),
        ("Hors de la région", "00"),
        ("Outside the region", "00"),
        ("99", None),
        ("Belgique", None),
        ("123456", None),
        ("Nord-Est", None),
    ],
)
def test_a_departement_by_code_name_or_postal_code(text, code):
    assert departement_of(text) == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("museum", "museum"),
        ("Musée", "museum"),
        ("MUSEE", "museum"),
        ("Museum", "museum"),
        ("local_authority", "local_authority"),
        ("Collectivité", None),
        ("Local authority", "local_authority"),
        ("Autre", "other"),
        ("chose", None),
    ],
)
def test_a_kind_of_organisation_by_key_or_name(text, kind):
    assert category_of(text) == kind


def test_a_grouping_by_number_or_name():
    assert epci_of("200 040 947") == epci_of("200040947") == "200040947"
    assert epci_of("ca coeur de flandre") == "200040947"
    assert epci_of("CA Cœur de Flandre") == "200040947"
    assert epci_of("Atlantide") is None


def test_a_language_by_code_or_name():
    assert [language_of(text) for text in ("FR", "Français", "anglais", "de")] == [
        "fr",
        "fr",
        "en",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Validé", Standing.SEATED),
        ("Attending", Standing.SEATED),
        ("Completed", Standing.SEATED),
        ("Confirmée", Standing.SEATED),
        ("Liste d’attente", Standing.WAITING),
        ("Waiting list", Standing.WAITING),
        ("Remboursé", Standing.LEFT),
        ("Refunded/Canceled", Standing.LEFT),
        ("Not Attending", Standing.LEFT),
        ("Withdrawn", Standing.LEFT),
        ("Awaiting payment", Standing.UNSETTLED),
        ("En attente", Standing.UNSETTLED),
        ("???", None),
    ],
)
def test_where_somebody_stood_there(text, standing):
    assert standing_of(text) is standing


@pytest.mark.parametrize("state", AdmissionState)
def test_every_state_of_our_own_is_understood(state, app):
    with app.test_request_context():
        assert standing_of(state_name(state)) is standing_of(state.value)
    assert standing_of(state.value) is not None


@pytest.mark.parametrize(
    "text",
    [
        "02/03/2026 09:30",
        "2/3/2026 9:30",
        "02/03/2026 à 09h30",
        "02.03.2026 09:30:00",
        "2026-03-02 09:30",
        "2026-03-02T09:30:00",
        "2026-03-02T08:30:00Z",
        "2026-03-02 08:30:00+00:00",
        "2026-03-02T09:30:00.000+0100",
    ],
)
def test_dates_as_the_french_and_machines_write_them(text):
    read = instant_in(text, PARIS, now=NOW)

    assert read == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "second", "microsecond"),
    [
        ("02/03/2026 09:30:07", 7, 0),
        ("2026-03-02T09:30:07.25+01:00", 7, 250_000),
        ("2026-03-02 08:30:59.1234567Z", 59, 123_456),
    ],
)
def test_seconds_and_their_parts_are_kept(text, second, microsecond):
    read = instant_in(text, PARIS, now=NOW)

    whole = datetime(2026, 3, 2, 8, 30, second, microsecond, tzinfo=UTC)
    assert read == whole


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31/02/2026", Problem.NO_SUCH_DAY),
        ("2025-02-29 10:00", Problem.NO_SUCH_DAY),
        ("01/01/2026 25:00", Problem.NO_SUCH_DAY),
        ("2026-01-01T10:00:00+99:99", Problem.NO_SUCH_DAY),
        ("30/03/2025 02:30", Problem.NO_SUCH_TIME),
        ("02/03/2126", Problem.IN_THE_FUTURE),
        ("02/03/0026", Problem.NOT_A_DATE),
        ("3/2/26", Problem.NOT_A_DATE),
        ("yesterday", Problem.NOT_A_DATE),
        ("46083", Problem.NOT_A_DATE),
    ],
)
def test_what_is_no_date_is_said_to_be_none(text, problem):
    with pytest.raises(NotAnInstant) as refused:
        instant_in(text, PARIS, now=NOW)

    assert refused.value.problem is problem


@given(st.text(alphabet="0123456789/-.: TZ+àh", max_size=30))
def test_no_text_brings_the_reader_of_dates_down(text):
    with suppress(NotAnInstant):
        assert instant_in(text, PARIS, now=NOW) <= NOW
