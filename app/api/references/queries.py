"""The list of references, and what belongs to a single reference."""

from typing import Any

from sqlalchemy import Connection

from app.api.provenance.queries import markers, sources
from app.formats import bibliographic_items
from app.lists import embedded_rows, parameter_types
from app.lists.filters import common_filters, join_paths, reference_filter, related_row_filters
from app.lists.filters.filter import Filter
from app.lists.filters.value_labels import YES_NO
from app.lists.listing import Listing, ReferenceLookup
from app.store.tables import Citation, Reference, Source, columns, table

reference, source, citation = map(columns, (Reference, Source, Citation))

REFERENCES = Listing(
    name="references",
    columns={
        "id": reference.id,
        "document": reference.document,
        "number": reference.number,
        "title": reference.title,
        "title_en": source.title_en,
        "url": reference.url,
        "source_id": reference.source_id,
        "publisher": source.publisher,
        "publisher_kind": source.publisher_kind,
        "published_on": source.published_on,
        "cited": reference.cited,
        "start": reference.start,
        "end": reference.end,
    },
    source=table(Reference).outerjoin(table(Source), source.id == reference.source_id),
    table=table(Reference),
    key=reference.id,
    filters=[
        common_filters.id_(reference.id, "china-llm-industry-2025:134"),
        common_filters.full_text("references", reference.id),
        common_filters.document(reference.document),
        reference_filter.reference(reference.number),
        Filter("number", reference.number, "Number in the bibliography", 134, parameter_types.Number, compare=True),
        common_filters.source(reference.source_id),
        *related_row_filters.publisher_filters(join_paths.has_source(reference.source_id)),
        *related_row_filters.citing_claim_filters(),
        Filter("cited", reference.cited, "Whether a marker cites it", True, bool, labels=YES_NO),
        Filter("title", reference.title, "Title", "大模型", contains=True),
        Filter("url", reference.url, "Address", "toutiao.com", contains=True),
    ],
    sorts={"number": reference.number, "document": reference.document},
    references=ReferenceLookup("id", ("id",), lambda row: [row["id"]]),
    includes={"source": embedded_rows.source(), "publisher_detail": embedded_rows.publisher()},
    csl_items=bibliographic_items.reference_items,
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """Extend the row of a reference to the fields of `ReferenceDetail`."""
    return row | {
        "source": sources({row["source_id"]}, connection).get(row["source_id"]),
        "citations": markers(connection, citation.document, citation.number, document=row["document"], number=row["number"]),
    }
