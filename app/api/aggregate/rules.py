"""What may be computed of figures, and the refusal of what would be a wrong number.

    min, max        figures of one unit. They are figures that are stated: the outermost ones.
    median          also of one indicator.
    sum, mean       also over different subjects of one indicator that allows it, at one status and one period, all of them
                    hedged in one direction or none. Each subject enters once, and none that is a part of another.

Where figures are stated twice in the same words and with the same qualifiers they enter a median, sum or mean once.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import orjson
from sqlalchemy import CTE, ColumnElement, Connection, and_, func, or_, select

from app.api.aggregate.dimensions import Dimension, figures
from app.api.aggregate.queries import ADDED, COMPUTED, NUMERIC, is_indefinite, keys, statements, within
from app.errors import Fault, InvalidParameter
from app.store.tables import Relation, columns
from app.vocabulary import Predicate

MAX_NAMED = 50
# figures that share a subject and are looked at one by one
_MAX_SHARED = 2000
_PARTS = (Predicate.PART_OF_SERIES, Predicate.SUBSIDIARY_OF)


@dataclass(frozen=True)
class Rule:
    """What `measures` need of a bucket: where it is `broken`, the values of `column` tell why."""

    measures: Collection[str]
    broken: Callable[[Any], ColumnElement[bool]]
    column: str
    needs: str
    remedy: str


def _several(name: str) -> Callable[[Any], ColumnElement[bool]]:
    return lambda bucket: bucket[f"{name}_low"] != bucket[f"{name}_high"]


def _one(name: str) -> str:
    return f"choose one by `{name}`, or add {name} to `group_by`"


RULES = (
    Rule(NUMERIC, _several("unit"), "unit", "one unit", _one("unit")),
    Rule(COMPUTED, _several("indicator"), "indicator", "one indicator", _one("indicator")),
    Rule(
        ("sum",), lambda bucket: bucket.not_summed == 1, "indicator",
        "an indicator that may be summed over subjects (whose `aggregation` is sum)",
        "take min, max or median, which name or lie between figures that are stated",
    ),
    Rule(
        ("mean",), lambda bucket: bucket.not_averaged == 1, "indicator",
        "an indicator that may be averaged over subjects (whose `aggregation` is sum or mean)",
        "take min, max or median, which name or lie between figures that are stated",
    ),
    Rule(ADDED, _several("status"), "status", "one status: forecasts and targets do not add up with what is", _one("status")),
    Rule(
        ADDED,
        lambda bucket: or_(_several("period")(bucket), and_(bucket.undated > 0, bucket.period_low.is_not(None))),
        "period", "one period", "add period to `group_by`, or choose one by `period__gte` and `period__lte`",
    ),
    Rule(
        ADDED, is_indefinite, "comparator", "figures that hedge in one direction or none",
        "choose by `comparator`, or add comparator to `group_by`",
    ),
)  # fmt: skip


def rules(measures: Collection[str]) -> list[Rule]:
    """The rules that the measures are under."""
    return [rule for rule in RULES if set(rule.measures) & set(measures)]


@dataclass(frozen=True)
class AggregateRequest:
    """What is asked for: buckets of the metrics under a query's filters, and measures of them."""

    query: Any
    by: Sequence[Dimension]
    measures: Sequence[str]

    def named(self, bucket: Sequence[Any]) -> str:
        """A bucket in words."""
        return ", ".join(f"{one.name}={value}" for one, value in zip(self.by, bucket, strict=True)) or "of all metrics found"


def refuse(rule: Rule, asked: AggregateRequest, bucket: CTE, connection: Connection) -> None:
    """Refuse what breaks a rule, with the first bucket that does and the values that are to blame."""
    by = asked.by
    places = keys(bucket, by)
    first = (
        tuple(connection.execute(select(*places).where(rule.broken(bucket.c)).order_by(*places).limit(1)).one())
        if by
        else ()
    )
    figure = figures(asked.query, by, ("id", rule.column))
    value = figure.c[rule.column]
    statement = select(value).where(within(figure, by, [first])).distinct().order_by(value).limit(MAX_NAMED + 1)
    found = ["none" if one is None else str(one) for one in connection.execute(statement).scalars()]
    more = " and more" if len(found) > MAX_NAMED else ""
    measures = " and ".join(measure for measure in asked.measures if measure in rule.measures)
    raise InvalidParameter(
        Fault(
            "measures",
            f"{measures} needs {rule.needs}; the bucket {asked.named(first)} has {rule.column}"
            f" {', '.join(found[:MAX_NAMED])}{more}: {rule.remedy}",
            found[:MAX_NAMED],
        )
    )


