"""What is typed, as files that other programs read can carry it."""

import re

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# All of C0 and C1 but the tab and the line feed, halves of surrogate pairs, and the two
# that are no characters (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Keep one kind of line break and no character that breaks a reader."""
    return _FORBIDDEN.sub("", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def without_blanks(text: str) -> str:
    return "".join(clean(text).split())
