"""Bring every catalogue up to date with the sources: `make translations`."""

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("en", "fr")
SOURCES = ("concertation", "templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
# A template with a mistake in it must be heard, not skipped.
OPTIONS = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}


def catalogue_path(locale: str) -> Path:
    folder = ROOT / "concertation" / "translations" / locale / "LC_MESSAGES"
    return folder / "messages.po"


def read_catalogue(locale: str) -> Catalog:
    with catalogue_path(locale).open("rb") as file:
        return read_po(file, locale=locale)


def extract() -> Catalog:
    """Collect every translatable text of the package and of the templates."""
    found = Catalog()
    for source in SOURCES:
        texts = extract_from_dir(ROOT / source, METHODS, OPTIONS, KEYWORDS)
        for _file, _line, text, comments, context in texts:
            found.add(text, auto_comments=comments, context=context)
    return found


def untranslated(catalogue: Catalog) -> list[Message]:
    return [text for text in catalogue if text.id and not all(strings_of(text))]


def strings_of(message: Message) -> list[str]:
    """One translation, or one for each plural form."""
    strings = message.string or ""
    return [strings] if isinstance(strings, str) else [*strings]


def update(locale: str, sources: Catalog) -> Catalog:
    """Add what is new, empty, and drop what is gone. Guessing would hide the gaps."""
    known = catalogue_path(locale).exists()
    catalogue = read_catalogue(locale) if known else _new_catalogue(locale)
    # A copy: the catalogue takes over the very messages that it is given.
    catalogue.update(
        deepcopy(sources), no_fuzzy_matching=True, update_creation_date=False
    )
    if locale == "en":
        _speak_for_itself(catalogue)
    return catalogue


def write(locale: str, catalogue: Catalog) -> None:
    """Sorted and without line numbers, so that a change of order changes nothing."""
    path = catalogue_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalogue, no_location=True, sort_output=True, ignore_obsolete=True
        )


def _new_catalogue(locale: str) -> Catalog:
    return Catalog(
        locale,
        project="Concertation",
        version="0",
        header_comment="# The texts of Concertation.",
        msgid_bugs_address="see README.md",
        last_translator="the Concertation contributors",
        language_team=locale,
        revision_date=datetime.now(UTC),
        fuzzy=False,
    )


def _speak_for_itself(catalogue: Catalog) -> None:
    """Fill in the texts themselves: the sources are written in English already."""
    for message in untranslated(catalogue):
        message.string = message.id


def main() -> None:
    sources = extract()
    for locale in LOCALES:
        catalogue = update(locale, sources)
        write(locale, catalogue)
        missing = len(untranslated(catalogue))
        print(f"{locale}: {len(catalogue)} texts, {missing} to translate")


if __name__ == "__main__":
    main()
