"""Recognises that something failed because there was no room left."""

import errno
import sqlite3

POSTGRESQL_DISK_FULL = "53100"  # https://www.postgresql.org/docs/current/errcodes-appendix.html


def tells_of_full_disk(error: BaseException | None) -> bool:
    """Return whether a full disk, quota or database is the error, or what led to it."""
    while error is not None:
        if (
            (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))
            or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            or getattr(error, "sqlstate", None) == POSTGRESQL_DISK_FULL
        ):
            return True
        error = error.__cause__ or error.__context__
    return False
