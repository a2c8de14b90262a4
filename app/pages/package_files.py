"""Texts of the package, read when the process starts: a version that is installed under a running one changes no part of its pages."""

from pathlib import Path


def texts_below(folder: Path) -> dict[str, str]:
    """The text of each file by its path within the folder."""
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in _files(folder)}


def bytes_below(folder: Path) -> dict[str, bytes]:
    """The bytes of each file by its path within the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.*") if path.is_file() and path.suffix != ".pyc")
