"""What a notice tells, written down for the site, for a process or for an event."""

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


class NoticeForm(FlaskForm):
    version = HiddenField()
    """What the notice was when this form was opened."""
    controller = lines(
        _l("Controller"),
        most=MOST_TEXT,
        description=_l("Name, then postal address, each on a line of its own."),
        render_kw={"rows": "3"},
    )
    joint_controllers = lines(
        _l("Joint controllers"),
        most=MOST_TEXT,
        description=_l(
            "Who decides together with the controller, and what each answers for"
            " (article 26); one a line."
        ),
        render_kw={"rows": "2"},
    )
    dpo = lines(
        _l("Data-protection officer"),
        most=MOST_TEXT,
        description=_l("Name, postal address or phone; one a line."),
        render_kw={"rows": "2"},
    )
    dpo_email = address(_l("Data-protection officer’s address"), required=False)
    purpose = lines(
        _l("What the form is for"),
        most=MOST_TEXT,
        description=_l("It rests on the legal basis that the settings say."),
        render_kw={"rows": "2"},
    )
    public_task = lines(
        _l("Further purposes: a task in the public interest (6.1.e)"),
        most=MOST_TEXT,
        description=ONE_A_LINE,
        render_kw={"rows": "2"},
    )
    legal_obligation = lines(
        _l("Further purposes: a legal obligation (6.1.c)"),
        most=MOST_TEXT,
        description=_l("One purpose a line, with the law that demands it."),
        render_kw={"rows": "2"},
    )
    legitimate_interest = lines(
        _l("Further purposes: a legitimate interest (6.1.f)"),
        most=MOST_TEXT,
        description=_l(
            "One purpose a line, with the interest. Not for what a public body does as"
            " its task."
        ),
        render_kw={"rows": "2"},
    )
    contract = lines(
        _l("Further purposes: a contract with the person (6.1.b)"),
        most=MOST_TEXT,
        description=ONE_A_LINE,
        render_kw={"rows": "2"},
    )
    vital_interest = lines(
        _l("Further purposes: vital interests (6.1.d)"),
        most=MOST_TEXT,
        description=ONE_A_LINE,
        render_kw={"rows": "2"},
    )
    recipients = lines(
        _l("Recipients besides those who read at the desk"),
        most=MOST_TEXT,
        description=_l("A caterer, a partner, the host of the site; one a line."),
        render_kw={"rows": "2"},
    )
    transfers = lines(
        _l("What leaves the European Union"),
        most=MOST_TEXT,
        description=_l("To whom, and under which safeguards; one a line."),
        render_kw={"rows": "2"},
    )
    rights_contact = lines(
        _l("Where people can also exercise their rights"),
        most=MOST_TEXT,
        description=_l("A postal address, for instance; one a line."),
        render_kw={"rows": "2"},
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
