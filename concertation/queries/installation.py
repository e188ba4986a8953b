"""What an installation holds."""

from sqlalchemy import inspect, literal, select, table
from sqlalchemy.orm import Session

MADE_WITH_ROWS = {"alembic_version", "site_settings", "stakeholder_category"}
"""By migrations. Who changes these at the desk leaves an entry in the journal."""
BY_ITSELF = {"limit_use", "sign_in_failure", "purge_line"}
"""What the program notes where nobody did anything: strangers, and nights."""


def holds_anything(session: Session) -> bool:
    """Whether anything is there that somebody would miss, an account alone included.

    A table that is not ours holds something too: a restore would take it away.
    """
    names = {*inspect(session.connection()).get_table_names()}
    return any(
        session.execute(select(literal(1)).select_from(table(name)).limit(1)).first()
        for name in sorted(names - MADE_WITH_ROWS - BY_ITSELF)
    )
