"""The list of units."""

from sqlalchemy import select

from app.lists.filters import common_filters, join_paths, related_row_filters
from app.lists.filters.filter import Filter
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.store.dialects import ascii_lower
from app.store.tables import KindOfUnit, Unit, columns, table

unit = columns(Unit)

UNITS = Listing(
    name="units",
    columns={
        "code": unit.code,
        **in_both(unit, "name"),
        "kind": unit.kind,
        "symbol": unit.symbol,
        "metric_count": unit.metric_count,
    },
    source=table(Unit),
    table=table(Unit),
    key=unit.code,
    filters=[
        common_filters.id_(unit.code, "CNY"),
        common_filters.full_text("units", unit.code),
        common_filters.unit(unit.code),
        *related_row_filters.metric_filters(unit.code, join_paths.metric.unit),
        Filter(
            "kind",
            unit.kind,
            "What it measures",
            "money",
            vocabulary=select(columns(KindOfUnit).slug),
            labels=common_filters.vocabulary_labels(KindOfUnit),
        ),
    ],
    sorts={"code": ascii_lower(unit.code), "metric_count": unit.metric_count},
    precomputes_members=True,
)
