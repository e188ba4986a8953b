"""The compiler's own process: a template's path as argument, data in, a PDF out.

A name can be in any of the world's scripts. The fonts that the compiler carries know
Latin, Greek, Cyrillic, Arabic, Hebrew and some more, and make the same document on
every machine. For a letter that they lack the machine's own fonts are asked; one that
none of them has becomes a box, because a document that is to be kept and read aloud
may not hold a letter that cannot be shown, and one name must not cost the others
theirs.
"""

import json
import re
import sys
import unicodedata
from typing import Final

import typst

BOX: Final = "□"
UNSHOWN: Final = re.compile(
    r'the text `"(.+?)"` could not be displayed'
    r'|contains the codepoint `"\\u\{([0-9a-f]+)\}"`',
    re.DOTALL,
)
PICTURE: Final = "picture"
JOINED: Final = re.compile(f"{BOX}(?:[\u200d\ufe0e\ufe0f]*{BOX}|[\u200d\ufe0e\ufe0f])*")
"""A picture is often several: a woman, a colour of skin, what joins them."""
MOST_TRIES: Final = 30
"""A script, or a kind of sign, a try: more than a list of people holds."""


def document(template: str, data: str) -> bytes:
    """The PDF: to be kept (PDF/A, ISO 19005-3) and read aloud (PDF/UA, ISO 14289-1)."""
    try:
        return _compiled(template, data, with_the_machines_fonts=False)
    except typst.TypstError as error:
        if not UNSHOWN.search(str(error)):
            raise
    # Read and written again, so that letters stand as they are, and not as \u1234.
    data = json.dumps(json.loads(data), ensure_ascii=False)
    for _ in range(MOST_TRIES):
        try:
            return _compiled(template, data, with_the_machines_fonts=True)
        except typst.TypstError as error:
            found = UNSHOWN.search(str(error))
            if not found:
                raise
            data = _boxed(data, found[1] or chr(int(found[2], 16)))
    return _compiled(template, data, with_the_machines_fonts=True)


def _compiled(template: str, data: str, *, with_the_machines_fonts: bool) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["a-3a", "ua-1"],
        ignore_system_fonts=not with_the_machines_fonts,
    )


def _boxed(data: str, unshown: str) -> str:
    """Put a box for each letter of that script, or for each picture."""
    kinds = {_kind(letter) for letter in unshown} - {""} or {PICTURE}
    boxed = "".join(BOX if _kind(letter) in kinds else letter for letter in data)
    return JOINED.sub(BOX, boxed) if PICTURE in kinds else boxed


def _kind(letter: str) -> str:
    """« THAI », « CJK », a picture; nothing for what every font has."""
    category = unicodedata.category(letter)
    if letter == BOX or letter.isascii():
        return ""
    if category[0] in "LM":
        return unicodedata.name(letter, "?").partition(" ")[0]
    return PICTURE if category in {"So", "Sk", "Co", "Cn"} else category


if __name__ == "__main__":
    sys.stdout.buffer.write(document(sys.argv[1], sys.stdin.read()))
