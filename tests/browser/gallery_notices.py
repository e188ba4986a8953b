"""A site, a process and an event that tell something of their own."""

from sqlalchemy import select

from concertation.database import db
from concertation.domain.notices import Notice
from concertation.domain.versions import version_of
from concertation.models import Event, Process
from concertation.queries.site import settings_now
from concertation.services.notices import WrittenNotice, write_notice
from concertation.services.site import change_notice
from tests.factories import ACTOR, NOW

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
    return {}
