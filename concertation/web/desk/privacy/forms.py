from dataclasses import fields

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from concertation.domain.retention import (
    FEWEST_SIGN_IN_DAYS,
    MOST_SIGN_IN_DAYS,
    RetentionTerms,
)
from concertation.models import SiteSettings
from concertation.web.form import differing_labels, version_in
from concertation.web.organiser_fields import retention_field

FIELDS = tuple(each.name for each in fields(RetentionTerms))


class RetentionForm(FlaskForm):
    version = HiddenField()
    unseated_retention_days = retention_field(
        _l("Days after the end, for people who had no place"),
        _l(
            "Waiting lists, requests that were not granted, people who cancelled. An"
            " event or a consultation may say something else, and never keeps them"
            " longer than those who took part."
        ),
    )
    mail_retention_days = retention_field(
        _l("Days after they were sent, for the text and addresses of mails"),
        _l("What was sent, to how many and when stays counted."),
    )
    account_retention_days = retention_field(
        _l("Days without signing in, for accounts of the desk"),
        _l(
            "They are then marked in the list of accounts, for an administrator to"
            " deactivate: nobody is locked out by a machine."
        ),
    )
    sign_in_retention_days = retention_field(
        _l("Days that the journal tells of signing in"),
        _l(
            "Tries that failed, browsers that were signed out, recovery codes. Six"
            " months to a year are usual. What people of the desk decided stays."
        ),
        fewest=FEWEST_SIGN_IN_DAYS,
        most=MOST_SIGN_IN_DAYS,
    )

    def __init__(self, settings: SiteSettings) -> None:
        super().__init__(
            data={
                "version": settings.version,
                **{name: getattr(settings, name) for name in FIELDS},
            }
        )

    def to_terms(self) -> RetentionTerms:
        return RetentionTerms(**{name: self[name].data for name in FIELDS})

    def seen_version(self) -> int:
        return version_in(self.version)

    def differing_from(self, settings: SiteSettings) -> list[str]:
        return differing_labels(
            self, {name: getattr(settings, name) for name in FIELDS}
        )
