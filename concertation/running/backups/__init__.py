"""Copies of an installation: one file that holds all that cannot be made again."""

from concertation.running.backups.errors import (
    BackupUnusable,
    ProgramFailed,
    RestoreUnfinished,
)
from concertation.running.backups.left_over import is_unfinished
from concertation.running.backups.making import Backup, make_backup, remove_old_backups
from concertation.running.backups.restoring import Restored, restore_backup

__all__ = [
    "Backup",
    "BackupUnusable",
    "ProgramFailed",
    "RestoreUnfinished",
    "Restored",
    "is_unfinished",
    "make_backup",
    "remove_old_backups",
    "restore_backup",
]
