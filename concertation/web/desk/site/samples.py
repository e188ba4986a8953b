"""A colour as pages would use it, and whether they may."""

from dataclasses import dataclass

from concertation.domain.colour import (
    DARK_PAPER,
    PAPER,
    accent_contrast,
    dark_accent,
    dark_contrast,
    is_readable,
    readable_accent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """The colour on paper of one kind, drawn by a picture: no style is written."""

    paper: str
    solid: str
    on_solid: str
    contrast: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    colour: str
    is_readable: bool
    proposed: str
    """The nearest that can be read: itself, where it can."""
    light: Shade
    dark: Shade


def sample_of(colour: str | None) -> Sample | None:
    """None for what is no colour."""
    if colour is None:
        return None
    return Sample(
        colour=colour,
        is_readable=is_readable(colour),
        proposed=readable_accent(colour),
        light=Shade(
            paper=PAPER,
            solid=colour,
            on_solid="#ffffff",
            contrast=accent_contrast(colour),
        ),
        dark=Shade(
            paper=DARK_PAPER,
            solid=dark_accent(colour),
            on_solid="#0d1113",
            contrast=dark_contrast(colour),
        ),
    )
