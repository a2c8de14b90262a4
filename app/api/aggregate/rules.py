"""Rules for what may be computed from metrics. A request that would yield a misleading number is rejected.

    min, max        need one unit. The result is one of the stated values.
    median          also needs one indicator.
    sum, mean       also need different subjects, an indicator that allows it, one status, one period, and hedges in at most
                    one direction. No subject may occur twice or be part of another one.

Metrics that repeat each other count once in a median, sum or mean.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import orjson
from sqlalchemy import CTE, ColumnElement, Connection, and_, func, or_, select

from app.api.aggregate.dimensions import Dimension
from app.api.aggregate.figures import EVERYTHING, REPEATS, Sample, figures
from app.api.aggregate.queries import ADDED, COMPUTED, NUMERIC, bucket_keys, distinct_statements, hedges_conflict, in_buckets
from app.errors import Fault, InvalidParameter
from app.lists.filters.common_filters import part_predicates
from app.lists.parameters import MAX_LIMIT
from app.store.tables import Relation, columns
from app.vocabulary.names import say

MAX_NAMED = 50
# metrics with a shared subject that are compared one by one
_MAX_SHARED = 2000


# in English and in Chinese
Words = tuple[str, str]


@dataclass(frozen=True)
class Rule:
    """What `measures` need of a bucket: `broken` is the condition that it lacks it, the values of `column` tell why."""

    measures: Collection[str]
    broken: Callable[[Any], ColumnElement[bool]]
    column: str
    needs: Words
    remedy: Words
    # measures that can be computed instead; else the values that cause it are listed, to choose from
    instead: Sequence[str] = ()


def _is_mixed(name: str) -> Callable[[Any], ColumnElement[bool]]:
    return lambda bucket: bucket[f"{name}_low"] != bucket[f"{name}_high"]


def _narrow(name: str) -> Words:
    return f"choose one with `{name}`, or add {name} to `group_by`", f"用 `{name}` 选一个，或把 {name} 加入 `group_by`"


RULES = (
    Rule(NUMERIC, _is_mixed("unit"), "unit", ("one unit", "同一单位"), _narrow("unit")),
    Rule(COMPUTED, _is_mixed("indicator"), "indicator", ("one indicator", "同一指标"), _narrow("indicator")),
    Rule(
        ("sum",), lambda bucket: bucket.not_summed == 1, "indicator",
        ("an indicator that may be summed over subjects (whose `aggregation` is sum)", "可跨主体求和的指标（其 `aggregation` 为 sum）"),
        ("use min, max or median instead", "请改用 min、max 或 median"), ("count", "min", "max", "median"),
    ),
    Rule(
        ("mean",), lambda bucket: bucket.not_averaged == 1, "indicator",
        ("an indicator that may be averaged over subjects (whose `aggregation` is sum or mean)",
         "可跨主体求平均的指标（其 `aggregation` 为 sum 或 mean）"),
        ("use min, max or median instead", "请改用 min、max 或 median"), ("count", "min", "max", "median"),
    ),
    Rule(ADDED, _is_mixed("status"), "status", ("one status, as forecasts and targets cannot be added to actual values",
         "同一状态，因为预测值和目标值不能与实际值相加"), _narrow("status")),
    Rule(
        ADDED,
        lambda bucket: or_(_is_mixed("period")(bucket), and_(bucket.undated > 0, bucket.period_low.is_not(None))),
        "period", ("one period", "同一时期"), ("add period to `group_by`, or choose one with `period__gte` and `period__lte`",
         "把 period 加入 `group_by`，或用 `period__gte` 和 `period__lte` 选一个"),
    ),
    Rule(
        ADDED, hedges_conflict, "comparator", ("hedges in at most one direction", "至多一个方向的限定语"),
        ("filter by `comparator`, or add comparator to `group_by`", "按 `comparator` 筛选，或把 comparator 加入 `group_by`"),
    ),
)  # fmt: skip


def rules(measures: Collection[str]) -> list[Rule]:
    """The rules that apply to the measures."""
    return [rule for rule in RULES if set(rule.measures) & set(measures)]


@dataclass(frozen=True)
class AggregateRequest:
    """The parsed request: a query with filters, the dimensions to group by, the measures, and the metrics that are read."""

    query: Any
    by: Sequence[Dimension]
    measures: Sequence[str]
    sample: Sample = EVERYTHING

    @property
    def counts_once(self) -> bool:
        """Whether something counts a fact once that several metrics of a bucket state."""
        return REPEATS.used(self.query) == "first" or bool(set(COMPUTED) & set(self.measures))

    def describe(self, bucket: Sequence[Any]) -> str:
        """A bucket in words, for error messages."""
        of_all = say("of all metrics", "（全部数据）")
        return ", ".join(_described(one.name, value) for one, value in zip(self.by, bucket, strict=True)) or of_all


def _described(name: str, value: Any) -> str:
    return say(f"without {name}", f"{name} 未说明") if value is None else f"{name}={value}"


def reject_broken_rule(rule: Rule, request: AggregateRequest, bucket: CTE, connection: Connection) -> None:
    """Raise `InvalidParameter` that names the first bucket breaking the rule, and the values that cause it."""
    by = request.by
    places = bucket_keys(bucket, by)
    first = (
        tuple(connection.execute(select(*places).where(rule.broken(bucket.c)).order_by(*places).limit(1)).one())
        if by
        else ()
    )
    figure = figures(request.query, by, ("id", rule.column), request.sample)
    value = figure.c[rule.column]
    statement = select(value).where(in_buckets(figure, by, [first])).distinct().order_by(value).limit(MAX_NAMED + 1)
    found = [say("not stated", "未说明") if one is None else str(one) for one in connection.execute(statement).scalars()]
    more = " and more" if len(found) > MAX_NAMED else ""
    measures = say(" and ", "、").join(measure for measure in request.measures if measure in rule.measures)
    raise InvalidParameter(
        Fault(
            "measures",
            say(
                f"{measures} needs {rule.needs[0]}; the bucket {request.describe(first)} has {rule.column}"
                f" {', '.join(found[:MAX_NAMED])}{more}: {rule.remedy[0]}",
                f"{measures} 需要{rule.needs[1]}；分组 {request.describe(first)} 的 {rule.column} 有"
                f" {', '.join(found[:MAX_NAMED])}{say('', ' 等') if more else ''}：{rule.remedy[1]}",
            ),
            list(rule.instead) or found[:MAX_NAMED],
        )
    )


def too_many_buckets(count: int) -> InvalidParameter:
    """The refusal of a format that has no next page."""
    return InvalidParameter(
        Fault(
            "limit",
            say(
                f"there are {count} buckets; request at most {MAX_LIMIT} at once and follow the `next` link",
                f"共有 {count} 个分组；每次最多请求 {MAX_LIMIT} 个，并沿 `next` 链接继续",
            ),
        )
    )


def reject_shared_subjects(request: AggregateRequest, connection: Connection) -> None:
    """Raise `InvalidParameter` if a bucket has several metrics about one subject that no common qualifier distinguishes."""
    row = distinct_statements(request.query, request.by, request.sample)
    places = [*bucket_keys(row, request.by), row.c.about]
    sharing = func.count().over(partition_by=places).label("sharing")
    shared = select(*places, row.c.id, row.c.qualifiers, sharing).subquery("shared")
    statement = (
        select(shared).where(shared.c.sharing > 1).order_by(*bucket_keys(shared, request.by), shared.c.about, shared.c.id)
    )
    found = connection.execute(statement.limit(_MAX_SHARED + 1)).all()
    if len(found) > _MAX_SHARED:
        raise _counted_twice(
            request,
            say(
                f"more than {_MAX_SHARED} metrics share a subject; narrow the filters",
                f"超过 {_MAX_SHARED} 个数据同属一个主体；请缩小筛选范围",
            ),
        )
    groups: dict[tuple[Any, ...], list[tuple[str, Mapping[str, str]]]] = {}
    for *place, id_, qualifiers, _ in found:
        groups.setdefault(tuple(place), []).append((id_, orjson.loads(qualifiers)))
    for (*bucket, about), members in groups.items():
        for (one, its), (other, others) in combinations(members, 2):
            if not _are_distinct(its, others):
                raise _counted_twice(
                    request,
                    say(
                        f"the bucket {request.describe(bucket)} has several metrics about {about}, such as {one} and {other},"
                        " and no common qualifier distinguishes them; filter by `period`, `comparator` or `value`,"
                        " or add a dimension to `group_by`",
                        f"分组 {request.describe(bucket)} 中有多个关于 {about} 的数据，如 {one} 和 {other}，没有共同的限定词区分它们；"
                        "请按 `period`、`comparator` 或 `value` 筛选，或在 `group_by` 中加一个维度",
                    ),
                )


def _are_distinct(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether a common qualifier says that two metrics are about different parts of a subject."""
    return any(name in other and other[name] != value for name, value in one.items())


