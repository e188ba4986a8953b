"""What is dangerous about an answer, whatever kind of document it is."""

import csv
import json
import re
from html.parser import HTMLParser
from io import BytesIO, StringIO
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile, is_zipfile

FORMULA = re.compile(r"[\s\x00-\x1f]*[=@]|[\t\r\n]|[\s]*[+-][^0-9]")
OVERRIDE = "\u202e"
"""Turns the rest of a line around, also what stands behind the text."""
COMPUTED = "7006652"
"""What a template or a spreadsheet would have made of it."""


class Seen(HTMLParser):
    """What a browser would run of a page, and that no page of ours has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        runs = [name for name in named if name.startswith("on")]
        if tag == "script" and "src" not in named and "type" not in named:
            runs.append("script")
        if named.get("src") == "x" or (named.get("href") or "").startswith("java"):
            runs.append("foreign")
        self.wrong += [f"{tag} {name}" for name in runs]


def wrong_in(answer) -> list[str]:
    """What is dangerous about this answer, whatever kind of document it is."""
    wrong = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    if "evil" in " ".join(f"{n}: {v}" for n, v in answer.headers if n != "Location"):
        is_told = "evil" in answer.headers.get("Set-Cookie", "")
        wrong += [] if is_told else ["header"]
    data, kind = answer.data, answer.mimetype
    # What is refused is shown again as it was typed, to who typed it.
    if answer.status_code == 200 and OVERRIDE.encode() in data:
        wrong.append("turned around")
    look = LOOKS.get(kind)
    if look and data:
        wrong += look(data)
    elif is_zipfile(BytesIO(data)):
        wrong += wrong_in_archive(data)
    return wrong


def wrong_in_page(data: bytes) -> list[str]:
    text = data.decode()
    computed = ["computed"] if COMPUTED in text else []
    return Seen(text).wrong + computed


def wrong_in_csv(data: bytes) -> list[str]:
    """Formulas are guarded in what people open; programs read what was typed."""
    text = data.decode("utf-8-sig")
    if not data.startswith(b"\xef\xbb\xbf"):
        return []
    rows = csv.reader(StringIO(text), delimiter=";")
    return [f"formula {c[:20]}" for row in rows for c in row if FORMULA.match(c)]


def wrong_in_calendar(data: bytes) -> list[str]:
    lines = data.decode().split("\r\n")
    shape = re.compile(r"[A-Z-]+[;:].*|[ ].*|", re.DOTALL)
    long = [line for line in lines if len(line.encode()) > 75]
    return [line for line in lines if not shape.fullmatch(line) or "\n" in line] + [
        *long,
        *[line for line in lines if line.lower().startswith("bcc")],
    ]


def wrong_in_xml(data: bytes) -> list[str]:
    """Not well-formed: `fromstring` says so."""
    fromstring(data)  # noqa: S314 -- our own
    return []


def wrong_in_archive(data: bytes) -> list[str]:
    wrong = []
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("/") or ".." in name or "\\" in name:
                wrong.append(f"name {name}")
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                fromstring(content)  # noqa: S314 -- our own
                if b"<f>" in content or b"table:formula" in content:
                    wrong.append(f"formula in {name}")
            elif name.endswith(".csv"):
                wrong += wrong_in_csv(content)
    return wrong


def wrong_in_json(data: bytes) -> list[str]:
    json.loads(data)
    return []


def wrong_in_pdf(data: bytes) -> list[str]:
    runs = [b"/JavaScript", b"/Launch", b"/OpenAction"]
    return (
        [] if data.startswith(b"%PDF") and not any(w in data for w in runs) else ["pdf"]
    )


LOOKS = {
    "text/html": wrong_in_page,
    "text/csv": wrong_in_csv,
    "text/calendar": wrong_in_calendar,
    "application/atom+xml": wrong_in_xml,
    "application/json": wrong_in_json,
    "application/pdf": wrong_in_pdf,
}
