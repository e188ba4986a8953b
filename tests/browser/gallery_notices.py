"""A site, a process and an event that tell something of their own."""

from sqlalchemy import select

from concertation.database import db
from concertation.domain.notices import Notice
from concertation.domain.questions import QuestionKind
from concertation.domain.versions import version_of
from concertation.links import registration_token
from concertation.models import Event, Process
from concertation.queries.site import settings_now
from concertation.services.notices import WrittenNotice, write_notice
from concertation.services.question_owners import KindOfOwner
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.site import change_notice
from tests.factories import ACTOR, NOW, make_answers, register

OF_SITE = Notice(
    controller="Région Hauts-de-France\n151 avenue du Président Hoover\n59000 Lille",
    dpo="Direction des affaires juridiques",
    recipients="L’hébergeur du site",
)
OF_PROCESS = Notice(
    joint_controllers="Ombelliscience : les inscriptions et l’animation des groupes",
    purpose="Former les groupes de travail, et préfigurer un schéma régional",
    legal_obligation="Rendre compte de la concertation (loi du 22 juillet 2013)",
    legitimate_interest="Assurer la sécurité des réunions",
)


def furnish_notices() -> dict[str, str]:
    by = {"actor": ACTOR, "now": NOW}
    change_notice(OF_SITE, version=settings_now().version, **by)
    for kind, slug, notice in (
        (Process, "vive", OF_PROCESS),
        (Event, "consent", Notice(recipients="Le traiteur, pour les repas")),
    ):
        number = db.session.scalars(select(kind.id).where(kind.slug == slug)).one()
        written = WrittenNotice(
            of=kind, owner_id=number, notice=notice, version=version_of(Notice())
        )
        write_notice(written, **by)
    uses = [
        _ask(Process, "vive", "J’accepte de recevoir par courriel les actualités."),
        *(
            _ask(Event, "consent", f"J’accepte que des photographies de moi {where}.")
            for where in ("figurent sur le site", "soient remises à la presse")
        ),
    ]
    return {"use": str(uses[1]), "agreed": _agree(uses[1])}


def _ask(kind: KindOfOwner, slug: str, label: str) -> int:
    number = db.session.scalars(select(kind.id).where(kind.slug == slug)).one()
    sheet = QuestionSheet(kind=QuestionKind.CONSENT, label=label)
    return add_question(number, sheet, of=kind, actor=ACTOR, now=NOW)


def _agree(use: int) -> str:
    """Who agreed to one of two; return their token."""
    event = db.session.scalars(select(Event).where(Event.slug == "consent")).one()
    answers = make_answers(own={use: True, use + 1: False}, notice="Une notice.")
    receipt = register(event, 77, answers=answers, consent_text="J’accepte.")
    return registration_token(receipt.registration_id, 1)
