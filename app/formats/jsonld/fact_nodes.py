"""Nodes for claims and metrics, with the nodes of everything they refer to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from app.formats.jsonld.context import Node
from app.formats.jsonld.referenced_nodes import (
    DocumentNodes,
    Rows,
    entities,
    indicators,
    iri,
    language_tagged,
    sources,
    units,
)
from app.store.exact_numbers import digits
from app.vocabulary import Comparator

# a lower or upper bound has only one end (schema.org, minValue and maxValue)
_ENDS = {
    Comparator.GT: "minValue",
    Comparator.GE: "minValue",
    Comparator.LT: "maxValue",
    Comparator.LE: "maxValue",
}


def claims(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:Claim` and an annotation for each row, then each document, source and entity they refer to, once."""
    documents = DocumentNodes(rows, connection, base, "claims")
    nodes = [_claim_node(row, base, documents.language(row)) for row in rows]
    slugs = {slug for row in rows for slug in row["entities"]}
    return [*nodes, *documents.nodes, *sources(rows, connection, base), *entities(slugs, connection, base)]


def metrics(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:Observation` and an annotation for each row, then each object they refer to, once."""
    documents = DocumentNodes(rows, connection, base, "metrics")
    nodes = [_observation_node(row, base, documents.language(row)) for row in rows]
    nodes += [*documents.nodes, *sources(rows, connection, base)]
    nodes += entities({row["entity"] for row in rows if row["entity"]}, connection, base)
    return [*nodes, *indicators(rows, connection, base), *units(rows, connection, base)]


def _claim_node(row: Mapping[str, Any], base: str, language: str) -> Node:
    own = _fact_node(row, base, "claims", "schema:Claim")
    node = own | {
        "text": language_tagged(row["text"], language),
        "appearance": own["quotedFrom"],
        "about": [iri(base, "entities", slug) for slug in row["entities"]],
    }
    if row["text_en"] and language != "en":
        # a machine translation is not a quotation, so it is a work of its own
        rendering = {"type": ["schema:Claim", "prov:Entity"], "text": language_tagged(row["text_en"], "en")}
        node["translation"] = {"id": f"{own['id']}#en", **rendering, "derivedFrom": own["id"]}
    return node


def _observation_node(row: Mapping[str, Any], base: str, language: str) -> Node:
    properties = {"status": row["status"], "comparator": row["comparator"], "subject": row["subject"], **row["qualifiers"]}
    if row["as_of"]:
        properties["as_of"] = "true"
    about = {"type": "schema:Thing", "name": language_tagged(row["subject"], language)}
    node = _fact_node(row, base, "metrics", "schema:Observation") | {
        "name": language_tagged(row["display"], "en"),
        "description": language_tagged(row["quote"], language),
        "derivedFrom": iri(base, "claims", row["claim_id"]),
        "observationAbout": iri(base, "entities", row["entity"]) if row["entity"] else about,
        "measuredProperty": iri(base, "indicators", row["indicator"]),
        **_value_properties(row),
        "unit": iri(base, "units", row["unit"]),
        "property": [
            {"type": "schema:PropertyValue", "propertyID": name, "value": value} for name, value in properties.items()
        ],
    }
    if row["period"]:
        days = {"startDate": str(row["period_start"]), "endDate": str(row["period_end"])}
        node["period"] = {"type": "dcterms:PeriodOfTime", "name": row["period"], **days}
    return node


def _value_properties(row: Mapping[str, Any]) -> Node:
    """The value, or the ends of a range or tolerance."""
    if row["deviation"] is not None:
        middle, off = Decimal(row["value"]), Decimal(row["deviation"])
        return {"minValue": _typed_number(digits(middle - off)), "maxValue": _typed_number(digits(middle + off))}
    if row["value_max"] is not None:
        return {"minValue": _typed_number(row["value"]), "maxValue": _typed_number(row["value_max"])}
    return {_ENDS.get(row["comparator"], "value"): _typed_number(row["value"])}


def _typed_number(text: str) -> Node:
    """A typed literal that keeps every digit, also when converted to other RDF syntaxes.

    Whole numbers are integers, as Turtle's short form would add a point to a decimal. Those over 53 bits, the limit for JSON
    integers (RFC 7493, 2.2), are decimals.
    """
    written = digits(Decimal(text))  # neither type has an exponent
    is_integer = "." not in written and abs(int(written)) < 2**53
    return {"@value": written, "@type": "xsd:integer" if is_integer else "xsd:decimal"}


def _fact_node(row: Mapping[str, Any], base: str, list_: str, type_: str) -> Node:
    return {
        "id": iri(base, list_, row["id"]),
        "type": [type_, "prov:Entity"],
        "identifier": row["id"],
        "quotedFrom": iri(base, "documents", row["document"]),
        "cites": [iri(base, "sources", id_) for id_ in row["source_ids"]],
    }
