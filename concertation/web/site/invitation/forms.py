from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField

from concertation.domain.guests import name_parts
from concertation.models import Guest, Participant
from concertation.services.guest_answers import InvitationLink
from concertation.services.registration_wish import RegisterPerson
from concertation.web.asked_of_people import AskedOfPeople
from concertation.web.form import address, lines
from concertation.web.registration_form import RegistrationForm

MOST_WORD = 1000
OF_A_MEMBER = (
    "given_name",
    "family_name",
    "role",
    "category",
    "departement",
    "epci",
    "phone",
    "accessibility_needs",
)


class InvitedForm(RegistrationForm):
    """The ordinary form; the address is that of the invitation, and is not asked."""

    # Whoever has the link is invited, and may have nothing left to type.
    email = None
    left_empty = None  # type: ignore[assignment]
    opened = None  # type: ignore[assignment]
    task = None

    def _seems_filled_in_by_a_program(self) -> bool:
        return False

    def propose(self, guest: Guest) -> None:
        """What the list of guests says of them; they correct it."""
        given_name, family_name = name_parts(guest.name)
        self.given_name.data = given_name
        self.family_name.data = family_name
        self.organisation.data = guest.organisation

    def propose_member(self, member: Participant) -> None:
        """What somebody who is invited as a member of a group said of themselves."""
        for name in OF_A_MEMBER:
            if name in self and _is_offered(self[name], getattr(member, name)):
                self[name].data = getattr(member, name)
        if member.organisation:
            self.organisation.data = member.organisation.name

    def to_invited_wish(self, guest: Guest, link: InvitationLink) -> RegisterPerson:
        return self.wish_of(guest.email, invitation=link)


class DeclineForm(FlaskForm):
    word = lines(
        _l("A word to the organiser"),
        most=MOST_WORD,
        description=_l("Only those who organise the event read it."),
        render_kw={"rows": "3"},
    )


class AskingForm(AskedOfPeople):
    email = address(
        _l("E-mail address"),
        description=_l("The one to which the invitation was sent."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


def _is_offered(field: Field, value: str) -> bool:
    """A list offers what it offers: what is retired is chosen anew."""
    if not isinstance(field, SelectField):
        return True
    return value in {choice[0] for choice in field.iter_choices()}
