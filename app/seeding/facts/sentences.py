"""Which sentences of a report curators wrote about, and what a document that is marked complete still lacks."""

from collections.abc import Iterator

from rapidfuzz import process

from app.report import Sentence
from app.seeding.documents import ParsedDocument
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.seed_files.fact_schemas import ChapterSeed
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Row
from app.vocabulary import NOT_YET_CURATED

# of a hundred; what is less alike is another sentence
_ALIKE = 60
_SHOWN = 60


Chapters = dict[str, list[tuple[ChapterSeed, Location]]]


def chapters_by_document(seeds: Seeds) -> Chapters:
    """The chapters of each document, in the order of their files."""
    documents = dict.fromkeys(seed.slug for seed, _ in seeds.documents)
    found: Chapters = {}
    for chapter, location in seeds.chapters:
        if check_known(chapter.document, documents, "document", location / "document"):
            found.setdefault(chapter.document, []).append((chapter, location))
    return found


def curated_sentences(chapters: Chapters, parsed: ParsedDocument) -> Iterator[CuratedSentence]:
    """Every curated sentence of a document, with the sentence of the report that it is."""
    for chapter, location in chapters.get(parsed.slug, ()):
        yield from _pair_with_sentences(chapter, location, parsed)


def _pair_with_sentences(chapter: ChapterSeed, location: Location, parsed: ParsedDocument) -> Iterator[CuratedSentence]:
    """The chapter's claims with the sentences of its section that have their words; any of them may be left out."""
    slugs = [section["slug"] for section in parsed.sections]
    if chapter.section is not None and not check_known(chapter.section, slugs, "section", location / "section"):
        return
    index = None if chapter.section is None else slugs.index(chapter.section)
    places: dict[str, list[tuple[Sentence, Row]]] = {}
    for sentence, row in zip(parsed.report.sentences, parsed.claims, strict=True):
        if sentence.section == index:
            places.setdefault(sentence.text, []).append((sentence, row))
    for i, seed in enumerate(chapter.claims):
        at = location / "claims" / i
        found = places.get(seed.text)
        if not found:
            (at / "text").add_problem(
                f"{_place(chapter)} has no sentence {_short(seed.text)!r}{_meant(seed.text, places, at)}"
            )
            continue
        free = [(place, pair) for place, pair in enumerate(found, 1) if pair[1]["id"] not in parsed.curated]
        if seed.nth is not None:
            free = [(place, pair) for place, pair in free if place == seed.nth]
        if not free:
            many = f"{len(found)} times" if len(found) > 1 else "once"
            at.add_problem(f"this sentence is curated twice: it occurs {many} in {_place(chapter)}")
            continue
        sentence, row = free[0][1]
        parsed.curated.add(row["id"])
        yield CuratedSentence(parsed, sentence, row, seed, at)


def _place(chapter: ChapterSeed) -> str:
    return "the text before the first heading" if chapter.section is None else f"section {chapter.section}"


def check_complete(parsed: ParsedDocument, location: Location) -> None:
    """Add a problem for each sentence that a document marked complete leaves out, or curates in part."""
    for row in parsed.claims:
        lacks = [
            what
            for what, missing in (
                ("kind", row["kind"] == NOT_YET_CURATED),
                ("English rendering", row["text_en"] is None and parsed.seed.language != "en"),
                ("topic", not row["topics"]),
            )
            if missing
        ]
        if lacks:
            what = ", ".join(lacks)
            (location / "complete").add_problem(
                f"section {row['section']}: {_short(row['text'])!r} has no {what}, and the document is complete"
            )


def _meant(text: str, places: dict[str, list[tuple[Sentence, Row]]], at: Location) -> str:
    found = None if at.file.is_full else process.extractOne(text, list(places), score_cutoff=_ALIKE)
    if found is None:
        return ""
    return f"; did you mean {found[0]!r}?"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
