"""Why a backup could not be made, or is not restored. Each says what to do."""


class BackupUnusable(Exception):  # noqa: N818 -- reads as a sentence
    """The file is no whole backup, or not one for this installation."""


class ProgramFailed(Exception):  # noqa: N818 -- reads as a sentence
    """A program of PostgreSQL, or SQLite, is missing or ended with an error."""


class RestoreUnfinished(Exception):  # noqa: N818 -- reads as a sentence
    """The backup is in place, and not everybody who asked for it is erased again."""