def refuse_shared_subjects(asked: AggregateRequest, connection: Connection) -> None:
    """Refuse to add several figures about one subject, unless a qualifier that all have tells them apart."""
    row = statements(asked.query, asked.by)
    places = [*keys(row, asked.by), row.c.about]
    sharing = func.count().over(partition_by=places).label("sharing")
    shared = select(*places, row.c.id, row.c.qualifiers, sharing).subquery("shared")
    statement = select(shared).where(shared.c.sharing > 1).order_by(*keys(shared, asked.by), shared.c.about, shared.c.id)
    found = connection.execute(statement.limit(_MAX_SHARED + 1)).all()
    if len(found) > _MAX_SHARED:
        raise _refused(asked, f"more than {_MAX_SHARED} figures share their subject with others; choose fewer")
    groups: dict[tuple[Any, ...], list[tuple[str, Mapping[str, str]]]] = {}
    for *place, id_, qualifiers, _ in found:
        groups.setdefault(tuple(place), []).append((id_, orjson.loads(qualifiers)))
    for (*bucket, about), members in groups.items():
        for (one, its), (other, others) in combinations(members, 2):
            if not _apart(its, others):
                raise _refused(
                    asked,
                    f"the bucket {asked.named(bucket)} has several figures about {about}, such as {one} and {other},"
                    " and no qualifier that both have tells them apart: choose by `period`, `comparator` or `value`,"
                    " or add a dimension to `group_by`",
                )


def _apart(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two figures are about different parts of a subject, as far as their qualifiers say."""
    return any(name in other and other[name] != value for name, value in one.items())


def refuse_parts(asked: AggregateRequest, connection: Connection) -> None:
    """Refuse to add a figure about an entity to one about what that is part of: it is in there already."""
    row = statements(asked.query, asked.by)
    relation = columns(Relation)
    subjects = select(row.c.entity).where(row.c.entity.is_not(None))
    part = select(relation.subject.label("part"), relation.object.label("whole")).where(
        relation.subject.in_(subjects), relation.predicate.in_(_PARTS)
    ).cte("part", recursive=True)  # fmt: skip
    further = select(part.c.part, relation.object).join(part, part.c.whole == relation.subject)
    part = part.union(further.where(relation.predicate.in_(_PARTS)))
    pairs = connection.execute(select(part).where(part.c.whole.in_(subjects)).distinct()).all()
    if not pairs:
        return
    concerned = {slug for pair in pairs for slug in pair}
    held = select(*keys(row, asked.by), row.c.entity).where(row.c.entity.in_(concerned)).distinct()
    entities: dict[tuple[Any, ...], set[str]] = {}
    for *bucket, entity in connection.execute(held):
        entities.setdefault(tuple(bucket), set()).add(entity)
    _refuse_together(asked, entities, sorted(map(tuple, pairs)))


def _refuse_together(
    asked: AggregateRequest, entities: Mapping[tuple[Any, ...], set[str]], pairs: Iterable[tuple[str, str]]
) -> None:
    for part, whole in pairs:
        for bucket, held in entities.items():
            if {part, whole} <= held and part != whole:
                raise _refused(
                    asked,
                    f"the bucket {asked.named(bucket)} has figures about {whole} and about {part}, which is part of it:"
                    " choose by `entity`, or add entity to `group_by`",
                )


def _refused(asked: AggregateRequest, why: str) -> InvalidParameter:
    measures = " and ".join(measure for measure in asked.measures if measure in ADDED)
    return InvalidParameter(Fault("measures", f"{measures} must not count one thing twice: {why}"))
