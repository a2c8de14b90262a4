"""The schemas of rows in the OpenAPI document: with `fields=` a row has only some of its fields, with `include=` others besides.

So no field of a row of a list is required, and what can be embedded is a field as well. Objects alone have all of their
fields, and require them. The cells of a wide series are described alike, but always have their value.
"""

from typing import Any

from pydantic import BaseModel

from app.api.metrics.schemas import ChartFieldsInBoth
from app.api.registry import LISTS
from app.api.series.queries import SERIES
from app.api.series.schemas import SeriesPoint
from app.lists.embedded_rows import Include
from app.lists.listing import Listing

Json = dict[str, Any]
_ASKED_FOR = "Where `fields` names it."


def describe_rows(schema: Json) -> None:
    """Complete the schemas of the rows of all lists."""
    models = schema["components"]["schemas"]
    described: list[tuple[Listing, type[BaseModel]]] = [*LISTS, (SERIES, SeriesPoint)]
    for listing, row in described:
        model = models[row.__name__]
        model.pop("required", None)
        model["properties"] |= _further(listing)
        model["properties"] |= {name: _embedded(include) for name, include in listing.includes.items()}
    for name, always in (("Figure", ["value"]), ("Cell", ["value", "differs", "alternatives"])):
        models[name]["properties"] |= _chart_fields()
        models[name]["required"] = always


def _chart_fields() -> Json:
    properties: Json = ChartFieldsInBoth.model_json_schema()["properties"]
    return properties


def _further(listing: Listing) -> Json:
    """The schemas of the fields that a row has only if `fields` names them."""
    asked_for = listing.further.keys() - set(listing.further_shown)
    if not asked_for:
        return {}
    return {
        name: {**one, "description": f"{one['description']} {_ASKED_FOR}"}
        for name, one in _chart_fields().items()
        if name in asked_for
    }


def _embedded(include: Include) -> Json:
    """The schema of what an include embeds: some fields of a row of another list."""
    row = next(row for listing, row in LISTS if listing.table is include.key.table)
    one = {"$ref": f"#/components/schemas/{row.__name__}"}
    kind: Json = {"type": "array", "items": one} if include.many else {"anyOf": [one, {"type": "null"}]}
    return {**kind, "description": "Only with `include`.", "x-include": True}
