"""What a file truly is, whatever its name and its sender say.

Only its bytes are asked. A kind is found by its signature first, and then has to be a
whole and harmless file of that kind: pictures can be decoded and are no bombs, office
documents are the archives that they claim to be, without macros.
"""

import warnings
import zlib
from collections.abc import Collection
from io import BytesIO
from struct import error as BadStructure  # noqa: N812 -- as its siblings are called
from zipfile import BadZipFile, ZipFile, ZipInfo

import filetype
from PIL import Image

from concertation.domain.file_errors import (
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
)
from concertation.domain.files import PICTURES, FileKind

MOST_PIXELS = 40_000_000
"""A photograph of a good telephone. Decoded, it takes 160 MB for a moment."""
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200_000_000
MOST_MIME_BYTES = 100
MOST_TYPES_BYTES = 1_000_000
ENCRYPTED = 0x1

ODT_TYPE = b"application/vnd.oasis.opendocument.text"
DOCX_TYPE = b"wordprocessingml.document.main+xml"
MACROS = ("basic/", "scripts/", "word/vbaproject.bin", "word/vbadata.xml")

BY_EXTENSION = {kind.value: kind for kind in (FileKind.PDF, *PICTURES)}
ARCHIVES = {"zip", "odt", "docx"}

# What Pillow and zipfile raise when a file is not what it says, or is cut off.
BROKEN = (
    BadStructure,
    BadZipFile,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)

# Between its limit and twice that Pillow only warns: here both are a refusal.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def checked_kind(
    content: bytes,
    *,
    allowed: Collection[FileKind],
    most_bytes: int,
    most_pixels: int = MOST_PIXELS,
) -> FileKind:
    """Return what the file is.

    Raises `FileTooLarge`, `FileKindRefused` for what is not allowed or not known, or
    `FileUnreadable` for a file of an allowed kind that is broken, too big once
    unpacked, encrypted, or that carries macros.
    """
    if len(content) > most_bytes:
        raise FileTooLarge
    kind = _kind_by_signature(content)
    if kind is None or kind not in allowed:
        raise FileKindRefused
    if kind in PICTURES:
        decoded_picture(content, most_pixels=most_pixels)
    elif kind is FileKind.PDF and b"%%EOF" not in content[-2048:]:
        raise FileUnreadable
    return kind


def decoded_picture(content: bytes, *, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """The first picture of a PNG, JPEG or WebP file. Raises `FileUnreadable`.

    Its size is known, and refused, before the first pixel is unpacked.
    """
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > most_pixels:
                raise FileUnreadable
            picture.verify()
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            picture.load()
            return picture.copy()
    except BROKEN as broken:
        raise FileUnreadable from broken


def _kind_by_signature(content: bytes) -> FileKind | None:
    found = filetype.guess(content)
    if found is None:
        return None
    if found.extension in ARCHIVES:
        return _office_kind(content)
    return BY_EXTENSION.get(found.extension)


def _office_kind(content: bytes) -> FileKind | None:
    """An archive that is a text document; None for any other archive."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {entry.filename.lower() for entry in archive.infolist()}
            kind = _text_document(archive, names)
            if kind:
                _refuse_danger(archive.infolist(), names)
            return kind
    except BROKEN as broken:
        raise FileUnreadable from broken


def _text_document(archive: ZipFile, names: set[str]) -> FileKind | None:
    if {"mimetype", "content.xml", "meta-inf/manifest.xml"} <= names:
        is_text = _start_of(archive, "mimetype", MOST_MIME_BYTES).strip() == ODT_TYPE
        return FileKind.ODT if is_text else None
    if {"[content_types].xml", "word/document.xml"} <= names:
        types = _start_of(archive, "[Content_Types].xml", MOST_TYPES_BYTES)
        return FileKind.DOCX if DOCX_TYPE in types else None
    return None


def _refuse_danger(entries: list[ZipInfo], names: set[str]) -> None:
    is_bomb = (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > MOST_UNPACKED
    )
    is_locked = any(entry.flag_bits & ENCRYPTED for entry in entries)
    has_macros = any(name.startswith(MACROS) for name in names)
    if is_bomb or is_locked or has_macros:
        raise FileUnreadable


def _start_of(archive: ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as entry:
        return entry.read(most)
