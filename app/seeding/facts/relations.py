"""Relations between entities: one row a statement of a document, with every sentence that states it as its evidence.

The id of a relation is made of the statement itself, that of a piece of evidence of where it stands.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any

from app.seeding.cited_or_uncited import cite
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.quotes import NotFoundError, Span, find_all
from app.seeding.public_ids import AnchoredIds, public_id
from app.seeding.seed_files.fact_schemas import RelationSeed
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Row, Rows
from app.store.tables import Relation, RelationEvidence
from app.vocabulary import Evidence


def add_evidence(curated: CuratedSentence, entities: Collection[str], predicates: Collection[str], rows: Rows) -> None:
    """Add the words of the sentence that state a relation, one row a relation."""
    ids = AnchoredIds("rev")
    for i, relation in enumerate(curated.seed.relations):
        at = curated.location / "relations" / i
        span = _quote(relation, curated, at)
        fits = check_known(relation.subject, entities, "entity", at / "subject")
        fits &= check_known(relation.object, entities, "entity", at / "object")
        fits &= check_known(relation.predicate, predicates, "predicate", at / "predicate")
        if relation.subject == relation.object:
            at.add_problem("an entity cannot be related to itself")
        elif span and fits:
            evidence = {
                "id": ids.next(curated.row["id"], span.text, span.nth),
                "relation": (curated.parsed.slug, relation.subject, relation.predicate, relation.object),
                "claim_id": curated.row["id"],
                "quote": span.text,
                "start": span.start,
                "end": span.end,
                "evidence": Evidence.UNCITED.value,
                "reference_numbers": [],
                "source_ids": [],
            }
            cite(evidence, curated.parsed.citations)
            rows[RelationEvidence].append(evidence)
    given = Counter((r.subject, r.predicate, r.object) for r in curated.seed.relations)
    for identity, count in given.items():
        if count > 1:
            (curated.location / "relations").add_problem(f"{' '.join(identity)} is given {count} times")


def add_relations(rows: Rows) -> None:
    """Gather the evidence by what it states. What is quoted of a relation is where the document states it first."""
    stated: dict[tuple[str, ...], list[Row]] = {}
    for evidence in rows[RelationEvidence]:
        stated.setdefault(evidence.pop("relation"), []).append(evidence)
    for identity, gathered in stated.items():
        gathered.sort(key=lambda one: one["start"])
        document, subject, predicate, object_ = identity
        relation_id = public_id("rel", *identity)
        for one in gathered:
            one["relation_id"] = relation_id
        first = gathered[0]
        rows[Relation].append(
            {
                "id": relation_id,
                "subject": subject,
                "predicate": predicate,
                "object": object_,
                "document": document,
                **{name: first[name] for name in ("claim_id", "quote", "start", "end")},
                "claim_ids": _union(one["claim_id"] for one in gathered),
                "evidence_count": len(gathered),
                "evidence": min(one["evidence"] for one in gathered),
                "reference_numbers": sorted(_union(chain.from_iterable(one["reference_numbers"] for one in gathered))),
                "source_ids": _union(chain.from_iterable(one["source_ids"] for one in gathered)),
            }
        )


def _union(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _quote(relation: RelationSeed, curated: CuratedSentence, at: Location) -> Span | None:
    try:
        return find_all(relation.quote, curated.sentence, curated.parsed.report.text)[0]
    except NotFoundError as error:
        (at / "quote").add_problem(str(error))
        return None
