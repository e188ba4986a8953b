"""From bytes to text: the encodings that spreadsheets and other programs write."""

from typing import Final

from concertation.domain.file_errors import FileProblem, TableUnreadable

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LOOKED_AT: Final = 4096
_MOSTLY: Final = 0.4
"""Of every second byte: European letters in UTF-16 have a nought beside them."""


def decoded(data: bytes) -> str:
    """The text of a file of unknown encoding. Raises `TableUnreadable`.

    A byte order mark is believed. Without one, noughts betray UTF-16; what is sound
    UTF-8 is UTF-8, for hardly any other text is so by chance; the rest is what
    Windows wrote in this part of the world.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :], encoding)
    for encoding in (*_utf_16_without_mark(data), "utf-8", "cp1252"):
        try:
            return _without_nul(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise TableUnreadable(FileProblem.NOT_A_TABLE)


def _checked(data: bytes, encoding: str) -> str:
    try:
        return _without_nul(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise TableUnreadable(FileProblem.NOT_A_TABLE) from error


def _utf_16_without_mark(data: bytes) -> tuple[str, ...]:
    start = data[:_LOOKED_AT]
    most = _MOSTLY * (len(start) // 2)
    if most and start[1::2].count(0) > most:
        return ("utf-16-le",)
    if most and start[::2].count(0) > most:
        return ("utf-16-be",)
    return ()


def _without_nul(text: str) -> str:
    """No table has this character; a picture or a program does."""
    if "\0" in text:
        raise TableUnreadable(FileProblem.NOT_A_TABLE)
    return text
