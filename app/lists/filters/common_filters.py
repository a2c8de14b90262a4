"""The filters that lists share: one name means the same on every list that has it.

Each function takes the column that holds the value, or the `path` to the table that has it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select, union

from app.lists.filters.filter import Filter, FullTextFilter
from app.lists.filters.join_paths import Path, claim, entity_, metric, own_table, source_, topic_
from app.lists.filters.value_labels import YES_NO, Labels, closed_list_labels
from app.lists.full_text import INDEXED_ENTRIES, is_found
from app.lists.known_values import KNOWN_WORDS
from app.lists.parameter_types import Finite, Words
from app.store.dialects import FullTextQuery, search_index
from app.store.row_conditions import one_by_one
from app.store.search_query import parse_query
from app.store.tables import (
    Document,
    Entity,
    Indicator,
    Publisher,
    PublisherKind,
    Relation,
    RelationPredicate,
    SearchEntry,
    Source,
    Topic,
    TypeOfEntity,
    Unit,
    columns,
)
from app.vocabulary import ClaimKind, Comparator, Evidence, PeriodBasis, Status


def vocabulary_labels(model: Any, key: str = "slug") -> Labels:
    """The names of the rows of a vocabulary table, by its column `key`."""
    return Labels(rows=select(columns(model)[key], columns(model).name_en, columns(model).name_zh))


TYPES_OF_ENTITIES = vocabulary_labels(TypeOfEntity)


def part_predicates() -> Select[tuple[str]]:
    """The predicates whose subject is a part of their object."""
    predicate = columns(RelationPredicate)
    return select(predicate.slug).where(predicate.is_part)


def titles(model: Any, key: str, title_en: str = "title_en") -> Labels:
    """The titles of the rows of a table, by its column `key`."""
    row = columns(model)
    return Labels(rows=select(row[key], func.coalesce(row[title_en], row.title), row.title))


# entries up to which all that hold a word are soon found
_FEW_FOUND = 50_000


def full_text(name: str, own: Any, described: str = "Words that must all be found") -> FullTextFilter:
    """Full text search (`q`): the column `own` is the key of a row of the list `name` that holds every word."""
    entry = columns(SearchEntry)
    described += (
        ', Chinese, or English in any inflected form. Put a phrase in double quotes, such as "市场规模"; `OR` or `|` matches'
        " either side, `NOT` or `-` excludes what follows, parentheses group"
    )

    def condition(_: str, parameters: Sequence[Any]) -> ColumnElement[bool]:
        found = select(entry.key).select_from(INDEXED_ENTRIES).where(*is_found(name, parameters[0]))
        in_index: ColumnElement[bool] = own.in_(found)
        return in_index

    def of_each_row(query: Any) -> ColumnElement[bool]:
        # of rare words all entries are found sooner than a few are looked at
        among_found = condition("", [query])
        some: Select[Any] = (
            select(literal_column("1")).select_from(search_index).where(*is_found(name, query)).limit(_FEW_FOUND + 1)
        )
        are_few = select(func.count()).select_from(some.subquery()).scalar_subquery() <= _FEW_FOUND
        of_row = (entry.list == name, entry.key == own, *is_found(name, query))
        in_entry = select(literal_column("1")).select_from(INDEXED_ENTRIES).where(*of_row).correlate(own.table).exists()
        return one_by_one(among_found, case((are_few, among_found), else_=in_entry))

    return FullTextFilter("q", own, described, "百度", Words, condition_for=condition, single=True, searched_list=name, of_each_row=of_each_row,
        bound_values=lambda text: (parse_query(text, KNOWN_WORDS.get()),), bind_type=FullTextQuery(),
    )  # fmt: skip


def document(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "document", column, "Slug of the document", "china-llm-industry-2025", path=path, 
        vocabulary=select(columns(Document).slug), labels=titles(Document, "slug"),
    )  # fmt: skip


def id_(key: Any, example: str) -> Filter:
    """By the list's own key, which its rows show as `id`, `slug` or `code`: many rows at once."""
    return Filter("id", key, "Id of the row", example, vocabulary=select(key))


def claim_id(column: Any, example: str = "clm_kbq74es65vqi") -> Filter:
    return Filter("claim_id", column, "Id of the claim", example, vocabulary=select(claim.id))


def topic(path: Path) -> Filter:
    return Filter(
        "topic", topic_.topic, "Topic of the claim", "market", path=path, vocabulary=select(columns(Topic).slug),
        labels=vocabulary_labels(Topic),
    )  # fmt: skip


def kind(column: Any, path: Path = own_table) -> Filter:
    return Filter("kind", column, "Kind of claim", "forecast", ClaimKind, path, labels=closed_list_labels(ClaimKind))


