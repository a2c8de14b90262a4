"""Nodes that claims and metrics refer to: documents with annotations, sources, entities, indicators and units."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Select, select

from app.formats.jsonld.context import Node
from app.formats.web_annotation import selectors
from app.store.tables import Document, Entity, Indicator, Source, Unit, columns
from app.vocabulary import EntityType

Rows = Sequence[Mapping[str, Any]]

_TYPES = {
    EntityType.COMPANY: "schema:Organization",
    EntityType.ORGANIZATION: "schema:Organization",
    EntityType.CHIP: "schema:Product",
    EntityType.PRODUCT: "schema:Product",
    EntityType.REGION: "schema:Place",
}
# by length: a date is a day, a month or a year
_DATES = {10: "xsd:date", 7: "xsd:gYearMonth", 4: "xsd:gYear"}


class DocumentNodes:
    """Nodes of the documents that contain the rows of a list, and an annotation for each row.

    Texts are read one at a time, as the rows of a page may come from many documents.
    """

    def __init__(self, rows: Rows, connection: Connection, base: str, list_: str) -> None:
        document = columns(Document)
        by_document: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            by_document.setdefault(row["document"], []).append(row)
        statement = select(document).where(document.slug.in_(by_document)).order_by(document.slug)
        self._languages: dict[str, str] = {}
        self.nodes: list[Node] = []
        for record in connection.execute(statement, execution_options={"yield_per": 1}).mappings():
            slug, id_ = record["slug"], iri(base, "documents", record["slug"])
            self._languages[slug] = record["language"]
            self.nodes.append(_document(dict(record), id_))
            self.nodes += [_annotation(iri(base, list_, row["id"]), id_, row, record["text"]) for row in by_document[slug]]

    def language(self, row: Mapping[str, Any]) -> str:
        """Language of the document that contains the row."""
        return self._languages[row["document"]]


def _document(row: Mapping[str, Any], id_: str) -> Node:
    language = row["language"]
    names = [language_tagged(row["title"], language), language_tagged(row["title_en"], "en")]
    caveats = [language_tagged(row["caveat"], language), language_tagged(row["caveat_en"], "en")]
    return {
        "id": id_,
        "type": ["schema:Report", "prov:Entity"],
        "name": names,
        "description": [caveat for caveat in caveats if caveat["@value"]],
        "inLanguage": language,
        "encoding": {
            "id": f"{id_}#text",
            "type": "schema:MediaObject",
            "encodingFormat": "text/markdown; charset=utf-8",
            "sha256": row["sha256"],
        },
    }


def _annotation(own: str, document: str, row: Mapping[str, Any], text: str) -> Node:
    words = {"type": "SpecificResource", "source": document, "selector": selectors(text, row["start"], row["end"])}
    return {"id": f"{own}#annotation", "type": "Annotation", "motivation": "describing", "body": own, "target": words}


def sources(rows: Rows, connection: Connection, base: str) -> Iterable[Node]:
    """A `schema:WebPage` for each source of the rows."""
    source = columns(Source)
    ids = {id_ for row in rows for id_ in row["source_ids"]}
    wanted = (source.id, source.title, source.url, source.published_on)
    for row in connection.execute(select(*wanted).where(source.id.in_(ids)).order_by(source.id)).mappings():
        day = row["published_on"]
        yield {
            "id": iri(base, "sources", row["id"]),
            "type": ["schema:WebPage", "prov:Entity"],
            "name": row["title"],
            # escapes only what an IRI must not contain (RFC 3987, 2.2)
            "url": quote(row["url"], safe="!#$%&'()*+,/:;=?@[]~"),
            **({"datePublished": {"@value": day, "@type": _DATES[len(day)]}} if day else {}),
        }


def entities(slugs: set[str], connection: Connection, base: str) -> list[Node]:
    """A node for each entity, with the schema.org type of its kind."""
    entity = columns(Entity)
    statement = select(entity.slug, entity.name_en, entity.name_zh, entity.type).where(entity.slug.in_(slugs))
    found = _rows(statement.order_by(entity.slug), connection)
    return [_named_node(row, iri(base, "entities", row["slug"]), _TYPES.get(row["type"], "schema:Thing")) for row in found]


def indicators(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:Property` for each indicator of the rows."""
    indicator = columns(Indicator)
    wanted = select(indicator.slug, indicator.name_en, indicator.name_zh)
    statement = wanted.where(indicator.slug.in_({row["indicator"] for row in rows})).order_by(indicator.slug)
    found = _rows(statement, connection)
    return [_named_node(row, iri(base, "indicators", row["slug"]), "schema:Property") for row in found]


def units(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:DefinedTerm` for each unit of the rows."""
    unit = columns(Unit)
    wanted = select(unit.code, unit.name_en, unit.name_zh).where(unit.code.in_({row["unit"] for row in rows}))
    return [
        _named_node(row, iri(base, "units", row["code"]), "schema:DefinedTerm") | {"termCode": row["code"]}
        for row in _rows(wanted.order_by(unit.code), connection)
    ]


def _rows(statement: Select[Any], connection: Connection) -> Sequence[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(statement).mappings()]


def _named_node(row: Mapping[str, Any], id_: str, type_: str) -> Node:
    return {"id": id_, "type": type_, "name": [language_tagged(row["name_en"], "en"), language_tagged(row["name_zh"], "zh")]}


def language_tagged(text: str | None, language: str) -> dict[str, Any]:
    """A language-tagged string (JSON-LD 1.1, 4.2.4)."""
    return {"@value": text, "@language": language}


def iri(base: str, list_: str, id_: str) -> str:
    """The IRI of a row: its URL in this service."""
    return f"{base}/api/v1/{list_}/{quote(id_, safe=':')}"
