"""JSON-LD: RDF libraries read it without a network, and it agrees with the rows."""

import json
import socket
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any, NoReturn

import httpx
import pytest
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from app.config import Settings
from app.main import create_app
from app.store import tables as m
from app.store.publishing import Build
from tests.conftest import BACKENDS, fresh, loaded
from tests.support.two_documents import SECOND, two_documents

pytestmark = [
    pytest.mark.anyio,
    # rdflib's own parser uses what rdflib has deprecated
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
]

SITE = "https://facts.example.org"
API = Namespace(f"{SITE}/api/v1/")
SCHEMA, PROV = Namespace("https://schema.org/"), Namespace("http://www.w3.org/ns/prov#")
OA, CITO = Namespace("http://www.w3.org/ns/oa#"), Namespace("http://purl.org/spar/cito/")
DCAT, DCTERMS = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
FIRST = "china-llm-industry-2025"
FORECAST, CLAIM = "met_p33xbfxg5uvd", "clm_kbq74es65vqi"
PAGE = "src_ieraxqd4uqey"


@pytest.fixture(scope="module")
def both(built: Build) -> Build:
    return two_documents(built)


@pytest.fixture(scope="module", params=BACKENDS)
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, both: Build) -> Settings:
    """A service that is known under an address."""
    settings = loaded(fresh(request.param, tmp_path_factory.mktemp("known"), request), both)
    return settings.model_copy(update={"public_url": f"{SITE}/"})


