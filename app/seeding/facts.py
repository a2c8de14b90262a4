"""The curated layer: what people say about each sentence, held against what the parser reads in it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.report import Sentence
from app.seeding.documents import Parsed, cite
from app.seeding.english_renderings import check_rendering
from app.seeding.folder import Seeds
from app.seeding.lookups import check_known, did_you_mean
from app.seeding.metrics import MAX_EXEMPT, Vocabulary, metric_row
from app.seeding.number_ledger import Ledger
from app.seeding.public_ids import public_id
from app.seeding.quotes import NotFoundError, Span, find_all, find_one
from app.seeding.schemas import ChapterSeed, ClaimSeed, RelationSeed
from app.seeding.yaml_files import Place
from app.store.publishing import Row, Rows
from app.store.tables import ClaimTopic, Mention, Metric, MetricCitation, Relation
from app.vocabulary import Evidence, Role


@dataclass(frozen=True)
class Curated:
    """One sentence with the claim row and the curated words about it."""

    parsed: Parsed
    sentence: Sentence
    row: Row
    seed: ClaimSeed
    place: Place


def add_facts(seeds: Seeds, documents: Sequence[Parsed], rows: Rows) -> None:
    vocabulary = Vocabulary.of(seeds)
    surfaces = {
        entity.slug: {entity.name_zh, entity.name_en, *(a.text for a in entity.aliases)} for entity, _, _ in seeds.entities
    }
    by_slug = {parsed.slug: parsed for parsed in documents}
    ledgers = {parsed.slug: Ledger(parsed) for parsed in documents}
    exempt = []
    for chapter, place in seeds.chapters:
        if not check_known(chapter.document, by_slug, "document", place / "document"):
            continue
        parsed = by_slug[chapter.document]
        for curated in _aligned(chapter, place, parsed):
            _add_claim(curated, vocabulary, rows)
            _add_mentions(curated, surfaces, rows)
            _add_relations(curated, surfaces, rows)
            metrics = _add_metrics(curated, vocabulary, rows)
            ledger = ledgers[parsed.slug]
            ledger.account(curated.sentence, curated.seed, metrics, curated.place)
            check_rendering(curated.seed.en, ledger.tokens[curated.sentence.start], metrics, curated.place / "en")
            exempt += [curated.place / "metrics" / i for i, m in enumerate(curated.seed.metrics) if m.exempt]
    for late in exempt[MAX_EXEMPT:]:
        late.refuse(f"more than {MAX_EXEMPT} exempt metrics: improve the quantity parser instead")
    for ledger in ledgers.values():
        ledger.add_rows(rows)


def _aligned(chapter: ChapterSeed, place: Place, parsed: Parsed) -> list[Curated]:
    """The chapter's claims beside the section's sentences, which they must match one to one and word for word."""
    slugs = [section["slug"] for section in parsed.sections]
    if not check_known(chapter.section, slugs, "section", place / "section"):
        return []
    index = slugs.index(chapter.section)
    pairs = [
        (sentence, row)
        for sentence, row in zip(parsed.report.sentences, parsed.claims, strict=True)
        if sentence.section == index
    ]
    if len(pairs) != len(chapter.claims):
        (place / "claims").refuse(f"section {chapter.section} has {len(pairs)} sentences, {len(chapter.claims)} are given")
    aligned = []
    for i, (seed, (sentence, row)) in enumerate(zip(chapter.claims, pairs, strict=False)):
        at = place / "claims" / i
        if seed.text != sentence.text:
            (at / "text").refuse(f"sentence {i + 1} of section {chapter.section} is {sentence.text!r}")
        elif row["text_en"] is not None:
            at.refuse(f"section {chapter.section} is curated twice")
        else:
            aligned.append(Curated(parsed, sentence, row, seed, at))
    return aligned


def _add_claim(curated: Curated, vocabulary: Vocabulary, rows: Rows) -> None:
    seed, row = curated.seed, curated.row
    row |= {"kind": seed.kind.value, "text_en": seed.en, "topics": seed.topics}
    if len(set(seed.topics)) < len(seed.topics):
        (curated.place / "topics").refuse("a topic is given twice")
        return
    for i, topic in enumerate(seed.topics):
        if check_known(topic, vocabulary.topics, "topic", curated.place / "topics" / i):
            rows[ClaimTopic].append({"claim_id": row["id"], "topic": topic})


def _add_mentions(curated: Curated, surfaces: dict[str, set[str]], rows: Rows) -> None:
    seed, row = curated.seed, curated.row
    for role, entities in ((Role.SUBJECT, seed.subject), (Role.MENTIONED, seed.mentioned)):
        for entity, names in entities.items():
            at = curated.place / role.value / entity
            if not check_known(entity, surfaces, "entity", at):
                continue
            if role is Role.MENTIONED and (entity in seed.subject or not names):
                at.refuse("already a subject" if entity in seed.subject else "only a subject may be implied")
                continue
            row["entities"].append(entity)
            for span in _mention_spans(names, surfaces[entity], curated, at) if names else [None]:
                rows[Mention].append(
                    {
                        "id": public_id("men", row["id"], entity, span.start if span else "implied"),
                        "claim_id": row["id"],
                        "entity": entity,
                        "role": role.value,
                        "text": span.text if span else None,
                        "start": span.start if span else None,
                        "end": span.end if span else None,
                    }
                )


def _mention_spans(names: Sequence[str], surfaces: Collection[str], curated: Curated, at: Place) -> list[Span]:
    """Spans of the given surface forms, each place once: the longest form where one stands within another."""
    spans: list[Span] = []
    for i, name in enumerate(names):
        try:
            found = find_all(name, curated.sentence, curated.parsed.report.text)
        except NotFoundError as error:
            (at / i).refuse(str(error))
            continue
        if found[0].text not in surfaces:
            (at / i).refuse(f"{found[0].text!r} is no alias of this entity{did_you_mean(found[0].text, surfaces)}")
        spans += found
    spans = sorted(set(spans), key=lambda span: (span.start, -span.end))
    return [span for i, span in enumerate(spans) if not any(o.start <= span.start and span.end <= o.end for o in spans[:i])]


def _add_relations(curated: Curated, entities: Collection[str], rows: Rows) -> None:
    for i, relation in enumerate(curated.seed.relations):
        at = curated.place / "relations" / i
        span = _quote(relation, curated, at)
        fits = check_known(relation.subject, entities, "entity", at / "subject")
        fits &= check_known(relation.object, entities, "entity", at / "object")
        if relation.subject == relation.object:
            at.refuse("an entity is not related to itself")
        elif span and fits:
            identity = (curated.row["id"], relation.subject, relation.predicate, relation.object)
            rows[Relation].append(
                {
                    "id": public_id("rel", *identity),
                    **relation.model_dump(mode="json"),
                    "document": curated.parsed.slug,
                    "claim_id": curated.row["id"],
                    "quote": span.text,
                    "start": span.start,
                    "end": span.end,
                }
            )
    given = Counter((r.subject, r.predicate, r.object) for r in curated.seed.relations)
    for identity_, count in given.items():
        if count > 1:
            (curated.place / "relations").refuse(f"{' '.join(identity_)} is given {count} times")


def _quote(relation: RelationSeed, curated: Curated, at: Place) -> Span | None:
    try:
        return find_all(relation.quote, curated.sentence, curated.parsed.report.text)[0]
    except NotFoundError as error:
        (at / "quote").refuse(str(error))
        return None


def _add_metrics(curated: Curated, vocabulary: Vocabulary, rows: Rows) -> list[Row]:
    metrics: list[Row] = []
    for i, seed in enumerate(curated.seed.metrics):
        at = curated.place / "metrics" / i
        try:
            span = find_one(seed.quote, curated.sentence, curated.parsed.report.text)
        except NotFoundError as error:
            (at / "quote").refuse(str(error))
            continue
        row = metric_row(seed, span, curated.row, vocabulary, at)
        if row is None:
            continue
        if any(row["id"] == other["id"] for other in metrics):
            at.refuse("this metric is given twice")
            continue
        for citation in curated.parsed.citations:
            if citation["scope_start"] <= span.start and span.end <= citation["scope_end"]:
                _support(row, citation, rows)
        curated.row["metric_ids"].append(row["id"])
        metrics.append(row)
    rows[Metric] += metrics
    return metrics


def _support(metric: Row, citation: Row, rows: Rows) -> None:
    """Note that a marker covers a metric's quote (annotation guide, "What supports a claim")."""
    metric["evidence"] = Evidence.CITED.value
    cite(metric, citation)
    rows[MetricCitation].append({"metric_id": metric["id"], "citation_id": citation["id"]})
