"""Invalid requests get a problem that names the parameter, the error and what is allowed."""

import re
from typing import Any

import httpx
import pytest

from app.errors import MAX_FAULTS
from tests.support.asking import LISTINGS, REAL, get

pytestmark = [pytest.mark.anyio, REAL]
REPORT = "china-llm-industry-2025"
LONG = "长" * 301


def refused(answer: httpx.Response, status: int = 422) -> list[dict[str, Any]]:
    """The faults of a refusal, which is a problem whatever else is wrong (RFC 9457)."""
    assert answer.status_code == status, f"{answer.url}: {answer.status_code} {answer.text[:300]}"
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "errors"}
    assert (problem["status"], problem["instance"]) == (status, answer.url.path)
    assert all(
        set(fault) == {"parameter", "detail", "allowed", "nearest", "suggest"} and fault["detail"]
        for fault in problem["errors"]
    )
    faults: list[dict[str, Any]] = problem["errors"]
    return faults


# an address, and the parameters at fault
REFUSED: list[tuple[str, list[str]]] = [
    # words to search for
    ("claims?q=", ["q"]),
    ("claims?q=%20%20", ["q"]),
    ("claims?q=%EF%BC%8C%E3%80%82%21%3F", ["q"]),
    ('claims?q="百度', ["q"]),
    ('claims?q=百度" 模型', ["q"]),
    ("claims?q=" + "+".join(f"w{number}" for number in range(21)), ["q"]),
    (f"claims?q={'字' * 301}", ["q"]),
    ("claims?q=%00", ["q"]),
    ("claims?q=%ED%A0%80", ["q"]),
    ("claims?q=百度&q=模型", ["q"]),
    ("numbers?q=...", ["q"]),
    ("metrics?fields=" + ",".join(f"x{number}:id" for number in range(201)), ["fields"]),
    # text that no database holds, and values that are in no vocabulary
    ("claims?text__contains=%00", ["text__contains"]),
    ("claims?text__contains=%ED%A0%80", ["text__contains"]),
    ("claims?text__contains=%FF", ["text__contains"]),
    ("claims?text__contains=%C3%28", ["text__contains"]),
    ("claims?text=a%00b", ["text"]),
    ("claims?text=%ED%A0%80", ["text"]),
    ("claims?entity=%00", ["entity"]),
    ("claims?entity=%ED%A0%80", ["entity"]),
    ("claims?section__ne=1,%00", ["section__ne"]),
    ("metrics?period=%00", ["period"]),
    ("metrics?subject__contains=%ED%BF%BF", ["subject__contains"]),
    ("sources?published_on__gt=%00", ["published_on__gt"]),
    ("metrics?claim_id=clm_nothing", ["claim_id"]),
    ("sections?parent=99", ["parent"]),
    ("sources?platform__ne=toutia", ["platform__ne"]),
    ("sources?source_group=idc", ["source_group"]),
    ("documents?language=fr", ["language"]),
    # too much, or nothing
    (f"claims?text={LONG}", ["text"]),
    (f"claims?text__contains={LONG}", ["text__contains"]),
    (f"claims?entity={LONG}", ["entity"]),
    (f"claims?source__ne={LONG}", ["source__ne"]),
    ("claims?" + "&".join(f"text=w{number}" for number in range(201)), ["text"]),
    ("claims?reference=" + ",".join(["1"] * 201), ["reference"]),
    ("claims?entity=baidu,", ["entity"]),
    ("claims?entity=,", ["entity"]),
    ("claims?entity=baidu,,huawei", ["entity"]),
    ("claims?topic=market&topic=", ["topic"]),
    ("series?indicator=", ["indicator"]),
    ("metrics?entity__ne=huawei&entity=,", ["entity"]),
    ("metrics?fields=", ["fields"]),
    ("metrics?repeats=", ["repeats"]),
    ("metrics?facets=", ["facets"]),
    ("search?q=&document=", ["q"]),
    ("metrics?_=1&_x=1", ["_x"]),
    ("metrics?sort=", ["sort"]),
    ("metrics?limit=", ["limit"]),
    ("metrics?cursor=", ["cursor"]),
    ("metrics?lang=", ["lang"]),
    ("metrics?format=", ["format"]),
    # numbers
    ("metrics?limit=0", ["limit"]),
    ("metrics?limit=-1", ["limit"]),
    ("metrics?limit=1001", ["limit"]),
    ("metrics?limit=abc", ["limit"]),
    ("metrics?limit=1.5", ["limit"]),
    ("metrics?limit=" + "9" * 5000, ["limit"]),
    ("metrics?value__gt=nan", ["value__gt"]),
    ("metrics?value__gt=inf", ["value__gt"]),
    ("metrics?value__lt=-Infinity", ["value__lt"]),
    ("metrics?value__gt=1e400", ["value__gt"]),
    ("metrics?value=1,nan", ["value"]),
    ("metrics?value__ne=much", ["value__ne"]),
    ("metrics?reference=99999999999", ["reference"]),
    ("metrics?reference=-1", ["reference"]),
    ("metrics?reference=1.5", ["reference"]),
    ("metrics?reference=134,x", ["reference"]),
    ("metrics?reference=140", ["reference"]),
    ("references?number__gt=2147483648", ["number__gt"]),
    ("sources?claim_count=many", ["claim_count"]),
    ("sections?level__lte=1e9", ["level__lte"]),
    # yes or no
    ("metrics?in_conflict=maybe", ["in_conflict"]),
    ("metrics?in_conflict=true,false", ["in_conflict"]),
    ("metrics?period__isnull=null", ["period__isnull"]),
    ("metrics?related=true", ["related"]),
    # one value given twice
    ("metrics?limit=1&limit=2", ["limit"]),
    ("metrics?value__gt=1&value__gt=2", ["value__gt"]),
    ("metrics?cursor=a&cursor=b", ["cursor"]),
    ("metrics?lang=en&lang=en", ["lang"]),
    ("metrics?sole_support=true&sole_support=true", ["sole_support"]),
    ("aggregate?group_by=year,status,unit,entity", ["group_by"]),
    ("metrics?count=none&format=json&count=exact&format=csv", ["count", "format"]),
    # what is shown
    ("metrics?sort=value,-value", ["sort"]),
    ("metrics?sort=--value", ["sort"]),
    ("metrics?sort=value;start", ["sort"]),
    ("metrics?include=claim.metrics.claim", ["include"]),
    ("metrics?fields=claim.metrics.claim.text", ["fields"]),
    ("metrics?fields=" + ".".join(["claim"] * 200), ["fields"]),
    ("metrics?facets=status,status", ["facets"]),
    ("metrics?facets=value", ["facets"]),
    ("metrics?facets=status&format=csv", ["facets"]),
    ("metrics?facets=status&format=ndjson", ["facets"]),
    ("claims?facets=kind&format=parquet", ["facets"]),
    ("metrics?fields=id&format=jsonld", ["fields"]),
    ("claims?include=metrics&fields=id&format=bibtex", ["fields", "include"]),
    ("metrics?format=xml", ["format"]),
    ("units?format=jsonld", ["format"]),
    ("metrics?count=1", ["count"]),
    ("metrics?lang=fr", ["lang"]),
    # several at once
    ("metrics?limit=0&sort=x&foo=1&value__gt=nan", ["foo", "limit", "sort", "value__gt"]),
    ("claims?entity=baidoo&topic=markt", ["entity", "topic"]),
    # operators that a filter does not have
    ("metrics?status__gt=actual", ["status__gt"]),
    ("metrics?value__contains=1", ["value__contains"]),
    ("claims?text__isnull=true", ["text__isnull"]),
    ('claims?entity="baidu', ["entity"]),
    ("metrics?value__=1", ["value__"]),
    ("metrics?__gt=1", ["__gt"]),
    ("metrics?value__gt__gt=1", ["value__gt__gt"]),
    ("metrics?VALUE=1", ["VALUE"]),
    ("metrics?=1", [""]),
    ("metrics?%00=1", ["\x00"]),
    ("metrics?offset=10", ["offset"]),
    ("metrics?page=2", ["page"]),
    # names of the places where parameters are
    ("metrics?query=x", ["query"]),
    ("metrics?path=x", ["path"]),
    ("metrics?body=x", ["body"]),
    ("metrics?value[gt]=1", ["value[gt]"]),
    # periods, days and places
    ("sources?published_on=2025-12", ["published_on"]),
    ("sources?published_on__gte=2025-02-30", ["published_on__gte"]),
    ("sources?published_on__lt=20251208", ["published_on__lt"]),
    ("sources?published_on__ne=2025-12-08,soon", ["published_on__ne"]),
    ("metrics?period=20", ["period"]),
    ("metrics?period=2025-00", ["period"]),
    ("metrics?period=2025-02-30", ["period"]),
    ("metrics?period=0000", ["period"]),
    ("metrics?period=2026/2025", ["period"]),
    ("metrics?period__gte=2025,2026", ["period__gte"]),
    (f"documents/{REPORT}/text?start=-1", ["start"]),
    (f"documents/{REPORT}/text?start=5&end=2", ["start"]),
    (f"documents/{REPORT}/text?end=99999999999999999999", ["end"]),
]


