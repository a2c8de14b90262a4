"""The numbers of entries: which are labels, which are there by chance, and whether numbers make a list of lines."""

from collections.abc import Sequence
from dataclasses import replace

from app.report.bibliography.entries import Entry
from app.report.bibliography.entry_blocks import ADDRESS, YEAR


def without_chance(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entries without labels that are numbers by chance: of a bullet's title (`10 trends …`), of a later cell of a row."""
    counted = [int(entry.label) for entry in entries if entry.label.isdecimal()]
    if len(counted) == len(entries) and sorted(counted) == [*range(min(counted), min(counted) + len(counted))]:
        return list(entries)
    entries = [replace(_unnamed(entry), label="") if _is_bullet(text, entry) else entry for entry in entries]
    firsts: list[Entry] = []
    begun = {entry.label for entry in entries if _begins_line(text, entry)}
    for entry in entries:
        by_chance = (entry.form == "row" and text[entry.start] == "|") or (entry.form == "bracket" and entry.label in begun)
        if by_chance and firsts and not _begins_line(text, entry):
            firsts[-1] = replace(firsts[-1], end=entry.end)
        else:
            firsts.append(entry)
    return firsts


def _begins_line(text: str, entry: Entry) -> bool:
    """Whether nothing but markup stands before an entry on its line."""
    return not any(char.isalnum() for char in text[text.rfind("\n", 0, entry.start) + 1 : entry.start])


def _is_bullet(text: str, entry: Entry) -> bool:
    return entry.form == "bare" and text[text.rfind("\n", 0, entry.start) + 1 : entry.start].strip() in {"-", "*", "+"}


def is_list(text: str, entries: Sequence[Entry]) -> bool:
    """Without a heading, entries differ from sentences by their addresses and consecutive numbers."""
    if not entries:
        return False
    addressed = sum(bool(ADDRESS.search(text, entry.start, entry.end)) for entry in entries)
    if any(not entry.label.isdecimal() for entry in entries):
        return False
    if all(entry.form == "bracket" for entry in entries):
        return addressed * 2 >= len(entries) or (addressed == 0 and len(entries) > 1 and _is_spaced(text, entries))
    return addressed == len(entries) and len(entries) >= 2


def _is_spaced(text: str, entries: Sequence[Entry]) -> bool:
    return all(text[entry.content - 1].isspace() for entry in entries) and [int(entry.label) for entry in entries] == list(
        range(1, len(entries) + 1)
    )


def is_plausible(text: str, entries: Sequence[Entry]) -> bool:
    """Under a heading such as “Links” or “Notes” bullets are entries only where they have numbers, addresses or years."""
    return any(entry.explicit for entry in entries) or any(
        ADDRESS.search(text, entry.start, entry.end) or YEAR.search(text, entry.start, entry.end) for entry in entries
    )


def numbered(entries: Sequence[Entry]) -> list[Entry]:
    """Bullets, plain paragraphs and items that all say `1.` are numbered by position. `[online]` is a label only if every entry has one."""
    names = [entry.label for entry in entries if entry.form == "name"]
    if names and (any(entry.form not in {"name", "key"} for entry in entries) or len({*names}) < len(names)):
        entries = [_unnamed(entry) if entry.form == "name" else entry for entry in entries]
    if len(entries) > 2 and all(entry.form == "item" and entry.label == entries[0].label for entry in entries):
        # Markdown counts on from the first number, whatever the others are
        entries = [replace(entry, label="") for entry in entries]
    numbered: list[Entry] = []
    last = 0
    for entry in entries:
        label = entry.label or str(last + 1)
        last = int(label) if label.isdecimal() else last + 1
        numbered.append(entry if entry.label else replace(entry, label=label))
    return numbered


def _unnamed(entry: Entry) -> Entry:
    return replace(entry, label=entry.position or "", form="item", content=entry.start, explicit=entry.position is not None)
