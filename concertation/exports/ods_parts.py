"""What surrounds the rows of an OpenDocument spreadsheet: styles, page, properties."""

from collections.abc import Sequence
from typing import Final

from concertation.exports.ods_cells import as_paragraphs, escaped
from concertation.exports.ods_sheet import Paper

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"

_NAMES: Final = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_VERSION: Final = f'{_NAMES} office:version="1.3"'

MANIFEST: Final = (
    f"{_DECLARATION}<manifest:manifest"
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
    f' manifest:media-type="{MEDIA_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml"'
        ' manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta", "settings")
    )
    + "{files}</manifest:manifest>"
)


def _cell_style(name: str, properties: str, more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"'
        f' style:parent-style-name="Default"{more}>{properties}</style:style>'
    )


_BOLD: Final = (
    '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/>'
)
_FRAME: Final = (
    '<style:table-cell-properties fo:border="0.5pt solid #787878" fo:padding="1.5mm"'
    ' fo:wrap-option="wrap" style:vertical-align="{align}"/>'
)

CONTENT_START: Final = f"{_DECLARATION}<office:document-content {_VERSION}>"
CONTENT_STYLES: Final = (
    "<office:automatic-styles>"
    '<number:date-style style:name="instant_shown">'
    '<number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/><number:text> </number:text>'
    '<number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/><number:text>:</number:text>'
    '<number:seconds number:style="long"/></number:date-style>'
    "{tables}{widths}{heights}"
    + _cell_style("instant", "", ' style:data-style-name="instant_shown"')
    + _cell_style("title", _BOLD)
    + _cell_style("ruled", _FRAME.format(align="middle"))
    + _cell_style("ruled_title", _FRAME.format(align="bottom") + _BOLD)
    + _cell_style(
        "heading",
        '<style:table-cell-properties fo:wrap-option="wrap"/>'
        '<style:text-properties fo:font-weight="bold" fo:font-size="16pt"/>',
    )
    + _cell_style("about", '<style:table-cell-properties fo:wrap-option="wrap"/>')
    + "</office:automatic-styles>"
)


def styles_xml(paper: Paper, headers: Sequence[str]) -> str:
    """The paper, and for each sheet what stands above and below its pages."""
    width, height = ("29.7cm", "21cm") if paper.is_landscape else ("21cm", "29.7cm")
    orientation = "landscape" if paper.is_landscape else "portrait"
    region = (
        '<style:header-footer-properties fo:min-height="0.6cm" fo:margin-left="0cm"'
        ' fo:margin-right="0cm" fo:margin-{}="0.3cm"/>'
    )
    return (
        f"{_DECLARATION}<office:document-styles {_VERSION}><office:styles>"
        '<style:style style:name="Default" style:family="table-cell">'
        '<style:text-properties style:font-name="Liberation Sans" fo:font-size="10pt"/>'
        "</style:style></office:styles><office:automatic-styles>"
        '<style:page-layout style:name="page"><style:page-layout-properties'
        f' fo:page-width="{width}" fo:page-height="{height}"'
        f' style:print-orientation="{orientation}" fo:margin="1.5cm"'
        # As wide as the page, however many pages long.
        ' style:scale-to-X="1" style:scale-to-Y="0"'
        # Pages are counted from the first sheet to the last.
        ' style:first-page-number="continue"/>'
        f"<style:header-style>{region.format('bottom')}</style:header-style>"
        f"<style:footer-style>{region.format('top')}</style:footer-style>"
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        + "".join(
            _master_page(f"page{number}", header, paper)
            for number, header in enumerate(headers)
        )
        + "</office:master-styles></office:document-styles>"
    )


def _master_page(name: str, header: str, paper: Paper) -> str:
    above = (
        f"<style:header><style:region-left>{as_paragraphs(header)}</style:region-left>"
        "</style:header>"
        if header
        else '<style:header style:display="false"/>'
    )
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="page">'
        f"{above}<style:footer>"
        f"<style:region-left>{as_paragraphs(paper.footer)}</style:region-left>"
        f"<style:region-right><text:p>{escaped(paper.page_word)}"
        " <text:page-number>1</text:page-number> /"
        " <text:page-count>1</text:page-count></text:p></style:region-right>"
        "</style:footer></style:master-page>"
    )


def meta_xml(title: str, language: str) -> str:
    return (
        f"{_DECLARATION}<office:document-meta {_VERSION}><office:meta>"
        f"<dc:title>{escaped(title)}</dc:title>"
        f"<dc:language>{escaped(language)}</dc:language>"
        "</office:meta></office:document-meta>"
    )


def settings_xml(frozen: dict[str, int]) -> str:
    """The named sheets keep so many rows in sight while the others move."""
    views = "".join(
        f'<config:config-item-map-entry config:name="{escaped(name)}">'
        + "".join(
            f'<config:config-item config:name="{item}" config:type="{kind}">{value}'
            "</config:config-item>"
            for item, kind, value in (
                ("VerticalSplitMode", "short", 2),
                ("VerticalSplitPosition", "int", rows),
                ("ActiveSplitRange", "short", 2),
                ("PositionBottom", "int", rows),
            )
        )
        + "</config:config-item-map-entry>"
        for name, rows in frozen.items()
    )
    return (
        f"{_DECLARATION}<office:document-settings {_VERSION}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId"'
        ' config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f"{views}</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def filter_range(sheet: str, number: int, *, top: int, rows: int, columns: int) -> str:
    """Buttons to filter by, on the titles that stand in the row of this number."""
    name, last = escaped(sheet), _column_letters(columns)
    return (
        f'<table:database-range table:name="__Anonymous_Sheet_DB__{number}"'
        f" table:target-range-address=\"'{name}'.A{top}:'{name}'.{last}{top + rows}\""
        ' table:display-filter-buttons="true"/>'
    )


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
