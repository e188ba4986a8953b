"""What was sent to the desk after the session had ended, to be sent once more.

Nothing of it is stored: it goes back to the browser that it came from, in the page that
says what happened. A form that asks for a secret is not kept.
"""

from flask import request

from concertation.web.errors import SENT_AGAIN
from concertation.web.form import ActionForm
from concertation.web.identity import was_signed_in

TOKEN = "csrf_token"  # noqa: S105 -- the name of a field
SECRETS = frozenset({"password", "new_password", "code"})


def typed_in_vain() -> list[tuple[str, str]]:
    """Names and values; none of what another site made the browser send."""
    # Nothing is read of what strangers send, which may be large.
    if not was_signed_in() or not ActionForm().validate():
        return []
    ours = {TOKEN, SENT_AGAIN}
    sent = [each for each in request.form.items(multi=True) if each[0] not in ours]
    is_worth_it = any(value.strip() for _name, value in sent)
    return sent if is_worth_it and not SECRETS & request.form.keys() else []
