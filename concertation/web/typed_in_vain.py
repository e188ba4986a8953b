"""What was sent to the desk after the session had ended, to be sent once more.

Nothing of it is stored: it goes back to the browser that it came from, in the page that
says what happened. A form that asks for a secret is not kept.
"""

from flask import request

from concertation.web.form import ActionForm
from concertation.web.identity import was_signed_in

TOKEN = "csrf_token"  # noqa: S105 -- the name of a field
SECRETS = frozenset({"password", "new_password", "code"})


def typed_in_vain() -> list[tuple[str, str]]:
    """Names and values; none of what another site made the browser send."""
    sent = [each for each in request.form.items(multi=True) if each[0] != TOKEN]
    is_worth_it = any(value.strip() for _name, value in sent)
    if not is_worth_it or SECRETS & request.form.keys():
        return []
    return sent if was_signed_in() and ActionForm().validate() else []
