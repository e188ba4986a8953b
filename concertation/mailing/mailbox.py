"""Read the mail that the local catcher kept, as a person reads it."""

import mailbox
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

FOLDER = "mail"
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtMail:
    key: str
    caught_at: datetime
    recipient: str
    subject: str
    text: str
    page: str
    attachments: tuple[str, ...]


def caught_mails(instance: Path) -> Sequence[CaughtMail]:
    """The latest mails first, no more than `MOST_SHOWN`."""
    box = _box(instance)
    keys = sorted(box.keys(), key=lambda key: _caught_at(box, key), reverse=True)
    return [_read(box, key) for key in keys[:MOST_SHOWN]]


def find_caught_mail(instance: Path, key: str) -> CaughtMail | None:
    box = _box(instance)
    return _read(box, key) if key in box else None


def _box(instance: Path) -> mailbox.Maildir:
    return mailbox.Maildir(instance / FOLDER, create=True)


def _caught_at(box: mailbox.Maildir, key: str) -> float:
    return box.get_message(key).get_date()


def _read(box: mailbox.Maildir, key: str) -> CaughtMail:
    mail = message_from_bytes(box.get_bytes(key), policy=policy.default)
    return CaughtMail(
        key=key,
        caught_at=datetime.fromtimestamp(_caught_at(box, key), UTC),
        recipient=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        text=_body(mail, "plain"),
        page=_body(mail, "html"),
        attachments=tuple(
            name for part in mail.iter_attachments() if (name := part.get_filename())
        ),
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""
