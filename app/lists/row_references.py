"""Bibliography entries that the rows of an answer name: the `references` of a page."""

from collections.abc import Mapping, Set
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Select, select

from app.lists.languages import columns_in, in_both
from app.lists.listing import ReferenceLookup
from app.store.dialects import in_bound_list
from app.store.prepared_statements import prepared_query
from app.store.tables import Publisher, Reference, Source, columns
from app.vocabulary.names import LANGUAGE, Language

# the entries that were read before, by language and id, of the version of the data that the request at hand is answered from.
# Most pages name entries that pages before them named, and to read them takes a tenth of what a small page takes
KnownReferences = dict[tuple[Language, str], dict[str, Any]]
KNOWN_REFERENCES: ContextVar[KnownReferences | None] = ContextVar("known_references", default=None)
_MOST_KNOWN = 5000


def load_references(ids: Set[str], connection: Connection) -> dict[str, Any]:
    """The bibliography entries with these ids. Their keys are numbers, or ids where the entries are of several documents."""
    lang, known = LANGUAGE.get(), KNOWN_REFERENCES.get()
    # other threads fill and empty what is known meanwhile
    entries = {} if known is None else {id_: one for id_ in ids if (one := known.get((lang, id_))) is not None}
    if len(entries) < len(ids):
        read = {one["id"]: one for one in _entries(connection, lang, ids=list(ids - entries.keys()))}
        entries |= read
        if known is not None:
            _remember(known, lang, read)
    found = sorted((dict(one) for one in entries.values()), key=lambda row: (row["document"], row["number"]))
    several = len({row["document"] for row in found}) > 1
    return {row["id"] if several else str(row["number"]): row for row in found}


def _remember(known: KnownReferences, lang: Language, read: Mapping[str, dict[str, Any]]) -> None:
    if len(known) + len(read) > _MOST_KNOWN:
        known.clear()
    if len(read) <= _MOST_KNOWN:
        known.update({(lang, id_): one for id_, one in read.items()})


@prepared_query
def _entries(lang: Language) -> Select[Any]:
    # without an order: to follow one, SQLite would scan an index of the whole table
    return reference_summaries(lang).where(in_bound_list(columns(Reference).id, "ids")).order_by(None)


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


BY_REFERENCE_NUMBERS = ReferenceLookup("reference_numbers", ("document", "reference_numbers"), reference_ids)
