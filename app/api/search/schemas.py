"""What a search takes and gives."""

from typing import Annotated, Any

from pydantic import Field

from app.api.schemas import DatasetInfo
from app.api.search.queries import CANDIDATES, DEFAULT_LISTS
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters
from app.lists.parameters import choices
from app.lists.value_types import Words
from app.vocabulary import SEARCHED

_LISTS: Any = choices("list", SEARCHED, f"Lists to search; {', '.join(DEFAULT_LISTS)} unless told.", "claims,metrics")


# named here, as the fields called `list` hide the type
_Spans = list[tuple[int, int]]


class SearchQuery(Parameters):
    q: Words = Field(
        description='Words that must all be found, Chinese or English; a phrase in double quotes, such as "市场规模".',
        examples=["百度"],
    )
    list: _LISTS[0] = _LISTS[1]
    limit: Annotated[int, Field(ge=1, le=100, description="Hits, 1 to 100.", examples=[10])] = 20


class Hit(ResponseModel):
    """A row that answers the query."""

    list: str = Field(description="The list that the row is in.")
    id: str = Field(description="Its id there.")
    title: str = Field(description="What it is called, in the language asked for where it has a name in it.")
    score: float = Field(description="How well it answers; comparable within one answer only.")
    field: str = Field(description="The field that answers best.")
    snippet: str = Field(description="HTML: the words around the first hit, hits in `<mark>`, all else escaped.")
    text: str = Field(description="The whole field.")
    spans: _Spans = Field(description="Where the words stand in `text`: code points, end excluded.")
    url: str = Field(description="The whole row.")


class ListHits(ResponseModel):
    list: str = Field(description="A list.")
    count: int = Field(description="Rows in it that hold all words.")
    count_is_estimate: bool = Field(description="Whether there are more than `count`.")
    url: str = Field(description="All of them, page by page.")


class SearchResult(ResponseModel):
    """Hits of all lists together, best first."""

    data: list[Hit] = Field(description=f"The best; of each list its first {CANDIDATES} rows are ranked.")
    lists: list[ListHits] = Field(description="How many rows of each list answer, and where all of them are.")
    dataset: DatasetInfo
