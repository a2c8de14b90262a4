"""Questions in SQL over the views, the same text on both databases. What they begin with is written as SQL literals."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, table
from sqlalchemy import column as column_
from sqlalchemy.dialects import sqlite

from app.pages.integrations.captions_zh import COLUMNS
from app.pages.integrations.question import Question
from app.vocabulary.names import Language


def column(name: str) -> ColumnElement[Any]:
    return column_(name)


_BY_SERIES = (column("indicator_name"), column("series_name"), column("period_mid"))


class SavedQuery(NamedTuple):
    """A question with a name; `make` writes it for a service at an address, with names and labels in a language."""

    name: str
    title: str
    about: str
    make: Callable[[str, Question, Language], Select[Any]]


def _in(lang: Language, names: Iterable[str]) -> list[ColumnElement[Any]]:
    """Columns under their names, those that have words in both languages in one."""
    return [column(COLUMNS[name]).label(name) if lang == "zh" and name in COLUMNS else column(name) for name in names]


def _facts(base: str, lang: Language, *names: str) -> Select[Any]:
    """Columns of `facts_flat` with the address of each fact's page."""
    address = literal(f"{base}/metrics/").concat(column("id")).label("fact_url")
    return select(*_in(lang, names), address).select_from(table("facts_flat"))


def _chosen(name: str, otherwise: str) -> ColumnElement[bool]:
    """A parameter of the query; what it is where it is left empty."""
    return column(name) == func.coalesce(func.nullif(literal_column(f":{name}"), ""), otherwise)


def _over_time(base: str, question: Question, lang: Language) -> Select[Any]:
    shown = (
        "year",
        "period",
        "series_name",
        "is_forecast",
        "label",
        "value",
        "comparator",
        "value_low",
        "value_high",
        "in_conflict",
        "publisher_kind_label",
    )
    found = _facts(base, lang, *shown, "source_title", "source_url", "quote")
    # of one entity, or of all where neither the parameter nor the question names one
    entity = func.coalesce(
        func.nullif(literal_column(":entity"), ""), question.entities[0] if len(question.entities) == 1 else ""
    )
    asked = (_chosen("indicator", question.indicator), _chosen("unit", question.unit), entity.in_([column("entity"), ""]))
    return found.where(*asked, column("period").is_not(None)).order_by(column("period_mid"), column("series_name"))


def _contradicted(base: str, _: Question, lang: Language) -> Select[Any]:
    shown = (
        "indicator_name",
        "series_name",
        "period",
        "label",
        "times_stated",
        "publisher_kind_label",
        "source_url",
        "quote",
    )
    return _facts(base, lang, *shown).where(column("in_conflict")).order_by(*_BY_SERIES)


def _uncited(base: str, _: Question, lang: Language) -> Select[Any]:
    shown = ("indicator_name", "series_name", "period", "label", "quote", "claim_text")
    return _facts(base, lang, *shown).where(column("evidence") == "uncited").order_by(*_BY_SERIES)


def _sources(base: str, _: Question, lang: Language) -> Select[Any]:
    shown = _in(lang, ("title", "url", "publisher_name", "publisher_kind_label", "claim_count", "sole_support_count"))
    address = literal(f"{base}/sources/").concat(column("id")).label("source_page")
    order = (column("sole_support_count").desc(), column("claim_count").desc())
    return select(*shown, address).select_from(table("sources_flat")).order_by(*order)


def _often_stated(base: str, _: Question, lang: Language) -> Select[Any]:
    shown = ("times_stated", "indicator_name", "series_name", "period", "label", "in_conflict", "source_url")
    return (
        _facts(base, lang, *shown)
        .where(column("times_stated") > 1)
        .order_by(column("times_stated").desc(), column("indicator_name"))
    )


QUERIES = (
    SavedQuery("over_time", "One indicator over time", "Each fact once; forecasts and targets are marked.", _over_time),
    SavedQuery(
        "contradicted",
        "What is contradicted",
        "Facts of which another figure or sentence says something else.",
        _contradicted,
    ),
    SavedQuery("uncited", "What is uncited", "Facts without a marker behind the words that state them.", _uncited),
    SavedQuery("sources", "Which pages carry most", "Sources by the claims that rest on them alone.", _sources),
    SavedQuery("often_stated", "What is stated more than once", "Facts with more than one statement.", _often_stated),
)


def written(query: Select[Any]) -> str:
    """The SQL with its literals in place; parameters stay, as `:name`."""
    return str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
