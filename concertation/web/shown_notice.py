"""A form beside an information notice, which tells with it which one was on the page.

A page may stay open for a day, and the notice may change meanwhile. What is kept with
an agreement is the notice that was shown: where it is another by now, the form is shown
once more with what was typed, and the notice of now. What is sent back is the same for
all who open the page, so that it is kept as it is (ADR 10), and needs no signature: who
makes one up says of themselves alone that they read what they did not.
"""

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from concertation.queries.consents import digest_of


class ShowsNotice(FlaskForm):
    """Those below say what the notice tells now, and call `look_at_notice`."""

    notice_shown = HiddenField("")

    def notice_read(self) -> str:
        """Empty where nobody has to prove what they read."""
        raise NotImplementedError

    def look_at_notice(self) -> None:
        """Once it is known what is asked: name the notice that stands on the page."""
        self.told_now = self.notice_read()
        self._notice = digest_of(self.told_now) if self.told_now else ""
        if not self._notice:
            del self.notice_shown
        elif not self.is_submitted():
            self.notice_shown.data = self._notice

    def agrees_anew(self) -> bool:
        """Whether what is said now is to be kept with the notice.

        To take back is as easy as to give, whatever was read (GDPR, article 7.3).
        """
        return True

    def validate(self, extra_validators: Any = None) -> bool:
        is_fine = bool(super().validate(extra_validators))
        is_known = not self._notice or self.notice_shown.data == self._notice
        if is_known or not self.agrees_anew():
            return is_fine
        self.notice_shown.data = self._notice
        self.form_errors.append(
            _(
                "What you are told about your data has changed since you opened this"
                " page. Read it again, then press the button once more: what you typed"
                " is kept."
            )
        )
        return False


def is_ticked_now(box: BooleanField) -> bool:
    """And was not before."""
    return bool(box.data and not box.object_data)
