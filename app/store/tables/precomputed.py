"""Counts and summaries computed once after loading: over a million metrics they take seconds.

Publishing empties these tables. While they are empty, answers are computed from the rows.
"""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.store.tables.base import word


class FacetCount(SQLModel, table=True):
    """How many rows of a long list have a value (as JSON) of a facet, or hold a word (facet `q`).

    `rank` is the place of the value in the facet, the most frequent first, and `value_count` the number of its values.
    """

    __tablename__ = "facet_count"
    __table_args__ = (Index(None, "list", "facet", "rank"),)
    list: str = word(primary_key=True)
    facet: str = word(primary_key=True)
    value: str = word(primary_key=True)
    count: int
    rank: int
    value_count: int


class FilteredFacetCount(SQLModel, table=True):
    """The same under one frequent value (as JSON) of another filter of the list."""

    __tablename__ = "filtered_facet_count"
    list: str = word(primary_key=True)
    filter: str = word(primary_key=True)
    filter_value: str = word(primary_key=True)
    facet: str = word(primary_key=True)
    value: str = word(primary_key=True)
    count: int
    rank: int
    value_count: int


class ListMember(SQLModel, table=True):
    """A row (`key`) of a short list, and a value that a filter finds in the rows that it is joined to, as text."""

    __tablename__ = "list_member"
    list: str = word(primary_key=True)
    filter: str = word(primary_key=True)
    value: str = word(primary_key=True)
    key: str = word(primary_key=True)


class MetricSummary(SQLModel, table=True):
    """The metrics of one indicator and unit: what `/aggregate` measures and what its rules need, and their periods.

    `roles` says of which metrics: the plain ones, as `/aggregate` has by default, or all, as `/availability` has.
    `app.api.aggregate.queries.buckets` says what most columns mean; they count a fact once. `upper_median` is the median of the
    upper ends, where there are ranges. `metric_count` and `undated_count` count every metric.
    """

    __tablename__ = "metric_summary"
    indicator: str = word("indicator.slug", primary_key=True)
    unit: str = word("unit.code", primary_key=True)
    roles: str = word(primary_key=True)
    count: int = Field(sa_type=BigInteger)
    copies: int = Field(sa_type=BigInteger)
    unit_low: str = word()
    unit_high: str = word()
    indicator_low: str = word()
    indicator_high: str = word()
    comparator_low: str = word()
    comparator_high: str = word()
    status_low: str = word()
    status_high: str = word()
    period_low: str | None = word()
    period_high: str | None = word()
    lower: int = Field(sa_type=BigInteger)
    upper: int = Field(sa_type=BigInteger)
    about: int = Field(sa_type=BigInteger)
    ranges: int = Field(sa_type=BigInteger)
    forecasts: int = Field(sa_type=BigInteger)
    undated: int = Field(sa_type=BigInteger)
    qualified: int = Field(sa_type=BigInteger)
    conflicting: int = Field(sa_type=BigInteger)
    min: str
    max: str
    statements: int = Field(sa_type=BigInteger)
    middle: str
    sum: str
    sum_max: str
    not_summed: int
    not_averaged: int
    upper_median: str | None
    metric_count: int = Field(sa_type=BigInteger)
    undated_count: int = Field(sa_type=BigInteger)
    period_start: str | None = word()
    period_end: str | None = word()