@pytest.fixture
async def site(known: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(known)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://inside/api/v1/") as client:
        yield client
    app.state.close()


async def linked(site: httpx.AsyncClient, path: str) -> str:
    answer = await site.get(path, headers={"Accept": "application/ld+json"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
    return answer.text


def nodes(document: str) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in json.loads(document)["@graph"]}


def parsed(document: str, monkeypatch: pytest.MonkeyPatch) -> Graph:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("the network was asked")

    with monkeypatch.context() as without_network:
        without_network.setattr(socket.socket, "connect", refuse)
        without_network.setattr(socket, "getaddrinfo", refuse)
        return Graph().parse(data=document, format="json-ld")


# both databases are asked below for what stands in the graph
@pytest.mark.parametrize("known", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path", [f"metrics/{FORECAST}", f"claims/{CLAIM}", "metrics?limit=4&sort=-value", f"claims?limit=3&document={SECOND}"]
)
async def test_it_is_the_same_graph_in_every_syntax(
    site: httpx.AsyncClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = parsed(await linked(site, path), monkeypatch)
    assert len(graph) > 30
    # rdflib writes a decimal without a point as one with a point in Turtle, and the largest figures are such
    for syntax in ("json-ld", "nt", "xml", *(["turtle"] if "sort=" not in path else [])):
        assert isomorphic(graph, Graph().parse(data=graph.serialize(format=syntax), format=syntax)), syntax


async def test_a_forecast(site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = parsed(await linked(site, f"metrics/{FORECAST}"), monkeypatch)
    own = API[f"metrics/{FORECAST}"]
    properties = {
        str(graph.value(p, SCHEMA.propertyID)): str(graph.value(p, SCHEMA.value))
        for p in graph[own : SCHEMA.additionalProperty]
    }
    assert set(graph.predicate_objects(own)) - {
        (SCHEMA.additionalProperty, p) for p in graph[own : SCHEMA.additionalProperty]
    } == {
        (RDF.type, SCHEMA.Observation),
        (RDF.type, PROV.Entity),
        (SCHEMA.identifier, Literal(FORECAST)),
        (SCHEMA.name, Literal("over CNY 70 billion", "en")),
        (SCHEMA.description, Literal("突破 700 亿元", "zh")),
        (SCHEMA.minValue, Literal("70000000000", datatype=XSD.integer)),
        (SCHEMA.unitCode, API["units/CNY"]),
        (SCHEMA.measuredProperty, API["indicators/market-size"]),
        (SCHEMA.observationAbout, API["entities/china-llm-market"]),
        (DCTERMS.temporal, graph.value(own, DCTERMS.temporal)),
        (PROV.wasDerivedFrom, API[f"claims/{CLAIM}"]),
        (PROV.wasQuotedFrom, API[f"documents/{FIRST}"]),
        (CITO.citesAsEvidence, API[f"sources/{PAGE}"]),
    }
    assert properties == {"status": "forecast", "comparator": "gt", "subject": "中国大模型市场"}
    period = graph.value(own, DCTERMS.temporal)
    assert [str(graph.value(period, end)) for end in (DCAT.startDate, DCAT.endDate)] == ["2026-01-01", "2026-12-31"]
    assert set(graph[API["units/CNY"] : SCHEMA.name]) == {Literal("Chinese yuan", "en"), Literal("人民币", "zh")}
    assert set(graph[API[f"sources/{PAGE}"] : SCHEMA.url]) == {URIRef("http://m.toutiao.com/group/7583249202268946996/")}


async def test_a_claim_and_its_rendering(site: httpx.AsyncClient, both: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = parsed(await linked(site, f"claims/{CLAIM}"), monkeypatch)
    own, document = API[f"claims/{CLAIM}"], API[f"documents/{FIRST}"]
    (row,) = (row for row in both.rows[m.Claim] if row["id"] == CLAIM)
    assert set(graph[own : SCHEMA.text]) == {Literal(row["text"], "zh")}
    assert set(graph[own : CITO.citesAsEvidence]) == {API[f"sources/{PAGE}"]}
    assert set(graph[own : SCHEMA.about]) == {API[f"entities/{slug}"] for slug in row["entities"]}
    # a machine rendering is neither the claim's words nor quoted from anywhere
    rendering = graph.value(own, SCHEMA.workTranslation)
    assert set(graph[rendering : SCHEMA.text]) == {Literal(row["text_en"], "en")}
    assert set(graph[rendering : PROV.wasDerivedFrom]) == {own}
    assert (rendering, PROV.wasQuotedFrom, None) not in graph
    text = graph.value(document, SCHEMA.encoding)
    (stored,) = (one for one in both.rows[m.Document] if one["slug"] == FIRST)
    assert set(graph[text : SCHEMA.sha256]) == {Literal(stored["sha256"])}
    assert Literal(stored["caveat"], "zh") in set(graph[document : SCHEMA.description])


@pytest.mark.parametrize("name", ["claims", "metrics"])
async def test_selectors_cut_the_words_out_of_the_text(site: httpx.AsyncClient, both: Build, name: str) -> None:
    texts = {f"{SITE}/api/v1/documents/{row['slug']}": row["text"] for row in both.rows[m.Document]}
    model = {"claims": m.Claim, "metrics": m.Metric}[name]
    spans = {f"{SITE}/api/v1/{name}/{row['id']}": (row["start"], row["end"], row.get("quote")) for row in both.rows[model]}
    found = nodes(await linked(site, f"{name}?limit=1000"))
    annotations = [node for node in found.values() if node["type"] == "Annotation"]
    assert len(annotations) == min(1000, len(spans))
    for node in annotations:
        target = node["target"]
        text, (quoted, placed) = texts[target["source"]], target["selector"]
        start, end, quote = spans[node["body"]]
        assert (placed["start"], placed["end"]) == (start, end)
        assert quoted["exact"] == text[start:end] == (quote or text[start:end])
        around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
        assert text[max(0, start - 32) : end + 32] == around


async def test_values_keep_their_digits_and_their_ends(site: httpx.AsyncClient, both: Build) -> None:
    ends = {"gt": "minValue", "ge": "minValue", "lt": "maxValue", "le": "maxValue"}
    found = nodes(await linked(site, "metrics?limit=1000"))
    seen = set()
    for row in both.rows[m.Metric]:
        node = found[f"{SITE}/api/v1/metrics/{row['id']}"]
        expected = (
            {"minValue": row["value_text"], "maxValue": row["value_max_text"]}
            if row["comparator"] == "range"
            else {"minValue": f"-{row['deviation_text']}", "maxValue": row["deviation_text"]}
            if row["comparator"] == "tolerance" and not row["value"]
            else {ends.get(row["comparator"], "value"): row["value_text"]}
        )
        numbers = {name: node[name] for name in ("value", "minValue", "maxValue") if name in node}
        written = {name: format(Decimal(text), "f") for name, text in expected.items()}
        assert {name: number["@value"] for name, number in numbers.items()} == written
        for number in numbers.values():
            value = Decimal(number["@value"])
            is_integer = value.as_tuple().exponent == 0 and value < 9007199254740992
            assert number["@type"] == ("xsd:integer" if is_integer else "xsd:decimal")
        seen.add(row["comparator"])
    assert {"eq", "approx", "range", *ends} - {"lt", "le"} <= seen


async def test_words_are_in_the_language_of_their_document(site: httpx.AsyncClient) -> None:
    for document, language in ((FIRST, "zh"), (SECOND, "en")):
        claims = nodes(await linked(site, f"claims?limit=5&document={document}"))
        of_it = [node for node in claims.values() if "schema:Claim" in node["type"]]
        assert {node["text"]["@language"] for node in of_it} == {language}
        assert all(("translation" in node) == (language == "zh") for node in of_it)
        metrics = nodes(await linked(site, f"metrics?limit=5&document={document}"))
        said = [node["description"]["@language"] for node in metrics.values() if "schema:Observation" in node["type"]]
        assert said == [language] * 5


async def test_a_page_of_many_documents_describes_each_once(site: httpx.AsyncClient) -> None:
    document = json.loads(await linked(site, "metrics?limit=1000"))
    ids = [node["id"] for node in document["@graph"]]
    assert len(ids) == len(set(ids))
    named = {id_ for node in document["@graph"] for id_ in _named(node)}
    claims = {f"{SITE}/api/v1/claims/"}
    assert {id_ for id_ in named if not id_.startswith(tuple(claims))} <= set(ids)


def _named(node: dict[str, Any]) -> list[str]:
    found = [node.get("quotedFrom"), node.get("measuredProperty"), node.get("unit"), *node.get("cites", [])]
    about = node.get("observationAbout")
    return [id_ for id_ in [*found, about] if isinstance(id_, str)]
