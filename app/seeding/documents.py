"""The parsed layer of each document: its sections, references, claims and citations, before any curated fact is added."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.report import Problem as ReportProblem
from app.report import Report
from app.report.problems import CHINESE
from app.seeding.cited_or_uncited import cite_claim
from app.seeding.public_ids import AnchoredIds
from app.seeding.seed_files.folder import Seeds, read_report
from app.seeding.seed_files.schemas import DocumentSeed
from app.seeding.seed_files.yaml_files import Location
from app.seeding.sources.sources import check_references, listed_references, page_key_or_none
from app.seeding.sources.urls import page_key
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Progress, Row, Rows
from app.store.tables import Citation, Claim, Document, EnclosingSection, Reference, Section, Source
from app.store.tables.sources import MAX_NAMED_REFERENCES
from app.vocabulary import NOT_YET_CURATED, Evidence

# by document, section, words and which of equal sentences it is
WrittenIds = dict[tuple[str, str | None, str, int], str]


_AS_GIVEN = {"slug", "title_en", "language", "complete", "issuer", "author", "published_on", "url", "caveat_en"}


@dataclass(frozen=True)
class ParsedDocument:
    """A parsed report with the rows made from its sections, sentences and citation markers."""

    seed: DocumentSeed
    report: Report
    row: Row
    sections: list[Row]
    references: list[Row]
    claims: list[Row]
    citations: list[Row]
    # ids of the claims that curators wrote about
    curated: set[str] = field(default_factory=set)

    @property
    def slug(self) -> str:
        return self.seed.slug


def parse_documents(seeds: Seeds, rows: Rows, progress: Progress = lambda _: None) -> Iterator[ParsedDocument]:
    """Every document that can be read, one after the other. The rows of sources must be there already."""
    sources = {page_key(row["url"]): row for row in rows[Source]}
    ids = _written_ids(seeds)
    listed = listed_references(seeds)
    urls: dict[tuple[str, int], str | None] = {}
    files: dict[str, str] = {}
    for number, (seed, location) in enumerate(seeds.documents, 1):
        progress(f"checking document {number} of {len(seeds.documents)}: {seed.slug}")
        if (other := files.setdefault(seed.slug, location.file.name)) != location.file.name:
            (location / "slug").add_problem(f"the slug {seed.slug!r} is already used by {other}: give each document its own")
        elif report := read_report(seeds, seed, location):
            parsed = _parse_document(seed, report, location, sources, ids)
            numbered = (((seed.slug, row["number"]), row["url"]) for row in parsed.references)
            urls |= {named: url for named, url in numbered if named in listed}
            yield parsed
    check_references(seeds, urls)


def add_document(parsed: ParsedDocument, rows: Rows) -> None:
    """Add what was parsed to the rows. Later steps change only the document, its sections and its claims."""
    rows[Document].append(parsed.row)
    rows[Section] += parsed.sections
    rows[EnclosingSection] += _enclosing_sections(parsed.sections)
    rows[Reference] += parsed.references
    rows[Claim] += parsed.claims
    rows[Citation] += parsed.citations


def _written_ids(seeds: Seeds) -> WrittenIds:
    """The ids of sentences whose words changed, which curators' files keep."""
    return {
        (chapter.document, chapter.section, claim.text, claim.nth or 1): claim.id
        for chapter, _ in seeds.chapters
        for claim in chapter.claims
        if claim.id is not None
    }


def _parse_document(
    seed: DocumentSeed, report: Report, location: Location, sources: dict[str, Row], ids: WrittenIds
) -> ParsedDocument:
    for problem in report.problems:
        # what cannot be read keeps out nothing else, unless the document is marked complete
        if problem.severity == "wrong" and seed.complete:
            (location / "file").add_problem(str(problem))
    sections = _sections(seed, report, location)
    references = _references(seed, report, location, sources)
    claims = _claims(seed, report, sections, ids)
    citations = _citations(seed, report, references, claims)
    note = report.notes[-1] if report.notes else None
    row = {
        **seed.model_dump(include=_AS_GIVEN),
        "title": report.title or seed.title_en or seed.slug,
        "problems": [_problem(problem) for problem in report.problems],
        "sha256": report.sha256,
        "length": len(report.text),
        "text": report.text,
        "caveat": report.text[slice(*note)] if note else None,
        "caveat_start": note[0] if note else None,
        "caveat_end": note[1] if note else None,
        "section_count": len(sections),
        "claim_count": len(claims),
        "metric_count": 0,
        "reference_count": len(references),
        "citation_count": len(citations),
        "number_count": 0,
    }
    return ParsedDocument(seed, report, row, sections, references, claims, citations)


def _problem(problem: ReportProblem) -> Row:
    """A reading problem as the document's row stores it. The variable part of its English message is found by offsets."""
    said, advice = CHINESE[problem.kind]
    place = "" if problem.start is None else f"（位置 {problem.start}）"
    return {
        "kind": problem.kind, "severity": problem.severity, "message": str(problem), "message_zh": f"{said}{place}",
        "advice": problem.advice, "advice_zh": advice, "start": problem.start, "end": problem.end,
    }  # fmt: skip


