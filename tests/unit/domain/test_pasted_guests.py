"""Lists of people as they are pasted: from mail programs, spreadsheets, by hand."""

import pytest

from concertation.domain import guests
from concertation.domain.guests import MOST_NAME, name_parts, pasted_lines


def read(text: str) -> list[tuple[str, str, str]]:
    return [(each.name, each.organisation, each.address) for each in pasted_lines(text)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ada@example.org", ("", "", "ada@example.org")),
        ("  <ada@example.org> ,", ("", "", "ada@example.org")),
        ("mailto:ada@example.org", ("", "", "ada@example.org")),
        ("Ada Lovelace <ada@example.org>;", ("Ada Lovelace", "", "ada@example.org")),
        (
            '"Lovelace, Ada" <ada@example.org>',
            ("Lovelace, Ada", "", "ada@example.org"),
        ),
        (
            "Ada; Machines <ada@example.org>",
            ("Ada", "Machines", "ada@example.org"),
        ),
        ("Ada;Machines;ada@example.org", ("Ada", "Machines", "ada@example.org")),
        ("ada@example.org;Ada;Machines", ("Ada", "Machines", "ada@example.org")),
        (
            "Ada\tMachines, etc.\tada@example.org",
            ("Ada", "Machines, etc.", "ada@example.org"),
        ),
        ('"Ada","Machines","ada@example.org"', ("Ada", "Machines", "ada@example.org")),
        ("Nom;Structure;Adresse", ("Nom", "Structure", "")),
        ("Ada Lovelace", ("Ada Lovelace", "", "")),
        ("Lovelace, Ada <ada@example.org>", ("Lovelace, Ada", "", "ada@example.org")),
        ('"Ada ""L"" O",Org,a@example.org', ('Ada "L" O', "Org", "a@example.org")),
        ('Ada "L" O <a@example.org>', ('Ada "L" O', "", "a@example.org")),
        ('"Ada <a@example.org>', ("Ada", "", "a@example.org")),
        ("Ada <nobody>", ("Ada", "", "nobody")),
    ],
)
def test_a_line_is_read_as_people_write_it(line, found):
    assert read(line) == [found]


@pytest.mark.parametrize(
    "line",
    [
        "Ada <ada@example.org>; Ben <ben@example.org>",
        "Ada <ada@example.org>, Ben <ben@example.org>;",
        '"Ada" <ada@example.org>;"Ben" <ben@example.org>',
    ],
)
def test_one_line_may_name_several_as_a_mail_program_does(line):
    assert read(line) == [
        ("Ada", "", "ada@example.org"),
        ("Ben", "", "ben@example.org"),
    ]


@pytest.mark.parametrize(
    "line", ["Ada <ada@example.org> Ben <ben@example.org>", "a@b@example.org"]
)
def test_a_line_of_which_nothing_can_be_read_is_told(monkeypatch, line):
    """Newer releases of Python find nobody where they doubt one of the addresses."""
    monkeypatch.setattr(guests, "getaddresses", lambda _fields: [("", "")])

    assert read(line) == [("", "", line)]


def test_a_quoted_name_keeps_its_separators():
    [first, second] = read('"Ada; Lovelace" <a@example.org>; b@example.org')

    assert first == ("Ada; Lovelace", "", "a@example.org")
    assert second == ("", "", "b@example.org")


def test_lines_are_counted_as_the_page_shows_them_and_empty_ones_say_nothing():
    lines = list(pasted_lines("\n a@example.org \r\n\r\n ; \n b@example.org, c@x.fr"))

    assert [line.number for line in lines] == [2, 5, 5]


def test_controls_stay_in_no_name():
    [line] = pasted_lines("Ada\x00 Lovelace <ada@example.org>")

    assert line.name == "Ada Lovelace"


def test_what_is_too_long_says_so():
    [line] = pasted_lines(f"{'x' * (MOST_NAME + 1)} <ada@example.org>")

    assert line.is_too_long


@pytest.mark.parametrize("line", ["x" * 190_000, "a@b.fr," * 27_000])
def test_a_line_without_an_end_is_refused_at_once(line):
    [read_line] = pasted_lines(line)

    assert read_line.is_too_long
    assert read_line.address == ""


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace", ("Ada", "Lovelace")),
        ("LOVELACE Ada", ("Ada", "LOVELACE")),
        ("Marie-Anne DE LA TOUR", ("Marie-Anne", "DE LA TOUR")),
        ("Ada de Lovelace", ("", "Ada de Lovelace")),
        ("Ada", ("", "Ada")),
        ("", ("", "")),
    ],
)
def test_a_name_is_parted_where_there_is_little_doubt(name, parts):
    assert name_parts(name) == parts
