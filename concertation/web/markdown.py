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


def _lower_headings(tokens: list[Token], above: int) -> None:
    """Start below the page's own headings and skip no rank, whatever was written."""
    headings = [t for t in tokens if t.type in {"heading_open", "heading_close"}]
    ranks = sorted({heading.tag for heading in headings})
    level = above
    for heading in headings:
        if heading.type == "heading_open":
            level = min(above + 1 + ranks.index(heading.tag), level + 1, 6)
        heading.tag = f"h{level}"
