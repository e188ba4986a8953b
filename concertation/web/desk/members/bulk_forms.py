from collections.abc import Container, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from concertation.domain.enrolment import Standing
from concertation.domain.member_bulk import MemberAction
from concertation.domain.seating import free_seats
from concertation.models import Enrolment, GroupOffer
from concertation.queries.member_bulk import listed_members, named_members
from concertation.queries.member_rows import MemberFilter
from concertation.web.addresses import key_in
from concertation.web.choice_fields import Radios
from concertation.web.desk.members.bulk_words import action_names
from concertation.web.form import lines
from concertation.web.group_pages import other_groups
from concertation.web.select import DropDown, options

TICKED, EVERYBODY = "ticked", "all"


class PickMembersForm(FlaskForm):
    """Whom, and what: read from the address, for it leads to a confirmation only."""

    class Meta:
        csrf = False

    whom = Radios(_l("For whom"), default=TICKED)
    do = DropDown(_l("What to do"))
    group_to = DropDown(_l("Group to move to"))

    def __init__(
        self, offer: GroupOffer, said: MultiDict[str, str], total: int = 0
    ) -> None:
        """``total``: how many the list shows."""
        super().__init__(formdata=said)
        self.offer = offer
        self._ticked = [*filter(None, map(key_in, said.getlist("member")))]
        self._groups: list[GroupOffer] | None = None
        self.whom.choices = options(
            [(TICKED, _("Those who are ticked")), (EVERYBODY, _everybody(total))]
        )
        self._offer(self._offered)
        self.group_to.choices = []
        if self.action and self.action.needs_group:
            self.group_to.choices = group_choices(self.groups)

    def leave_out(self, standings: Container[Standing]) -> None:
        """Offer nothing that is for nobody among those who stand in these ways."""
        needs = {
            MemberAction.APPROVE: Standing.ASKED,
            MemberAction.DECLINE: Standing.ASKED,
            MemberAction.PROMOTE: Standing.WAITING,
        }
        out = {each for each, standing in needs.items() if standing not in standings}
        if not self.groups:
            out.add(MemberAction.MOVE)
        self._offer({do: name for do, name in self._offered.items() if do not in out})

    def _offer(self, actions: Mapping[str, str]) -> None:
        self.do.choices = options([("", _("Choose…")), *actions.items()])

    @property
    def _offered(self) -> dict[str, str]:
        return {action.value: name for action, name in action_names().items()}

    @property
    def groups(self) -> list[GroupOffer]:
        """To which somebody can be moved."""
        if self._groups is None:
            self._groups = other_groups(self.offer)
        return self._groups

    @property
    def action(self) -> MemberAction | None:
        return MemberAction(self.do.data) if self.do.data in self._offered else None

    @property
    def to_offer(self) -> GroupOffer | None:
        """Where to, if somebody is to be moved and it is said."""
        if self.action is None or not self.action.needs_group:
            return None
        known = {str(each.id): each for each in self.groups}
        return known.get(self.group_to.data or "")

    @property
    def is_complete(self) -> bool:
        """Whether it is said what to do, and where to."""
        return self.action is not None and not (
            self.action.needs_group and self.to_offer is None
        )

    def members(self, wanted: MemberFilter) -> list[Enrolment]:
        if self.whom.data == EVERYBODY:
            return listed_members(wanted)
        return named_members(self.offer.id, self._ticked)


class ConfirmMembersForm(FlaskForm):
    """Sends back exactly those whom the page counted, and what they read about it."""

    reason = lines(
        _l("Reason"),
        _l("Say why, in a sentence: each person reads it"),
        most=1000,
        required=True,
        render_kw={"rows": "3"},
    )
    word = lines(
        _l("What you want to tell them about it"),
        most=1000,
        render_kw={"rows": "3"},
    )

    def __init__(self, pick: PickMembersForm, **kw: Any) -> None:
        super().__init__(**kw)
        action = pick.action
        if action is None or not action.needs_reason:
            del self.reason
        if action is None or not action.needs_group:
            del self.word

    @property
    def said(self) -> str:
        for name in ("reason", "word"):
            if name in self:
                return self[name].data or ""
        return ""


def group_choices(offers: list[GroupOffer]) -> list[Any]:
    """Groups to move to; a full one that keeps no waiting list cannot be chosen."""
    closed = {str(each.id) for each in offers if not each.pool.takes_one_more}
    named = [(str(each.id), _named(each)) for each in offers]
    return options([("", _("Choose…")), *named], closed=closed)


def _named(offer: GroupOffer) -> str:
    pool, name = offer.pool, offer.group.title
    left = free_seats(pool.capacity, pool.seats_taken)
    if left is None:
        return name
    if left > 0:
        return str(_("%(choice)s – places left: %(left)s", choice=name, left=left))
    if pool.keeps_waiting_list:
        return str(_("%(choice)s – full: waiting list", choice=name))
    return str(_("%(choice)s – full", choice=name))


def _everybody(total: int) -> str:
    text = ngettext("The %(num)s person listed", "All %(num)s people listed", total)
    return str(text)
