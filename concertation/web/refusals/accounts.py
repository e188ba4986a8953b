"""Refusals about accounts, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.account_errors import (
    HasAccount,
    InvitationAnswered,
    LastAdministrator,
    LinkRunOut,
    NoSuchScope,
    SignInRunOut,
    TooManyTries,
    WeakPassword,
    WrongCode,
    WrongCredentials,
    WrongPassword,
)
from concertation.domain.errors import Refusal
from concertation.domain.limits import LimitReached, ProofMissing

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    LimitReached: (
        _l("Too much was sent from your network, or for this address"),
        _l("Nothing was saved. Keep this page open, and send it again later."),
    ),
    ProofMissing: (
        _l(
            "Too much was sent from your network by browsers that do not run the script"
            " of this page"
        ),
        _l(
            "Nothing was saved. Switch JavaScript on in your browser, then send this"
            " again at once."
        ),
    ),
    TooManyTries: (
        _l("Too many tries"),
        _l("Wait fifteen minutes, then try again."),
    ),
    WrongCredentials: (
        _l("E-mail address or password unknown"),
        _l("Check both, then try again."),
    ),
    WrongCode: (
        _l("This code is not the right one"),
        _l(
            "Wait for the next code of your application and type it, or use a recovery"
            " code that you have not used yet."
        ),
    ),
    SignInRunOut: (
        _l("Too much time went by"),
        _l("Type your address and your password once more."),
    ),
    WrongPassword: (
        _l("This is not your password"),
        _l("Type the one that you sign in with."),
    ),
    WeakPassword: (
        _l("This password is too easy to guess"),
        _l(
            "Choose another: four words that have nothing to do with each other make a"
            " good one."
        ),
    ),
    LinkRunOut: (
        _l("This link opens nothing any more"),
        _l(
            "It was used already, a later one took its place, or its time is over. Ask"
            " for another one."
        ),
    ),
    InvitationAnswered: (
        _l("This invitation is answered already"),
        _l("It was taken up or withdrawn meanwhile: look at the account again."),
    ),
    LastAdministrator: (
        _l("This person is the last administrator"),
        _l("Make somebody else an administrator first."),
    ),
    HasAccount: (
        _l("Somebody has an account with this address"),
        _l("Find it in the list of accounts, and change what it may do there."),
    ),
    NoSuchScope: (
        _l("This role cannot be given there"),
        _l(
            "An administrator is one of the whole site; who welcomes does so at one"
            " event."
        ),
    ),
}