@pytest.mark.parametrize(("path", "parameters"), REFUSED, ids=[path[:60] for path, _ in REFUSED])
async def test_refused(api: httpx.AsyncClient, path: str, parameters: list[str]) -> None:
    assert sorted({fault["parameter"] for fault in refused(await api.get(path))}) == parameters


SUGGESTED: list[tuple[str, str, str | None]] = [
    ("metrics?indicatr=market-size", "indicatr", "indicator"),
    ("metrics?value__gtt=1", "value__gtt", "value__gt"),
    ("metrics?limt=5", "limt", "limit"),
    ("metrics?status=forcast", "status", "forecast"),
    ("metrics?comparator=apprx", "comparator", "approx"),
    ("metrics?indicator=market-siz", "indicator", "market-size"),
    ("claims?topic=markets", "topic", "market"),
    ("claims?entity=baidoo", "entity", "baidu"),
    ("claims?publisher_kind__ne=state-medium", "publisher_kind__ne", "state-media"),
    ("claims?kind=facts", "kind", "fact"),
    ("claims?sort=-ordinl", "sort", "ordinal"),
    ("claims?include=metrix", "include", "metrics"),
    ("claims?facets=topik", "facets", "topic"),
    ("claims?fields=txt", "fields", "text"),
    ("claims?format=ndjsn", "format", "ndjson"),
    ("claims?count=exactly", "count", "exact"),
    ("sources?publisher=toutia", "publisher", "toutiao"),
    ("relations?predicate=develop_by", "predicate", "developed_by"),
    ("units?kind=monney", "kind", "money"),
    ("numbers?unit=usd", "unit", "USD"),
    # what other APIs call it
    ("metrics?year=2025", "year", "period"),
    ("sources?year=2025", "year", "period"),
    ("metrics?page=2", "page", "cursor"),
    ("metrics?offset=100", "offset", "cursor"),
    ("metrics?per_page=10", "per_page", "limit"),
    ("metrics?pageSize=10", "pageSize", "limit"),
    ("metrics?order_by=value", "order_by", "sort"),
    ("metrics?$select=id", "$select", "fields"),
    ("metrics?search=x", "search", "q"),
    ("metrics?language=zh", "language", "lang"),
    ("metrics?expand=claim", "expand", "include"),
    ("metrics?start_date=2025", "start_date", "period__gte"),
    ("metrics?to=2025", "to", "period__lte"),
    ("metrics?company=baidu", "company", "entity"),
    ("metrics?currency=CNY", "currency", "unit"),
    ("metrics?value[gte]=1", "value[gte]", "value__gte"),
    ("metrics?filter[status]=actual", "filter[status]", "status"),
    ("metrics?publisherKind=news", "publisherKind", "publisher_kind"),
    ("aggregate?by=status", "by", "group_by"),
    ("metrics?by=status", "by", "facets"),
    ("metrics?query=x", "query", "q"),
    ("metrics?api_key=x", "api_key", None),
    ("metrics?qualifier=x", "qualifier", "qualifier.of"),
    ("documents?year=2025", "year", "published_on"),
    # nothing means it, and what is spelt alike means another thing
    ("metrics?period_kind=year", "period_kind", None),
    ("metrics?qualifier.scope=China", "qualifier.scope", "china-public-cloud-llm-market"),
    ("metrics?updated_since=2025-01-01", "updated_since", None),
]


