"""What an event that is a meeting of a process, or of a group, is called by."""

from flask_babel import gettext as _

from concertation.domain.addresses import slug_of
from concertation.models import Event, GroupOffer


def offer_name(offer: GroupOffer) -> str:
    """« DIFFUSION, phase « Ambitions partagées » »."""
    group, phase = offer.group.title, offer.phase.title
    return str(_("%(group)s, phase “%(phase)s”", group=group, phase=phase))


def meeting_title(event: Event, title: str) -> str:
    """The title of an event, or of a part of it, after the group that meets there.

    « DIFFUSION, phase « Ambitions partagées » – Première réunion ».
    """
    return f"{offer_name(event.offer)} – {title}" if event.offer else title


def file_stem(event: Event) -> str:
    """The middle of a file's name: of a group's meeting it names group and phase."""
    if event.offer is None:
        return event.slug
    named = (event.offer.group.slug, slug_of(event.offer.phase.title), event.slug)
    return "-".join(named)
