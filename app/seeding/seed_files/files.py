"""Reading the files of a seeds folder: regular files inside the folder, up to a size."""

import hashlib
import os
import stat
from pathlib import Path

from app.config import MAX_FILE_BYTES


class FileRefusedError(Exception):
    """The file is not read; the message says why."""


def read_bytes(path: Path, root: Path | None = None, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """The bytes of a regular file of at most `max_bytes`, which must be inside `root` once symbolic links are resolved.

    Raises `FileRefusedError` for any other file. Devices and pipes are never read: the first read could wait forever.
    """
    try:
        if root is not None and not path.resolve(strict=True).is_relative_to(root.resolve()):
            raise FileRefusedError("the file is outside the seeds folder")
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


def decode(content: bytes) -> str:
    """The content as UTF-8 text that both databases can store. Raises `FileRefusedError`."""
    try:
        return storable(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FileRefusedError(f"not UTF-8: byte {error.start} is 0x{content[error.start]:02x}") from None


def storable(text: str) -> str:
    """The text, which no database stores with a NUL character in it. Raises `FileRefusedError`."""
    if "\0" in text:
        raise FileRefusedError(f"a NUL character in line {text.count(chr(10), 0, text.index(chr(0))) + 1}")
    return text


def hash_file(path: Path, root: Path, max_bytes: int = MAX_FILE_BYTES) -> str:
    """The SHA-256 of a file. Raises `FileRefusedError`."""
    return hashlib.sha256(read_bytes(path, root, max_bytes)).hexdigest()
