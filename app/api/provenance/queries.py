"""Follow a span of text to its document, markers, references, sources and publishers."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from app.lists.languages import columns_in, in_both
from app.lists.row_references import load_references
from app.store.dialects import in_bound_list
from app.store.prepared_statements import Rows, prepared_query
from app.store.tables import Citation, Document, Publisher, Section, Source, columns
from app.vocabulary.addresses import API, local
from app.vocabulary.names import LANGUAGE, Language


def document_of(slug: str, connection: Connection) -> dict[str, Any]:
    """Slug, title, hash, caveat and full text of a document, which must exist."""
    return _document(connection, slug=slug)[0]


@prepared_query
def _document() -> Select[Any]:
    document = columns(Document)
    wanted = [document[name] for name in ("slug", "title", "title_en", "sha256", "caveat", "caveat_en", "text")]
    return select(*wanted).where(document.slug == bindparam("slug"))


def provenance(
    document: dict[str, Any], section: str | None, start: int, end: int, connection: Connection
) -> dict[str, Any]:
    """The fields of `Provenance` for the text from `start` to `end`."""
    titles = _section(connection, document=document["slug"], section=section)
    return {
        "document": document["slug"],
        "title": document["title"],
        "title_en": document["title_en"],
        "sha256": document["sha256"],
        "caveat": document["caveat"],
        "caveat_en": document["caveat_en"],
        "section": section,
        "section_title": titles[0]["title"] if titles else None,
        "section_title_en": titles[0]["title_en"] if titles else None,
        "text_url": local(f"{API}/documents/{document['slug']}/text?start={start}&end={end}"),
    }


@prepared_query
def _section() -> Select[Any]:
    section = columns(Section)
    return select(section.title, section.title_en).where(
        section.document == bindparam("document"), section.slug == bindparam("section")
    )


@prepared_query
def markers(*by: ColumnElement[Any]) -> Select[Any]:
    """Markers in document order with the fields of `Marker`, selected by columns: `markers(connection, column, name=value)`."""
    return all_markers().where(*(column == bindparam(column.key) for column in by))


def all_markers() -> Select[Any]:
    """All markers in document order, with the fields of `Marker`."""
    table = columns(Citation)
    wanted = (table.id, table.number, table.claim_id, table.start, table.end, table.scope_start, table.scope_end)
    return select(*wanted).order_by(table.start, table.number)


def supports(found: Rows, document: dict[str, Any], connection: Connection) -> Rows:
    """Extend markers of one document to the fields of `Support`."""
    ids = {f"{document['slug']}:{marker['number']}" for marker in found}
    entries = load_references(ids, connection)
    pages = sources({entry["source_id"] for entry in entries.values()}, connection)
    text = document["text"]
    return [
        {
            **marker,
            "text": text[marker["start"] : marker["end"]],
            "scope_text": text[marker["scope_start"] : marker["scope_end"]],
            "reference": (entry := entries[str(marker["number"])]),
            "source": pages.get(entry["source_id"]),
        }
        for marker in found
    ]


def sources(ids: set[str | None], connection: Connection) -> dict[str, dict[str, Any]]:
    """The fields of `SourceSummary` of each source, by id."""
    wanted = [id_ for id_ in ids if id_ is not None]
    return {row["id"]: row for row in _sources(connection, LANGUAGE.get(), ids=wanted)} if wanted else {}


@prepared_query
def _sources(lang: Language) -> Select[Any]:
    source, publisher = columns(Source), columns(Publisher)
    names = ("id", "url", "title", "title_en", "author", "author_en", "publisher", "publisher_kind", "published_on")
    own = {name: source[name] for name in names}
    shown = own | in_both(publisher, "name", prefix="publisher_") | in_both(source, "published_from")
    return (
        select(*(column.label(name) for name, column in columns_in(shown, lang).items()))
        .select_from(Source)
        .join(Publisher, publisher.slug == source.publisher)
        .where(in_bound_list(source.id, "ids"))
    )
