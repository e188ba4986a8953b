"""Links to the space of somebody who has a bit of everything."""

from datetime import timedelta

from concertation.links import space_token
from concertation.services.events import call_off_event
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, NOW, make_event, register
from tests.guests import invite
from tests.spaces import space_link_to

EVERYTHING = "beaucoup.de.choses@concertation.example.org"
NOTHING = "plus.rien@example.org"


def furnish_space() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    for slug, title in (("space-1", "Assises"), ("space-2", "Atelier Diffusion")):
        register(make_event(slug=slug, title=title), email=EVERYTHING)
    off = make_event(slug="space-3", title="Visite annulée")
    register(off, email=EVERYTHING)
    call_off_event(off.id, "Alerte orange.", actor=ACTOR, now=NOW)
    left = register(make_event(slug="space-4", title="Petit-déjeuner"), email=NOTHING)
    cancel_registration(left.registration_id, actor=ACTOR, by_organiser=False, now=NOW)
    invite(make_event(slug="space-5", title="Conseil des acteurs"), EVERYTHING)
    asking = {
        f"space_{page}_{lang}": space_link_to(EVERYTHING, ago=timedelta(hours=hours))
        for hours, page, lang in (
            (9, "held", "fr"),
            (8, "held", "en"),
            (7, "asks", "fr"),
            (6, "asks", "en"),
        )
    }
    return asking | {
        "space_fr": space_link_to(EVERYTHING, ago=timedelta(hours=1)),
        "space_en": space_link_to(EVERYTHING, ago=timedelta(minutes=30)),
        "space_opening": space_link_to(EVERYTHING),
        "space_other": space_link_to(NOTHING),
        "space_used": space_token("never given"),
    }
