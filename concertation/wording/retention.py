"""What kinds of data are called, and how their rule is told."""

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.retention import DataKind

KIND_NAMES: dict[DataKind, LazyString] = {
    DataKind.ANSWERS: _l("Answers to questions with a time of their own"),
    DataKind.UNSEATED: _l("People who had no place in the end"),
    DataKind.PEOPLE: _l("People who took part"),
    DataKind.GUESTS: _l("Guests on an organiser’s list"),
    DataKind.MAILS: _l("Text and addresses of mails"),
    DataKind.IMPORTS: _l("Imported files of people"),
    DataKind.REQUESTS: _l("Requests about data that were answered"),
    DataKind.INVITATIONS: _l("Invitations to the desk that nobody took up"),
    DataKind.SIGN_INS: _l("Failed sign-ins, sessions and links that ran out"),
    DataKind.JOURNAL: _l("Lines of the journal that tell of signing in"),
}


def kind_name(kind: DataKind) -> str:
    return str(KIND_NAMES[kind])


def rule_text(kind: DataKind, days: int | None) -> str:
    """By what the purge goes: so many days after what."""
    if days is None or kind is DataKind.SIGN_INS:
        return str(_("As soon as they have run out"))
    match kind:
        case DataKind.MAILS:
            told = ngettext(
                "%(num)s day after they were sent",
                "%(num)s days after they were sent",
                days,
            )
        case DataKind.IMPORTS:
            told = ngettext(
                "%(num)s day after the import",
                "%(num)s days after the import",
                days,
            )
        case DataKind.REQUESTS:
            told = ngettext(
                "%(num)s day after the answer", "%(num)s days after the answer", days
            )
        case DataKind.JOURNAL:
            told = ngettext(
                "%(num)s day after what they tell of",
                "%(num)s days after what they tell of",
                days,
            )
        case DataKind.INVITATIONS:
            told = ngettext(
                "%(num)s day after they ran out",
                "%(num)s days after they ran out",
                days,
            )
        case _:
            told = ngettext(
                "%(num)s day after the end", "%(num)s days after the end", days
            )
    return str(told)
