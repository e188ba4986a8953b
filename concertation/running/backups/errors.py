"""Why a backup could not be made, or is not restored. Each says what to do."""


class BackupUnusable(Exception):  # noqa: N818 -- reads as a sentence
    """The file is no whole backup, or not one for this installation."""


class ProgramFailed(Exception):  # noqa: N818 -- reads as a sentence
    """A program of PostgreSQL is missing, or ended with an error."""
