"""Who changes a process waits for whoever changes it already."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from concertation.database import table_of
from concertation.models import Process

PROCESSES = table_of(Process)


def lock_process(session: Session, process_id: int) -> Process:
    """Hold the process's row until the transaction ends; read it and its phases anew.

    An UPDATE takes the write lock on PostgreSQL and SQLite alike, see
    `seating.hold_pool`. Whoever needs pools as well takes them after the process.
    """
    session.flush()
    same = {PROCESSES.c.updated_at: PROCESSES.c.updated_at}
    session.execute(update(PROCESSES).where(PROCESSES.c.id == process_id).values(same))
    process = session.get_one(Process, process_id, populate_existing=True)
    session.expire(process, ["phases", "partners", "targets", "outreaches"])
    return process
