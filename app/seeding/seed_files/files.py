"""Reading the files of a seeds folder: regular files inside the folder, up to a size, and no symbolic links.

Links are refused wherever they lead: a file that is there twice, changes with something outside the folder, or is not there on
another machine cannot be told from one that was curated. Files and folders whose names begin with a dot are no seeds.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from app.config import MAX_FILE_BYTES

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LINK = "a symbolic link, which is not followed: put here what it leads to"


class FileRefusedError(Exception):
    """The file is not read; the message says why."""


def read_bytes(path: Path, root: Path | None = None, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """The bytes of a regular file of at most `max_bytes`, which must be inside `root` without symbolic links on the way.

    Raises `FileRefusedError` for any other file. Devices and pipes are never read: the first read could wait forever.
    """
    try:
        if root is not None:
            _check_place(path, root)
        # a pipe without a writer would block `open` itself
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise FileRefusedError("not a regular file")
            content = file.read(max_bytes + 1)
    except (OSError, RuntimeError, ValueError) as error:
        raise FileRefusedError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > max_bytes:
        raise FileRefusedError(f"larger than {max_bytes} bytes, the limit that FACTBASE_MAX_FILE_BYTES sets")
    return content


def _check_place(path: Path, root: Path) -> None:
    """Raise `FileRefusedError` for a path that leads out of `root`, or over a link."""
    within = Path(os.path.relpath(path, root))
    if ".." in within.parts:
        raise FileRefusedError("the file is outside the seeds folder")
    if any((root / part).is_symlink() for part in (within, *within.parents) if part.parts):
        raise FileRefusedError(_LINK)


def paths_like(root: Path, *patterns: str) -> list[Path]:
    """What there is in a folder by the patterns of its names, sorted, without what is hidden or in a linked folder."""
    found = {path for pattern in patterns for path in root.glob(pattern) if not path.parent.is_symlink()}
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts))


def refused_paths(root: Path) -> Iterator[tuple[str, str]]:
    """Each symbolic link, and each folder that cannot be listed, by its path, and why it is refused."""
    closed: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(folder, name) for name in (*folders, *files) if not name.startswith(".")):
            if path.is_symlink():
                yield path.relative_to(root).as_posix(), _LINK
    # what looks for files by the patterns of their names passes over it in silence
    yield from ((Path(error.filename).relative_to(root).as_posix(), f"cannot be read: {error.strerror}") for error in closed)


def decode(content: bytes) -> str:
    """The content as UTF-8 text that both databases can store. Raises `FileRefusedError`."""
    try:
        return storable(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FileRefusedError(f"not UTF-8: byte {error.start} is 0x{content[error.start]:02x}") from None


def storable(text: str) -> str:
    """The text, which no database stores with a NUL character in it, or with half of a character, as some PDFs give.

    Raises `FileRefusedError`.
    """
    if found := _UNSTORABLE.search(text):
        what = "a NUL character" if found[0] == "\0" else f"half of a character (U+{ord(found[0]):X})"
        raise FileRefusedError(f"{what} in line {text.count(chr(10), 0, found.start()) + 1}")
    return text


def hash_file(path: Path, root: Path, max_bytes: int = MAX_FILE_BYTES) -> str:
    """The SHA-256 of a file. Raises `FileRefusedError`."""
    return hashlib.sha256(read_bytes(path, root, max_bytes)).hexdigest()
