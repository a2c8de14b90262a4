"""The version of a seeds folder: a hash of its files, computed without parsing them."""

import hashlib
from pathlib import Path

# increase when the same files begin to give different rows, so that databases built before are built again
FORMAT = 3


def seed_version(root: Path) -> str:
    """The version that a dataset built from `root` has."""
    return version_of(hash_files(root))


def hash_files(root: Path) -> dict[str, str]:
    """The SHA-256 of every seed file by its path relative to `root`, sorted by path."""
    paths = sorted(path for pattern in ("**/*.yaml", "documents/*.md") for path in root.glob(pattern))
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def version_of(files: dict[str, str]) -> str:
    """12 hexadecimal digits of a hash over all files and the row format."""
    lines = [f"format {FORMAT}", *(f"{sha256} {name}" for name, sha256 in sorted(files.items()))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
