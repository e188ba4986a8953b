"""Every text of the program is there in every language that it speaks."""

import re

import pytest

from scripts.translations import (
    LOCALES,
    catalogue_path,
    extract,
    read_catalogue,
    strings_of,
    untranslated,
)
from tests.architecture.sources import PACKAGE

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|%[sd]")
# A singular may say "one place" where the plural says "%(num)s places".
COUNT = "%(num)s"

pytestmark = pytest.mark.skipif(
    not (PACKAGE / "translations").exists(), reason="no catalogue yet"
)


@pytest.fixture(scope="module", params=LOCALES)
def catalogue(request):
    return read_catalogue(request.param)


@pytest.fixture(scope="module")
def sources():
    return {(text.id, text.context) for text in extract() if text.id}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_a_catalogue(locale):
    assert catalogue_path(locale).exists()


def test_a_catalogue_holds_the_texts_of_the_sources(catalogue, sources):
    known = {(text.id, text.context) for text in catalogue if text.id}

    assert known == sources, "run make translations"


def test_nothing_is_left_untranslated(catalogue):
    assert [text.id for text in untranslated(catalogue)] == []


def test_nothing_is_left_to_a_guess(catalogue):
    assert [text.id for text in catalogue if text.id and text.fuzzy] == []


def test_a_translation_keeps_the_placeholders(catalogue):
    lost = [
        text.id
        for text in catalogue
        for translation in strings_of(text)
        if text.id and translation and not _keeps_placeholders(text, translation)
    ]

    assert lost == []


def _keeps_placeholders(text, translation):
    originals = [text.id] if isinstance(text.id, str) else [*text.id]
    wanted = {m.group() for o in originals for m in PLACEHOLDER.finditer(o)}
    kept = {m.group() for m in PLACEHOLDER.finditer(translation)}
    return kept == wanted or (text.pluralizable and kept | {COUNT} == wanted | {COUNT})
