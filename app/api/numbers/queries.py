"""The list of numbers: the ledger, and what the reader of reports makes of each number before any curator has seen it.

`quote`, `value`, `unit`, `comparator` and `evidence` are of that reading, here and as filters; a curator's word is in the
metrics (`metric_ids`, and the filters `indicator`, `status`, `period`, `entity`). `curated` tells the two apart. It is this list
and no other because each number is in it exactly once, curated or not, so that nothing can be missing from both.
"""

from sqlalchemy import select

from app.lists import embedded_rows
from app.lists.filters import common_filters, join_paths, related_row_filters, section_filter
from app.lists.filters.filter import Filter
from app.lists.filters.join_paths import JoinPath
from app.lists.filters.value_labels import YES_NO, Labels, closed_list_labels
from app.lists.languages import in_both
from app.lists.listing import Listing
from app.lists.parameter_types import Finite
from app.lists.row_references import BY_REFERENCE_NUMBERS
from app.store.tables import Claim, Entity, Metric, Number, NumberMetric, Unit, columns, table
from app.vocabulary import Comparator, Reason, Script
from app.vocabulary.names import READ_AS

number, link, claim = columns(Number), columns(NumberMetric), columns(Claim)


# in two steps: of a join SQLite would go through all links, where few metrics match
_metrics = table(Metric).outerjoin(table(Entity), columns(Entity).slug == columns(Metric).entity)
_has_metric = JoinPath(
    link.metric_id, columns(Metric).id, _metrics, JoinPath(number.id, link.number_id, table(NumberMetric))
)

NUMBERS = Listing(
    name="numbers",
    columns={
        "id": number.id,
        "document": number.document,
        "section": number.section,
        "claim_id": number.claim_id,
        "text": number.text,
        "script": number.script,
        "start": number.start,
        "end": number.end,
        "quote": number.quote,
        "value": number.value_text,
        "value_max": number.value_max_text,
        "deviation": number.deviation_text,
        "comparator": number.comparator,
        "unit": number.unit,
        "unit_text": number.unit_text,
        "read_as": number.read_as,
        "before": number.before,
        "after": number.after,
        "evidence": number.evidence,
        "reference_numbers": number.reference_numbers,
        "source_ids": number.source_ids,
        "curated": number.curated,
        "metric_ids": number.metric_ids,
        "reason": number.reason,
        **in_both(number, "note"),
    },
    source=table(Number),
    table=table(Number),
    key=number.id,
    filters=[
        common_filters.id_(number.id, "num_xg2ry2o7g4b6"),
        common_filters.document(number.document),
        section_filter.section(number.section),
        common_filters.full_text("claims", number.claim_id, "Words that must all be found in its sentence"),
        common_filters.topic(join_paths.has_topic(number.claim_id)),
        common_filters.kind(claim.kind, join_paths.has_claim(number.claim_id)),
        common_filters.evidence(number.evidence),
        *related_row_filters.citation_filters(join_paths.has_number_citation(number.id)),
        *related_row_filters.entity_filters(_has_metric, columns(Metric).entity),
        Filter(
            "reason",
            number.reason,
            "Why it belongs to no figure",
            "date",
            Reason,
            labels=closed_list_labels(Reason),
        ),
        Filter("script", number.script, "How it is written", "arabic", Script, labels=closed_list_labels(Script)),
        Filter("text", number.text, "The number as written", "1509", contains=True),
        common_filters.claim_id(number.claim_id),
        Filter("curated", number.curated, "Whether it is in a metric", False, bool, labels=YES_NO),
        Filter(
            "read_as",
            number.read_as,
            "What the report reader classifies it as: a figure, or something else",
            "figure",
            vocabulary=select(number.read_as).distinct(),
            labels=Labels(READ_AS),
        ),
        Filter("quote", number.quote, "The words of the figure that it is part of", "294.16 亿元", contains=True),
        Filter(
            "unit",
            number.unit,
            "Unit as read, by its code",
            "CNY",
            vocabulary=select(number.unit).distinct().where(number.unit.is_not(None)),
            labels=common_filters.vocabulary_labels(Unit, "code"),
        ),
        Filter(
            "comparator",
            number.comparator,
            "How the figure relates to the true value, as read",
            "gt",
            Comparator,
            labels=closed_list_labels(Comparator),
        ),
        Filter("value", number.value, "Value as read, in the base unit", 1000000000, Finite, compare=True),
        *related_row_filters.measured_filters(_has_metric),
    ],
    sorts={"start": number.start, "document": number.document, "reason": number.reason, "value": number.value},
    exact=frozenset({"value", "value_max", "deviation"}),
    references=BY_REFERENCE_NUMBERS,
    includes={"claim": embedded_rows.claim(), "metrics": embedded_rows.metrics(), "sources": embedded_rows.sources()},
)
