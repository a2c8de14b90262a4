"""The list of indicators."""

from app.lists import parameter_types
from app.lists.filters import common_filters, join_paths, related_row_filters
from app.lists.filters.filter import Filter
from app.lists.filters.value_labels import closed_list_labels
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.store.dialects import ascii_lower
from app.store.tables import Indicator, columns, table
from app.vocabulary import Aggregation, Direction

indicator = columns(Indicator)

INDICATORS = Listing(
    name="indicators",
    columns={
        "slug": indicator.slug,
        **in_both(indicator, "name"),
        **in_both(indicator, "description"),
        "unit_kinds": indicator.unit_kinds,
        "direction": indicator.direction,
        "aggregation": indicator.aggregation,
        "metric_count": indicator.metric_count,
    },
    source=table(Indicator),
    table=table(Indicator),
    key=indicator.slug,
    filters=[
        common_filters.id_(indicator.slug, "market-size"),
        common_filters.full_text("indicators", indicator.slug),
        common_filters.indicator(indicator.slug),
        *related_row_filters.metric_filters(indicator.slug, join_paths.metric.indicator),
        Filter(
            "direction",
            indicator.direction,
            "Which way is better",
            "higher",
            Direction,
            labels=closed_list_labels(Direction),
        ),
        Filter(
            "aggregation",
            indicator.aggregation,
            "What may be computed",
            "sum",
            Aggregation,
            labels=closed_list_labels(Aggregation),
        ),
        Filter("name_en", indicator.name_en, "English name", "market", contains=True),
        Filter("name_zh", indicator.name_zh, "Chinese name", "市场", contains=True),
        Filter("metric_count", indicator.metric_count, "Number of figures", 10, parameter_types.Number, compare=True),
    ],
    sorts={"slug": indicator.slug, "metric_count": indicator.metric_count, "name_en": ascii_lower(indicator.name_en)},
    precomputes_members=True,
)
