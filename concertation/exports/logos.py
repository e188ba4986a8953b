"""Pictures at the head of what is printed.

logos = printed_logos()                     # those of who pays and who leads
logos = printed_logos(LogoKind.FUNDER)      # of some of them
"""

from dataclasses import dataclass
from typing import Any, Final

from concertation.domain.site import Logo, LogoKind
from concertation.queries.site import current_site, logo_contents
from concertation.wording.site import alternative_of

MOST_HEIGHT: Final = 1.4
"""In centimetres, as the width: what stands beside a title without hiding it."""
MOST_WIDTH: Final = 3.6
MOST_PRINTED: Final = 6
ROOM: Final = 10.0
"""In centimetres, for all of them: the rest is for the name of the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLogo:
    content: bytes
    """PNG or JPEG."""
    alternative: str
    """What is read aloud instead."""
    width: float
    """In centimetres on a sheet; a badge takes its proportions alone."""
    height: float

    @property
    def media_type(self) -> str:
        return "image/png" if self.content.startswith(b"\x89PNG") else "image/jpeg"

    def as_json(self) -> dict[str, Any]:
        """The picture as numbers from 0 to 255: JSON knows no bytes."""
        return {
            "bytes": list(self.content),
            "alternative": self.alternative,
            "width": self.width,
            "height": self.height,
        }


def printed_logos(*kinds: LogoKind) -> tuple[PrintedLogo, ...]:
    """The site's logos of these kinds, in the order of the desk; of all, if none.

    Their alternatives are in the language of the page that is being made. One query
    for all of them, and none where the site has no logo.
    """
    site = current_site()
    wanted = [
        logo for kind in kinds or tuple(LogoKind) for logo in site.logos_of(kind)
    ][:MOST_PRINTED]
    contents = logo_contents(tuple(wanted)) if wanted else {}
    taken = sum(_scale(logo) * logo.width for logo in wanted)
    shrunk = ROOM / max(ROOM, taken)
    return tuple(
        _printed(logo, contents[logo.file_id], scale=_scale(logo) * shrunk)
        for logo in wanted
        if logo.file_id in contents
    )


def _scale(logo: Logo) -> float:
    """Centimetres for a pixel, where it has room enough."""
    return min(MOST_WIDTH / logo.width, MOST_HEIGHT / logo.height)


def _printed(logo: Logo, content: bytes, *, scale: float) -> PrintedLogo:
    return PrintedLogo(
        content=content,
        alternative=alternative_of(logo),
        width=round(logo.width * scale, 2),
        height=round(logo.height * scale, 2),
    )
