"""Make of a picture that somebody sends a logo that pages can carry.

SVG is refused. It is a program that draws: it may run scripts, and ask other servers
for what it shows; what is left of one that was stripped of that safely is often not the
logo any more. A PNG with a transparent ground is as good on pages, in mails and on
paper.

What was sent is not kept. It is decoded, scaled down, and written anew: what a camera
or a program noted in it is gone, and no page becomes heavy.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageCms, ImageOps

from concertation.domain.file_errors import FileUnreadable
from concertation.domain.files import FileKind
from concertation.services.file_contents import (
    BROKEN,
    checked_kind,
    decoded_picture,
)

MOST_BYTES: Final = 2 * 1024 * 1024
ALLOWED: Final = frozenset({FileKind.PNG, FileKind.JPEG})
MOST_PIXELS: Final = 16_000_000
"""Far more than paper needs. Decoded, it takes 64 MB for a moment."""
MOST_SIZE: Final = (480, 160)
"""In pixels: sharp on a fine screen, and on paper at the size of a letterhead."""
LEAST_SIDE: Final = 16
HEAVY: Final = 8_000
"""Bytes: a page may show a dozen of them."""
QUALITY: Final = 85
COLOURS: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    content: bytes
    kind: FileKind
    width: int
    height: int


def logo_picture(content: bytes) -> Picture:
    """Raises `FileTooLarge`, `FileKindRefused` or `FileUnreadable`."""
    kind = checked_kind(
        content, allowed=ALLOWED, most_bytes=MOST_BYTES, most_pixels=MOST_PIXELS
    )
    try:
        picture = _scaled(decoded_picture(content, most_pixels=MOST_PIXELS), kind)
        if min(picture.size) < LEAST_SIDE:
            raise FileUnreadable
        written = _as_jpeg(picture) if kind is FileKind.JPEG else _as_png(picture)
    except BROKEN as broken:
        raise FileUnreadable from broken
    return Picture(
        content=written, kind=kind, width=picture.width, height=picture.height
    )


def _scaled(picture: Image.Image, kind: FileKind) -> Image.Image:
    """Upright, small, in sRGB, and with nothing noted in it.

    The numbers of a palette cannot be blended: they become colours first. A JPEG has
    none, and one for print keeps its inks until its profile has told what they look
    like.
    """
    ImageOps.exif_transpose(picture, in_place=True)
    profile = picture.info.get("icc_profile")
    if kind is FileKind.PNG and picture.mode != "RGBA":
        picture = picture.convert("RGBA")
    picture.thumbnail(MOST_SIZE, Image.Resampling.LANCZOS)
    picture = _in_srgb(picture, profile, "RGB" if kind is FileKind.JPEG else "RGBA")
    picture.info.clear()
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """A profile that is broken, or that of other colours, says nothing."""
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            there = ImageCms.createProfile("sRGB")
            seen = ImageCms.profileToProfile(picture, given, there, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            seen = None
        if seen is not None:
            return seen
    return picture.convert(mode)


def _as_jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _as_png(picture: Image.Image) -> bytes:
    """A logo has few colours: where it has many, they are brought down to a palette."""
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    if written.tell() > HEAVY:
        written = BytesIO()
        few = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE)
        few.save(written, "PNG", optimize=True)
    return written.getvalue()
