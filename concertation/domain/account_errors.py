"""Refusals about accounts of the desk, and about getting in."""

from concertation.domain.errors import Refusal


class TooManyTries(Refusal):
    code = "too_many_tries"


class WrongCredentials(Refusal):
    code = "wrong_credentials"


class WrongCode(Refusal):
    """Neither the code of this half minute nor a recovery code that is left."""

    code = "wrong_code"


class SignInRunOut(Refusal):
    """Too long between the password and the code: both are asked for again."""

    code = "sign_in_run_out"


class WrongPassword(Refusal):
    """Asked once more of somebody who is signed in."""

    code = "wrong_password"


class WeakPassword(Refusal):
    code = "weak_password"

    def __init__(
        self, *, too_short: bool = False, names_the_person: bool = False
    ) -> None:
        super().__init__()
        self.too_short = too_short
        self.names_the_person = names_the_person


class LinkRunOut(Refusal):
    """Used, replaced by a later one, or too old."""

    code = "link_run_out"


class InvitationAnswered(Refusal):
    """It was taken up, or withdrawn: there is nothing left to send or to withdraw."""

    code = "invitation_answered"


class LastAdministrator(Refusal):
    """Nobody would be left to give rights to anyone."""

    code = "last_administrator"


class HasAccount(Refusal):
    """Somebody has an account with this address."""

    code = "has_account"


class NoSuchScope(Refusal):
    """A role that is given on the whole site only, or at one event only."""

    code = "no_such_scope"
