"""Parameters and responses of /suggest."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters
from app.lists.filters.unknown_values import SUGGESTED_LISTS
from app.lists.parameter_types import storable_text
from app.lists.parameters import choices
from app.store.tokens import fold

_LISTS: Any = choices(
    "list", SUGGESTED_LISTS, "Lists to search; by default all lists, and the values that are in no list.", "entities"
)


def _not_blank(value: str) -> str:
    if not fold(storable_text(value)).strip():
        raise PydanticCustomError("nothing_not_blank", "it is empty; type at least one character")
    return value


class SuggestQuery(Parameters):
    q: Annotated[str, Field(max_length=100), AfterValidator(_not_blank)] = Field(
        description="Beginning of a name, or of a word in a name, in Chinese or English; if no name has such a beginning,"
        " words of a name in any form.",
        examples=["百"],
    )
    list: _LISTS[0] = _LISTS[1]
    limit: Annotated[int, Field(ge=1, le=50, description="Maximum number of completions, 1 to 50.", examples=[5])] = 10


class Suggested(ResponseModel):
    """A value of a filter, with the name that matches."""

    parameter: str = Field(description="The filter that takes the id.")
    list: str | None = Field(
        description="List that contains the row; null for a value that is in no list, such as a status."
    )
    id: str = Field(description="The value that the filter takes.")
    label: str = Field(description="Its name in the requested language.")
    matched: str = Field(description="Name, alias or synonym that matches.")
    url: str = Field(description="Path of the row, or of the metrics or claims that have the value.")


class SuggestResult(ResponseModel):
    data: list[Suggested] = Field(description="Exact names first, then whole names, then by number of related rows.")
    dataset: DatasetInfo
