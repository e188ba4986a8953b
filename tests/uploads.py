"""Files as people send them, and as they should not."""

import zipfile
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

ODT = "application/vnd.oasis.opendocument.text"
DOCX = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (300, 120), **saving: Any
) -> bytes:
    drawn = Image.new("RGB", size, "#ffffff")
    box = (size[0] // 10, size[1] // 5, size[0] - size[0] // 10, size[1] - 10)
    ImageDraw.Draw(drawn).ellipse(box, fill="#00586b")
    file = BytesIO()
    drawn.save(file, kind, **saving)
    return file.getvalue()


def noise(size: tuple[int, int] = (600, 300)) -> bytes:
    """A picture that nothing makes small."""
    file = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, "PNG")
    return file.getvalue()


def archive(entries: dict[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in entries.items():
            written.writestr(name, text)
    return file.getvalue()


def odt(**more: str) -> bytes:
    return archive(
        {
            "mimetype": ODT,
            "content.xml": "<a/>",
            "META-INF/manifest.xml": "<a/>",
            **more,
        }
    )


def docx(types: str = DOCX, **more: str) -> bytes:
    return archive({"[Content_Types].xml": types, "word/document.xml": "<a/>", **more})


def pdf() -> bytes:
    file = BytesIO()
    Image.new("RGB", (10, 10)).save(file, "PDF")
    return file.getvalue()
