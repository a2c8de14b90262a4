"""What the OpenAPI document says of all addresses, and how much of the report that comes with the service is cited."""

from typing import Any

from app.vocabulary import Language

Json = dict[str, Any]
_PLACE = "{evidence}"
ABOUT = """Facts from documents: each with the words that state it, and where a marker stands behind those words, with the page that it
cites. {evidence}

**Lists** share one grammar: `field=value` (repeat it or separate values by commas for OR), `field__ne`, `__gt`, `__gte`, `__lt`,
`__lte`, `__contains`, `__isnull`; `q` for full text; `sort=-value,period`; `limit` 1 to 1000; `cursor` from `page.next_cursor`;
`fields=a,b`; `include=` to embed; `facets=` to count; `count=exact|none`; `lang=en|zh`; `format=`, or `Accept`. Several
filters on related rows must match the same related row: `/api/v1/sources?section=3&topic=market` finds sources cited by a sentence
of section 3 about the market. With `__ne`, no related row may have the value. An empty filter (`entity=`) is treated as
absent and named in `meta.cleared_filters`. An unknown parameter or value is rejected, never ignored.

**Errors** are problem details (RFC 9457). They name the parameter, say what is allowed and suggest the nearest; the address
in `type` explains the kind. Where `Accept` takes JSON and likes `text/plain` better, a problem is one line of text.

**Caching**: answers with data have a strong `ETag`. A request that sends it back in `If-None-Match` gets 304 while the data is the
same. Every path takes `GET`, `HEAD` and `OPTIONS`; other methods get 405.

**Offsets** are Unicode code points into the document's untouched text, start included, end excluded.

`/guide` has recipes for pandas, DuckDB, spreadsheets and dashboards; `/api/v1/fields` says what each field means. The
examples are responses from the data that comes with the service.
"""


def evidence_counts(examples: Json, lang: Language) -> str:
    """How much is cited and dated, as a sentence: counted in the example answers, which are real."""
    coverage, availability = [
        examples["operations"][name]["answers"][0]["body"] for name in ("get_document_coverage", "get_availability")
    ]
    claims, metrics, kinds = coverage["claims"], coverage["metrics"], coverage["publisher_kinds"]
    pages, supporting = (sum(one[name] for one in kinds) for name in ("sources", "sources_cited"))
    undated = availability["period"]["undated_count"]
    if lang == "zh":
        return (
            f"随服务附带的报告中，{claims['count']} 句有 {claims['cited']} 句、{metrics['count']} 个数据有 {metrics['cited']} 个带有"
            f"引文标记，{pages} 个网页有 {supporting} 个支持其中的内容，{undated} 个数据没有时期。"
        )
    return (
        f"Of the report that comes with the service, {claims['cited']} of {claims['count']} sentences and {metrics['cited']} of"
        f" {metrics['count']} figures carry a marker, {supporting} of {pages} pages support any of them, and {undated} figures"
        " have no period."
    )


def with_counts(text: str, examples: Json, lang: Language) -> str:
    """The text with that sentence in its place."""
    return text.replace(_PLACE, evidence_counts(examples, lang))
