from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, ValidationError

from concertation.domain.event import LegalBasis
from concertation.domain.people_import import Verdict
from concertation.models import Event
from concertation.services.people_imports import Choice, StartImport
from concertation.web.addresses import key_in
from concertation.web.filters import clean_line
from concertation.web.select import options

MOST_FILE_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 200
WITH_MAILS = "yes"


class UploadForm(FlaskForm):
    file = FileField(
        _l("File of people"),
        description=_l("CSV, XLSX (Excel) or ODS (LibreOffice), 10 MB at most."),
        validators=[FileRequired(_l("Choose a file"))],
        render_kw={"accept": ".csv,.txt,.tsv,.xlsx,.ods"},
    )

    def filename(self) -> str:
        """Only shown, so that whoever sent it knows it again."""
        return clean_line(self.file.data.filename)[-LONGEST_NAME:]

    def validate_file(self, field: FileField) -> None:
        self.content: bytes = field.data.read(MOST_FILE_BYTES + 1)
        if len(self.content) > MOST_FILE_BYTES:
            raise ValidationError(
                _("The file is larger than 10 MB: split it into smaller ones")
            )


class ChoiceForm(FlaskForm):
    """The lines that one page shows, and which of them are ticked."""

    shown = HiddenField()
    kind = HiddenField()
    page = HiddenField()

    def wanted_kind(self) -> Verdict | None:
        """What the button asks for; else what the page showed already."""
        asked = request.form.get("show", self.kind.data)
        return Verdict(asked) if asked in set(Verdict) else None

    def wanted_page(self) -> int:
        if "show" in request.form:
            return 1
        asked = request.form.get("go", self.page.data or "")
        return int(asked) if asked.isascii() and asked.isdecimal() else 1

    def ticked(self) -> frozenset[int]:
        return _numbers(request.form.getlist("line"))

    def to_choice(self) -> Choice:
        all_of = request.form.get("tick") or request.form.get("untick")
        return Choice(
            shown=_numbers((self.shown.data or "").split(",")),
            ticked=self.ticked(),
            all_of=Verdict(all_of) if all_of in set(Verdict) else None,
            all_are="tick" in request.form,
        )


class StartForm(ChoiceForm):
    mails = RadioField(
        _l("Write to those who get registered?"),
        choices=options(
            [
                (WITH_MAILS, _l("Yes: each gets the mail that a registration brings")),
                ("no", _l("No: nobody is written to")),
            ]
        ),
        validators=[InputRequired(_l("Choose whether mails are sent"))],
    )
    consent = BooleanField(
        _l("These people told us that they agree to be registered for this event"),
        validators=[InputRequired(_l("Ask the people first, then tick the box"))],
    )

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._asks_consent = event.legal_basis is LegalBasis.CONSENT
        if not self._asks_consent:
            del self.consent

    def to_wish(self, import_id: int, actor: str) -> StartImport:
        return StartImport(
            import_id=import_id,
            choice=self.to_choice(),
            sends_mails=self.mails.data == WITH_MAILS,
            consent_text=str(self.consent.label.text) if self._asks_consent else "",
            actor=actor,
        )


def _numbers(texts: list[str]) -> frozenset[int]:
    return frozenset(filter(None, map(key_in, texts)))
