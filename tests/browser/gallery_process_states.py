"""A process that was withdrawn, and one that was ended before its time."""

from datetime import timedelta

from concertation.services.organisations_apart import keep_apart
from concertation.services.process_states import end_process, withdraw_process
from tests.enrolments import enrol
from tests.factories import ACTOR, NOW
from tests.organisations import make_organisation
from tests.processes import make_phase, make_published_process, today

BY = {"actor": ACTOR, "now": NOW}


def furnish_process_states() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    now = today() - timedelta(days=1)
    ended = make_published_process(
        slug="close", title="Le port que l’on ferme", around=now, capacity=1
    )
    make_phase(ended.process, title="Préfiguration")
    for number in (301, 302):
        enrol(ended, number=number, now=now)
    end_process(ended.process_id, actor=ACTOR, now=now)
    withdrawn = make_published_process(slug="depubliee", title="La friche à venir")
    withdraw_process(withdrawn.process_id, **BY)
    one = make_organisation("Maison imaginaire des dentelles")
    other = make_organisation("Maison imaginaire de la dentelle")
    keep_apart(one, other, **BY)
    return {"organisation_apart": str(one)}
