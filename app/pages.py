"""What a page of a list looks like to clients, and the bibliography entries that go with it."""

from collections.abc import Collection, Mapping
from typing import Any, Generic, TypeVar

from pydantic import Field
from sqlalchemy import Connection, Select, select

from app.bodies import Body
from app.listing import References
from app.models import Publisher, Reference, Source, columns
from app.prepared import asked
from app.sql import one_of_all

Item = TypeVar("Item")


class PageInfo(Body):
    limit: int = Field(description="Rows asked for.")
    count: int | None = Field(description="Rows on all pages together; null with `count=none`.")
    count_is_estimate: bool = Field(description="Whether there are more than `count`; never with `count=exact`.")
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last.")


class FacetValue(Body):
    value: str | int | bool | None = Field(description="A value of the filter; null for rows without one.")
    label: str = Field(description="Its name in the language asked for.")
    count: int = Field(description="Rows that have it under all filters but its own.")


class ReferenceSummary(Body):
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


class DatasetInfo(Body):
    version: str = Field(description="Version of the data; changes whenever any row does.")


class Page(Body, Generic[Item]):
    """A page of a list."""

    data: list[Item] = Field(description="The rows.")
    page: PageInfo
    facets: dict[str, list[FacetValue]] = Field(description="Counts by value, most frequent first; empty unless asked for.")
    references: dict[str, ReferenceSummary] = Field(
        description="Each bibliography entry that a row names, once: by number, or by `document:number` where the rows are"
        " of several documents."
    )
    dataset: DatasetInfo


def references(by: str, values: Collection[str], connection: Connection) -> dict[str, Any]:
    """The bibliography entries whose column `by` has one of the values, by the key described in `Page.references`."""
    if not values:
        return {}
    found = sorted(_entries(connection, by, values=values), key=lambda row: (row["document"], row["number"]))
    several = len({row["document"] for row in found}) > 1
    return {row["id"] if several else str(row["number"]): row for row in found}


@asked
def _entries(by: str) -> Select[Any]:
    # in no order: for that of its index SQLite would read all of the table
    return reference_summaries().where(one_of_all(columns(Reference)[by], "values")).order_by(None)


def reference_summaries() -> Select[Any]:
    reference, source, publisher = columns(Reference), columns(Source), columns(Publisher)
    return (
        select(
            reference.id,
            reference.document,
            reference.number,
            reference.source_id,
            reference.title,
            reference.url,
            source.publisher,
            publisher.name_en.label("publisher_name"),
            source.publisher_kind,
            source.published_on,
        )
        .select_from(Reference)
        .outerjoin(Source, source.id == reference.source_id)
        .outerjoin(Publisher, publisher.slug == source.publisher)
        .order_by(reference.document, reference.number)
    )


def numbered(row: Mapping[str, Any], column: str = "reference_numbers") -> list[str]:
    """Ids of the entries whose numbers a row of a document carries."""
    numbers = row[column] if isinstance(row[column], list) else [row[column]]
    return [f"{row['document']}:{number}" for number in numbers]


NUMBERED = References("reference_numbers", ("document", "reference_numbers"), "id", numbered)
