"""Mentions: which entities a sentence is about or names, and where."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.quotes import NotFoundError, Span, find_all
from app.seeding.public_ids import public_id
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import check_known, did_you_mean
from app.store.publishing import Rows
from app.store.tables import Mention
from app.vocabulary import Role


def add_mentions(curated: CuratedSentence, surfaces: dict[str, set[str]], rows: Rows) -> None:
    """Add a row for each entity of the sentence; `surfaces` has the names and aliases of each entity."""
    seed, row = curated.seed.about, curated.row
    for role, entities in ((Role.SUBJECT, seed.subject), (Role.MENTIONED, seed.mentioned)):
        for entity, written in entities.items():
            at = curated.location / "about" / role.value / entity
            if not check_known(entity, surfaces, "entity", at):
                continue
            names = _longest_name(surfaces[entity], curated) if written is None else written
            if role is Role.MENTIONED and (entity in seed.subject or not names):
                implied = "only a subject may be implied: give the words that name this entity"
                at.add_problem("this entity is already a subject" if entity in seed.subject else implied)
                continue
            row["entities"].append(entity)
            for span in _mention_spans(names, surfaces[entity], curated, at) if names else [None]:
                rows[Mention].append(
                    {
                        "id": public_id("men", row["id"], entity, *((span.text, span.nth) if span else ["implied"])),
                        "claim_id": row["id"],
                        "entity": entity,
                        "role": role.value,
                        "text": span.text if span else None,
                        "start": span.start if span else None,
                        "end": span.end if span else None,
                    }
                )


def _longest_name(surfaces: Collection[str], curated: CuratedSentence) -> list[str]:
    """The longest name of an entity that stands in the sentence; none where it has none of them."""
    for name in sorted(surfaces, key=lambda name: (-len(name), name)):
        with suppress(NotFoundError):
            find_all(name, curated.sentence, curated.parsed.report.text)
            return [name]
    return []


def _mention_spans(names: Sequence[str], surfaces: Collection[str], curated: CuratedSentence, at: Location) -> list[Span]:
    """Spans of the given names, each place once: of names that overlap, the longest."""
    spans: list[Span] = []
    for i, name in enumerate(names):
        try:
            found = find_all(name, curated.sentence, curated.parsed.report.text)
        except NotFoundError as error:
            (at / i).add_problem(str(error))
            continue
        if found[0].text not in surfaces:
            (at / i).add_problem(
                f"{found[0].text!r} is not an alias of this entity{did_you_mean(found[0].text, surfaces, at)}"
            )
        spans += found
    spans = sorted(set(spans), key=lambda span: (span.start, -span.end))
    return [span for i, span in enumerate(spans) if not any(o.start <= span.start and span.end <= o.end for o in spans[:i])]
