"""The list of series points: the metrics of one indicator with the time to draw them at."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, bindparam, case, func, select

from app.api.metrics.chart_fields import CHART_FIELDS, IS_FORECAST, PERIOD_KIND, SERIES_NAMES
from app.api.metrics.queries import METRICS, metric
from app.errors import Fault, InvalidParameter
from app.lists.filters.conditions import conditions
from app.lists.filters.repeats_filter import Repeats
from app.lists.filters.role_filter import RoleFilter
from app.lists.listing import Listing
from app.lists.pagination import stream_rows
from app.lists.row_references import BY_REFERENCE_NUMBERS
from app.store.tables import Metric, table
from app.vocabulary.addresses import API, local
from app.vocabulary.names import Language, say

# one point for a fact, however often it is stated
REPEATS = Repeats("first")
# a line of the plain figures
ROLES = RoleFilter("plain")
MAX_CELLS = 10_000
_MAX_UNITS = 50
_PART = 1000
Point = dict[str, Any]
# values for a period are drawn at its start, cumulative ones (`as_of`) at its end
_TIME = case((metric.as_of, metric.period_end), else_=metric.period_start)
_SERIES = func.coalesce(metric.entity, metric.subject)
_METRIC_FIELDS = (
    "period", "period_start", "period_end", "period_basis", "as_of", "value", "value_max", "comparator", "status", "unit",
    "display", "display_en", "display_zh", "qualifiers", "qualifiers_en", "qualifiers_zh", "entity", "entity_name",
    "entity_name_en", "entity_name_zh", "subject", "subject_en", "indicator", "claim_id", "document", "section", "quote",
    "evidence", "reference_numbers", "source_ids", "conflict_ids", "corroboration_ids",
)  # fmt: skip

SERIES = Listing(
    name="series",
    columns={
        "time": _TIME,
        "series": _SERIES,
        **SERIES_NAMES,
        "granularity": PERIOD_KIND,
        "is_forecast": IS_FORECAST,
        **{name: METRICS.columns[name] for name in _METRIC_FIELDS},
        **CHART_FIELDS,
        "metric_id": metric.id,
        "metric_url": bindparam(None, type_=Text(), callable_=lambda: local(f"{API}/metrics/")).concat(metric.id),
    },
    source=METRICS.source,
    table=table(Metric),
    key=metric.id,
    filters=METRICS.filters,
    sorts={"time": _TIME, "period_mid": CHART_FIELDS["period_mid"], "series": _SERIES, "value": metric.value},
    exact=METRICS.exact,
    references=BY_REFERENCE_NUMBERS,
    repeats=REPEATS,
    roles=ROLES,
    includes={name: METRICS.includes[name] for name in ("claim", "sources")},
    is_drawn=True,
    is_narrow=True,
)


def check_unit(query: Any, connection: Connection) -> None:
    """Raise `InvalidParameter` if the metrics have more than one unit, as one axis cannot show them."""
    found = conditions(SERIES.filters, query)
    # most indicators have one unit, whatever else is asked of their metrics
    units = _units(found.own, connection)
    if len(units) > 1 and found.related:
        units = _units(found.where(correlated=True), connection)
    if len(units) > 1:
        named = ", ".join(units)
        why = say(
            f"a series has one unit, but these metrics have {named}; choose one with `unit`",
            f"一个序列只有一个单位，而这些数据有 {named}；请用 `unit` 选一个",
        )
        raise InvalidParameter(Fault("unit", why, units))


def _units(where: Sequence[ColumnElement[bool]], connection: Connection) -> list[str]:
    """The units of the metrics that meet conditions, as many as a refusal names."""
    statement = select(metric.unit).where(*where).distinct().order_by(metric.unit)
    return list(connection.execute(statement.limit(_MAX_UNITS)).scalars())


def fetch_points(query: Any, connection: Connection, lang: Language) -> list[Point]:
    """All points, ordered by time. Raises `InvalidParameter` if there are more than `MAX_CELLS`."""
    everything = query.model_copy(update={"limit": MAX_CELLS + 1, "sort": ["time"]})
    found = [
        one for part in stream_rows(SERIES, everything, SERIES.selection((), ()), connection, lang, _PART) for one in part
    ]
    if len(found) > MAX_CELLS:
        raise InvalidParameter(
            Fault(
                "shape",
                say(
                    f"a table has at most {MAX_CELLS} metrics; narrow the filters, or use shape=long",
                    f"一张表最多 {MAX_CELLS} 个数据；请缩小筛选范围，或使用 shape=long",
                ),
            )
        )
    return found
