"""The list of claims, and what belongs to a single claim."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, bindparam, func, select

from app.api.conflicts.queries import CONFLICTS
from app.api.metrics.queries import METRICS
from app.api.provenance.queries import document_of, markers, provenance, supports
from app.api.relations.queries import relations_of
from app.formats import bibliographic_items, jsonld
from app.formats.web_annotation import selectors
from app.lists import embedded_rows
from app.lists.filters import common_filters, join_paths, related_row_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.languages import columns_in, in_both
from app.lists.listing import Listing
from app.lists.objects import find_rows
from app.lists.row_references import BY_REFERENCE_NUMBERS
from app.store.prepared_statements import prepared_query
from app.store.tables import Citation, Claim, Entity, Mention, Section, columns, table
from app.vocabulary.names import LANGUAGE, Language

claim, section, citation, mention, entity = map(columns, (Claim, Section, Citation, Mention, Entity))
metric = join_paths.metric

CLAIMS = Listing(
    name="claims",
    columns={
        "id": claim.id,
        "document": claim.document,
        "section": claim.section,
        "section_title": section.title,
        "section_title_en": section.title_en,
        "ordinal": claim.ordinal,
        "paragraph": claim.paragraph,
        "kind": claim.kind,
        "text": claim.text,
        "text_en": claim.text_en,
        "start": claim.start,
        "end": claim.end,
        "topics": claim.topics,
        "entities": claim.entities,
        "metric_ids": claim.metric_ids,
        "evidence": claim.evidence,
        "reference_numbers": claim.reference_numbers,
        "source_ids": claim.source_ids,
        "conflict_ids": claim.conflict_ids,
    },
    source=table(Claim).outerjoin(
        table(Section),
        and_(section.document == claim.document, section.slug == claim.section),
    ),
    table=table(Claim),
    key=claim.id,
    filters=[
        common_filters.id_(claim.id, "clm_kbq74es65vqi"),
        common_filters.full_text("claims", claim.id),
        common_filters.document(claim.document),
        section_filter.section(claim.section),
        common_filters.topic(join_paths.has_topic(claim.id)),
        common_filters.kind(claim.kind),
        common_filters.evidence(claim.evidence),
        *related_row_filters.citation_filters(join_paths.has_citation(claim.id)),
        *related_row_filters.entity_filters(join_paths.has_mention(claim.id)),
        *related_row_filters.figure_filters(join_paths.has_metric(claim.id, metric.claim_id)),
        common_filters.sole_support(claim.source_ids),
        common_filters.in_conflict(claim.in_conflict, "it or a figure of it"),
        Filter("text", claim.text, "Text of the claim", "市场规模", contains=True),
        Filter("text_en", claim.text_en, "English rendering of the claim", "market", contains=True),
    ],
    sorts={"ordinal": claim.ordinal, "document": claim.document, "section": claim.section, "kind": claim.kind},
    references=BY_REFERENCE_NUMBERS,
    includes={
        "metrics": embedded_rows.metrics(),
        "entity_details": embedded_rows.entities(),
        "citations": embedded_rows.citations(),
        "sources": embedded_rows.sources(),
        "conflicts": embedded_rows.conflicts(),
    },
    jsonld_nodes=jsonld.claims,
    csl_items=bibliographic_items.fact_items,
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a claim to the fields of `ClaimDetail`."""
    document = document_of(row["document"], connection)
    metrics = find_rows(METRICS, connection, [row["id"]], metric.claim_id)
    conflicts = {*row["conflict_ids"], *(conflict for one in metrics for conflict in one["conflict_ids"])}
    return row | {
        "provenance": provenance(document, row["section"], row["start"], row["end"], connection),
        "selectors": selectors(document["text"], row["start"], row["end"]),
        "citations": supports(markers(connection, citation.claim_id, claim_id=row["id"]), document, connection),
        "metrics": metrics,
        "mentions": _mentions(connection, LANGUAGE.get(), claim_id=row["id"]),
        "relations": relations_of(row["id"], connection),
        "conflicts": find_rows(CONFLICTS, connection, conflicts, CONFLICTS.key),
        "context": {
            "before": _neighbour(row, "before", connection),
            "after": _neighbour(row, "after", connection),
        },
    }


@prepared_query
def _mentions(lang: Language) -> Select[Any]:
    named = columns_in(in_both(entity, "name"), lang)
    return (
        select(
            mention.entity,
            *(column.label(name) for name, column in named.items()),
            entity.type,
            mention.role,
            mention.text,
            mention.start,
            mention.end,
        )
        .join_from(Mention, Entity, entity.slug == mention.entity)
        .where(mention.claim_id == bindparam("claim_id"))
        .order_by(mention.start.asc().nulls_first(), mention.entity)
    )


def _neighbour(row: Mapping[str, Any], side: str, connection: Connection) -> dict[str, Any] | None:
    """The nearest cited claim of the same paragraph, `before` or `after` an uncited one; None for a cited one."""
    if row["evidence"] == "cited":
        return None
    place = {name: row[name] for name in ("document", "paragraph", "ordinal")}
    return next(iter(_nearest(connection, side, **place)), None)


@prepared_query
def _nearest(side: str) -> Select[Any]:
    own = bindparam("ordinal", type_=Integer())
    is_there, order = (
        (claim.ordinal < own, claim.ordinal.desc()) if side == "before" else (claim.ordinal > own, claim.ordinal)
    )
    # keeps the planner off the index of cited claims by position, which spans every document
    cited = func.coalesce(claim.evidence, "") == "cited"
    here = and_(claim.document == bindparam("document"), claim.paragraph == bindparam("paragraph"))
    wanted = (claim.id, claim.text, claim.text_en, claim.reference_numbers)
    return select(*wanted).where(here, cited, is_there).order_by(order).limit(1)


def verification(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """The fields of `Verification` for the row of a claim."""
    from app.store.verification import verify_claim  # loads the parser, which no other response needs

    gates = verify_claim(connection, row["id"])
    shown = [{name: value for name, value in asdict(gate).items() if name != "open"} for gate in gates]
    return {"claim_id": row["id"], "passed": all(gate.passed for gate in gates), "gates": shown}
