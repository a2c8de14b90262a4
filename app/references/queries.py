"""Which references, in which order, with what belongs to one."""

from typing import Any

from sqlalchemy import Connection

from app import csl, includes, terms
from app.filters import Filter
from app.labels import YES_NO
from app.listing import Listing, References
from app.models import Citation, Reference, Source, columns, table
from app.provenance import markers, sources

reference, source, citation = map(columns, (Reference, Source, Citation))

REFERENCES = Listing(
    name="references",
    columns={
        **{name: reference[name] for name in ("id", "document", "number", "title", "url", "source_id")},
        **{name: source[name] for name in ("publisher", "publisher_kind", "published_on")},
        **{name: reference[name] for name in ("cited", "start", "end")},
    },
    source=table(Reference).outerjoin(table(Source), source.id == reference.source_id),
    table=table(Reference),
    key=reference.id,
    filters=[
        terms.q("references", reference.id),
        terms.document(reference.document),
        terms.reference(reference.number),
        Filter("number", reference.number, "Number in the bibliography", 134, terms.Number, compare=True),
        terms.source_id(reference.source_id),
        *terms.published(terms.has_source(reference.source_id)),
        *terms.of_citations(),
        Filter("cited", reference.cited, "Whether a marker cites it", True, bool, labels=YES_NO),
        Filter("title", reference.title, "Title", "大模型", contains=True),
        Filter("url", reference.url, "Address", "toutiao.com", contains=True, nullable=True),
    ],
    sorts={"number": reference.number, "document": reference.document},
    references=References("id", ("id",), "id", lambda row: [row["id"]]),
    includes={"source": includes.source()},
    cite=csl.entries,
)


def detail(row: dict[str, Any], connection: Connection) -> dict[str, Any]:
    """An entry with its source, and the markers that cite it."""
    return row | {
        "source": sources({row["source_id"]}, connection).get(row["source_id"]),
        "citations": markers(connection, citation.document, citation.number, document=row["document"], number=row["number"]),
    }
