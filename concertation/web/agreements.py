"""What one person agrees to, use by use, on a page of their own."""

from typing import Any, Self

from wtforms import BooleanField

from concertation.models import Event, Participant, Process, Question, Registration
from concertation.queries.consents import uses_asked
from concertation.services.consents import Agreements
from concertation.web.notice_text import notice_told
from concertation.web.question_fields import field_name
from concertation.web.shown_notice import ShowsNotice, is_ticked_now


class AgreementsForm(ShowsNotice):
    """Made by `of`, with a box for each use."""

    uses: list[Question]
    owner: Event | Process

    @classmethod
    def of(cls, answerer: Registration | Participant) -> Self:
        uses = uses_asked(answerer)
        fields: dict[str, Any] = {
            field_name(each.id): BooleanField(each.label, description=each.hint)
            for each in uses
        }
        given = answerer.answers or {}
        data = {field_name(each.id): given.get(str(each.id)) is True for each in uses}
        kind: type[Self] = type(cls.__name__, (cls,), fields)
        form = kind(data=data)
        form.uses = uses
        form.owner = (
            answerer.event if isinstance(answerer, Registration) else answerer.process
        )
        form.look_at_notice()
        return form

    def to_wish(self, answerer: Registration | Participant) -> Agreements:
        boxes = {each.id: self[field_name(each.id)] for each in self.uses}
        return Agreements(
            of=type(answerer),
            answerer_id=answerer.id,
            agreed={number: bool(box.data) for number, box in boxes.items()},
            notice=self.told_now,
        )

    def agrees_anew(self) -> bool:
        return any(is_ticked_now(self[field_name(each.id)]) for each in self.uses)

    def notice_read(self) -> str:
        return notice_told(self.owner)
