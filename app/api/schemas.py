"""Schemas shared by all lists: the page, facets, references and the dataset version."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import Field, create_model

from app.http.response_model import ResponseModel

Item = TypeVar("Item")


class PageInfo(ResponseModel):
    limit: int = Field(description="Maximum number of rows on a page.")
    count: int | None = Field(description="Number of rows on all pages; null with `count=none`.")
    count_is_estimate: bool = Field(
        description="True if there are more rows than `count` says; with `count=exact`, only if counting them all would take longer"
        " than a query may."
    )
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last page.")


class FacetValue(ResponseModel):
    value: str | int | bool | None = Field(description="A value of the filter; null for rows without a value.")
    label: str = Field(description="Its name in the requested language.")
    count: int = Field(description="Number of rows with this value under all filters except this one.")


class FacetInfo(ResponseModel):
    """How a facet was counted."""

    value_count: int | None = Field(
        description="Total number of values, including those beyond `facet_limit`; null if there was no time to count any."
    )
    rows_counted: int | None = Field(
        description="Number of rows counted if more match than can be counted: the first by id. The counts are then lower"
        " bounds. For lists of names, such as units, it may be the number of figures, sentences or sources that a row is"
        " counted by. 0 if there was no time to count any: such an answer has no `ETag`, and the same request may get more"
        " later. Null if all are counted."
    )


class ReferenceSummary(ResponseModel):
    id: str = Field(description="Id of the reference.")
    document: str = Field(description="Slug of the document whose bibliography it is in.")
    number: int = Field(description="Its number in the bibliography.")
    source_id: str | None = Field(description="Id of the source it points to.")
    title: str = Field(description="Title as given in the bibliography.")
    title_en: str | None = Field(description="English rendering of the title.")
    url: str | None = Field(description="URL as given in the bibliography.")
    publisher: str | None = Field(description="Slug of the publisher.")
    publisher_name: str | None = Field(description="Name of the publisher, in the requested language.")
    publisher_name_en: str | None = Field(description="Name of the publisher, in English.")
    publisher_name_zh: str | None = Field(description="Name of the publisher, in Chinese.")
    publisher_kind: str | None = Field(description="Kind of publisher responsible for the page.")
    published_on: str | None = Field(
        description="Publication date: a day, month or year. Null unless the URL or title states it."
    )


class DatasetInfo(ResponseModel):
    version: str = Field(description="Version of the dataset; changes whenever any row changes.")


class Caveat(ResponseModel):
    document: str = Field(description="Slug of the document.")
    caveat: str = Field(description="What the document says about itself, such as that a machine wrote parts of it.")
    caveat_en: str | None = Field(description="The same in English.")


class ObjectMeta(ResponseModel):
    """What a reader of the object should know in addition."""

    caveats: list[Caveat] = Field(
        description="What the object's document says about itself. If the object belongs to no single document, what all"
        " documents say: each distinct text once, at most twenty."
    )
    caveat_count: int = Field(
        description="Number of documents that make such a statement; `/api/v1/documents` lists them all."
    )


class QueryNote(ResponseModel):
    """How the words of `q` were interpreted."""

    read_as: str = Field(
        description="The words that were searched for. A question is reduced to the words that it is about, and a Chinese word"
        " that contains a year is split in two."
    )
    left_out: list[str] = Field(
        description="If no row has all words: the words that no row has together with the others. Empty if no row has any"
        " word, under all filters. For a question, also words such as `most` that were left out: sort rows of one unit by"
        " `value` instead."
    )
    url: str | None = Field(
        description="Path of the next request, null if none is better. If a question asks for money or time and no row found"
        " is an amount of it: the rows in such a unit. Otherwise, if no row has all words: for figures, the sentences that have"
        " all of them, else the rows that match without the words left out, if the remaining words include a known name or are"
        " more than one word. If a question finds few rows: those with one word less. For Chinese names in a row"
        " (`AI数据中心能耗`): the rows that have each name somewhere."
    )


class Meta(ResponseModel):
    """What a reader of the rows should know in addition."""

    q: QueryNote | None = Field(
        description="How `q` was interpreted if it is a question, finds nothing or is several Chinese names in a row; null if"
        " it was used as written."
    )

    repeats: Literal["first", "all"] | None = Field(
        description="Whether figures that state the same fact are shown once (`first`) or each time they are stated (`all`);"
        " null if the rows are not figures."
    )
    roles: Literal["plain", "all"] | None = Field(
        description="Whether figures that have a role, such as a threshold or a capability, are left out (`plain`) or shown"
        " (`all`); null if the rows are not figures."
    )
    undated_count: int | None = Field(
        description="Number of rows that match all other filters but have no period or date, so that filters by time leave"
        " them out and groups by time show them separately. Null if nothing filters or groups by time, or with `count=none`."
    )
    undated_count_is_estimate: bool = Field(
        description="True if there may be more such rows than `undated_count` says: there are, or there was no time to count them."
    )
    other_roles_count: int | None = Field(
        description="Number of figures that match all other filters but are left out because they have a role; null if none"
        " is left out for this reason, or with `count=none`."
    )
    other_roles_count_is_estimate: bool = Field(
        description="True if there may be more such figures than `other_roles_count` says: there are, or there was no time to"
        " count them."
    )
    cleared_filters: list[str] = Field(
        description="Filters that were sent empty (`entity=`), as a dashboard does when a control is cleared. They were"
        " treated as absent."
    )
    caveats: list[Caveat] = Field(
        description="What the documents of the rows say about themselves: each distinct text once, at most twenty."
    )
    caveat_count: int = Field(
        description="Number of documents that make such a statement; `/api/v1/documents` lists them all."
    )


class Page(ResponseModel, Generic[Item]):
    """One page of a list."""

    data: list[Item] = Field(description="The rows.")
    page: PageInfo
    facets: dict[str, list[FacetValue]] = Field(description="Counts by value, most frequent first; empty unless requested.")
    facet_info: dict[str, FacetInfo] = Field(
        description="For each facet, the number of its values and of the rows that were counted."
    )
    references: dict[str, ReferenceSummary] = Field(
        description="The bibliography entries that the rows cite, each once, keyed by number, or by `document:number` if the"
        " rows come from several documents."
    )
    meta: Meta
    dataset: DatasetInfo


def page_of(row: type[ResponseModel]) -> Any:
    """The page of a list whose rows are `row`: of `MetricRow` it is called `MetricPage`."""
    name = row.__name__.removesuffix("Row").removesuffix("Point")
    of_any: Any = Page
    return create_model(f"{name}Page", __base__=of_any[row], __doc__=Page.__doc__)