def reject_parts(request: AggregateRequest, connection: Connection) -> None:
    """Raise `InvalidParameter` if a bucket has metrics about an entity and about a part of it, which would count twice."""
    row = distinct_statements(request.query, request.by, request.sample)
    relation = columns(Relation)
    subjects = select(row.c.entity).where(row.c.entity.is_not(None))
    part = select(relation.subject.label("part"), relation.object.label("whole")).where(
        relation.subject.in_(subjects), relation.predicate.in_(part_predicates())
    ).cte("part", recursive=True)  # fmt: skip
    further = select(part.c.part, relation.object).join(part, part.c.whole == relation.subject)
    part = part.union(further.where(relation.predicate.in_(part_predicates())))
    pairs = connection.execute(select(part).where(part.c.whole.in_(subjects)).distinct()).all()
    if not pairs:
        return
    concerned = {slug for pair in pairs for slug in pair}
    bucket_entities = select(*bucket_keys(row, request.by), row.c.entity).where(row.c.entity.in_(concerned)).distinct()
    entities: dict[tuple[Any, ...], set[str]] = {}
    for *bucket, entity in connection.execute(bucket_entities):
        entities.setdefault(tuple(bucket), set()).add(entity)
    _reject_together(request, entities, sorted(map(tuple, pairs)))


def _reject_together(
    request: AggregateRequest, entities: Mapping[tuple[Any, ...], set[str]], pairs: Iterable[tuple[str, str]]
) -> None:
    for part, whole in pairs:
        for bucket, bucket_entities in entities.items():
            if {part, whole} <= bucket_entities and part != whole:
                raise _counted_twice(
                    request,
                    say(
                        f"the bucket {request.describe(bucket)} has metrics about {whole} and about its part {part};"
                        " filter by `entity`, or add entity to `group_by`",
                        f"分组 {request.describe(bucket)} 中既有关于 {whole} 的数据，也有关于其部分 {part} 的数据；"
                        "请按 `entity` 筛选，或把 entity 加入 `group_by`",
                    ),
                )


def _counted_twice(request: AggregateRequest, why: str) -> InvalidParameter:
    measures = say(" and ", "、").join(measure for measure in request.measures if measure in ADDED)
    return InvalidParameter(
        Fault("measures", say(f"{measures} must not count one thing twice: {why}", f"{measures} 不得把一物计两次：{why}"))
    )
