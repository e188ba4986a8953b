"""Logos of bodies that do not exist: a simple shape and an invented name."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from concertation.domain.site import LogoKind
from concertation.services.logo_pictures import Picture, logo_picture
from concertation.services.logos import LogoWords

# Twice as large as it is kept: scaled down, its edges become smooth.
SIZE = (900, 320)
SHAPE = (8, 48, 232, 272)
INK = "#1b2023"

LOGOS = (
    (
        LogoKind.PILOT,
        "circle",
        "#00586b",
        "Territoire",
        "d’exemple",
        "Example Territory",
    ),
    (LogoKind.PILOT, "drop", "#7a3b00", "Agence", "d’exemple", "Example Agency"),
    (LogoKind.FUNDER, "square", "#3f3d8f", "Fonds", "d’exemple", "Example Fund"),
)


def invented_logos() -> list[tuple[LogoKind, LogoWords, Picture]]:
    """Drawn each time. The letters that the library brings have no accents."""
    return [
        (
            kind,
            LogoWords(alternative_fr=f"{first} {second}", alternative_en=english),
            logo_picture(_drawn(shape, colour, f"{first}\n{second}")),
        )
        for kind, shape, colour, first, second, english in LOGOS
    ]


def _drawn(shape: str, colour: str, name: str) -> bytes:
    picture = Image.new("RGBA", SIZE, "#ffffff00")
    pen = ImageDraw.Draw(picture)
    if shape == "circle":
        pen.ellipse(SHAPE, fill=colour)
    elif shape == "square":
        pen.rounded_rectangle(SHAPE, radius=28, fill=colour)
    else:
        pen.pieslice(SHAPE, start=90, end=360, fill=colour)
    font = ImageFont.load_default(size=112)
    pen.multiline_text((276, 160), name, fill=INK, font=font, anchor="lm", spacing=16)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
