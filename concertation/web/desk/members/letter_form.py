from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from concertation.domain.enrolment import Standing
from concertation.domain.mail_texts import MOST_CHARACTERS
from concertation.models import GroupOffer
from concertation.queries.group_figures import GroupFigures
from concertation.services.member_letters import LetterToMembers
from concertation.web.choice_fields import CheckBoxes, Chosen
from concertation.web.form import line, lines
from concertation.web.select import options

MOST_SUBJECT = 150
ADDRESSEES: dict[Standing, LazyString] = {
    Standing.SEAT: _l("Those with a place"),
    Standing.DEPUTY: _l("Deputies"),
    Standing.WAITING: _l("Those on the waiting list"),
    Standing.ASKED: _l("Those whose request is not decided yet"),
}


class LetterForm(FlaskForm):
    to = CheckBoxes(
        _l("To whom"),
        validators=[Chosen(_l("Tick at least one box"))],
        default=[Standing.SEAT.value, Standing.DEPUTY.value],
    )
    subject = line(_l("Subject"), _l("Enter a subject"), most=MOST_SUBJECT)
    text = lines(
        _l("Text"),
        _l("Write what you want to tell them"),
        most=MOST_CHARACTERS,
        required=True,
        description=_l(
            "Each reads their own name above it, and the name of the group below."
            " Markdown: “**bold**”, “- item”, [text](https://…)."
        ),
        render_kw={"rows": "12"},
    )

    def __init__(self, figures: GroupFigures) -> None:
        """Only who is there can be written to."""
        super().__init__()
        counts = dict(figures.by_standing)
        held = counts.pop(Standing.HELD, 0)
        counts[Standing.SEAT] = counts.get(Standing.SEAT, 0) + held
        self.to.choices = options(_counted(counts.items()))

    def to_wish(self, offer: GroupOffer) -> LetterToMembers:
        return LetterToMembers(
            offer_id=offer.id,
            among=frozenset(map(Standing, self.to.data or ())),
            subject=self.subject.data or "",
            text=self.text.data or "",
        )


def _counted(counts: Iterable[tuple[Standing, int]]) -> list[tuple[str, str]]:
    known = dict(counts)
    return [
        (
            standing.value,
            _("%(who)s (%(num)s)", who=name, num=known[standing]),
        )
        for standing, name in ADDRESSEES.items()
        if known.get(standing)
    ]