@pytest.mark.parametrize(("path", "parameter", "nearest"), SUGGESTED)
async def test_what_is_near_is_suggested_and_what_is_allowed_listed(
    api: httpx.AsyncClient, path: str, parameter: str, nearest: str | None
) -> None:
    (fault,) = refused(await api.get(path))
    assert (fault["parameter"], fault["nearest"]) == (parameter, nearest)
    # entities are too many to list
    assert fault["allowed"] is None if parameter == "entity" else nearest in {None, *fault["allowed"]}


@pytest.mark.parametrize(("query", "advice"), [
    ("sort=", "an empty value; leave it out"),
    ("fields=", "an empty value; leave it out"),
    ("facets=", "an empty value; leave it out"),
    ("fields=id,", "an empty value; leave it out"),
    ("entity__ne=baidu,", "an empty value; leave it out, or use entity__isnull for rows without a value"),
    ("lang=zh&sort=", "值为空；请去掉它"),
    ("lang=zh&entity=baidu,", "值为空；请去掉它；要找没有值的行，请用 entity__isnull"),
])  # fmt: skip
async def test_advice_for_an_empty_value_names_only_what_there_is(api: httpx.AsyncClient, query: str, advice: str) -> None:
    (fault,) = refused(await api.get(f"metrics?{query}"))
    assert re.split(": |：", fault["detail"])[-1] == advice


