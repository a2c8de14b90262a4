"""Which dataset the seeds are, told without reading them as such: for a server that only wants to know whether they changed."""

import hashlib
from pathlib import Path

# counts up when the same seeds begin to give other rows, so that a database built before is built anew
FORMAT = 3


def seed_version(root: Path) -> str:
    """What the seeds in `root` would be as a dataset."""
    return version_of(hash_files(root))


def hash_files(root: Path) -> dict[str, str]:
    """SHA-256 of every seed file by its path below `root`, in path order."""
    paths = sorted(path for pattern in ("**/*.yaml", "documents/*.md") for path in root.glob(pattern))
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def version_of(files: dict[str, str]) -> str:
    """12 hexadecimal digits over all files and the row format."""
    lines = [f"format {FORMAT}", *(f"{sha256} {name}" for name, sha256 in sorted(files.items()))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
