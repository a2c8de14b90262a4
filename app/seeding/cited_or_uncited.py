"""What makes a claim, a metric or a number cited (annotation guide, "What supports a claim").

A citation marker supports the words of its own sentence before it, back to the marker before or to the start of the
sentence. A claim is cited when its sentence has a marker; a metric is cited when a marker's scope covers its whole quote.
Everything else is uncited: support is never inherited from a neighbouring sentence.
"""

from collections.abc import Iterable

from app.store.publishing import Row, Rows
from app.store.tables import MetricCitation, NumberCitation
from app.vocabulary import Evidence


def cite_claim(claim: Row, reference: Row) -> None:
    """Mark a claim as cited by a marker that points to `reference`."""
    claim["evidence"] = Evidence.CITED.value
    _add_support(claim, reference)


def cite_metric(metric: Row, citations: list[Row], rows: Rows) -> None:
    """Mark a metric as cited by each citation of its document whose scope covers the metric's quote."""
    for citation in cite(metric, citations):
        rows[MetricCitation].append({"metric_id": metric["id"], "citation_id": citation["id"]})


def cite(quoted: Row, citations: list[Row]) -> list[Row]:
    """Mark what has a quote as cited by each citation whose scope covers it; those citations."""
    covering = [one for one in citations if one["scope_start"] <= quoted["start"] and quoted["end"] <= one["scope_end"]]
    for citation in covering:
        quoted["evidence"] = Evidence.CITED.value
        _add_support(quoted, citation)
    return covering


def cite_number(number: Row, span: tuple[int, int], citations: Iterable[Row], rows: Rows) -> None:
    """Mark a number as cited by each citation whose scope covers the span of the figure that it is part of."""
    start, end = span
    for citation in citations:
        if citation["scope_start"] <= start and end <= citation["scope_end"]:
            number["evidence"] = Evidence.CITED.value
            _add_support(number, citation)
            rows[NumberCitation].append({"number_id": number["id"], "citation_id": citation["id"]})


def _add_support(row: Row, reference: Row) -> None:
    """Add a reference and its source to what supports `row`, each once. A citation's row may stand for its reference."""
    for name, value in (("reference_numbers", reference["number"]), ("source_ids", reference["source_id"])):
        if value is not None and value not in row[name]:
            row[name].append(value)
