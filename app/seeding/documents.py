"""The parsed layer of each document: sections, sources, references, claims still bare of judgement, citations."""

from collections import Counter
from dataclasses import dataclass

from app.models import Citation, Claim, Document, Reference, Section, Source
from app.report import Report
from app.seeding.files import Place
from app.seeding.ids import public_id
from app.seeding.read import Seeds
from app.seeding.rows import Row, Rows, known
from app.seeding.schemas import DocumentSeed, SourceSeed
from app.seeding.urls import canonical_url
from app.vocabulary import NOT_YET_CURATED, Evidence


@dataclass(frozen=True)
class Parsed:
    """A document as the curated layer meets it: the report, and the rows of its sections, sentences and markers."""

    slug: str
    report: Report
    sections: list[Row]
    claims: list[Row]
    citations: list[Row]


def add_documents(seeds: Seeds, rows: Rows) -> list[Parsed]:
    _add_sources(seeds, rows)
    urls = {row["url"]: row for row in rows[Source]}
    return [_add_document(seed, report, place, urls, rows) for seed, report, place in seeds.documents]


def _add_sources(seeds: Seeds, rows: Rows) -> None:
    publishers = {publisher.slug for publisher, _ in seeds.publishers}
    kinds = {kind.slug for kind, _ in seeds.publisher_kinds}
    cited = {
        (seed.slug, reference.number): reference.url
        for seed, report, _ in seeds.documents
        for reference in report.references
    }
    seen: set[str] = set()
    for source, place in seeds.sources:
        fits = known(source.publisher, publishers, "publisher", place / "publisher")
        fits &= known(source.kind, kinds, "publisher kind", place / "kind")
        if source.platform is not None:
            fits &= known(source.platform, publishers, "publisher", place / "platform")
        if (source.published_on is None) != (source.published_from is None):
            (place / "published_on").refuse("published_on and published_from go together")
            fits = False
        if not _is_canonical(source, place) or source.url in seen or not fits:
            if source.url in seen:
                (place / "url").refuse("this source is given twice")
            continue
        seen.add(source.url)
        for document, numbers in source.references.items():
            for number in numbers:
                url = cited.get((document, number))
                if url is None or _canonical(url) != source.url:
                    (place / "references").refuse(f"reference {number} of {document} is another page: {url}")
        rows[Source].append(_source_row(source))


def _is_canonical(source: SourceSeed, place: Place) -> bool:
    try:
        canonical = canonical_url(source.url)
    except ValueError as error:
        (place / "url").refuse(str(error))
        return False
    if canonical != source.url:
        (place / "url").refuse(f"not canonical: {canonical} is")
    return canonical == source.url


def _canonical(url: str) -> str | None:
    try:
        return canonical_url(url)
    except ValueError:
        return None


def _source_row(source: SourceSeed) -> Row:
    row = source.model_dump(exclude={"references", "kind"})
    counts: Row = {
        "source_group": None,
        "same_as": [],
        "reference_numbers": [],
        "claim_count": 0,
        "metric_count": 0,
        "sole_support_count": 0,
    }
    return {"id": public_id("src", source.url), **row, "publisher_kind": source.kind, **counts}


def _add_document(seed: DocumentSeed, report: Report, place: Place, urls: dict[str, Row], rows: Rows) -> Parsed:
    for problem in report.problems:
        # what is only doubtful is told by `factbase parse`, and keeps nothing out
        if problem.severity == "wrong":
            (place / "file").refuse(str(problem))
    sections = _sections(seed, report, place)
    references = _references(seed, report, place, urls)
    claims = _claims(seed, report, sections)
    citations = _citations(seed, report, references, claims)
    note = report.notes[-1] if report.notes else None
    rows[Document].append(
        {
            **seed.model_dump(include={"slug", "title_en", "language", "caveat_en"}),
            "title": report.title,
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
    )
    rows[Section] += sections
    rows[Reference] += references
    rows[Claim] += claims
    rows[Citation] += citations
    return Parsed(seed.slug, report, sections, claims, citations)


def _sections(seed: DocumentSeed, report: Report, place: Place) -> list[Row]:
    named = {section.heading: section for section in seed.sections}
    headings = {section.title for section in report.sections}
    for index, section in enumerate(seed.sections):
        if section.heading not in headings:
            known(section.heading, headings, "heading", place / "sections" / index / "heading")
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
                "claim_count": sum(report.sections[s.section] is parsed for s in report.sentences if s.section is not None),
                "metric_count": 0,
            }
        )
    for slug, count in Counter(section["slug"] for section in sections).items():
        if count > 1:
            (place / "sections").refuse(f"{count} sections would be called {slug!r}: give them slugs")
    return sections


def _references(seed: DocumentSeed, report: Report, place: Place, urls: dict[str, Row]) -> list[Row]:
    cited = {marker.reference for marker in report.markers}
    references = []
    for parsed in report.references:
        source = urls.get(_canonical(parsed.url) or "") if parsed.url else None
        if parsed.url and source is None:
            (place / "file").refuse(
                f"reference {parsed.number} has no source: {_canonical(parsed.url)} is not in sources.yaml"
            )
        if source is not None:
            source["reference_numbers"].append(parsed.number)
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


def _claims(seed: DocumentSeed, report: Report, sections: list[Row]) -> list[Row]:
    nth: Counter[str] = Counter()
    claims: list[Row] = []
    for ordinal, sentence in enumerate(report.sentences, 1):
        nth[sentence.text] += 1
        claims.append(
            {
                "id": public_id("clm", seed.slug, sentence.text, nth[sentence.text]),
                "document": seed.slug,
                "section": sections[sentence.section]["slug"] if sentence.section is not None else None,
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
            }
        )
    return claims


def _citations(seed: DocumentSeed, report: Report, references: list[Row], claims: list[Row]) -> list[Row]:
    numbered = {row["number"]: row for row in references}
    citations = []
    for marker in report.markers:
        reference = numbered.get(marker.reference)
        if reference is None:
            continue
        claim = claims[marker.sentence]
        claim["evidence"] = Evidence.CITED.value
        cite(claim, reference)
        citations.append(
            {
                "id": public_id("cit", seed.slug, marker.start, reference["number"]),
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


def cite(row: Row, reference: Row) -> None:
    """Note on a claim or metric that a reference, given as a reference's or a citation's row, supports it; each once."""
    for name, value in (("reference_numbers", reference["number"]), ("source_ids", reference["source_id"])):
        if value is not None and value not in row[name]:
            row[name].append(value)
