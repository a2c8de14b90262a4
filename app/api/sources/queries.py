"""The list of sources, and what belongs to a single source."""

from typing import Any

from sqlalchemy import Connection, select

from app.formats import bibliographic_items
from app.lists import embedded_rows, parameter_types
from app.lists.filters import common_filters, reference_filter, related_row_filters
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.languages import columns_in, in_both
from app.lists.listing import Listing, ReferenceLookup
from app.lists.row_references import reference_summaries
from app.store.dialects import ascii_lower
from app.store.tables import Citation, Claim, Publisher, Reference, Source, SourceGroup, columns, table
from app.store.transactions import fetch_rows
from app.vocabulary.addresses import API, local
from app.vocabulary.names import LANGUAGE

source, publisher, reference, citation, claim, group = map(
    columns, (Source, Publisher, Reference, Citation, Claim, SourceGroup)
)

_has_reference = JoinPath(source.id, reference.source_id, table(Reference))

SOURCES = Listing(
    name="sources",
    columns={
        "id": source.id,
        "url": source.url,
        "title": source.title,
        "title_en": source.title_en,
        "author": source.author,
        "author_en": source.author_en,
        "publisher": source.publisher,
        **in_both(publisher, "name", prefix="publisher_"),
        "publisher_kind": source.publisher_kind,
        "platform": source.platform,
        "published_on": source.published_on,
        **in_both(source, "published_from"),
        "same_as": source.same_as,
        "reference_numbers": source.reference_numbers,
        "claim_count": source.claim_count,
        "metric_count": source.metric_count,
        "sole_support_count": source.sole_support_count,
        "reference_ids": source.reference_ids,
        "reference_count": source.reference_count,
        "document_count": source.document_count,
    },
    source=table(Source).outerjoin(table(Publisher), publisher.slug == source.publisher),
    table=table(Source),
    key=source.id,
    filters=[
        common_filters.id_(source.id, "src_ieraxqd4uqey"),
        common_filters.full_text("sources", source.id),
        common_filters.source(source.id),
        common_filters.publisher(),
        common_filters.publisher_kind(),
        reference_filter.reference(reference.number, _has_reference),
        common_filters.document(reference.document, _has_reference),
        *related_row_filters.citing_claim_filters(_has_reference),
        Filter(
            "platform",
            source.platform,
            "Publisher that hosts the page for another",
            "toutiao",
            vocabulary=select(publisher.slug),
        ),
        Filter("author", source.author, "Person or account", "智见漫游指南", contains=True),
        Filter("title", source.title, "Title", "大模型", contains=True),
        Filter("title_en", source.title_en, "English rendering of the title", "model", contains=True, nullable=True),
        Filter("url", source.url, "Canonical address", "toutiao.com", contains=True),
        Filter(
            "source_group",
            source.source_group,
            "Group of addresses of one article",
            "eastmoney-review-2025",
            vocabulary=select(group.slug),
        ),
        Filter(
            "published_on",
            source.published_on,
            "Date of the page",
            "2025-12-08",
            parameter_types.Day,
            compare=True,
            compared_kinds=parameter_types.compared_days(parameter_types.Day),
        ),
        Filter("claim_count", source.claim_count, "Number of claims that cite it", 1, parameter_types.Number, compare=True),
        Filter(
            "document_count",
            source.document_count,
            "Number of documents that list it",
            1,
            parameter_types.Number,
            compare=True,
        ),
        Filter(
            "sole_support_count", source.sole_support_count, "Claims on it alone", 1, parameter_types.Number, compare=True
        ),
    ],
    sorts={
        "url": ascii_lower(source.url),
        "published_on": source.published_on,
        "publisher": source.publisher,
        "claim_count": source.claim_count,
        "metric_count": source.metric_count,
        "sole_support_count": source.sole_support_count,
        "document_count": source.document_count,
    },
    references=ReferenceLookup("reference_numbers", ("reference_ids",), lambda row: row["reference_ids"]),
    includes={"references": embedded_rows.references(), "publisher_detail": embedded_rows.publisher()},
    csl_items=bibliographic_items.source_items,
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a source to the fields of `SourceDetail`."""
    cited = select(citation.claim_id).where(citation.source_id == row["id"])
    wanted = (claim.id, claim.document, claim.section, claim.text, claim.text_en, claim.source_ids)
    claims = fetch_rows(
        connection,
        select(*wanted).where(claim.id.in_(cited)).order_by(claim.document, claim.ordinal).limit(embedded_rows.MAX_SHOWN),
    )
    for found in claims:
        found["sole_support"] = found.pop("source_ids") == [row["id"]]
    shown = columns_in(in_both(group, "reason"), LANGUAGE.get())
    of_group = (
        select(group.slug, *(column.label(name) for name, column in shown.items()))
        .join(Source, source.source_group == group.slug)
        .where(source.id == row["id"])
    )
    pointing = reference_summaries(LANGUAGE.get()).where(reference.source_id == row["id"])
    return row | {
        "source_group": next(iter(fetch_rows(connection, of_group)), None),
        "references": fetch_rows(connection, pointing.limit(embedded_rows.MAX_SHOWN)),
        "references_url": local(f"{API}/references?source={row['id']}"),
        "claims": claims,
        "claims_url": local(f"{API}/claims?source={row['id']}"),
    }
