"""Clean what is typed, before it is checked."""

import unicodedata

KEPT_CONTROLS = {"\n", "\t"}


def clean_line(value: str | None) -> str:
    """One line: no control characters, no doubled spaces, accents composed (NFC)."""
    return " ".join(_clean(value).split())


def clean_text(value: str | None) -> str:
    """Several lines, each without control characters."""
    lines = _clean(value).replace("\t", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _clean(value: str | None) -> str:
    text = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n")
    text = text.replace("\r", "\n")
    return "".join(c for c in text if c in KEPT_CONTROLS or not _is_control(c))


def _is_control(character: str) -> bool:
    # Cc: controls, among them NUL, which PostgreSQL refuses. Cs: lone surrogates.
    return unicodedata.category(character) in {"Cc", "Cs"}
