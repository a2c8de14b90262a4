"""How many metrics an aggregate reads. Of more, it reads the first by id, a random sample, or refuses."""

from sqlalchemy import Connection

from app.api.aggregate.figures import EVERYTHING, Sample
from app.api.aggregate.queries import COMPUTED, NUMERIC
from app.api.aggregate.rules import AggregateRequest
from app.api.metrics.queries import METRICS
from app.errors import Fault, InvalidParameter
from app.lists.counted_index import is_indexed
from app.lists.filters.conditions import conditions
from app.lists.sampling import Sampler
from app.store.tables import Metric, columns
from app.vocabulary.names import say

# metrics that are counted or compared: all up to so many, and so many where more match; and those of which medians, sums and
# means are computed
MOST_READ, MOST_SAMPLED, MOST_COMPUTED = 50_000, 20_000, 20_000
metric = columns(Metric)


def choose_sample(request: AggregateRequest, connection: Connection, *, having: bool, in_file: bool) -> Sample:
    """The metrics under the filters that are read. Raises `InvalidParameter` where a sample would mislead."""
    most = MOST_COMPUTED if set(COMPUTED) & set(request.measures) else MOST_READ
    sampler = Sampler(METRICS, request.query, connection, min(most, MOST_SAMPLED), most)
    if not set(NUMERIC) & set(request.measures) and _is_indexed(request):
        return Sample(scanned=sampler.has_more())
    rows = sampler.rows()
    if rows.most is not None:
        _reject_misleading(request, most, having=having, in_file=in_file)
    # those that their own columns select are as soon found again
    is_own = rows.most is None and not rows.by_key and not conditions(METRICS.filters, request.query).related
    return EVERYTHING if is_own else Sample(rows)


def _is_indexed(request: AggregateRequest) -> bool:
    """Whether the index `ix_metric_counted` has all that is filtered and grouped by."""
    found = conditions(METRICS.filters, request.query)
    joined = [one.join_to(metric) for one in request.by]
    if found.related or any(joins for joins, _ in joined):
        return False
    return is_indexed([*found.own, *(key for _, key in joined)])


def _reject_misleading(request: AggregateRequest, most: int, *, having: bool, in_file: bool) -> None:
    """Raise `InvalidParameter` where a sample of the metrics would mislead.

    The least and greatest values of a sample are stated values. Its median, mean and sum say nothing about all metrics, and a
    file has no place to say that it shows a sample.
    """
    computed = [measure for measure in request.measures if measure in COMPUTED]
    has_one_unit = "unit" in {one.name for one in request.by} or len(request.query.unit or ()) == 1
    if computed:
        names = ", ".join(computed)
        raise _too_many(most, "measures", f"{names} needs fewer", f"{names} 只能用于较少的数据", ["count", "min", "max"])
    if having:
        raise _too_many(most, "count", "conditions on measures need fewer", "度量条件只能用于较少的数据")
    if in_file:
        raise _too_many(most, "format", "files and charts need fewer", "文件和图表只能用于较少的数据", ["json"])
    if set(NUMERIC) & set(request.measures) and not has_one_unit:
        en, zh = "add unit to `group_by`, or choose one with `unit`", "请把 unit 加入 `group_by`，或用 `unit` 选一个"
        raise _too_many(most, "group_by", en, zh, ["unit"])


def _too_many(most: int, parameter: str, en: str, zh: str, allowed: list[str] | None = None) -> InvalidParameter:
    said = say(
        f"more than {most} metrics match: {en}; filter further, for example by `indicator`, `entity` or `document`",
        f"匹配的数据超过 {most} 个：{zh}；请进一步筛选，例如用 `indicator`、`entity` 或 `document`",
    )
    return InvalidParameter(Fault(parameter, said, allowed))
