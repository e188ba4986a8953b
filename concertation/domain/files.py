"""The kinds of files that people may send, and what each is called on the wire."""

from enum import StrEnum


class FileKind(StrEnum):
    """The value is also the extension of a file's name."""

    PDF = "pdf"
    ODT = "odt"
    DOCX = "docx"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


PICTURES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.WEBP})
DOCUMENTS = frozenset({FileKind.PDF, FileKind.ODT, FileKind.DOCX})

_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
}
