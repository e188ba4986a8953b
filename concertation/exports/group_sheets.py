"""The sheet that members of a group sign at a meeting that is no event of the site."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from concertation.exports.sign_in_sheet import SignInSheet
from concertation.models import GroupOffer
from concertation.queries.members import SignedMember, members_who_sign


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupToSign:
    offer: GroupOffer
    with_deputies: bool = True

    @property
    def organiser(self) -> str:
        return self.offer.process.organiser_name

    @property
    def title(self) -> str:
        group, phase = self.offer.group.title, self.offer.phase.title
        return str(_("%(group)s, phase “%(phase)s”", group=group, phase=phase))

    def as_sheet(self) -> SignInSheet:
        people = members_who_sign(self.offer.id, with_deputies=self.with_deputies)
        return SignInSheet(
            name=self.offer.group.title,
            title=_("Sign-in sheet: %(title)s", title=self.title),
            about=[self.offer.process.title, _("Day and place:"), self.organiser],
            signed=[_("Signature")],
            people=[line for each in people for line in _lines(each)],
        )


def _lines(member: SignedMember) -> Iterator[list[str]]:
    role = member.role
    if member.is_deputy:
        role = f"{role} ({_('deputy')})" if role else str(_("deputy"))
    yield [member.family_name, member.given_name, member.organisation, role]
