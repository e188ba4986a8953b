"""What a request is counted by, and how somebody is told to wait.

The public's forms that write or send mail are counted: by the address that is typed,
and by the network. Neither is kept: what stands for them is a hash with the day in it.
"""

import hmac
import math
from collections.abc import Callable
from datetime import timedelta

from flask import Response, current_app, make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from concertation.clock import utc_now
from concertation.domain.account_errors import TooManyTries
from concertation.domain.limits import Limit, LimitReached, ProofMissing
from concertation.domain.registration import email_key
from concertation.domain.retention import TRIES_ARE_COUNTED_FOR
from concertation.limit_figures import LimitFigures
from concertation.queries.site import current_site
from concertation.web.networks import is_anybodys, network_of_request
from concertation.web.refusals import refusal_text

A_MINUTE = timedelta(minutes=1)
A_SECOND = timedelta(seconds=1)


def limits_of_request(
    page: str, email: str = "", *, lacks_proof: bool = False
) -> tuple[Limit, ...]:
    """Of the page that is named so, and of the address that a mail may go to.

    Who lacks a proof is counted also where the network is anybody's: it shuts out
    nobody who brings one, and the demand would be in vain otherwise.
    """
    figures: LimitFigures = current_app.config["SETTINGS"].limits
    network = network_of_request()
    counted = {f"address {email_key(email)}": figures.per_address if email else 0}
    if not is_anybodys(network):
        counted[f"network {network} {page}"] = figures.per_network_and_page
        counted[f"network {network}"] = figures.per_network
    limits = [Limit(_hashed(name), most) for name, most in counted.items() if most]
    if lacks_proof:
        source = _hashed(f"without proof {network}")
        limits.append(Limit(source, figures.without_proof, spares_proven=True))
    return tuple(limits)


def door_limits() -> tuple[Limit, ...]:
    """Of signing in: by the network alone, and apart from all that the public does."""
    figures: LimitFigures = current_app.config["SETTINGS"].limits
    network = network_of_request()
    if is_anybodys(network) or not figures.per_network_and_page:
        return ()
    return (Limit(_hashed(f"door {network}"), figures.per_network_and_page),)


def told_to_wait(
    form: FlaskForm,
    refusal: LimitReached | TooManyTries,
    page: Callable[[], str],
    *,
    contact: str = "",
) -> ResponseReturnValue:
    """The same page with all that was typed, and when to press its button again.

    Who cannot do what would let them through at once is told whom to write to instead:
    the contact, or else that of the site.
    """
    # Nothing is to be corrected: the heading says what is the matter.
    text = refusal_text(refusal)
    form.summary_title, form.form_errors = text.title, [text.what_to_do]
    wait = TRIES_ARE_COUNTED_FOR
    if isinstance(refusal, LimitReached):
        wait = max(refusal.retry_at - utc_now(), A_SECOND)
        form.form_errors.append(_when(refusal, math.ceil(wait / A_MINUTE)))
    address = contact or current_site().sheet.contact_email
    if isinstance(refusal, ProofMissing) and address:
        form.form_errors.append(_("Or write to %(address)s.", address=address))
    response: Response = make_response(page(), 429)
    response.headers["Retry-After"] = str(math.ceil(wait / A_SECOND))
    return response


def _when(refusal: LimitReached, minutes: int) -> str:
    said: str
    if isinstance(refusal, ProofMissing):
        said = ngettext(
            "Without JavaScript, you can send it again in %(num)d minute.",
            "Without JavaScript, you can send it again in %(num)d minutes.",
            minutes,
        )
    else:
        said = ngettext(
            "You can send it again in %(num)d minute.",
            "You can send it again in %(num)d minutes.",
            minutes,
        )
    return said


def _hashed(name: str) -> str:
    today = utc_now().date().isoformat()
    key = str(current_app.config["SECRET_KEY"])
    return hmac.digest(key.encode(), f"{today} {name}".encode(), "sha256").hex()
