"""What a file truly is, and what is never taken."""

import struct
import zlib

import pytest

from concertation.domain.file_errors import (
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
)
from concertation.domain.files import DOCUMENTS, PICTURES, FileKind
from concertation.services import file_contents
from concertation.services.file_contents import checked_kind
from tests.uploads import DOCX, archive, docx, odt, pdf, picture

ALL = DOCUMENTS | PICTURES
MOST = 1_000_000


def kind_of(content, allowed=ALL, most=MOST):
    return checked_kind(content, allowed=allowed, most_bytes=most)


def claimed_png(width: int, height: int) -> bytes:
    """A few bytes that say that they are a huge picture."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [head, body, b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("PNG"), FileKind.PNG),
        (picture("JPEG"), FileKind.JPEG),
        (picture("WEBP"), FileKind.WEBP),
        (pdf(), FileKind.PDF),
        (odt(), FileKind.ODT),
        (docx(), FileKind.DOCX),
        (
            # As LibreOffice writes it: the signature alone says "an archive".
            archive(
                {
                    "_rels/.rels": "<a/>",
                    "docProps/app.xml": "<a/>",
                    "word/document.xml": "<a/>",
                    "[Content_Types].xml": DOCX,
                }
            ),
            FileKind.DOCX,
        ),
    ],
    ids=["png", "jpeg", "webp", "pdf", "odt", "docx", "docx of another order"],
)
def test_a_kind_is_known_by_its_content(content, kind):
    assert kind_of(content) is kind


def test_what_is_not_allowed_here_is_refused():
    with pytest.raises(FileKindRefused):
        kind_of(pdf(), allowed=PICTURES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<html><script>alert(1)</script>",
        b"MZ" + b"\0" * 100,
        picture("GIF"),
        archive({"a.txt": "a"}),
        archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        archive({"xl/workbook.xml": "<a/>", "[Content_Types].xml": DOCX}),
        docx("application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)
def test_what_is_no_known_kind_is_refused(content):
    with pytest.raises(FileKindRefused):
        kind_of(content)


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG")[:200],
        picture("JPEG")[:400],
        picture("WEBP")[:200],
        b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>" * 20,
        pdf()[:-200],
        odt()[:-30],
        odt(**{"Basic/Standard/Module1.xml": "Sub Main"}),
        docx(**{"word/vbaProject.bin": "x"}),
    ],
)
def test_what_is_broken_or_carries_macros_is_refused(content):
    with pytest.raises((FileUnreadable, FileKindRefused)):
        kind_of(content)


@pytest.mark.parametrize("side", [6_400, 9_500, 60_000])
def test_a_picture_that_is_huge_once_unpacked_is_refused(side):
    with pytest.raises(FileUnreadable):
        kind_of(claimed_png(side, side))


def test_an_archive_that_is_huge_once_unpacked_is_refused(monkeypatch):
    monkeypatch.setattr(file_contents, "MOST_UNPACKED", 10_000)

    with pytest.raises(FileUnreadable):
        kind_of(odt(**{"Pictures/1.bin": "0" * 20_000}))


def test_an_archive_of_countless_files_is_refused(monkeypatch):
    monkeypatch.setattr(file_contents, "MOST_ENTRIES", 5)

    with pytest.raises(FileUnreadable):
        kind_of(docx(**{f"word/{number}.xml": "" for number in range(9)}))


def test_a_locked_archive_is_refused():
    content = bytearray(odt())
    start = 0
    while (start := content.find(b"PK\x01\x02", start)) >= 0:
        content[start + 8] |= 1  # The flag of encryption in the list of entries.
        start += 4

    with pytest.raises(FileUnreadable):
        kind_of(bytes(content))


def test_more_bytes_than_allowed_are_not_looked_at():
    with pytest.raises(FileTooLarge):
        kind_of(picture(), most=100)
