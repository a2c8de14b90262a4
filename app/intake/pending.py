"""What a new export of a report no longer says: kept in `pending/<document>.yaml` until a curator attaches or deletes it."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from app.intake.yaml_edits import read_listed
from app.intake.yaml_text import flow
from app.seeding.build import build
from app.seeding.seed_files.files import paths_like
from app.seeding.seed_files.folder import PENDING
from app.seeding.seed_files.problems import Problem, SeedError

_HEAD = """\
# What was curated and a new export no longer says: `was` is the old sentence, `now` the new one where it was found.
# To attach an entry, put it into the file of its section with the new words, and delete it here.
"""
_SECTION = re.compile(r'(\bsection: ")([^"]+)(")')
# what is laid aside can leave others without what they name
_ROUNDS = 5


class Pending:
    """Entries of one document, added to those that are there."""

    def __init__(self, root: Path, slug: str) -> None:
        self.path = root / PENDING / f"{slug}.yaml"
        self._entries: list[str] = []

    def add(self, reason: str, where: str | None, was: str, now: str | None, lines: str) -> None:
        told = {"reason": reason, "where": where, "was": was, "now": now}
        indented = "".join(f"    {line}\n" if line else "\n" for line in lines.rstrip().splitlines())
        first, *rest = [f"{key}: {flow(value)}" for key, value in told.items()]
        self._entries.append(f"- {first}\n" + "".join(f"  {line}\n" for line in rest) + f"  entry: |2\n{indented}")

    def write(self) -> None:
        if self._entries:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            there = self.path.read_text(encoding="utf-8") if self.path.exists() else _HEAD
            self.path.write_text(there + "".join(self._entries), encoding="utf-8")


def follow_sections(root: Path, slug: str, renumbered: dict[str, str]) -> None:
    """Name the new sections in the conflicts and corroborations of the document, where a section is there under another number."""
    for path in paths_like(root, "conflicts/*.yaml", "corroborations/*.yaml"):
        listed = read_listed(path.read_text(encoding="utf-8"), None)
        items = [
            _SECTION.sub(lambda match: f"{match[1]}{renumbered.get(match[2], match[2])}{match[3]}", item.text)
            # members of several documents name theirs
            if item.scalar("document") == slug and item.text.count("document:") == 1
            else item.text
            for item in listed.items
        ]
        if items != [item.text for item in listed.items]:
            path.write_text(listed.head + "".join(items) + listed.tail, encoding="utf-8")


def lay_broken_aside(root: Path, slug: str, pending: Pending) -> list[str]:
    """Lay aside what the new text broke: facts of the document, and conflicts and corroborations that name what is gone.

    Returns what was laid aside, in words.
    """
    told: list[str] = []
    for _ in range(_ROUNDS):
        try:
            build(root)
        except SeedError as error:
            broken = [
                one
                for one in error.problems
                if one.file.startswith((f"facts/{slug}/", f"renderings/{slug}.", "conflicts/", "corroborations/"))
            ]
            if not broken:
                break
            told += _cut(root, broken, pending)
        else:
            break
    return told


def _cut(root: Path, problems: list[Problem], pending: Pending) -> list[str]:
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[problem.file].append(problem)
    told = []
    for name, found in by_file.items():
        path = root / name
        if name.startswith("renderings/"):
            told += _cut_renderings(path, name, found, pending)
            continue
        listed = read_listed(path.read_text(encoding="utf-8"), "claims" if name.startswith("facts/") else None)
        kept = []
        line = listed.head.count("\n") + 1
        for item in listed.items:
            lines = item.text.count("\n")
            here = [problem for problem in found if line <= problem.line < line + lines]
            line += lines
            if not here:
                kept.append(item.text)
                continue
            what = item.scalar("text") or item.scalar("slug") or name
            pending.add(here[0].message, name, what, None, item.text)
            told.append(f"{what} ({name}): {here[0].message}")
        if kept:
            path.write_text(listed.head + "".join(kept) + listed.tail, encoding="utf-8")
        else:
            path.unlink()
    return told


def _cut_renderings(path: Path, name: str, problems: list[Problem], pending: Pending) -> list[str]:
    """Lay aside the renderings at the lines of the problems: of words that no figure quotes any more."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    root: Any = yaml.compose("".join(lines), Loader=yaml.CSafeLoader)
    pairs = next(value for key, value in root.value if key.value == "renderings").value
    told = []
    for key, value in reversed(pairs):
        here = next((one for one in problems if one.line == key.start_mark.line + 1), None)
        if here is not None:
            of_it = slice(key.start_mark.line, value.end_mark.line + 1)
            pending.add(here.message, name, key.value, None, "".join(lines[of_it]))
            del lines[of_it]
            told.append(f"{key.value} ({name}): {here.message}")
    path.write_text("".join(lines), encoding="utf-8")
    return told
