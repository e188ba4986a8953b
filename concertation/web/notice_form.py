"""What a notice tells, written down for the site, for a process or for an event."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from concertation.domain.notices import FIELDS, NEVER_INHERITED, Notice
from concertation.web.form import address, differing_labels, lines

MOST_TEXT = 2000
MOST_SHOWN = 120
ONE_A_LINE = _l("One purpose a line.")
OF_SITE_SETTINGS = frozenset({"dpo_email"})
"""What stands in the settings of the site already."""


def _text(label: str, hint: str, *, rows: str = "2") -> Any:
    return lines(label, most=MOST_TEXT, description=hint, render_kw={"rows": rows})


class NoticeForm(FlaskForm):
    version = HiddenField()
    """What the notice was when this form was opened."""
    controller = _text(
        _l("Controller"),
        _l("Name, then postal address, each on a line of its own."),
        rows="3",
    )
    joint_controllers = _text(
        _l("Joint controllers"),
        _l(
            "Who decides together with the controller, and what each answers for"
            " (article 26); one a line."
        ),
    )
    dpo = _text(
        _l("Data-protection officer"),
        _l("Name, postal address or phone; one a line."),
    )
    dpo_email = address(_l("Data-protection officer’s address"), required=False)
    purpose = _text(
        _l("What the form is for"),
        _l("It rests on the legal basis that the settings say."),
    )
    public_task = _text(
        _l("Further purposes: a task in the public interest (6.1.e)"),
        ONE_A_LINE,
    )
    legal_obligation = _text(
        _l("Further purposes: a legal obligation (6.1.c)"),
        _l("One purpose a line, with the law that demands it."),
    )
    legitimate_interest = _text(
        _l("Further purposes: a legitimate interest (6.1.f)"),
        _l(
            "One purpose a line, with the interest. Not for what a public body does as"
            " its task."
        ),
    )
    contract = _text(
        _l("Further purposes: a contract with the person (6.1.b)"),
        ONE_A_LINE,
    )
    vital_interest = _text(
        _l("Further purposes: vital interests (6.1.d)"),
        ONE_A_LINE,
    )
    recipients = _text(
        _l("Recipients besides those who read at the desk"),
        _l("A caterer, a partner, the host of the site; one a line."),
    )
    transfers = _text(
        _l("What leaves the European Union"),
        _l("To whom, and under which safeguards; one a line."),
    )
    rights_contact = _text(
        _l("Where people can also exercise their rights"),
        _l("A postal address, for instance; one a line."),
    )

    def __init__(self, notice: Notice, version: str, above: Notice | None) -> None:
        """``above`` says what holds where a field is empty; None: this is the site."""
        written = {name: getattr(notice, name) for name in FIELDS}
        super().__init__(data={"version": version, **written})
        for name in NEVER_INHERITED | OF_SITE_SETTINGS if above is None else ():
            del self[name]
        for name in FIELDS if above else ():
            inherited = " · ".join(getattr(above, name).splitlines())
            if inherited and name not in NEVER_INHERITED:
                self[name].description = _tell(self[name].description, inherited)

    def to_notice(self) -> Notice:
        return Notice(**{n: self[n].data or "" for n in FIELDS if n in self})

    def differing_from(self, saved: Notice) -> list[str]:
        return differing_labels(self, {name: getattr(saved, name) for name in FIELDS})


def _tell(hint: str, inherited: str) -> str:
    shown = inherited[:MOST_SHOWN] + ("…" if len(inherited) > MOST_SHOWN else "")
    told = _("Empty: “%(text)s”. A dash: nothing.", text=shown)
    return f"{hint} {told}".strip()