def evidence(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "evidence", column, "Whether a marker supports it", "cited", Evidence, path, labels=closed_list_labels(Evidence)
    )


def source(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "source", column, "Id of a source", "src_ieraxqd4uqey", path=path, vocabulary=select(source_.id),
        labels=titles(Source, "id"),
    )  # fmt: skip


def publisher(path: Path = own_table) -> Filter:
    vocabulary = select(columns(Publisher).slug)
    return Filter(
        "publisher", source_.publisher, "Slug of the source's publisher", "toutiao", path=path, vocabulary=vocabulary,
        labels=vocabulary_labels(Publisher),
    )  # fmt: skip


def publisher_kind(path: Path = own_table) -> Filter:
    vocabulary = select(columns(PublisherKind).slug)
    column = source_.publisher_kind
    return Filter(
        "publisher_kind", column, "Kind of the source's publisher", "state-media", path=path, vocabulary=vocabulary,
        labels=vocabulary_labels(PublisherKind),
    )  # fmt: skip


def entity(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "entity", column, "Slug of an entity", "baidu", path=path, vocabulary=select(entity_.slug),
        labels=vocabulary_labels(Entity), related_values=related_entities,
    )  # fmt: skip


def entity_type(path: Path = own_table) -> Filter:
    return Filter(
        "entity_type",
        entity_.type,
        "Type of the entity",
        "company",
        path=path,
        vocabulary=select(columns(TypeOfEntity).slug),
        labels=TYPES_OF_ENTITIES,
    )


def indicator(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "indicator", column, "Slug of an indicator", "market-size", path=path, vocabulary=select(columns(Indicator).slug),
        labels=vocabulary_labels(Indicator),
    )  # fmt: skip


def unit(column: Any, path: Path = own_table) -> Filter:
    return Filter(
        "unit",
        column,
        "Code of a unit",
        "CNY",
        path=path,
        vocabulary=select(columns(Unit).code),
        labels=vocabulary_labels(Unit, "code"),
    )


def status(path: Path = own_table) -> Filter:
    described = "Whether the figure is actual, forecast or target"
    return Filter("status", metric.status, described, "forecast", Status, path, labels=closed_list_labels(Status))


def period_basis(path: Path = own_table) -> Filter:
    described = "Where the period comes from: the sentence or its context"
    return Filter(
        "period_basis", metric.period_basis, described, "sentence", PeriodBasis, path, nullable=True,
        labels=closed_list_labels(PeriodBasis),
    )  # fmt: skip


def comparator(path: Path = own_table) -> Filter:
    described = "How the figure relates to the true value"
    return Filter("comparator", metric.comparator, described, "gt", Comparator, path, labels=closed_list_labels(Comparator))


def value(path: Path = own_table) -> Filter:
    return Filter("value", metric.value, "Value in the base unit", 1000000000, Finite, path, compare=True)


def in_conflict(column: Any, named: str = "it") -> Filter:
    return Filter("in_conflict", column, f"Whether a conflict names {named}", True, bool, labels=YES_NO)


def sole_support(source_ids: Any, path: Path = own_table) -> Filter:
    """Whether all citations of a row lead to one source."""
    is_one = func.json_array_length(source_ids) == literal_column("1")
    return Filter("sole_support", is_one, "Whether it rests on exactly one source", True, bool, path, labels=YES_NO)


def related_entities(slugs: Sequence[Any]) -> Any:
    """What `related=true` adds to `entity=…`: the entities, those in a stated relation with them, and the members of these in turn.

    One relation leads either way (Baidu to ERNIE, which it developed); from there only to what is part of what was reached
    (ERNIE to ERNIE 4.5), so that a partner's partners stay out.
    """
    entity, stated = columns(Entity), columns(Relation)
    # several documents state the same relation: PostgreSQL reads each once, SQLite looks them up by its indices
    distinct = select(stated.subject, stated.predicate, stated.object).prefix_with("DISTINCT", dialect="postgresql")
    relation = distinct.cte().prefix_with("NOT MATERIALIZED", dialect="sqlite").c
    start = select(entity.slug).where(entity.slug.in_(slugs))
    subjects = select(relation.subject).where(relation.object.in_(slugs))
    objects = select(relation.object).where(relation.subject.in_(slugs))
    near = union(start, subjects, objects).subquery("near_entity")
    reached = select(near.c.slug).cte(recursive=True)
    parts = select(relation.subject).join(reached, relation.object == reached.c.slug)
    members = relation.predicate.in_(part_predicates())
    return select(reached.union(parts.where(members)).c.slug)
