"""Questions of the reference, each an address that runs by a click; a test asks every one."""

from collections.abc import Mapping, Sequence

_METRICS, _SIZE = "/api/v1/metrics", "indicator=market-size&entity=china-llm-market&unit=CNY"
QUESTIONS: Mapping[str, Sequence[tuple[str, str]]] = {
    "list_metrics": (
        ("How large is a market, year by year?", f"{_METRICS}?{_SIZE}&sort=period"),
        ("What is expected?", f"{_METRICS}?status=forecast,target&limit=5"),
        ("Which figures are uncited, the largest first?", f"{_METRICS}?evidence=uncited&unit=CNY&sort=-value&limit=5"),
        ("Figures above a value, with their pages", f"{_METRICS}?unit=CNY&value__gte=100000000000&include=sources&limit=3"),
        ("How many figures has each indicator?", f"{_METRICS}?facets=indicator&limit=1"),
        ("The same as a table, for a spreadsheet", f"{_METRICS}?{_SIZE}&format=csv"),
        ("The same as a picture", f"{_METRICS}?{_SIZE}&format=svg"),
    ),
    "list_claims": (
        ("Which sentences cite an entry of the bibliography?", "/api/v1/claims?reference=134&limit=5"),
        ("What is said of an entity without a source?", "/api/v1/claims?entity=baidu&evidence=uncited&limit=5"),
        ("Sentences with these words", "/api/v1/claims?text__contains=294.16"),
    ),
    "list_entities": (
        ("Which entities of a type are named?", "/api/v1/entities?type=chip"),
        ("Of whom are there most figures?", "/api/v1/entities?sort=-metric_count&limit=5"),
    ),
    "list_sources": (
        ("Which pages carry most on their own?", "/api/v1/sources?sort=-sole_support_count&limit=5"),
        ("Who is cited, by kind of publisher?", "/api/v1/sources?facets=publisher_kind&limit=1"),
    ),
    "list_conflicts": (
        ("Which figures contradict each other?", "/api/v1/conflicts?include=metrics&limit=3"),
    ),
    "get_series": (
        ("One indicator of one entity over time", f"/api/v1/series?{_SIZE}"),
        ("As one row a period", f"/api/v1/series?{_SIZE}&shape=wide"),
        ("As a picture", f"/api/v1/series?{_SIZE}&format=svg"),
    ),
    "get_aggregate": (
        ("How many figures are cited?", "/api/v1/aggregate?group_by=evidence&members=0"),
        ("The largest stated size of each market", "/api/v1/aggregate?indicator=market-size&unit=CNY&group_by=entity&measures=max&members=0"),
        ("Figures in conflict by section, as a picture", "/api/v1/aggregate?group_by=section&in_conflict=true&format=svg"),
    ),
    "search": (("Where does a word stand?", "/api/v1/search?q=baidu&limit=3"),),
    "suggest": (("What is the slug of a name?", "/api/v1/suggest?q=%E7%99%BE%E5%BA%A6"),),
}  # fmt: skip
