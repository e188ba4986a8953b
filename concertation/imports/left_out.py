"""Which columns of a file are not imported, and why."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.imports.event_columns import LeftOut, own_columns
from concertation.imports.headings import not_restored
from concertation.imports.vocabulary import plain
from concertation.models import PeopleImport

_OF_OURS: Final[Mapping[str, LazyString]] = {
    "reference": _l("each registration gets a new one"),
    "seats": _l("it follows from who comes along"),
    "ended_at": _l("whoever cancelled is not imported"),
    "source": _l("it is the desk that imports"),
}
_OF_THE_EVENT: Final[Mapping[LeftOut, LazyString]] = {
    LeftOut.FILE: _l("a table only tells the names of the files"),
    LeftOut.RETIRED: _l("this question is no longer asked"),
    LeftOut.GRANTED: _l("it follows from the wishes"),
}


def left_out_texts(taken: PeopleImport) -> list[str]:
    """The heading of each, and the reason where it is left out on purpose."""
    headings = [
        heading
        for heading, column in zip(taken.headings, taken.columns, strict=True)
        if heading and not column
    ]
    of_the_event = own_columns(taken.event, headings).left_out
    texts = []
    for heading in headings:
        key, why = not_restored(heading), of_the_event.get(plain(heading))
        reason = _OF_OURS[key] if key else _OF_THE_EVENT[why] if why else None
        texts.append(
            _("%(heading)s: %(reason)s", heading=heading, reason=reason)
            if reason
            else heading
        )
    return texts
