"""Bibliography entries that the rows of an answer name: the `references` of a page."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from app.lists.languages import columns_in, in_both
from app.lists.listing import ReferenceLookup
from app.store.dialects import in_bound_list
from app.store.prepared_statements import prepared_query
from app.store.tables import Publisher, Reference, Source, columns
from app.vocabulary.names import LANGUAGE, Language


def load_references(by: str, values: Collection[str], connection: Connection) -> dict[str, Any]:
    """The bibliography entries whose column `by` is one of the values.

    Their keys are numbers, or ids where the entries are of several documents.
    """
    if not values:
        return {}
    found = sorted(_entries(connection, by, LANGUAGE.get(), values=values), key=lambda row: (row["document"], row["number"]))
    several = len({row["document"] for row in found}) > 1
    return {row["id"] if several else str(row["number"]): row for row in found}


@prepared_query
def _entries(by: str, lang: Language) -> Select[Any]:
    # without an order: to follow one, SQLite would scan an index of the whole table
    return reference_summaries(lang).where(in_bound_list(columns(Reference)[by], "values")).order_by(None)


def reference_summaries(lang: Language) -> Select[Any]:
    """All bibliography entries, each with its source's publisher, in the order of documents and numbers."""
    reference, source, publisher = columns(Reference), columns(Source), columns(Publisher)
    shown = {
        **{name: reference[name] for name in ("id", "document", "number", "source_id", "title")},
        "title_en": source.title_en,
        "url": reference.url,
        "publisher": source.publisher,
        **in_both(publisher, "name", prefix="publisher_"),
        "publisher_kind": source.publisher_kind,
        "published_on": source.published_on,
    }
    return (
        select(*(column.label(name) for name, column in columns_in(shown, lang).items()))
        .select_from(Reference)
        .outerjoin(Source, source.id == reference.source_id)
        .outerjoin(Publisher, publisher.slug == source.publisher)
        .order_by(reference.document, reference.number)
    )


def reference_ids(row: Mapping[str, Any], column: str = "reference_numbers") -> list[str]:
    """Ids of the entries whose numbers are in a column of the row."""
    numbers = row[column] if isinstance(row[column], list) else [row[column]]
    return [f"{row['document']}:{number}" for number in numbers]


BY_REFERENCE_NUMBERS = ReferenceLookup("reference_numbers", ("document", "reference_numbers"), "id", reference_ids)
