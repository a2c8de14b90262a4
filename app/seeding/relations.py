"""Relations between entities, each with the words that state it."""

from collections import Counter
from collections.abc import Collection

from app.seeding.curated_sentence import CuratedSentence
from app.seeding.lookups import check_known
from app.seeding.public_ids import AnchoredIds
from app.seeding.quotes import NotFoundError, Span, find_all
from app.seeding.schemas import RelationSeed
from app.seeding.yaml_files import Location
from app.store.publishing import Rows
from app.store.tables import Relation


def add_relations(curated: CuratedSentence, entities: Collection[str], rows: Rows) -> None:
    ids = AnchoredIds("rel")
    for i, relation in enumerate(curated.seed.relations):
        at = curated.location / "relations" / i
        span = _quote(relation, curated, at)
        fits = check_known(relation.subject, entities, "entity", at / "subject")
        fits &= check_known(relation.object, entities, "entity", at / "object")
        if relation.subject == relation.object:
            at.add_problem("an entity cannot be related to itself")
        elif span and fits:
            rows[Relation].append(
                {
                    "id": ids.next(curated.row["id"], span.text, span.nth),
                    **relation.model_dump(mode="json"),
                    "document": curated.parsed.slug,
                    "claim_id": curated.row["id"],
                    "quote": span.text,
                    "start": span.start,
                    "end": span.end,
                }
            )
    given = Counter((r.subject, r.predicate, r.object) for r in curated.seed.relations)
    for identity, count in given.items():
        if count > 1:
            (curated.location / "relations").add_problem(f"{' '.join(identity)} is given {count} times")


def _quote(relation: RelationSeed, curated: CuratedSentence, at: Location) -> Span | None:
    try:
        return find_all(relation.quote, curated.sentence, curated.parsed.report.text)[0]
    except NotFoundError as error:
        (at / "quote").add_problem(str(error))
        return None
