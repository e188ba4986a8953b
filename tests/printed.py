"""What stands on a PDF: seen, and read aloud."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject


def printed(answer) -> PdfReader:
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    return PdfReader(BytesIO(answer.data))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def page_words(pdf: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def read_aloud(element) -> list[str]:
    """The words that stand for pictures, from the document's structure."""
    element = element.get_object()
    if isinstance(element, list):
        return [words for each in element for words in read_aloud(each)]
    if not isinstance(element, dict):
        return []
    children = ArrayObject([element["/K"]] if "/K" in element else [])
    return [*filter(None, [element.get("/Alt")]), *read_aloud(children)]
