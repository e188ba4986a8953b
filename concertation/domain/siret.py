"""The number of an establishment in INSEE's register of organisations (SIRENE).

Fourteen digits: nine of the organisation (its SIREN), five of the establishment. Both
SIREN and SIRET end in a check digit by Luhn's formula. La Poste has more establishments
than its own number leaves room for: theirs have digits that add up to a multiple of
five. The rules are those that INSEE's own validator describes,
https://github.com/InseeFrLab/validinsee
"""

import re

SIREN_DIGITS = 9
SIRET_DIGITS = 14
LA_POSTE = "356000000"

_BETWEEN_DIGITS = re.compile(r"[\s.\-\u2010\u2011\u2013]+")
_SIRET = re.compile(rf"[0-9]{{{SIRET_DIGITS}}}")


class NotASiret(ValueError):  # noqa: N818 -- reads as a sentence
    """What was typed is no such number."""


def siret_of(typed: str) -> str:
    """The fourteen digits, without what people type between them.

    Raises `NotASiret`.
    """
    digits = _BETWEEN_DIGITS.sub("", typed)
    if not is_siret(digits):
        raise NotASiret(typed)
    return digits


def is_siret(digits: str) -> bool:
    if not _SIRET.fullmatch(digits):
        return False
    if _adds_up(digits) and _adds_up(siren_of(digits)):
        return digits.strip("0") != ""
    return siren_of(digits) == LA_POSTE and sum(map(int, digits)) % 5 == 0


def siren_of(siret: str) -> str:
    """The number of the organisation that the establishment belongs to."""
    return siret[:SIREN_DIGITS]


def written_siret(digits: str) -> str:
    """As it is printed, on one line: « 732 829 320 00074 »."""
    groups = (digits[:3], digits[3:6], digits[6:9], digits[9:])
    return "\u202f".join(group for group in groups if group)


def _adds_up(digits: str) -> bool:
    """Luhn: of the digits, each second one from the right counts twice."""
    twice = [2 * int(digit) for digit in reversed(digits[:-1])][::2]
    once = [int(digit) for digit in reversed(digits)][::2]
    return (sum(once) + sum(sum(divmod(n, 10)) for n in twice)) % 10 == 0
