"""Pages stay light, ask no other host, and hold a strict content security policy."""

import re

import pytest

from tests.architecture.sources import ROOT, files, text

MOST_CSS = 20_000
TEXT_FILES = ("*.css", "*.js", "*.svg", "*.html", "*.txt", "*.json", "*.xml")
ADDRESS = re.compile(r"https?://[^\s\"'<>)]*|(?<=[\"'(])//[\w.-]+\.\w+[^\s\"'<>)]*")
# Names of vocabularies, which nobody fetches, and links that people follow.
ALLOWED = (
    "http://www.w3.org/",
    "https://schema.org",
    "https://www.cnil.fr/",
    "https://www.defenseurdesdroits.fr/",
    "https://www.openstreetmap.org/",
)
PAGES = [
    path
    for path in files("templates", "*.html")
    if not path.startswith(("templates/mail/", "templates/layouts/mail."))
    and path != "templates/macros/mail.html"
]
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->|\{#.*?#\}", re.DOTALL)
INLINE = {
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "script": re.compile(
        r"<script\b(?![^>]*\b(?:src=|type=[\"']?application/ld\+json))", re.IGNORECASE
    ),
    "javascript address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("path", files("static", "*.css"))
def test_a_style_sheet_stays_under_20_kb(path):
    assert (ROOT / path).stat().st_size < MOST_CSS


@pytest.mark.parametrize(
    "path", files("static", *TEXT_FILES) + files("templates", *TEXT_FILES)
)
def test_no_other_host_is_named(path):
    addresses = ADDRESS.findall(COMMENT.sub("", text(path)))

    assert [a for a in addresses if not a.startswith(ALLOWED)] == []


@pytest.mark.parametrize("path", files("static", "*.css"))
def test_a_style_sheet_imports_nothing(path):
    assert "@import" not in text(path)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_inline_style_and_no_inline_script(path):
    # Jinja's own code goes first: {% set one = … %} is no event attribute.
    page = JINJA.sub("", text(path))

    assert [name for name, pattern in INLINE.items() if pattern.search(page)] == []
