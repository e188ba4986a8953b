"""Write to the people of a group: typed, looked at as they will read it, then sent."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from concertation.clock import utc_now
from concertation.mailing.reading import WrittenMail, as_read_by_staff
from concertation.models import GroupOffer, OutboxMail, Participant
from concertation.queries.group_figures import group_figures
from concertation.queries.letter_recipients import letter_recipients
from concertation.services.member_letters import (
    LetterToMembers,
    letter_to,
    write_to_members,
)
from concertation.web.desk.members.letter_form import LetterForm
from concertation.web.desk.members.views import bp
from concertation.web.group_pages import PREFIX, address_of, offer_or_404
from concertation.web.identity import current_actor


@bp.get(f"{PREFIX}/ecrire")
def show_letter(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    return _page(offer, LetterForm(group_figures(offer)))


@bp.post(f"{PREFIX}/ecrire/apercu")
def preview_letter(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    """Nothing is written: what was typed comes back as they will read it."""
    offer = offer_or_404(process, group, phase_id)
    form = LetterForm(group_figures(offer))
    if not form.validate():
        return _page(offer, form), 422
    wish = form.to_wish(offer)
    people = letter_recipients(offer.id, wish.among)
    written = _as_read(people[0], offer, wish) if people else None
    return _page(offer, form, people, written)


@bp.post(f"{PREFIX}/ecrire")
def send_letter(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    form = LetterForm(group_figures(offer))
    if not form.validate():
        return _page(offer, form), 422
    actor, back = current_actor(), url_for(".index", **address_of(offer))
    told = write_to_members(form.to_wish(offer), actor=actor, now=utc_now())
    if told:
        text = ngettext(
            "The message is on its way to %(num)s person",
            "The message is on its way to %(num)s people",
            told,
        )
        flash(text, "success")
    else:
        flash(_("This message is on its way already: it is not sent twice"), "info")
    return redirect(back, 303)


def _page(
    offer: GroupOffer,
    form: LetterForm,
    people: list[Participant] | None = None,
    written: WrittenMail | None = None,
) -> str:
    return render_template(
        "desk/members/letter.html",
        offer=offer,
        address=address_of(offer),
        form=form,
        people=people,
        written=written,
    )


def _as_read(
    person: Participant, offer: GroupOffer, wish: LetterToMembers
) -> WrittenMail:
    """The very mail to the first of them, but for the link that is theirs."""
    message, now = letter_to(person, offer, wish), utc_now()
    return as_read_by_staff(
        OutboxMail(
            template=message.template,
            recipient=message.recipient,
            locale=message.locale,
            facts=message.facts(),
            message_id="example",
            created_at=now,
        )
    )
