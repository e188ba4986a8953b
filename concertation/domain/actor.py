"""Who does something, as the audit trail names them: never by a personal name."""

PARTICIPANT = "participant"
SYSTEM = "system"


def account_actor(account_id: int) -> str:
    return f"account:{account_id}"
