"""What a page of a list looks like to clients, and the bibliography entries that go with it."""

from typing import Generic, TypeVar

from pydantic import Field

from app.http.response_model import ResponseModel

Item = TypeVar("Item")


class PageInfo(ResponseModel):
    limit: int = Field(description="Rows asked for.")
    count: int | None = Field(description="Rows on all pages together; null with `count=none`.")
    count_is_estimate: bool = Field(description="Whether there are more than `count`; never with `count=exact`.")
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last.")


class FacetValue(ResponseModel):
    value: str | int | bool | None = Field(description="A value of the filter; null for rows without one.")
    label: str = Field(description="Its name in the language asked for.")
    count: int = Field(description="Rows that have it under all filters but its own.")


class ReferenceSummary(ResponseModel):
    id: str = Field(description="Id of the reference.")
    document: str = Field(description="Document whose bibliography it is in.")
    number: int = Field(description="Its number there.")
    source_id: str | None = Field(description="The page it points to.")
    title: str = Field(description="Title as the bibliography gives it.")
    url: str | None = Field(description="Address as the bibliography gives it.")
    publisher: str | None = Field(description="Who publishes the page.")
    publisher_name: str | None = Field(description="English name of the publisher.")
    publisher_kind: str | None = Field(description="What sort of publisher answers for the page.")
    published_on: str | None = Field(description="Date of the page, where its address or title states it.")


class DatasetInfo(ResponseModel):
    version: str = Field(description="Version of the data; changes whenever any row does.")


class Page(ResponseModel, Generic[Item]):
    """A page of a list."""

    data: list[Item] = Field(description="The rows.")
    page: PageInfo
    facets: dict[str, list[FacetValue]] = Field(description="Counts by value, most frequent first; empty unless asked for.")
    references: dict[str, ReferenceSummary] = Field(
        description="Each bibliography entry that a row names, once: by number, or by `document:number` where the rows are"
        " of several documents."
    )
    dataset: DatasetInfo
