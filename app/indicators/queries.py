"""Which indicators, in which order."""

from app import terms
from app.filters import Filter
from app.labels import closed
from app.listing import Listing
from app.models import Indicator, columns, table
from app.vocabulary import Aggregation, Direction

indicator = columns(Indicator)

INDICATORS = Listing(
    name="indicators",
    columns={
        name: indicator[name]
        for name in ("slug", "name_zh", "name_en", "description", "unit_kinds", "direction", "aggregation", "metric_count")
    },
    source=table(Indicator),
    table=table(Indicator),
    key=indicator.slug,
    filters=[
        terms.q("indicators", indicator.slug),
        terms.indicator(indicator.slug),
        *terms.of_metrics(indicator.slug, terms.metric.indicator),
        Filter("direction", indicator.direction, "Which way is better", "higher", Direction, labels=closed(Direction)),
        Filter("aggregation", indicator.aggregation, "What may be computed", "sum", Aggregation, labels=closed(Aggregation)),
        Filter("name_en", indicator.name_en, "English name", "market", contains=True),
        Filter("name_zh", indicator.name_zh, "Chinese name", "市场", contains=True),
        Filter("metric_count", indicator.metric_count, "Number of figures", 10, terms.Number, compare=True),
    ],
    sorts={"slug": indicator.slug, "metric_count": indicator.metric_count, "name_en": indicator.name_en},
)
