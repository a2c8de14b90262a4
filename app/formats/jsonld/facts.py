"""Nodes for claims and metrics, with all that they name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from app.formats.jsonld.context import Node
from app.formats.jsonld.things import Documents, Rows, address, entities, indicators, said, sources, units
from app.vocabulary import Comparator

# a number that is more, or less, than the value has the value at one end only (schema.org, minValue and maxValue)
_ENDS = {
    Comparator.GT: "minValue",
    Comparator.GE: "minValue",
    Comparator.LT: "maxValue",
    Comparator.LE: "maxValue",
}


def claims(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:Claim` and its annotation for each row, and once each document, entity and source that they name."""
    documents = Documents(rows, connection, base, "claims")
    nodes = [_claim(row, base, documents.language(row)) for row in rows]
    slugs = {slug for row in rows for slug in row["entities"]}
    return [*nodes, *documents.nodes, *sources(rows, connection, base), *entities(slugs, connection, base)]


def metrics(rows: Rows, connection: Connection, base: str) -> list[Node]:
    """A `schema:Observation` and its annotation for each row, and once each thing that they name."""
    documents = Documents(rows, connection, base, "metrics")
    nodes = [_observation(row, base, documents.language(row)) for row in rows]
    nodes += [*documents.nodes, *sources(rows, connection, base)]
    nodes += entities({row["entity"] for row in rows if row["entity"]}, connection, base)
    return [*nodes, *indicators(rows, connection, base), *units(rows, connection, base)]


def _claim(row: Mapping[str, Any], base: str, language: str) -> Node:
    own = _fact(row, base, "claims", "schema:Claim")
    node = own | {
        "text": said(row["text"], language),
        "appearance": own["quotedFrom"],
        "about": [address(base, "entities", slug) for slug in row["entities"]],
    }
    if row["text_en"] and language != "en":
        # a machine rendering is no quotation, and so a work of its own
        rendering = {"type": ["schema:Claim", "prov:Entity"], "text": said(row["text_en"], "en")}
        node["translation"] = {"id": f"{own['id']}#en", **rendering, "derivedFrom": own["id"]}
    return node


def _observation(row: Mapping[str, Any], base: str, language: str) -> Node:
    facts = {"status": row["status"], "comparator": row["comparator"], "subject": row["subject"], **row["qualifiers"]}
    if row["as_of"]:
        facts["as_of"] = "true"
    about = {"type": "schema:Thing", "name": said(row["subject"], language)}
    node = _fact(row, base, "metrics", "schema:Observation") | {
        "name": said(row["display"], "en"),
        "description": said(row["quote"], language),
        "derivedFrom": address(base, "claims", row["claim_id"]),
        "observationAbout": address(base, "entities", row["entity"]) if row["entity"] else about,
        "measuredProperty": address(base, "indicators", row["indicator"]),
        **_numbers(row),
        "unit": address(base, "units", row["unit"]),
        "property": [{"type": "schema:PropertyValue", "propertyID": name, "value": value} for name, value in facts.items()],
    }
    if row["period"]:
        days = {"startDate": str(row["period_start"]), "endDate": str(row["period_end"])}
        node["period"] = {"type": "dcterms:PeriodOfTime", "name": row["period"], **days}
    return node


def _numbers(row: Mapping[str, Any]) -> Node:
    """Value or ends of a range."""
    if row["value_max"] is not None:
        return {"minValue": _number(row["value"]), "maxValue": _number(row["value_max"])}
    return {_ENDS.get(row["comparator"], "value"): _number(row["value"])}


def _number(digits: str) -> Node:
    """Every digit kept, in the type that libraries carry through other syntaxes as it is.

    In Turtle's short form a whole decimal gets a point; and in JSON an integer has no more than 53 bits (RFC 7493, 2.2).
    """
    is_integer = "." not in digits and abs(int(digits)) < 2**53
    return {"@value": digits, "@type": "xsd:integer" if is_integer else "xsd:decimal"}


def _fact(row: Mapping[str, Any], base: str, list_: str, type_: str) -> Node:
    return {
        "id": address(base, list_, row["id"]),
        "type": [type_, "prov:Entity"],
        "identifier": row["id"],
        "quotedFrom": address(base, "documents", row["document"]),
        "cites": [address(base, "sources", id_) for id_ in row["source_ids"]],
    }
