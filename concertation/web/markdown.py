"""Markdown to safe HTML: nothing that somebody writes can run."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

ABOVE = 2
"""A page's own headings come first: the highest of a text is an ``h3``, mostly."""
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def markdown_to_html(text: str, above: int = ABOVE) -> Markup:
    tokens = _parser.parse(text)
    _lower_headings(tokens, above)
    html = _parser.renderer.render(tokens, _parser.options, {})
    safe = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return Markup(safe)  # noqa: S704 -- cleaned on the line above


def excerpt(text: str, most: int = 240) -> str:
    """The first words of a text, without its marks: they end where a word does."""
    inline = [token for token in _parser.parse(text) if token.type == "inline"]
    words = " ".join(" ".join(_plain(token) for token in inline).split())
    if len(words) <= most:
        return words
    return f"{words[:most].rpartition(' ')[0] or words[:most]}…"


def _plain(token: Token) -> str:
    return "".join(
        child.content if child.type in {"text", "code_inline"} else " "
        for child in token.children or ()
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    )


def _lower_headings(tokens: list[Token], above: int) -> None:
    """Start below the page's own headings and skip no rank, whatever was written."""
    headings = [t for t in tokens if t.type in {"heading_open", "heading_close"}]
    ranks = sorted({heading.tag for heading in headings})
    level = above
    for heading in headings:
        if heading.type == "heading_open":
            level = min(above + 1 + ranks.index(heading.tag), level + 1, 6)
        heading.tag = f"h{level}"
