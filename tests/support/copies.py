"""Copies of a seeds folder with one thing changed."""

import shutil
from pathlib import Path

from tests.support.small_folder import replace


def planted(seeds: Path, into: Path, file: str, old: str, new: str) -> Path:
    """A copy of the folder in which the first `old` of a file is `new`."""
    folder = into / "seeds"
    shutil.copytree(seeds, folder)
    replace(folder, file, old, new)
    return folder
