"""Markdown to safe HTML: nothing that somebody writes can run."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SUBHEADING = 2
"""A page's own headings come first: ``#`` in a text is an ``h3``."""
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "a"),
    *("ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def markdown_to_html(text: str) -> Markup:
    tokens = _parser.parse(text)
    for token in tokens:
        _lower_heading(token)
    html = _parser.renderer.render(tokens, _parser.options, {})
    safe = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return Markup(safe)  # noqa: S704 -- cleaned on the line above


def _lower_heading(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        level = min(int(token.tag[1]) + SUBHEADING, 6)
        token.tag = f"h{level}"
