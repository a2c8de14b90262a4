"""/llms.txt (llmstxt.org): what the service is, what to do and to avoid, and a working example for every path."""

from collections.abc import Callable
from functools import lru_cache

from fastapi import FastAPI

from app.http.openapi import Json, document_of, examples_of, operations, quoted
from app.http.openapi_about import with_counts
from app.pages import texts_zh_llms
from app.pages.served_examples import Examples
from app.vocabulary.addresses import local_in
from app.vocabulary.names import Language

_API = "/api/v1/"
_HEAD = """# factbase

> A database of facts from documents. Each claim and each figure can be traced to the exact words that state it, and where a
> marker stands behind those words, to the page that it cites. Read-only, no key, JSON by default, errors as RFC 9457 problems.

{evidence} `evidence` says of each row whether it is cited or uncited.
A claim records what a document says, and a marker which page it cites for that; whether the page is right was not checked.
A report's own words are the evidence; the English of what is in another language is by machine. Every URL below works as written.
"""
# what to do, an example request, and what to avoid
_RULES = (
    ("Resolve a name to its slug first", "/api/v1/suggest?q=百度&limit=3", "guess slugs: an unknown value gets 422 with the"
     " nearest one"),
    ("Search with words in Chinese or English", '/api/v1/search?q="market size"&limit=3', "page through a whole"
     " list to find a word"),
    ("Ask a whole question", "/api/v1/search?q=How accurate are AI diagnoses in hospitals?&limit=3", "take a result for an"
     " answer if `missing` names the word that matters"),
    ("Include an entity's models and products with `related=true`", "/api/v1/metrics?entity=baidu&related=true&limit=3",
     "conclude from one slug alone that nothing is known"),
    ("Filter by unit before comparing metrics", "/api/v1/metrics?indicator=market-size&unit=CNY&limit=3", "add or rank values"
     " in mixed units, or sum an indicator whose `aggregation` is not `sum`"),
    ("Read what an indicator means and whether it can be summed", "/api/v1/indicators/market-size", "infer it from its name"),
    ("Keep forecasts and targets apart from actual values", "/api/v1/metrics?status=actual&indicator=market-size&limit=3",
     "state a forecast as a fact"),
    ("Quote `quote` and name its sources", "/api/v1/metrics?evidence=cited&include=sources&limit=1", "cite a source for a row"
     " whose `evidence` is `uncited`"),
    ("Look for metrics that contradict each other", "/api/v1/conflicts?limit=3", "silently pick one of two metrics"),
    ("Look up the values of a filter before choosing one", "/api/v1/availability?entity_type=company&filters=indicator,unit"
     "&limit=5", "try values until one returns something"),
    ("Use a series for charts", "/api/v1/series?indicator=market-size&entity=china-llm-market&unit=CNY", "join"
     " forecasts to actual values unmarked: `is_forecast` tells them apart"),
    ("Count with `count=exact` or `facets`", "/api/v1/metrics?facets=status,unit&limit=1", "count rows by loading them all"),
    ("Follow `page.next_cursor` until it is null", "/api/v1/claims?limit=2", "make up cursors or offsets"),
    ("Request only the fields you need", "/api/v1/metrics?fields=subject,display,period,quote&limit=3", "load whole rows to"
     " read one field"),
)  # fmt: skip
_DOCUMENTATION = (
    ("Guide", "/guide.md", "recipes for pandas, DuckDB, spreadsheets and dashboards"),
    ("OpenAPI", "/openapi.json", "every parameter, response and error with real examples"),
    ("Data dictionary", "/api/v1/fields?format=csv", "meaning, unit and origin of each field"),
    ("Integrations", "/integrations", "files for Superset, Grafana, Streamlit, notebooks and the like, ready to run"),
    ("Index", "/", "the address of everything"),
)
_CITATIONS = (
    ("A figure as text", "/api/v1/metrics/met_p33xbfxg5uvd?format=apa", "APA; `gbt7714` is GB/T 7714-2015"),
    ("A source, for reference managers", "/api/v1/sources?reference=134&format=bibtex", "also `ris`, `csl`"),
    ("A claim with its full provenance", "/api/v1/claims/clm_kbq74es65vqi", "selectors, markers, references, sources"),
    ("The same claim as linked data", "/api/v1/claims/clm_kbq74es65vqi?format=jsonld", "Web Annotation, schema.org, PROV"),
)


@lru_cache(maxsize=8)
def llms(app: FastAPI, base: str, lang: Language = "en", served: Examples = Examples()) -> str:  # noqa: B008 - it never changes
    """The text of the file; `base` is the public URL of the service, `served` the examples of its data."""

    def told(words: str) -> str:
        return words if lang == "en" else texts_zh_llms.TEXTS.get(words, words)

    def address(path: str) -> str:
        shown = quoted(path) if lang == "en" else f"{quoted(path)}{'&' if '?' in path else '?'}lang=zh"
        return f"{base}{shown}"

    def example(path: str) -> str:
        own = served.of(path)
        return f": {address(own)}" if own else ""

    yes, no, stop = told("DO"), told("DON'T"), "." if lang == "en" else "。"
    pairs = [f"- {yes}: {told(do)}{example(path)}\n  {no}: {told(dont)}{stop}" for do, path, dont in _RULES]
    lists, others = _operation_links(app, base, address, lang, served)
    parts = {
        "Documentation": [f"- [{told(name)}]({address(path)}): {told(about)}" for name, path, about in _DOCUMENTATION],
        "Lists": lists,
        "Other endpoints and single objects": others,
        "How to cite": [
            f"- [{told(name)}]({address(own)}): {told(about)}"
            for name, path, about in _CITATIONS
            if (own := served.of(path))
        ],
    }
    sections = [f"## {told(title)}\n\n" + "\n".join(lines) for title, lines in parts.items()]
    head = _HEAD if lang == "en" else texts_zh_llms.HEAD
    return local_in("\n\n".join([with_counts(head.rstrip(), examples_of(app), lang), "\n".join(pairs), *sections])) + "\n"


def _operation_links(
    app: FastAPI, base: str, address: Callable[[str], str], lang: Language, served: Examples
) -> tuple[list[str], list[str]]:
    """A Markdown link for each list, and for each other operation of the API; its path alone where there is nothing to show by it."""
    lists: list[str] = []
    others: list[str] = []
    examples = examples_of(app)["operations"]
    for path, operation in operations(document_of(app, lang)):
        if path.startswith(_API) and (example := examples.get(operation["operationId"])):
            has_language = any(one["name"] == "lang" for one in operation.get("parameters", ()))
            own = served.of(example["request"]) or (path if operation["operationId"].startswith("list_") else None)
            link = address(own or "") if has_language else f"{base}{quoted(own or '')}"
            line = f"- {f'[{_name(path)}]({link})' if own else f'`{_name(path)}`'}: {_first_paragraph(operation)}"
            (lists if operation["operationId"].startswith("list_") else others).append(line)
    return lists, others


def _name(path: str) -> str:
    return path.removeprefix(_API)


def _first_paragraph(operation: Json) -> str:
    return " ".join(operation["description"].partition("\n\n")[0].split())
