"""A second export of a report: what was curated moves to the sentences of the new text, and nothing of it is lost.

Equal sentences carry over silently, reworded ones that say the same of their figures are carried over and listed. Where a figure or its
direction changed, and where a sentence is gone, what was curated is laid aside in `pending/`, with the old words and the new.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from app.intake.folder_contents import title_of
from app.intake.pending import Pending, follow_sections, lay_broken_aside
from app.intake.sentence_changes import Statements, says_the_same
from app.intake.yaml_edits import Item, read_listed
from app.intake.yaml_text import flow, quoted
from app.report import Report, decode, parse_report
from app.seeding.public_ids import AnchoredIds
from app.seeding.seed_files.files import paths_like, read_bytes
from app.seeding.seed_files.schemas import DocumentSeed, OriginalSeed
from app.store.sentence_matching import match_sentences

# of a hundred sentences of the old export: with fewer in the new one, it is another report
_SAME = 30


@dataclass
class Reexport:
    """What became of the curated sentences, and the files that say so once `write` was called."""

    root: Path
    document: DocumentSeed
    old: Report
    new: Report
    places: dict[int, int]
    identical: int = 0
    reworded: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    _renumbered: dict[str, str] = field(default_factory=dict, init=False)

    @property
    def is_same_report(self) -> bool:
        """Whether enough of its sentences have the same numbers, and its title has.

        Next year's issue of a report has others.
        """
        years = [re.findall(r"\d+", title_of(one.text) or "") for one in (self.old, self.new)]
        same = sum(self._said[0].numbers.get(at) == self._said[1].numbers.get(to) for at, to in self.places.items())
        return years[0] == years[1] and same * 100 >= _SAME * min(len(self.old.sentences), len(self.new.sentences))

    @cached_property
    def _said(self) -> tuple[Statements, Statements]:
        return Statements(self.old), Statements(self.new)

    def write(self, report: Report, original: OriginalSeed | None) -> DocumentSeed:
        """Write the document's YAML and the facts for the new text; the text itself is there already."""
        pending = Pending(self.root, self.document.slug)
        self._write_document(original)
        chapters = self._chapters(pending)
        for path, text in chapters.items():
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        follow_sections(self.root, self.document.slug, self._renumbered)
        self.other += lay_broken_aside(self.root, self.document.slug, pending)
        pending.write()
        return self.document.model_copy(update={"sha256": report.sha256, "original": original})

    def _write_document(self, original: OriginalSeed | None) -> None:
        path = self.root / "documents" / f"{self.document.slug}.yaml"
        text = path.read_text(encoding="utf-8")
        text = text.replace(self.document.sha256, self.new.sha256)
        if self.document.complete:
            text = text.replace("complete: true", "complete: false")
            self.other.append("the document is no longer complete: its new sentences are not curated")
        headings = {section.title for section in self.new.sections}
        listed = read_listed(text, "sections")
        kept = [item.text for item in listed.items if item.scalar("heading") in headings]
        lost = [item.scalar("heading") or "" for item in listed.items if item.scalar("heading") not in headings]
        if lost:
            head = listed.head if kept else listed.head.rstrip().removesuffix("sections:")
            text = head + "".join(kept) + listed.tail
            self.other += [f"the heading {heading!r} is gone, with its English title" for heading in lost]
        lines = [line for line in text.splitlines() if not line.startswith("original:")]
        if original is not None:
            lines.append(f"original: {flow(original.model_dump())}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _chapters(self, pending: Pending) -> dict[Path, str | None]:
        """The text of each file of facts; null where nothing is left in it."""
        ids = [_ids(self.document.slug, report) for report in (self.old, self.new)]
        olds, news = (_Sections(self.document, report) for report in (self.old, self.new))
        heads: dict[Path, str] = {}
        blocks: dict[Path, list[str]] = {}
        by_section: dict[str | None, Path] = {}
        moved: list[tuple[str | None, str]] = []
        folder = self.root / "facts" / self.document.slug
        for path in paths_like(folder, "*.yaml"):
            listed = read_listed(path.read_text(encoding="utf-8"), "claims")
            section = next(
                (None if v.tag.endswith(":null") else v.value for k, v in listed.root.value if k.value == "section"), None
            )
            carried = [(self._carry(item, section, olds, news, ids, pending)) for item in listed.items]
            left = [one for one in carried if one is not None]
            sections = Counter(one[0] for one in left)
            main = section if section in sections or not sections else sections.most_common(1)[0][0]
            heads[path] = _with_section(listed, main) if main != section else listed.head
            if section is not None and main is not None and set(sections) == {main}:
                self._renumbered[section] = main
            by_section.setdefault(main, path)
            blocks[path] = [text for at, text in left if at == main]
            moved += [(at, text) for at, text in left if at != main]
        for at, text in moved:
            path = by_section.setdefault(at, folder / f"{(at or 'preamble').replace('/', '-')}.yaml")
            heads.setdefault(
                path, f"document: {self.document.slug}\nsection: {'null' if at is None else quoted(at)}\nclaims:\n"
            )
            blocks.setdefault(path, []).append(text)
        return {path: head + "".join(blocks[path]) if blocks[path] else None for path, head in heads.items()}

    def _carry(
        self, item: Item, section: str | None, olds: "_Sections", news: "_Sections", ids: list[list[str]], pending: Pending
    ) -> tuple[str | None, str] | None:
        """The section and the lines of a curated sentence in the new export; null where it was laid aside."""
        text = item.scalar("text") or ""
        place = olds.find(section, text, int(item.scalar("nth") or 1))
        new_place = None if place is None else self.places.get(place)
        if place is None or new_place is None:
            self.gone.append(text)
            pending.add("gone", section, text, None, item.text)
            return None
        words = self.new.sentences[new_place].text
        at, nth, count = news.where(new_place)
        changed: dict[str, Any] = {}
        if words == text:
            self.identical += 1
        elif not says_the_same(self._said[0], place, self._said[1], new_place) or not _words_stand(item, text, words):
            self.asked.append((text, words))
            pending.add("changed", section, text, words, item.text)
            return None
        else:
            self.reworded.append((text, words))
            changed["text"] = words
            if item.value("id") is None and ids[0][place] != ids[1][new_place]:
                changed["id"] = ids[0][place]
        if count > 1 or item.value("nth") is not None:
            changed["nth"] = nth
        return at, item.with_values(**changed) if changed else item.text


def reexport(root: Path, document: DocumentSeed, report: Report, max_file_bytes: int) -> Reexport:
    """Compare the export that is there with a new one."""
    old = parse_report(decode(read_bytes(root / "documents" / document.file, root, max_file_bytes), document.file))
    places = match_sentences([one.text for one in old.sentences], [one.text for one in report.sentences])
    _keep_order(places, document, old, report)
    return Reexport(root, document, old, report, places)


def _keep_order(places: dict[int, int], document: DocumentSeed, old: Report, new: Report) -> None:
    """Where a section has the words of a sentence several times, the first stays the first: ids count equal sentences."""
    known = {id_: place for place, id_ in enumerate(_ids(document.slug, new))}
    taken = set(places.values())
    for at, id_ in enumerate(_ids(document.slug, old)):
        to, first = places.get(at), known.get(id_)
        if to is None or first is None or first in taken or new.sentences[to].section != new.sentences[first].section:
            continue
        if old.sentences[at].text == new.sentences[to].text:
            places[at] = first
            taken = (taken - {to}) | {first}


class _Sections:
    """The sentences of a report by section and words."""

    def __init__(self, document: DocumentSeed, report: Report) -> None:
        given = {section.heading: section.slug for section in document.sections if section.slug}
        slugs = [given.get(section.title, section.slug) for section in report.sections]
        self._places: dict[tuple[str | None, str], list[int]] = {}
        self._keys: list[tuple[str | None, str]] = []
        for place, sentence in enumerate(report.sentences):
            key = (None if sentence.section is None else slugs[sentence.section], sentence.text)
            self._keys.append(key)
            self._places.setdefault(key, []).append(place)

    def find(self, section: str | None, text: str, nth: int) -> int | None:
        places = self._places.get((section, text), [])
        return places[nth - 1] if nth <= len(places) else None

    def where(self, place: int) -> tuple[str | None, int, int]:
        """Section, which of equal sentences of it, and how many these are."""
        key = self._keys[place]
        return key[0], self._places[key].index(place) + 1, len(self._places[key])


def _ids(slug: str, report: Report) -> list[str]:
    ids = AnchoredIds("clm")
    return [ids.next(slug, sentence.text) for sentence in report.sentences]


def _words_stand(item: Item, text: str, words: str) -> bool:
    """Whether the new words hold the quotes of all figures, and the subjects that the old ones name."""
    metrics = item.value("metrics")
    fields = [(key.value, value.value) for metric in (metrics.value if metrics else ()) for key, value in metric.value]
    quotes = [value.partition("#")[0] for key, value in fields if key == "quote"]
    subjects = [value for key, value in fields if key == "subject" and value in text]
    return all(one in words for one in (*quotes, *subjects))


def _with_section(listed: Any, section: str | None) -> str:
    node = next(value for key, value in listed.root.value if key.value == "section")
    head: str = listed.head
    return head[: node.start_mark.index] + flow(section) + head[node.end_mark.index :]
