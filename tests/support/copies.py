"""Copies of a seeds folder with one thing changed."""

import shutil
from pathlib import Path


def planted(seeds: Path, into: Path, file: str, old: str, new: str) -> Path:
    """A copy of the folder in which the first `old` of a file is `new`."""
    folder = into / "seeds"
    shutil.copytree(seeds, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, old
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder
