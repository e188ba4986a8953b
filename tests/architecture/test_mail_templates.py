"""Every promised mail can be written, and nothing is written that nobody promises."""

import importlib
import inspect

import pytest

from concertation.domain.snapshots import Message
from tests.architecture.sources import PACKAGE, ROOT

MAIL = ROOT / "templates" / "mail"


def _messages():
    """The modules' classes, not __subclasses__(): a slotted dataclass is listed twice
    there until the garbage collector comes by."""
    modules = [
        importlib.import_module(f"concertation.domain.{file.stem}")
        for file in sorted(PACKAGE.glob("domain/*messages.py"))
    ]
    classes = {
        found
        for module in modules
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Message)
    }
    bases = {base for found in classes for base in found.__mro__[1:]}
    return sorted(classes - bases - {Message}, key=lambda found: found.__name__)


@pytest.mark.parametrize("message", _messages())
def test_every_mail_has_a_subject_a_text_and_a_page(message):
    folder = MAIL / message.template

    assert {path.name for path in folder.glob("*")} == {
        "subject.txt",
        "text.txt",
        "page.html",
    }


@pytest.mark.parametrize("folder", sorted(p.name for p in MAIL.glob("*") if p.is_dir()))
def test_every_folder_of_mail_belongs_to_a_message(folder):
    assert folder in {message.template for message in _messages()}
