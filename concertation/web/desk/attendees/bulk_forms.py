from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from concertation.domain.bulk import BulkAction
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Registration, Workshop
from concertation.queries.attendees import AttendeeFilter
from concertation.queries.bulk import listed, named
from concertation.web.choice_fields import Radios
from concertation.web.desk.attendees.bulk_words import action_names
from concertation.web.form import lines
from concertation.web.select import DropDown, options

TICKED, EVERYBODY = "ticked", "all"


class PickForm(FlaskForm):
    """Whom, and what: read from the address, for it leads to a confirmation only."""

    class Meta:
        csrf = False

    whom = Radios(_l("For whom"), default=TICKED)
    do = DropDown(_l("What to do"))
    workshop_to = DropDown(_l("Workshop to move to"))

    def __init__(self, event: Event, said: MultiDict[str, str], total: int = 0) -> None:
        """``total``: how many the list shows."""
        super().__init__(formdata=said)
        self.event = event
        self.references = said.getlist("person")
        workshops = [(str(each.id), _named(each)) for each in event.offered_workshops]
        self.whom.choices = options(
            [(TICKED, _("Those who are ticked")), (EVERYBODY, _everybody(total))]
        )
        self.do.choices = options([("", _("Choose…")), *self._offered.items()])
        self.workshop_to.choices = options([("", _("Choose…")), *workshops])

    @property
    def _offered(self) -> dict[str, str]:
        names = action_names().items()
        return {action.value: name for action, name in names if self._fits(action)}

    def _fits(self, action: BulkAction) -> bool:
        """Nobody is moved where there is no workshop; wishes are there where ranked."""
        if not (action.needs_workshop or action.needs_ranking):
            return True
        ranks = self.event.workshop_rule is WorkshopRule.RANKED
        return bool(self.event.offered_workshops) and (
            ranks or not action.needs_ranking
        )

    @property
    def action(self) -> BulkAction | None:
        return BulkAction(self.do.data) if self.do.data in self._offered else None

    @property
    def workshop(self) -> Workshop | None:
        """Where to, if somebody is to be moved and it is said."""
        if self.action is None or not self.action.needs_workshop:
            return None
        known = {str(each.id): each for each in self.event.offered_workshops}
        return known.get(self.workshop_to.data or "")

    @property
    def is_complete(self) -> bool:
        """Whether it is said what to do, and where to."""
        return self.action is not None and not (
            self.action.needs_workshop and self.workshop is None
        )

    def people(self, wanted: AttendeeFilter) -> list[Registration]:
        if self.whom.data == EVERYBODY:
            return listed(wanted)
        return named(self.event, self.references)


class ConfirmForm(FlaskForm):
    """Sends back exactly those whom the page counted, and why they are declined."""

    reason = lines(
        _l("Reason"),
        _l("Say why, in a sentence: each person reads it"),
        most=1000,
        required=True,
        render_kw={"rows": "3"},
    )

    def __init__(self, pick: PickForm, **kw: Any) -> None:
        super().__init__(**kw)
        if pick.action is None or not pick.action.needs_reason:
            del self.reason

    @property
    def said_reason(self) -> str:
        return (self.reason.data or "") if "reason" in self else ""


def _everybody(total: int) -> str:
    text = ngettext("The %(num)s person listed", "All %(num)s people listed", total)
    return str(text)


def _named(workshop: Workshop) -> str:
    left = workshop.quota.left
    if left is None:
        return workshop.title
    return str(
        _("%(choice)s – places left: %(left)s", choice=workshop.title, left=left)
    )
