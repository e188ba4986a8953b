"""Addresses that our mail server can write to (RFC 5321), without asking DNS."""

from email_validator import EmailNotValidError, validate_email


class NotMailable(ValueError):  # noqa: N818 -- reads as a sentence
    """No mail could ever be sent there."""


def mailable_address(text: str) -> str:
    """The address in the form in which mail programs take it. Raises `NotMailable`."""
    try:
        checked = validate_email(text, allow_smtputf8=False, check_deliverability=False)
    except EmailNotValidError as wrong:
        raise NotMailable from wrong
    return str(checked.ascii_email)
