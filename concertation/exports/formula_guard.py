"""The apostrophe before a text that a spreadsheet could run as a formula.

What is guarded (OWASP, "CSV injection"): a text that starts with = + - @, also in
their wide forms, also after blanks or characters that do not show, since some readers
trim them; any that starts with a tab or a line break; and any that already looks
guarded, so that the guard can be undone.
"""

import re
from typing import Final

# What a reader may trim or not show, then what starts a formula, in a wide form too.
_RISKY: Final = re.compile(
    "'*(?:[\\s\x00-\x1f\x7f\xad\u200b-\u200f\u2060\ufeff]*[=+@＝＋－＠-]|[\x00-\x1f\x7f])"  # noqa: RUF001
)


def guarded(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """Undo `guarded`, and leave every other text as it is."""
    return text[1:] if text.startswith("'") and _RISKY.match(text, 1) else text
