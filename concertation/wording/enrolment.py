"""How somebody stands in a group, and why, in the reader's language."""

from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.enrolment import EndReason, Obstacle, Standing

ENGLISH_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}

STANDING_NAMES: dict[Standing, LazyString] = {
    Standing.SEAT: _l("Confirmed place"),
    Standing.HELD: _l("Place to confirm"),
    Standing.WAITING: _l("On the waiting list"),
    Standing.ASKED: _l("Request under examination"),
    Standing.DEPUTY: _l("Deputy member"),
    Standing.ENDED: _l("Enrolment ended"),
}

END_REASON_NAMES: dict[EndReason, LazyString] = {
    EndReason.LEFT: _l("Left the group"),
    EndReason.REMOVED: _l("Taken out by the organiser"),
    EndReason.DECLINED: _l("Request not accepted"),
    EndReason.MOVED: _l("Moved to another group"),
    EndReason.OTHER_WISH: _l("Another wish was granted"),
    EndReason.NOT_ALLOTTED: _l("No place left when wishes were allotted"),
    EndReason.NOT_RENEWED: _l("Does not go on in this phase"),
    EndReason.NOT_CONFIRMED: _l("Not confirmed in time"),
    EndReason.ERASED: _l("Personal data erased"),
}

OBSTACLE_NAMES: dict[Obstacle, LazyString] = {
    Obstacle.FULL: _l("the group was full"),
    Obstacle.CATEGORY: _l("the places for your kind of organisation were taken"),
    Obstacle.DEPARTEMENT: _l("the places for your territory were taken"),
    Obstacle.ORGANISATION: _l("your organisation has its place in this group already"),
}
"""As told to the person, after the name of the group."""


def standing_name(standing: Standing | str) -> str:
    return str(STANDING_NAMES[Standing(standing)])


def standing_text(standing: Standing | str, rank: int | None) -> str:
    """The same, with the rank of who waits: « 2e de la liste d’attente »."""
    if Standing(standing) is not Standing.WAITING or not rank:
        return standing_name(standing)
    if rank == 1:
        return str(_("First on the waiting list"))
    return str(_("%(rank)s on the waiting list", rank=ordinal(rank)))


def end_reason_name(reason: EndReason | str) -> str:
    return str(END_REASON_NAMES[EndReason(reason)])


def own_end_reason(reason: EndReason | str) -> str:
    """The same, as told to the person themselves."""
    match EndReason(reason):
        case EndReason.LEFT:
            return str(_("You left the group"))
        case EndReason.NOT_RENEWED:
            return str(_("You do not go on in this phase"))
    return end_reason_name(reason)


def obstacle_name(obstacle: Obstacle | str) -> str:
    return str(OBSTACLE_NAMES[Obstacle(obstacle)])


def ordinal(number: int) -> str:
    """« 1er », « 2e », of what is masculine in French; "1st", "2nd"."""
    if get_locale().language == "fr":
        return "1er" if number == 1 else f"{number}e"
    is_teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if is_teen else ENGLISH_SUFFIXES.get(number % 10, 'th')}"
