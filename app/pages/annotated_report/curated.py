"""What the database knows of a report, laid over the view of its text."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.pages.annotated_report.blocks import FigureMark, ReadSentence, place_of, read_sentence
from app.pages.page_view import PageView
from app.report import Report

Row = dict[str, Any]


async def gather(view: PageView, slug: str) -> dict[str, Any]:
    """All rows of a document that its view shows."""
    own = {"document": slug}
    return {
        "claims": await view.api.rows("/claims", own),
        "metrics": await view.api.rows("/metrics", own),
        "references": await view.api.rows("/references", own),
        "sections": await view.api.rows("/sections", own),
        "conflicts": await view.api.rows("/conflicts", own),
        "repeated": await view.api.rows("/corroborations", own),
        "sources": {one["id"]: one for one in await view.api.rows("/sources", own)},
    }


def with_facts(
    report: Report, sentences: list[ReadSentence], facts: Mapping[str, Any], hits: set[str] | None
) -> list[ReadSentence]:
    """The sentences by the ids of their claims, with renderings, curated figures, conflicts and other places that say the same.

    A sentence that is not curated keeps the figures that the reader found.
    """
    claims = {claim["start"]: claim for claim in facts["claims"]}
    metrics: dict[str, list[Row]] = defaultdict(list)
    for metric in facts["metrics"]:
        metrics[metric["claim_id"]].append(metric)
    conflicts = {one["id"]: one for one in facts["conflicts"]}
    repeated: dict[str, list[Row]] = defaultdict(list)
    for group in facts["repeated"]:
        for id_ in group["metric_ids"]:
            repeated[id_].append(group)
    found = []
    for read, sentence in zip(sentences, report.sentences, strict=True):
        claim = claims.get(sentence.start)
        if claim is None:
            found.append(read)
            continue
        own = metrics[claim["id"]]
        figures = [
            FigureMark(place_of(sentence, one["start"]), place_of(sentence, one["end"]), (one["id"],), (one,)) for one in own
        ] or (read.figures if claim["kind"] == "not yet curated" else [])
        # names of a table's columns state nothing that could be cited, unless a curator says that they do
        is_head = read.evidence == "head" and claim["kind"] == "not yet curated"
        evidence = "head" if is_head else claim["evidence"]
        shown = read_sentence(claim["id"], read.text, read.marks, figures, evidence, read.section)
        ids = dict.fromkeys([*claim["conflict_ids"], *(id_ for one in own for id_ in one["conflict_ids"])])
        groups = {group["id"]: group for one in own for group in repeated[one["id"]]}
        shown.claim = claim
        shown.english = claim.get("text_en")
        shown.conflicts = [conflicts[id_] for id_ in ids if id_ in conflicts]
        shown.is_conflict = bool(ids)
        shown.is_forecast = claim["kind"] in {"forecast", "target"} or any(one["status"] != "actual" for one in own)
        shown.is_hit = hits is None or claim["id"] in hits
        shown.repeated = list(groups.values())
        found.append(shown)
    return found


def titled(sections: list[Any], rows: list[Row]) -> list[Any]:
    """The sections with the English titles of their rows."""
    titles = {f"section-{row['section']}": row["title_en"] for row in rows}
    # a heading without a number has its words as its anchor, and a slug of its own among the rows
    words = {row["title"]: row["title_en"] for row in rows if row["number"] is None}
    return [replace(one, title_en=titles.get(one.anchor) or words.get(one.title)) for one in sections]
