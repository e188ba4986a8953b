"""Pictures of one colour, of whatever kind and size, and logos made of them."""

from io import BytesIO
from typing import Any

from PIL import Image

from concertation.domain.site import LogoKind
from concertation.services.logo_pictures import logo_picture
from concertation.services.logos import LogoWords, add_logo
from tests.factories import ACTOR, NOW


def picture_file(
    kind: str = "PNG",
    size: tuple[int, int] = (300, 100),
    mode: str = "RGBA",
    colour: str = "#7a1f5c",
    **settings: Any,
) -> bytes:
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind, **settings)
    return file.getvalue()


def make_logo(
    kind: LogoKind = LogoKind.FUNDER, name: str = "Région Exemple", **picture: Any
) -> int:
    words = LogoWords(alternative_fr=name, alternative_en=name)
    sent = logo_picture(picture_file(**picture))
    return add_logo(kind, words, sent, actor=ACTOR, now=NOW)
