"""/llms.txt (llmstxt.org): what the service is, what to do and not to do, and every address with a request that works."""

from functools import lru_cache

from fastapi import FastAPI

from app.http.openapi import Json, examples_of, operations, quoted

_API = "/api/v1/"
_HEAD = """# factbase

> A database of facts from documents. Each claim and each figure can be followed to the exact words that state it, the marker
> behind those words and the page that the marker cites. Read-only, no key, JSON by default, errors as RFC 9457 problems.

A claim here means that the document says so, and its marker that the document cites a page for it; nobody has checked whether
the page is right. Chinese is the evidence; English text is a machine rendering of it. Every address below works as it stands.
"""
# what to do, a request that does it, and what not to do
_PAIRS = (
    ("Resolve a name to its slug first", "/api/v1/suggest?q=百度&limit=3", "guess slugs: an unknown value is refused with 422"
     " and the nearest one"),
    ("Search all lists by words, in Chinese or English", '/api/v1/search?q="market size"&limit=3', "page through a whole"
     " list to find a word"),
    ("Ask for an entity together with its models and products", "/api/v1/metrics?entity=baidu&related=true&limit=3",
     "conclude that nothing is known from one slug alone"),
    ("Filter by unit before you compare figures", "/api/v1/metrics?indicator=market-size&unit=CNY&limit=3", "add or rank values"
     " of mixed units, or add up an indicator whose `aggregation` is not `sum`"),
    ("Read what an indicator means and whether it can be added up", "/api/v1/indicators/market-size", "take it from its name"),
    ("Keep forecasts and targets apart from what happened", "/api/v1/metrics?status=actual&indicator=market-size&limit=3",
     "state a forecast as a fact"),
    ("Quote `quote` and name its sources", "/api/v1/metrics?evidence=cited&include=sources&limit=1", "cite a source for a row"
     " whose `evidence` is `uncited`"),
    ("Look for figures that contradict each other", "/api/v1/conflicts?limit=3", "pick one of two figures silently"),
    ("Ask which values a filter has before you choose one", "/api/v1/availability?entity_type=company&filters=indicator,unit"
     "&limit=5", "try values until one returns something"),
    ("Take a series for a chart as it is", "/api/v1/series?indicator=market-size&entity=china-llm-market&unit=CNY", "join"
     " forecasts to what happened without a mark: `is_forecast` tells"),
    ("Count with `count=exact` or `facets`", "/api/v1/metrics?facets=status,unit&limit=1", "count rows by loading them all"),
    ("Walk pages by `page.next_cursor` until it is null", "/api/v1/claims?limit=2", "make up cursors, or offsets"),
    ("Ask only for the fields you need", "/api/v1/metrics?fields=subject,display,period,quote&limit=3", "load whole rows to"
     " read one field"),
)  # fmt: skip
_DOCUMENTATION = (
    ("Guide", "/guide.md", "recipes for pandas, DuckDB, spreadsheets and dashboards"),
    ("OpenAPI", "/openapi.json", "every parameter, answer and error with real examples"),
    ("Data dictionary", "/api/v1/fields?format=csv", "what each field of each row means, its unit and where it comes from"),
    ("Index", "/", "every address"),
)
_CITE = (
    ("A figure as text", "/api/v1/metrics/met_bfb65cr7kwpu?format=apa", "APA; `gbt7714` is GB/T 7714-2015"),
    ("A page behind it, for a reference manager", "/api/v1/sources?reference=134&format=bibtex", "also `ris`, `csl`"),
    ("A claim with its whole chain", "/api/v1/claims/clm_kbq74es65vqi", "selectors, markers, references, sources"),
    ("The same as linked data", "/api/v1/claims/clm_kbq74es65vqi?format=jsonld", "Web Annotation, schema.org, PROV"),
)


@lru_cache(maxsize=8)
def llms(app: FastAPI, base: str) -> str:
    """The file, for an address under which the service is known."""
    pairs = [f"- DO: {do}: {base}{quoted(path)}\n  DON'T: {dont}." for do, path, dont in _PAIRS]
    lists, others = _operations(app, base)
    parts = {
        "Documentation": [f"- [{name}]({base}{path}): {about}" for name, path, about in _DOCUMENTATION],
        "Lists": lists,
        "Questions and single objects": others,
        "How to cite": [f"- [{name}]({base}{quoted(path)}): {about}" for name, path, about in _CITE],
    }
    sections = [f"## {title}\n\n" + "\n".join(lines) for title, lines in parts.items()]
    return "\n\n".join([_HEAD.rstrip(), "\n".join(pairs), *sections]) + "\n"


def _operations(app: FastAPI, base: str) -> tuple[list[str], list[str]]:
    """A line for each list, and for each other operation of the API."""
    lists: list[str] = []
    others: list[str] = []
    examples = examples_of(app)["operations"]
    for path, operation in operations(app.openapi()):
        if path.startswith(_API) and (example := examples.get(operation["operationId"])):
            line = f"- [{_name(path)}]({base}{quoted(example['request'])}): {_about(operation)}"
            (lists if operation["operationId"].startswith("list_") else others).append(line)
    return lists, others


def _name(path: str) -> str:
    return path.removeprefix(_API)


def _about(operation: Json) -> str:
    return " ".join(operation["description"].partition("\n\n")[0].split())
