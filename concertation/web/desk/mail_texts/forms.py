from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from concertation.domain.mail_texts import MOST_CHARACTERS, text_for, version_of
from concertation.models import Event
from concertation.services.mail_texts import AddedText
from concertation.web.form import lines


class TextForm(FlaskForm):
    version = HiddenField()
    """Of the text that stood there when this form was opened."""
    text = lines(
        _l("Text to add"),
        most=MOST_CHARACTERS,
        description=_l(
            "Markdown: “**bold**”, “- item”, [text](https://…). Empty: the mail has no"
            " text of yours."
        ),
        render_kw={"rows": "10"},
    )

    def __init__(self, event: Event, template: str, locale: str) -> None:
        written = text_for(event.mail_texts, template, locale)
        super().__init__(data={"text": written, "version": version_of(written)})
        self._template, self._locale = template, locale

    def to_text(self) -> AddedText:
        return AddedText(
            template=self._template,
            locale=self._locale,
            text=self.text.data or "",
            version=self.version.data or "",
        )
