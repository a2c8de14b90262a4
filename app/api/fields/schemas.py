"""Parameters and responses of /fields."""

from typing import Any, Literal

from pydantic import Field

from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters
from app.lists.filters.filter import Filter
from app.lists.parameters import BOM_PARAMETER, HEADER_PARAMETER, choice

_LISTS: Any = Filter("list", None, "List, or other resource with rows, to describe", "metrics").fields()["list"]
_FORMAT: Any = choice(("json", "csv"), "Format of the response; by default negotiated by `Accept`, otherwise JSON.")


class FieldQuery(Parameters):
    list: _LISTS[0] = _LISTS[1]
    format: _FORMAT[0] = _FORMAT[1]
    bom: BOM_PARAMETER[0] = BOM_PARAMETER[1]
    header: HEADER_PARAMETER[0] = HEADER_PARAMETER[1]


# defined here because the field named `list` hides the type
_Words = list[str]


class FieldRow(ResponseModel):
    """A field of the rows of a list."""

    list: str = Field(description="List, or other resource with rows, that has the field.")
    field: str = Field(
        description="Name of the field; `sources.url` is the `url` of an object embedded by `include=sources`."
    )
    column: str = Field(
        description="Its column in CSV, flat Parquet and the data package: no dot, no reserved word of SQL (`start_offset`)."
    )
    type: str = Field(description="JSON type: string, integer, number, boolean, object, or an array of one of these.")
    unit: str | None = Field(description="What the value counts or measures; null if it is not a quantity.")
    nullable: bool = Field(description="Whether the value can be null.")
    meaning: str = Field(description="What the field means.")
    origin: Literal["parsed", "curated", "derived"] = Field(
        description="`parsed` from the document's text, `curated` by a person and checked, or `derived` from these."
    )
    origin_detail: str = Field(description="What the value was parsed or derived from, or where it is curated.")
    filters: _Words = Field(description="Parameters that filter by it, one for each operator.")
    sorts: _Words = Field(description="`sort` keys that order by it.")
    facet: bool = Field(description="Whether it can be used in `facets`.")
    include: str | None = Field(description="Value of `include` that adds it to the rows; null if it is always there.")
    example: Any = Field(description="A value from the bundled dataset; null if all values are null.")


class FieldList(ResponseModel):
    data: list[FieldRow] = Field(description="Lists in the order of the index, fields in the order of a row.")
    dataset: DatasetInfo
