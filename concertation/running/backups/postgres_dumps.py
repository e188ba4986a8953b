"""A PostgreSQL database, by the programs that PostgreSQL has for it.

They must be at least as new as the server. The password goes by the environment: what
stands on a command line, every account of the machine can read.
"""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from concertation.running.backups.errors import ProgramFailed

FILE = "database.dump"
EMPTY = """
DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', found.tablename);
  END LOOP;
  FOR found IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
      SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', found.name);
  END LOOP;
END $$;
"""
"""Takes away what a backup would put beside: tables of a newer version as well."""


def dump_postgres(url: URL, folder: Path) -> Path:
    """One moment of the database; whoever writes meanwhile is not held up."""
    dump = folder / FILE
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={dump}"]
    _run("pg_dump", url, *words)
    return dump


def load_postgres(folder: Path, url: URL) -> None:
    """In one transaction: when it fails, all is as it was."""
    emptying, script = folder / "empty.sql", folder / "restore.sql"
    emptying.write_text(EMPTY)
    words = ["--no-owner", "--no-privileges", f"--file={script}"]
    _run("pg_restore", None, *words, str(folder / FILE))
    words = ["--no-psqlrc", "--quiet", "--single-transaction"]
    words += ["--set=ON_ERROR_STOP=1", f"--file={emptying}", f"--file={script}"]
    _run("psql", url, *words)


def _run(program: str, url: URL | None, *words: str) -> None:
    if shutil.which(program) is None:
        raise ProgramFailed(f"{program} is missing: install postgresql-client")
    environment = dict(os.environ)
    if url is not None:
        environment["PGPASSWORD"] = url.password or environment.get("PGPASSWORD", "")
        plain = url.set(drivername="postgresql", password=None)
        words = (f"--dbname={plain.render_as_string()}", *words)
    done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL, by its name
        [program, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise ProgramFailed(f"{program}: {lines[0]}")
