"""Pages stay light, ask no other host, and hold a strict content security policy."""

import re

from tests.architecture.sources import ROOT, files, hold, text

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
# A block ends where a line closes it at the depth at which it was opened.
WIDE = re.compile(r"^( *)@[^{\n]*min-width.*?^\1\}", re.MULTILINE | re.DOTALL)
COLOUR = re.compile(r"(?<![\w-])(?:color|background(?:-color)?)\s*:")
INLINE = {
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "script": re.compile(
        r"<script\b(?![^>]*\b(?:src=|type=[\"']?application/ld\+json))", re.IGNORECASE
    ),
    "javascript address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
}


def test_a_style_sheet_stays_under_20_kb():
    hold(_bytes_too_many, files("static", "*.css"))


def test_no_other_host_is_named():
    hold(
        _foreign_addresses,
        files("static", *TEXT_FILES) + files("templates", *TEXT_FILES),
    )


def test_no_colour_waits_for_a_wide_window():
    """The pages are looked at for contrast on a phone, in light and in dark."""
    hold(_colours_of_wide_windows, files("static", "*.css"))


def test_a_style_sheet_imports_nothing():
    hold(lambda path: "@import" in text(path), files("static", "*.css"))


def test_a_page_has_no_inline_style_and_no_inline_script():
    hold(_inlined, PAGES)


def _bytes_too_many(path):
    size = (ROOT / path).stat().st_size
    return size >= MOST_CSS and size


def _foreign_addresses(path):
    addresses = ADDRESS.findall(COMMENT.sub("", text(path)))
    return [a for a in addresses if not a.startswith(ALLOWED)]


def _colours_of_wide_windows(path):
    return [
        line.strip()
        for block in WIDE.finditer(text(path))
        for line in block.group().splitlines()
        if COLOUR.search(line)
    ]


def _inlined(path):
    # Jinja's own code goes first: {% set one = … %} is no event attribute.
    page = JINJA.sub("", text(path))
    return [name for name, pattern in INLINE.items() if pattern.search(page)]
