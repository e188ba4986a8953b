"""What is said before and after something is done to many people, of whatever."""

from collections.abc import Callable, Iterable, Mapping

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _

from concertation.domain.bulk import Passed
from concertation.services.bulk import Outcome

MOST_NAMED = 3
Why = Mapping[Passed, str | LazyString]


def passed_text(why: str | LazyString, names: Iterable[str]) -> str:
    """« 5 personnes laissées de côté : déjà confirmées (A, B, C…) »."""
    known = list(names)
    listed = ", ".join(known[:MOST_NAMED])
    if len(known) > MOST_NAMED:
        listed += "…"
    text = ngettext(
        "%(num)s person passed over, %(why)s",
        "%(num)s people passed over, %(why)s",
        len(known),
        why=why,
    )
    return f"{text} ({listed})" if listed else str(text)


def nothing_done() -> str:
    return str(
        _("Nothing was done: for none of these people was there anything to do.")
    )


def outcome_texts(
    outcome: Outcome,
    names: Mapping[int, str],
    *,
    done_text: Callable[[int], str],
    why: Why,
) -> list[tuple[str, str]]:
    """Sentences, each with its tone. ``done_text`` tells to how many it was done."""
    done = len(outcome.done)
    return [
        (done_text(done), "success") if done else (nothing_done(), "info"),
        *(
            (passed_text(why[each], [names.get(number, "") for number in ids]), "info")
            for each, ids in outcome.passed.items()
        ),
    ]
