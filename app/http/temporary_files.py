"""Temporary files for exports."""

import errno
import tempfile
from typing import IO

from app.errors import StorageFull
from app.vocabulary.names import say

# errors of a full disk, a quota and a limit on file size
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def temporary_file(buffering: int = -1) -> IO[bytes]:
    """An unnamed file that disappears when it is closed. Raises `StorageFull` if none can be made."""
    try:
        return tempfile.TemporaryFile(prefix="factbase-export-", buffering=buffering)
    except OSError as error:
        if error.errno in FULL:
            raise storage_full() from error
        raise StorageFull(
            say(
                "no folder for temporary files is writable; the service needs one (TMPDIR) for exports",
                "没有可写的临时文件夹；导出需要一个（TMPDIR）",
            ),
            retry_after=60,
        ) from error


def storage_full() -> StorageFull:
    """The problem of a temporary folder without room."""
    folder = tempfile.gettempdir()
    return StorageFull(say(f"{folder} has no room for a temporary file", f"{folder} 没有空间存放临时文件"), retry_after=60)
