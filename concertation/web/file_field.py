"""A field for one file, checked by its content, that can be replaced or taken back."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from concertation.domain.file_errors import (
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
)
from concertation.domain.files import DOCUMENTS, PICTURES
from concertation.services.answer_files import NOT_KEPT_YET, Upload
from concertation.services.file_contents import checked_kind
from concertation.web.filters import clean_line

MOST_FILE_BYTES = 5 * 1024 * 1024
SLACK = 3
"""What is somewhat too large is named beside its field; a huge file is cut off."""
MOST_FILENAME = 200
ACCEPTED = ".pdf,.odt,.docx,.png,.jpg,.jpeg,.webp"


class FileAnswer(FileField):
    """Its data is the id of the file that is kept, `NOT_KEPT_YET`, or None."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"render_kw": {"accept": ACCEPTED}, **settings})
        self.upload: Upload | None = None
        self.kept_id: int | None = None
        self._sent: FileStorage | None = None

    @property
    def can_be_removed(self) -> bool:
        return self.kept_id is not None

    @property
    def removal_name(self) -> str:
        return f"{self.name}-remove"

    def process_data(self, value: Any) -> None:
        self.kept_id = self.data = value

    def process_formdata(self, valuelist: list[Any]) -> None:
        self._sent = next((v for v in valuelist if getattr(v, "filename", "")), None)
        if self._sent:
            self.data = NOT_KEPT_YET
        elif request.form.get(self.removal_name):
            self.data = None

    def pre_validate(self, form: BaseForm) -> None:
        if self._sent is None:
            return
        try:
            self.upload = _checked(self._sent)
        except FileTooLarge as refusal:
            raise ValidationError(
                _("This file is too large: 5 MB at most. Choose a smaller one.")
            ) from refusal
        except (FileKindRefused, FileUnreadable) as refusal:
            raise ValidationError(
                _(
                    "This is no file that we can take: choose a PDF, an ODT or DOCX"
                    " text without macros, or a picture (PNG, JPEG, WebP)."
                )
            ) from refusal


def _checked(sent: FileStorage) -> Upload:
    content = sent.stream.read(MOST_FILE_BYTES + 1)
    kind = checked_kind(
        content, allowed=DOCUMENTS | PICTURES, most_bytes=MOST_FILE_BYTES
    )
    name = clean_line(PurePath((sent.filename or "").replace("\\", "/")).name)
    return Upload(kind, content, name[-MOST_FILENAME:] or f"fichier.{kind}")


def allow_files(are_files: Iterable[bool]) -> None:
    """Let this request be as long as the files that its form asks for.

    To be called before anything reads the form.
    """
    files = sum(are_files)
    if files:
        usual = int(current_app.config["MAX_CONTENT_LENGTH"])
        request.max_content_length = usual + files * SLACK * MOST_FILE_BYTES
