"""Claims and metrics as linked data: Web Annotation (W3C), schema.org, PROV-O and CiTO.

The context is written out, so that no reader has to fetch one. Selectors count Unicode code points into the text with the
given SHA-256 (Web Annotation Data Model, 4.2.4 and 4.2.5); what a marker cites is a `prov:hadPrimarySource` of the words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.models import Document, Entity, Indicator, Source, columns
from app.selectors import selectors

Node = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

CONTEXT: Node = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "cito": "http://purl.org/spar/cito/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "describing": "oa:describing",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "about": {"@id": "schema:about", "@type": "@id"},
    "appearance": {"@id": "schema:appearance", "@type": "@id"},
    "citation": {"@id": "schema:citation", "@type": "@id"},
    "cites": {"@id": "cito:citesAsEvidence", "@type": "@id"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "quotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "primarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "observationAbout": {"@id": "schema:observationAbout", "@type": "@id"},
    "measuredProperty": {"@id": "schema:measuredProperty", "@type": "@id"},
    "url": {"@id": "schema:url", "@type": "@id"},
    "name": "schema:name",
    "text": "schema:text",
    "identifier": "schema:identifier",
    "value": {"@id": "schema:value", "@type": "xsd:decimal"},
    "minValue": {"@id": "schema:minValue", "@type": "xsd:decimal"},
    "maxValue": {"@id": "schema:maxValue", "@type": "xsd:decimal"},
    "unitCode": "schema:unitCode",
    "unitText": "schema:unitText",
    "observationPeriod": "schema:observationPeriod",
    "datePublished": "schema:datePublished",
    "inLanguage": "schema:inLanguage",
    "sha256": "schema:sha256",
}
# a number that is more, or less, than the value has the value at one end only (schema.org, minValue and maxValue)
_ENDS = {"eq": "value", "approx": "value", "gt": "minValue", "ge": "minValue", "lt": "maxValue", "le": "maxValue"}


def claims(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:Claim` and its annotation for each row, and once each document, entity and source that they name."""
    nodes: list[Node] = []
    for row in rows:
        texts = [{"@value": row["text"], "@language": "zh"}]
        if row["text_en"]:
            texts.append({"@value": row["text_en"], "@language": "en"})
        nodes.append(
            _fact(row, base, "claims", "schema:Claim")
            | {"text": texts, "appearance": _document(base, row["document"])}
            | {"about": [_address(base, "entities", slug) for slug in row["entities"]]}
        )
    nodes += _annotations(rows, connection, base, "claims")
    return nodes + _entities({slug for row in rows for slug in row["entities"]}, connection, base)


def metrics(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:Observation` and its annotation for each row, and once each thing that they name."""
    nodes = [_observation(row, base) for row in rows]
    nodes += _annotations(rows, connection, base, "metrics")
    nodes += _entities({row["entity"] for row in rows if row["entity"]}, connection, base)
    return nodes + _indicators({row["indicator"] for row in rows}, connection, base)


def _observation(row: Mapping[str, Any], base: str) -> Node:
    lowest, highest = str(row["value"]), row["value_max"]
    numbers = {"minValue": lowest, "maxValue": str(highest)} if highest is not None else {_ENDS[row["comparator"]]: lowest}
    return (
        _fact(row, base, "metrics", "schema:Observation")
        | {"derivedFrom": _address(base, "claims", row["claim_id"]), "name": row["subject"], **numbers}
        | {"measuredProperty": _address(base, "indicators", row["indicator"])}
        | {"unitCode": row["unit"], "unitText": row["unit_text"], "text": {"@value": row["quote"], "@language": "zh"}}
        | ({"observationAbout": _address(base, "entities", row["entity"])} if row["entity"] else {})
        | ({"observationPeriod": row["period"]} if row["period"] else {})
    )


def _fact(row: Mapping[str, Any], base: str, list_: str, type_: str) -> Node:
    pages = [_address(base, "sources", id_) for id_ in row["source_ids"]]
    return {
        "id": _address(base, list_, row["id"]),
        "type": [type_, "prov:Entity"],
        "identifier": row["id"],
        "quotedFrom": _document(base, row["document"]),
        "cites": pages,
        "primarySource": pages,
    }


def _annotations(rows: Rows, connection: Connection, base: str, list_: str) -> list[Node]:
    """Where the words of each row stand, then the documents they stand in and the sources behind them."""
    document = columns(Document)
    statement = select(document).where(document.slug.in_({row["document"] for row in rows}))
    documents = {row["slug"]: row for row in connection.execute(statement).mappings()}
    nodes: list[Node] = []
    for row in rows:
        own, text = _address(base, list_, row["id"]), documents[row["document"]]["text"]
        words = {"type": "SpecificResource", "source": _document(base, row["document"])}
        nodes.append(
            {
                "id": f"{own}#annotation",
                "type": "Annotation",
                "motivation": "describing",
                "body": own,
                "target": words | {"selector": selectors(text, row["start"], row["end"])},
            }
        )
    nodes += [
        {
            "id": _document(base, row["slug"]),
            "type": ["schema:Report", "prov:Entity"],
            "name": row["title"],
            "inLanguage": row["language"],
            "sha256": row["sha256"],
        }
        for row in documents.values()
    ]
    return nodes + _sources({id_ for row in rows for id_ in row["source_ids"]}, connection, base)


def _sources(ids: set[str], connection: Connection, base: str) -> list[Node]:
    source = columns(Source)
    found = connection.execute(select(source).where(source.id.in_(ids)).order_by(source.id)).mappings()
    return [
        {
            "id": _address(base, "sources", row["id"]),
            "type": ["schema:WebPage", "prov:Entity"],
            "name": row["title"],
            "url": row["url"],
            **({"datePublished": row["published_on"]} if row["published_on"] else {}),
        }
        for row in found
    ]


def _entities(slugs: set[str], connection: Connection, base: str) -> list[Node]:
    entity = columns(Entity)
    return _named(select(entity).where(entity.slug.in_(slugs)).order_by(entity.slug), "entities", "Thing", connection, base)


def _indicators(slugs: set[str], connection: Connection, base: str) -> list[Node]:
    row = columns(Indicator)
    return _named(select(row).where(row.slug.in_(slugs)).order_by(row.slug), "indicators", "Property", connection, base)


def _named(statement: Any, list_: str, type_: str, connection: Connection, base: str) -> list[Node]:
    return [
        {
            "id": _address(base, list_, row["slug"]),
            "type": f"schema:{type_}",
            "name": [{"@value": row["name_en"], "@language": "en"}, {"@value": row["name_zh"], "@language": "zh"}],
        }
        for row in connection.execute(statement).mappings()
    ]


def _document(base: str, slug: str) -> str:
    return _address(base, "documents", slug)


def _address(base: str, list_: str, id_: str) -> str:
    return f"{base}/api/v1/{list_}/{id_}"


def graph(nodes: list[Node]) -> Node:
    """A JSON-LD document (W3C JSON-LD 1.1) of nodes."""
    return {"@context": CONTEXT, "@graph": nodes}
