"""Temporary files for exports."""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from app.errors import StorageFull
from app.vocabulary.names import say

# errors of a full disk, a quota and a limit on file size
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def temporary_file(buffering: int = -1) -> IO[bytes]:
    """An unnamed file that disappears when it is closed. Raises `StorageFull` if none can be made."""
    try:
        return tempfile.TemporaryFile(prefix="factbase-export-", buffering=buffering)
    except OSError as error:
        if error.errno in _FULL:
            raise _storage_full() from error
        raise StorageFull(
            say(
                "no folder for temporary files is writable; the service needs one (TMPDIR) for exports",
                "没有可写的临时文件夹；导出需要一个（TMPDIR）",
            ),
            retry_after=60,
        ) from error


@contextmanager
def telling_when_full() -> Iterator[None]:
    """Raises `StorageFull` where a file that is written in the block finds no room."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _storage_full() from None


def _storage_full() -> StorageFull:
    folder = tempfile.gettempdir()
    return StorageFull(say(f"{folder} has no room for a temporary file", f"{folder} 没有空间存放临时文件"), retry_after=60)
