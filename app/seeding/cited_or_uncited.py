"""What makes a claim or a metric cited (annotation guide, "What supports a claim").

A citation marker supports the words of its own sentence before it, back to the marker before or to the start of the
sentence. A claim is cited when its sentence has a marker; a metric is cited when a marker's scope covers its whole quote.
Everything else is uncited: support is never inherited from a neighbouring sentence.
"""

from app.store.publishing import Row, Rows
from app.store.tables import MetricCitation
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


def _add_support(row: Row, reference: Row) -> None:
    """Add a reference and its source to what supports `row`, each once. A citation's row may stand for its reference."""
    for name, value in (("reference_numbers", reference["number"]), ("source_ids", reference["source_id"])):
        if value is not None and value not in row[name]:
            row[name].append(value)
