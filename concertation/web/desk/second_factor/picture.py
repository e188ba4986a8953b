"""The address that a telephone reads, as a picture inside the page."""

import segno
from markupsafe import Markup
from pyotp import TOTP

from concertation.domain.second_factor import DIGITS, STEP

QUIET_ZONE = 4
"""Modules around the code, as ISO/IEC 18004 wants them."""
MODULE_PIXELS = 5


def address_to_scan(secret: str, *, email: str, site_name: str) -> str:
    """What an authenticator application reads: the secret, whose it is, and where."""
    totp = TOTP(secret, digits=DIGITS, interval=int(STEP.total_seconds()))
    return totp.provisioning_uri(name=email, issuer_name=site_name)


def qr_picture(text: str) -> Markup:
    """Black on white in every colour scheme: not every camera reads the reverse."""
    svg = segno.make(text, micro=False).svg_inline(
        scale=MODULE_PIXELS,
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
    )
    return Markup(svg)  # noqa: S704 -- drawn here, and carries no text
