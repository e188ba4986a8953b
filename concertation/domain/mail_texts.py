"""What the organiser adds to the mails of an event, for each kind and language."""

from hashlib import sha256

Texts = dict[str, dict[str, str]]
"""By the template of the mail, then by the language."""

MOST_CHARACTERS = 5000


def text_for(texts: Texts, template: str, locale: str) -> str:
    """Nothing where none was written in this language: no mail speaks two."""
    return texts.get(template, {}).get(locale, "")


def with_text(texts: Texts, template: str, locale: str, text: str) -> Texts:
    """The same with this one; an empty one takes no room."""
    of_this = {**texts.get(template, {}), locale: text}
    kept = {each: written for each, written in of_this.items() if written}
    others = {each: given for each, given in texts.items() if each != template}
    return {**others, template: kept} if kept else others


def version_of(text: str) -> str:
    """By which a page that was opened before the last change is told apart."""
    return sha256(text.encode()).hexdigest()[:16]
