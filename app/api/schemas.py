"""Schemas shared by all lists: the page, facets, references and the dataset version."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import Field, create_model

from app.http.response_model import ResponseModel

Item = TypeVar("Item")


class PageInfo(ResponseModel):
    limit: int = Field(description="Maximum number of rows on a page.")
    count: int | None = Field(description="Number of rows on all pages; null with `count=none`.")
    count_is_estimate: bool = Field(description="True if there are more rows than `count` says; never with `count=exact`.")
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last page.")


class FacetValue(ResponseModel):
    value: str | int | bool | None = Field(description="A value of the filter; null for rows without a value.")
    label: str = Field(description="Its name in the requested language.")
    count: int = Field(description="Number of rows with this value under all filters except this one.")


class FacetInfo(ResponseModel):
    """How a facet was counted."""

    value_count: int = Field(description="Number of values, whether or not `facet_limit` lets all of them be shown.")
    rows_counted: int | None = Field(
        description="Number of rows that the counts are of, the first by id, where more rows match than are counted; the counts"
        " are lower bounds then. Null if all rows are counted."
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
    publisher_name: str | None = Field(description="Name of the publisher, in the language asked for.")
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
    """What a reader of the object should know besides it."""

    caveats: list[Caveat] = Field(
        description="What the object's document says about itself; of an object of no one document, what all documents say, each"
        " text once, and at most twenty."
    )
    caveat_count: int = Field(description="Number of documents that say such a thing; `/documents` has them all.")


class QueryNote(ResponseModel):
    """How the words of `q` were read."""

    read_as: str = Field(
        description="The words that were looked for: a question is read as those that it is about, a Chinese word with a year as two."
    )
    left_out: list[str] = Field(
        description="If no row has all words: those that no row has beside the others; empty if none has any word, under all filters."
        " Of a question also words such as `most`, which was left out: rows of one unit are sorted by their `value`."
    )
    url: str | None = Field(
        description="If no row has all words: path of the sentences that have all, of a figure; else of the rows without the"
        " words left out, where what is left is about the same: it has a known name, or more than one word. Of Chinese names in"
        " a row (`AI数据中心能耗`): path of the rows that have each somewhere. Null otherwise."
    )


class Meta(ResponseModel):
    """What a reader of the rows should know besides the rows."""

    q: QueryNote | None = Field(
        description="How `q` was read, where it was a question, finds nothing or is several Chinese names in a row; null where it was"
        " read as it is written."
    )

    repeats: Literal["first", "all"] | None = Field(
        description="Whether figures that state the same fact are shown once (`first`) or as often as they are stated (`all`);"
        " null where rows are no figures."
    )
    roles: Literal["plain", "all"] | None = Field(
        description="Whether figures that have a role, such as a threshold or a capability, are left out (`plain`) or shown"
        " (`all`); null where rows are no figures."
    )
    undated_count: int | None = Field(
        description="Number of rows under all other filters that have no period, or no date, and that filters and groups by"
        " time therefore leave out or show apart; null where nothing filters or groups by time, or with `count=none`."
    )
    undated_count_is_estimate: bool = Field(description="True if there are more such rows than `undated_count` says.")
    other_roles_count: int | None = Field(
        description="Number of figures under all other filters that have a role and are therefore left out; null where none is"
        " left out for that, or with `count=none`."
    )
    other_roles_count_is_estimate: bool = Field(
        description="True if there are more such figures than `other_roles_count` says."
    )
    cleared_filters: list[str] = Field(
        description="Filters that came with nothing in them (`entity=`), as a cleared control of a dashboard sends them: they were"
        " taken as not given."
    )
    caveats: list[Caveat] = Field(
        description="What the documents of the rows say about themselves; of many documents each text once, and at most twenty."
    )
    caveat_count: int = Field(description="Number of documents that say such a thing; `/documents` has them all.")


class Page(ResponseModel, Generic[Item]):
    """One page of a list."""

    data: list[Item] = Field(description="The rows.")
    page: PageInfo
    facets: dict[str, list[FacetValue]] = Field(description="Counts by value, most frequent first; empty unless requested.")
    facet_info: dict[str, FacetInfo] = Field(description="By facet, how many values it has and which rows were counted.")
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