@pytest.mark.parametrize("path", [
    "metrics?" + "&".join(f"x{number}=" for number in range(1500)),
    "metrics?indicator=" + ",".join(map(str, range(200))),
    "metrics?indicator=" + ",".join(map(str, range(100))) + "&entity__ne=" + ",".join(map(str, range(100))),
    "references?" + "&".join(f"reference=a{number}" for number in range(200)),
])  # fmt: skip
async def test_many_faults_are_counted_and_the_first_named(api: httpx.AsyncClient, path: str) -> None:
    """Else a short request could have the service look for the nearest of thousands of words, and answer with megabytes."""
    answer = await api.get(path)
    assert len(refused(answer)) == MAX_FAULTS
    assert re.search(r"; and \d+ more$", answer.json()["detail"])
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("name", LISTINGS)
async def test_an_unknown_parameter_lists_those_there_are(api: httpx.AsyncClient, name: str) -> None:
    (fault,) = refused(await api.get(f"{name}?no_such_parameter=1"))
    assert fault["parameter"] == "no_such_parameter"
    assert set(fault["allowed"]) == set(LISTINGS[name].query.model_fields)


@pytest.mark.parametrize("path", [
    "/", "/home", "/docs", "/docs/swagger", "/redoc", "/guide", "/guide.md", "/llms.txt", "/openapi.json", "/healthz",
    "/problems/not-found", "/api/v1/fields",
])  # fmt: skip
@pytest.mark.parametrize("query", ["lang=xx", "lang=", "lang=zh&lang=en"])
async def test_no_address_ignores_a_language(api: httpx.AsyncClient, path: str, query: str) -> None:
    (fault,) = refused(await api.get(f"http://test{path}?{query}"))
    assert fault["parameter"] == "lang"
    assert fault["allowed"] == ["en", "zh"] or "2" in fault["detail"]


# they say how the service is, not what it holds, and a probe may add what it likes
INDIFFERENT = {"/", "/healthz", "/readyz", "/problems/{slug}"}


async def test_no_operation_ignores_a_parameter(api: httpx.AsyncClient) -> None:
    """Every operation of the OpenAPI document, found by introspection, with an object that there is."""
    paths = (await get(api, "http://test/openapi.json"))["paths"]
    asked = [path for path, methods in paths.items() if "get" in methods and path not in INDIFFERENT]
    assert len(asked) >= 2 * len(LISTINGS)
    for path in asked:
        address = path
        if "{" in path:
            name = path.split("/")[3]
            # the dashboards are few, and come without pages
            row = (await get(api, name if name == "dashboards" else f"{name}?limit=1"))["data"][0]
            key = next(row[key] for key in ("id", "slug", "code") if key in row)
            before, _, after = path.partition("{")
            address = f"{before}{key}{after.partition('}')[2]}"
        faults = refused(await api.get(f"http://test{address}?no_such_parameter=1"))
        assert "no_such_parameter" in {fault["parameter"] for fault in faults}, path


@pytest.mark.parametrize("name", LISTINGS)
async def test_an_object_takes_no_filter_of_its_list(api: httpx.AsyncClient, name: str) -> None:
    row = (await get(api, f"{name}?limit=1"))["data"][0]
    key = next(row[key] for key in ("id", "slug", "code") if key in row)
    for parameter in ("limit=1", "fields=id", "document=x", "sort=id"):
        (fault,) = refused(await api.get(f"{name}/{key}?{parameter}"))
        assert fault["parameter"] == parameter.partition("=")[0]
        assert set(fault["allowed"]) == set(LISTINGS[name].object_query.model_fields)


@pytest.mark.parametrize(
    "path",
    [
        "claims/clm_nothing", "entities/baiduu", "metrics/%00", "metrics/%ED%A0%80", "metrics/" + "x" * 5000, "nothing",
        "documents/x/text", "claims/x/verification", "metrics/a/b/c", "claims/%F0%9F%92%A9", "units/%25", "metrics/..%2Fclaims",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_not_found(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(path)).status_code in {404, 414}
    refused(await api.get(path), (await api.get(path)).status_code)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_can_be_written(api: httpx.AsyncClient, method: str) -> None:
    answer = await api.request(method, "claims")
    refused(answer, 405)
    assert "GET" in answer.headers["allow"]
