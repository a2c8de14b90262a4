"""What the data dictionary takes and gives."""

from typing import Any, Literal

from pydantic import Field

from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters
from app.lists.filters import Filter
from app.lists.parameters import choice

_LISTS: Any = Filter("list", None, "List, or other answer with rows, whose fields are wanted", "metrics").fields()["list"]
_FORMAT: Any = choice(("json", "csv"), "Format of the answer; else by the `Accept` header, else JSON.")


class FieldQuery(Parameters):
    list: _LISTS[0] = _LISTS[1]
    format: _FORMAT[0] = _FORMAT[1]


# named here, as the field called `list` hides the type
_Words = list[str]


class FieldRow(ResponseModel):
    """A field of the rows of a list."""

    list: str = Field(description="The list, or the answer, whose rows have the field.")
    field: str = Field(description="Its name; `sources.url` is the `url` of what `include=sources` embeds.")
    type: str = Field(description="JSON type: string, integer, number, boolean, object, or array of one of them.")
    unit: str | None = Field(description="What it counts or measures; null where it is no quantity.")
    nullable: bool = Field(description="Whether it can be null.")
    meaning: str = Field(description="What it says.")
    origin: Literal["parsed", "curated", "derived"] = Field(
        description="`parsed` from the document's text, `curated` by a person and checked, or `derived` from these two."
    )
    origin_detail: str = Field(description="Where from, or from what.")
    filters: _Words = Field(description="Parameters that choose rows by it, each with its operators.")
    sorts: _Words = Field(description="Values of `sort` that order rows by it.")
    facet: bool = Field(description="Whether `facets` counts rows by it.")
    include: str | None = Field(description="What to `include` to have it in the rows; null where it always is.")
    example: Any = Field(description="A value of it from the data that comes with the service; null where all are.")


class FieldList(ResponseModel):
    data: list[FieldRow] = Field(description="Lists in the order of the index, fields in the order of the row.")
    dataset: DatasetInfo