def _sections(seed: DocumentSeed, report: Report, location: Location) -> list[Row]:
    named = {section.heading: section for section in seed.sections}
    headings = {section.title for section in report.sections}
    for index, section in enumerate(seed.sections):
        if section.heading not in headings:
            check_known(section.heading, headings, "heading", location / "sections" / index / "heading")
    claim_counts = Counter(sentence.section for sentence in report.sentences)
    sections: list[Row] = []
    for ordinal, parsed in enumerate(report.sections, 1):
        given = named.get(parsed.title)
        slug = (given.slug if given else None) or parsed.slug
        sections.append(
            {
                "id": f"{seed.slug}:{slug}",
                "document": seed.slug,
                "slug": slug,
                "number": parsed.number,
                "title": parsed.title,
                "title_en": given.title_en if given else None,
                "level": parsed.level,
                "ordinal": ordinal,
                "parent": None if parsed.parent is None else sections[parsed.parent]["slug"],
                "start": parsed.start,
                "end": parsed.end,
                "body_end": parsed.body_end,
                "claim_count": claim_counts[ordinal - 1],
                "metric_count": 0,
            }
        )
    for slug, count in Counter(section["slug"] for section in sections).items():
        if count > 1:
            (location / "sections").add_problem(f"{count} sections have the slug {slug!r}: give each its own `slug`")
    return sections


def _enclosing_sections(sections: list[Row]) -> Iterator[Row]:
    enclosing: dict[str, list[str]] = {}
    for one in sections:
        slug = one["slug"]
        enclosing[slug] = [slug, *enclosing.get(one["parent"], ())]
        yield from ({"document": one["document"], "section": slug, "enclosing": above} for above in enclosing[slug])


def _references(seed: DocumentSeed, report: Report, location: Location, sources: dict[str, Row]) -> list[Row]:
    cited = {marker.reference for marker in report.markers}
    references = []
    for parsed in report.references:
        key = page_key_or_none(parsed.url) if parsed.url else None
        source = sources.get(key) if key else None
        if key and source is None:
            (location / "file").add_problem(
                f"reference {parsed.number} has no source: {parsed.url} is in no file of sources: `factbase add` finds and writes them"
            )
        if source is not None:
            source["reference_count"] += 1
            if source["reference_count"] <= MAX_NAMED_REFERENCES:
                source["reference_numbers"].append(parsed.number)
                source["reference_ids"].append(f"{seed.slug}:{parsed.number}")
        references.append(
            {
                "id": f"{seed.slug}:{parsed.number}",
                "document": seed.slug,
                "number": parsed.number,
                "title": parsed.title,
                "url": parsed.url,
                "source_id": source["id"] if source else None,
                "cited": parsed.number in cited,
                "start": parsed.start,
                "end": parsed.end,
            }
        )
    return references


def _claims(seed: DocumentSeed, report: Report, sections: list[Row], written: WrittenIds) -> list[Row]:
    ids = AnchoredIds("clm")
    nth: Counter[tuple[str | None, str]] = Counter()
    claims: list[Row] = []
    for ordinal, sentence in enumerate(report.sentences, 1):
        section = sections[sentence.section]["slug"] if sentence.section is not None else None
        nth[section, sentence.text] += 1
        derived = ids.next(seed.slug, sentence.text)
        claims.append(
            {
                "id": written.get((seed.slug, section, sentence.text, nth[section, sentence.text]), derived),
                "document": seed.slug,
                "section": section,
                "paragraph": sentence.paragraph + 1,
                "ordinal": ordinal,
                "kind": NOT_YET_CURATED,
                "text": sentence.text,
                "text_en": None,
                "start": sentence.start,
                "end": sentence.end,
                "evidence": Evidence.UNCITED.value,
                "topics": [],
                "entities": [],
                "metric_ids": [],
                "reference_numbers": [],
                "source_ids": [],
                "conflict_ids": [],
                "in_conflict": False,
            }
        )
    return claims


def _citations(seed: DocumentSeed, report: Report, references: list[Row], claims: list[Row]) -> list[Row]:
    numbered = {row["number"]: row for row in references}
    ids = AnchoredIds("cit")
    citations = []
    for marker in report.markers:
        reference = numbered.get(marker.reference)
        if reference is None:
            continue
        claim = claims[marker.sentence]
        cite_claim(claim, reference)
        citations.append(
            {
                "id": ids.next(claim["id"], reference["number"]),
                "document": seed.slug,
                "number": reference["number"],
                "source_id": reference["source_id"],
                "claim_id": claim["id"],
                "start": marker.start,
                "end": marker.end,
                "scope_start": marker.scope_start,
                "scope_end": marker.scope_end,
            }
        )
    return citations
