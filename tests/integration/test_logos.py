"""Logos are checked by their content, written anew, and go with their files."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.file_errors import (
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
)
from concertation.domain.site import LogoKind
from concertation.domain.site_errors import TooManyLogos
from concertation.exports.logos import MOST_HEIGHT, MOST_WIDTH, ROOM, printed_logos
from concertation.models import StoredFile
from concertation.queries.site import current_site
from concertation.services import logos as service
from concertation.services.logo_pictures import HEAVY, MOST_BYTES, logo_picture
from tests.factories import ACTOR, NOW
from tests.pictures import picture_file

BY = {"actor": ACTOR, "now": NOW}
WORDS = service.LogoWords(
    alternative_fr="Région Exemple", alternative_en="Exemple Region"
)


def add(kind=LogoKind.FUNDER, words=WORDS, **changes):
    picture = logo_picture(picture_file(**changes))
    return service.add_logo(kind, words, picture, **BY)


def shown(kind=LogoKind.FUNDER):
    return [logo.alternative_fr for logo in current_site().logos_of(kind)]


def kept_files():
    return db.session.scalar(select(func.count()).select_from(StoredFile))


def bomb() -> bytes:
    """A PNG of some hundred bytes that says it has 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body))
        + name
        + body
        + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", FileKindRefused),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", FileKindRefused),
        (b"%PDF-1.7\n%%EOF", FileKindRefused),
        (b"", FileKindRefused),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, FileUnreadable),
        (picture_file()[:-20], FileUnreadable),
        (picture_file(size=(900, 4)), FileUnreadable),
        (picture_file(size=(4001, 4000)), FileUnreadable),
        (picture_file("WEBP"), FileKindRefused),
        (bomb(), FileUnreadable),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * MOST_BYTES, FileTooLarge),
    ],
    ids=[
        "svg",
        "gif",
        "pdf",
        "empty",
        "no-png",
        "cut",
        "thin",
        "vast",
        "webp",
        "bomb",
        "large",
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content, refusal):
    with pytest.raises(refusal):
        logo_picture(content)


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (picture_file(size=(3000, 1000)), (480, 160)),
        (picture_file(size=(1000, 3000)), (53, 160)),
        (picture_file(size=(40, 20)), (40, 20)),
        (picture_file("JPEG", (2400, 480), "CMYK"), (480, 96)),
        (picture_file(mode="P"), (300, 100)),
        (picture_file(mode="1"), (300, 100)),
    ],
)
def test_it_is_written_anew_at_a_size_that_pages_can_carry(sent, size):
    made = logo_picture(sent)

    assert (made.width, made.height) == size
    assert Image.open(BytesIO(made.content)).size == size
    assert len(made.content) < HEAVY


def test_what_a_camera_noted_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Camille Exemple"
    exif[0x0112] = 6
    sent = picture_file("JPEG", (400, 100), "RGB", exif=exif, comment=b"Jo Exemple")

    made = logo_picture(sent)

    assert b"Camille" in sent
    assert b"Camille" not in made.content
    assert b"Jo Exemple" in sent
    assert b"Jo Exemple" not in made.content
    assert (made.width, made.height) == (40, 160), "turned as it was meant to be seen"


def test_a_profile_of_colours_is_applied_and_left_out():
    heavy = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    heavy += b"\0" * 500_000

    made = logo_picture(picture_file(icc_profile=heavy))

    picture = Image.open(BytesIO(made.content))
    assert "icc_profile" not in picture.info
    assert picture.convert("RGB").getpixel((9, 9)) == (0x7A, 0x1F, 0x5C)
    assert len(made.content) < HEAVY


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P"])
def test_a_profile_that_is_none_is_no_hindrance(mode):
    colour = "#7a1f5c" if mode.startswith("RGB") else 0
    made = logo_picture(picture_file(mode=mode, colour=colour, icc_profile=b"none"))

    assert made.width == 300


def test_the_colours_of_a_palette_are_blended_when_it_is_scaled():
    lines = Image.new("P", (960, 320))
    lines.putpalette([0, 0, 0, 255, 255, 255])
    lines.putdata([x % 2 for _ in range(320) for x in range(960)])
    sent = BytesIO()
    lines.save(sent, "PNG")

    made = Image.open(BytesIO(logo_picture(sent.getvalue()).content)).convert("L")

    assert 100 < made.getpixel((200, 80)) < 155


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_logos_come_and_go_with_their_files():
    first = add()
    second = add(words=service.LogoWords(alternative_fr="Deux", alternative_en="Two"))
    assert shown() == ["Région Exemple", "Deux"]

    service.move_logo(second, up=True, **BY)
    service.move_logo(second, up=True, **BY)
    assert shown() == ["Deux", "Région Exemple"]

    service.edit_logo(first, WORDS, logo_picture(picture_file(size=(90, 90))), **BY)
    assert [logo.width for logo in current_site().logos] == [300, 90]
    assert kept_files() == 2

    service.remove_logo(first, **BY)
    service.remove_logo(first, **BY)
    assert shown() == ["Deux"]
    assert kept_files() == 1


@pytest.mark.usefixtures("app")
def test_the_site_has_one_logo_of_its_own():
    add(LogoKind.OWN)
    add(
        LogoKind.OWN, words=service.LogoWords(alternative_fr="Neuf", alternative_en="N")
    )

    assert shown(LogoKind.OWN) == ["Neuf"]
    assert kept_files() == 1


@pytest.mark.usefixtures("app")
def test_there_is_an_end_to_the_logos_of_a_kind():
    for _number in range(service.MOST_LOGOS):
        add()
    with pytest.raises(TooManyLogos):
        add()
    assert kept_files() == service.MOST_LOGOS


def test_they_are_printed_in_order_at_a_bounded_size_in_one_query(app, counted_queries):
    add(LogoKind.FUNDER)
    add(LogoKind.PILOT, WORDS, size=(100, 200))
    with app.test_request_context("/?lang=en"), counted_queries() as queries:
        logos = printed_logos()
        alone = printed_logos(LogoKind.OWN)

    assert [(logo.width, logo.height) for logo in logos] == [(0.7, 1.4), (3.6, 1.2)]
    assert all(logo.width <= MOST_WIDTH for logo in logos)
    assert all(logo.height <= MOST_HEIGHT for logo in logos)
    assert {logo.alternative for logo in logos} == {"Exemple Region"}
    assert alone == ()
    assert [each for each in queries if each != "BEGIN"] == [queries[-1]]


def test_many_logos_leave_room_for_the_name_beside_them(app):
    for _number in range(8):
        add(size=(400, 100))
    with app.test_request_context("/"):
        logos = printed_logos()

    assert sum(logo.width for logo in logos) <= ROOM + 0.01 * len(logos)
    assert {round(logo.width / logo.height) for logo in logos} == {4}
