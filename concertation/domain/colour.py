"""Colours that can be read: contrast as WCAG 2.2 counts it, lightness as OKLCH does.

An accent is text on white paper, white text on itself, and text on paper that is tinted
with itself: the last is the hardest to read, and decides.
"""

import re
from collections.abc import Callable
from typing import Final

LEAST_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3, for text of usual size."""
PAPER: Final = "#ffffff"
DARK_PAPER: Final = "#15191b"
DARK_LIGHTNESS: Final = 0.78
TINT: Final = 0.09
"""The deepest tint of the accent that a text in the accent stands on, see site.css."""
STEP: Final = 0.005
_WRITTEN: Final = re.compile(r"#[0-9a-f]{6}")
_SHORT: Final = re.compile(r"#?([0-9a-f])([0-9a-f])([0-9a-f])")

Triple = tuple[float, float, float]


def as_colour(text: str) -> str | None:
    """``#rrggbb`` of what was typed, with or without its sign; None: it is none."""
    plain = text.strip().lower()
    if short := _SHORT.fullmatch(plain):
        return "#" + "".join(digit * 2 for digit in short.groups())
    colour = plain if plain.startswith("#") else f"#{plain}"
    return colour if _WRITTEN.fullmatch(colour) else None


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def accent_contrast(accent: str) -> float:
    """The least that an accent has on whatever it is used on in light pages."""
    return min(contrast(accent, paper) for paper in (PAPER, tinted(accent, PAPER)))


def dark_contrast(accent: str) -> float:
    """The same for the colour that stands for the accent on dark pages."""
    solid = dark_accent(accent)
    return min(
        contrast(solid, paper) for paper in (DARK_PAPER, tinted(solid, DARK_PAPER))
    )


def is_readable(accent: str) -> bool:
    return accent_contrast(accent) >= LEAST_CONTRAST


def readable_accent(accent: str) -> str:
    """The nearest colour that can be read: as lively, of the same hue, but darker."""
    return _stepped(accent, -STEP, is_readable)


def dark_accent(accent: str) -> str:
    """The accent on dark pages: its hue, light enough to be read."""
    _lightness, a, b = _to_oklab(accent)
    return _to_hex((DARK_LIGHTNESS, a, b))


def tinted(colour: str, paper: str) -> str:
    """As ``color-mix(in oklab, colour 9%, paper)`` mixes them."""
    mixed = [
        TINT * one + (1 - TINT) * other
        for one, other in zip(_to_oklab(colour), _to_oklab(paper), strict=True)
    ]
    return _to_hex((mixed[0], mixed[1], mixed[2]))


def _stepped(colour: str, step: float, is_enough: Callable[[str], bool]) -> str:
    lightness, a, b = _to_oklab(colour)
    while not is_enough(colour):
        lightness += step
        colour = _to_hex((lightness, a, b))
    return colour


def _luminance(colour: str) -> float:
    red, green, blue = _to_linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- sRGB


def _gamma(part: float) -> float:
    bounded = min(1.0, max(0.0, part))
    if bounded <= 0.0031308:  # noqa: PLR2004 -- sRGB
        return bounded * 12.92
    return 1.055 * float(bounded ** (1 / 2.4)) - 0.055


def _to_oklab(colour: str) -> Triple:
    red, green, blue = _to_linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    mid = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short,
    )


def _to_hex(lab: Triple) -> str:
    """What lies outside of what a screen can show is cut off, channel by channel."""
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    mid = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * mid + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(_gamma(part) * 255):02x}" for part in parts)
