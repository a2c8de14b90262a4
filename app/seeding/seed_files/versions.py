"""The version of a seeds folder: a hash of its files, computed without parsing them."""

import hashlib
from pathlib import Path

from app.config import MAX_FILE_BYTES
from app.seeding.seed_files.files import FileRefusedError, hash_file, paths_like, refused_paths
from app.seeding.seed_files.problems import Problem, SeedError

# increase when the same files begin to give different rows, so that databases built before are built again
FORMAT = 50


def seed_version(root: Path, max_file_bytes: int = MAX_FILE_BYTES) -> str:
    """The version that a dataset built from `root` has. Raises `SeedError` if a file cannot be read."""
    problems: list[Problem] = []
    files = hash_files(root, problems, max_file_bytes)
    if problems:
        raise SeedError(problems)
    return version_of(files)


def hash_files(root: Path, problems: list[Problem], max_file_bytes: int = MAX_FILE_BYTES) -> dict[str, str]:
    """The SHA-256 of every seed file by its path relative to `root`, sorted by path; links and what cannot be read are problems."""
    hashes = {}
    problems += [Problem(name, 1, why) for name, why in refused_paths(root)]
    for path in paths_like(root, "**/*.yaml", "documents/*.md"):
        name = path.relative_to(root).as_posix()
        try:
            hashes[name] = hash_file(path, root, max_file_bytes)
        except FileRefusedError as error:
            problems.append(Problem(name, 1, str(error)))
    return hashes


def version_of(files: dict[str, str]) -> str:
    """12 hexadecimal digits of a hash over all files and the row format."""
    lines = [f"format {FORMAT}", *(f"{sha256} {name}" for name, sha256 in sorted(files.items()))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
