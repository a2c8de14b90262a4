"""The documentation against the service: everything is documented, nothing is stale, every example is real."""

import csv
import html
import inspect
import io
import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote
from xml.etree import ElementTree

import httpx
import jsonschema
import pytest
import yaml
from fastapi.routing import iter_route_contexts
from sqlalchemy import make_url
from typer.main import get_command
from typer.testing import CliRunner

from app.api.fields.chinese import in_chinese
from app.api.fields.dictionary import answers_of, dictionary, row_models
from app.api.fields.origins import field_names
from app.api.registry import LISTINGS
from app.cli import cli
from app.config import HOME, Settings
from app.errors import KINDS
from app.http.openapi import ADDRESS, EXAMPLES, HEADERS, OTHER_CONTENT, document_of, examples_of, formats, quoted
from app.http.openapi_about import evidence_counts
from app.http.openapi_examples import BINARY, first_example, produce
from app.main import create_app
from app.pages.llms import llms
from app.pages.routes import guide
from app.store import tables as m
from app.store.publishing import Build
from app.vocabulary.column_names import column_name
from tests.support.openapi import app, by_name, document

pytestmark = pytest.mark.anyio
README = (HOME / "README.md").read_text()
LIST_PATHS = {f"/api/v1/{name}" for name in LISTINGS}


OPERATIONS = by_name()


@pytest.mark.slow
def test_the_document_is_valid_openapi() -> None:
    # loaded by the one worker that gets the test
    from openapi_spec_validator import validate

    assert document()["openapi"].startswith("3.1")
    validate(document())


def test_every_operation_has_its_own_name() -> None:
    assert len(OPERATIONS) == sum(len(item) for item in document()["paths"].values())
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in OPERATIONS)
    lists = {f"list_{name}" for name in LISTINGS}
    assert lists <= OPERATIONS.keys()
    assert {
        "get_metric",
        "get_claim",
        "get_claim_verification",
        "get_document_text",
        "search",
        "suggest",
    } <= OPERATIONS.keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_described_with_real_answers(name: str) -> None:
    path, operation = OPERATIONS[name]
    request = examples_of(app())["operations"][name]["request"]
    assert operation["summary"]
    assert f"[`{request}`]({quoted(request)})" in operation["description"]
    assert operation["description"].index("\n\nFor example") > 20
    responses = operation["responses"]
    for status, response in responses.items():
        assert response["description"]
        for media_type, content in (response["content"] | response.get(OTHER_CONTENT, {})).items():
            assert "schema" in content, (status, media_type)
            if media_type not in BINARY:
                assert ("example" in content) or content["examples"], (status, media_type)
            if "example" in content and "json" in media_type and "ndjson" not in media_type:
                jsonschema.validate(content["example"], {**content["schema"], "components": document()["components"]})
    expected = {"200", "414", "422"} | ({"406"} if formats(operation) else set()) | ({"404"} if "{" in path else set())
    expected |= {"410"} if "{" in path and path.partition("/{")[0] in LIST_PATHS else set()
    if path.startswith("/api/"):
        expected |= {"503"}
        assert {"ETag", "Last-Modified", "Dataset-Version", "Cache-Control", "Vary"} <= responses["200"]["headers"].keys()
    assert expected <= responses.keys() <= expected | {"503"}
    for parameter in operation.get("parameters", ()):
        assert parameter["description"], parameter["name"]
        assert "…" not in str(parameter.get("example", parameter["schema"].get("examples")))


def test_every_problem_is_described_as_text_too() -> None:
    """For clients that prefer text to JSON, as Grafana's Infinity does."""
    texts = {}
    for name, (_, operation) in OPERATIONS.items():
        for status, response in operation["responses"].items():
            described = response.get(OTHER_CONTENT, {}).get("text/plain; charset=utf-8")
            assert (described is not None) is ("application/problem+json" in response["content"]), (name, status)
            texts[name, status] = described
    assert sum(one is not None for one in texts.values()) > 100
    (example,) = [one["example"] for (name, status), one in texts.items() if (name, status) == ("list_metrics", "422")]
    assert example.startswith("Invalid parameter: ")


def test_headers_and_shared_errors_are_described() -> None:
    components = document()["components"]
    assert components["headers"].keys() == HEADERS.keys()
    assert {example["value"]["status"] for example in components["examples"].values()} == {406, 410, 414, 503}
    assert {tag["name"] for tag in document()["tags"]} == {operation["tags"][0] for _, operation in OPERATIONS.values()}
    assert all(tag["description"] for tag in document()["tags"])


@pytest.mark.slow
def test_the_examples_are_what_the_service_answers(built: Build) -> None:
    made = produce(built, Settings(), create_app)
    assert _undated(made) == _undated(EXAMPLES.read_bytes()), "run `factbase docs`"


# where citations say on which day they were made
_DAY = re.compile(
    r"(?<=urldate = \{)[\d-]{10}|(?<=Y2  - )[\d/]{10}|\[[\d-]{10}\](?=\. http)|(?<=Retrieved )[A-Z][a-z]+ \d+, \d{4}(?=, from)"
    r'|(?<="accessed": )\{[^}]*\}'
)


def _undated(examples: bytes) -> str:
    return _DAY.sub("day", examples.decode())


_OF_DATA = {"etag", "last-modified", "cache-control", "vary", "dataset-version", "content-language"}


@pytest.mark.slow
async def test_both_databases_answer_the_examples_alike(client: httpx.AsyncClient) -> None:
    for name, example in examples_of(app())["operations"].items():
        first = example["answers"][:1]
        if first and first[0]["status"] == 200 and name != "get_readiness":
            answer = await client.get(ADDRESS + quoted(example["request"]))
            assert answer.json() == first[0]["body"], name
            path = OPERATIONS[name][0]
            if path.startswith("/api/"):
                assert answer.headers.keys() >= _OF_DATA, name
                assert answer.headers["ETag"].startswith('"'), name
                of_list = (found := re.fullmatch(r"/api/v1/(\w+)(?:/\{\w+\})?", path)) and found[1] in LISTINGS
                assert ("Link" in answer.headers) is bool(of_list or name in {"get_series", "get_aggregate"}), name


# whether a value is known is the same on both, and asking all of it twice takes long
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.slow
async def test_every_parameter_takes_its_example(client: httpx.AsyncClient) -> None:
    seen = set()
    for path, operation in OPERATIONS.values():
        if "{" in path or not path.startswith("/api/"):
            continue
        given = dict(parse_qsl(examples_of(app())["operations"][operation["operationId"]]["request"].partition("?")[2]))
        asked = {}
        for parameter in operation.get("parameters", ()):
            # a filter is the same on every list
            key = "" if path in LIST_PATHS else path, parameter["name"], _example(parameter)
            if (
                key[2] is not None
                and key[1] not in {"format", "related", "bom", "header", "flat", "names"}
                and key not in seen
            ):
                asked[key[1]] = key[2]
            seen.add(key)
        # several at once, as long as they have nothing against each other: each takes its value or all are refused
        for some in _batched(asked.items(), 12):
            if (await client.get(path, params=given | dict(some))).status_code != 200:
                for one in some:
                    await _taken(client, path, given, dict([one]))


async def _taken(client: httpx.AsyncClient, path: str, given: dict[str, str], asked: dict[str, str]) -> None:
    """A parameter beside the example request, or beside less of it where the two have nothing to say to each other."""
    for others in (given, {name: given[name] for name in given if name != "limit"}, {}):
        answer = await client.get(path, params=others | asked)
        if answer.status_code == 200:
            return
    raise AssertionError((path, asked, answer.text))


def _batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _example(parameter: Any) -> str | None:
    return first_example(parameter) if "examples" in parameter["schema"] else None


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slug", KINDS)
async def test_the_type_of_a_problem_is_a_page(client: httpx.AsyncClient, slug: str) -> None:
    answer = await client.get(f"/problems/{slug}")
    assert (answer.status_code, answer.json()["type"], answer.json()["status"]) == (
        200,
        f"/problems/{slug}",
        KINDS[slug].status,
    )
    chinese = (await client.get(f"/problems/{slug}?lang=zh")).json()
    assert (chinese["title"], chinese["about"]) == (KINDS[slug].title_zh, KINDS[slug].about_zh)
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in (chinese["title"], chinese["about"]))
    for path, words in ((f"/problems/{slug}", answer.json()), (f"/problems/{slug}?lang=zh", chinese)):
        page = await client.get(path, headers={"Accept": "text/html"})
        assert page.headers["content-type"].startswith("text/html")
        shown = html.unescape(re.sub("<[^>]*>", "", page.text))
        # names in backticks are code on the page
        assert (words["title"] in shown, words["about"].replace("`", "") in shown) == (True, True)


def test_every_field_of_every_row_is_in_the_dictionary() -> None:
    models = row_models(document())
    # FastAPI leaves out a default of null
    answers = row_models(answers_of(app()))
    for model in answers.values():
        model["properties"] = {
            name: {key: value for key, value in field.items() if (key, value) != ("default", None)}
            for name, field in model["properties"].items()
        }
    assert answers == models
    assert set(LISTINGS) == LISTINGS.keys() <= models.keys()
    rows = dictionary(app())
    own = {(row["list"], row["field"]): row for row in rows if row["include"] is None}
    assert own.keys() == {(name, field) for name, model in models.items() for field in model["properties"]}
    embedded = {
        (listing.name, f"{name}.{inner}")
        for listing in LISTINGS.values()
        for name, include in listing.includes.items()
        for inner in include.columns
    }
    assert {(row["list"], row["field"]) for row in rows if row["include"]} == embedded
    assert all(row["meaning"] and row["origin_detail"] for row in rows)
    used = {row["list"] for row in rows}
    assert {name.partition(".")[0] for name in field_names() if "." in name} <= used
    plain = {row["field"] for row in own.values() if row["list"] in LISTINGS}
    assert {name for name in field_names() if "." not in name} <= plain


def test_every_field_is_explained_in_chinese() -> None:
    told = {row[name] for row in dictionary(app()) for name in ("meaning", "unit", "origin_detail") if row[name]}
    assert {one for one in told if in_chinese(one) == one and not one.startswith("seeds/")} == set()


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_the_dictionary_says_what_filters_and_sorts(client: httpx.AsyncClient) -> None:
    rows = (await client.get("/api/v1/fields?list=metrics,sources")).json()["data"]
    found = {(row["list"], row["field"]): row for row in rows}
    value = found["metrics", "value"]
    assert value == {
        "list": "metrics", "field": "value", "column": "value", "type": "number", "unit": "the row's `unit`", "nullable": False,
        "meaning": "Value in the base unit, with every digit of the text. For a range, its lower end.", "origin": "derived",
        "origin_detail": "the quote, as read by the number parser",
        "filters": ["value", "value__ne", "value__gt", "value__gte", "value__lt", "value__lte"], "sorts": ["value"],
        "facet": False, "include": None, "example": 1509,
    }  # fmt: skip
    assert found["metrics", "reference_numbers"]["filters"] == ["reference", "reference__ne", "reference__isnull"]
    assert "q" in found["metrics", "quote"]["filters"]
    assert found["metrics", "sources.url"]["include"] == "sources"
    assert found["sources", "published_on"]["nullable"] is True
    for row in rows:
        parameters = {one["name"] for one in OPERATIONS[f"list_{row['list']}"][1]["parameters"]}
        assert set(row["filters"]) <= parameters


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_the_dictionary_as_csv_and_its_refusal(client: httpx.AsyncClient) -> None:
    text = (await client.get("/api/v1/fields?list=topics&format=csv")).content.decode("utf-8-sig")
    assert [row["field"] for row in csv.DictReader(io.StringIO(text))] == [
        "slug",
        "name",
        "name_en",
        "name_zh",
        "description",
        "description_en",
        "description_zh",
        "claim_count",
    ]
    refused = await client.get("/api/v1/fields?list=metric")
    assert (refused.status_code, refused.json()["errors"][0]["nearest"]) == (422, "metrics")
    assert set(refused.json()["errors"][0]["allowed"]) == set(row_models(document()))


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.slow
async def test_every_list_is_told_to_language_models_and_every_address_answers(client: httpx.AsyncClient) -> None:
    text = (await client.get("/llms.txt")).text
    assert text.startswith("# factbase\n\n> ")
    assert text.count("- DO: ") == text.count("  DON'T: ") > 5
    listed = set(re.findall(r"^- \[([^\]]+)\]", text, re.MULTILINE))
    assert {path.removeprefix("/api/v1/") for path, _ in OPERATIONS.values() if path.startswith("/api/v1/")} <= listed
    addresses = re.findall(r"http://test[^\s)]*", text)
    assert len(addresses) > 50
    for address in addresses:
        assert (await client.get(address)).status_code == 200, address


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.slow
async def test_llms_in_chinese_is_the_english_one(client: httpx.AsyncClient) -> None:
    """The same addresses, each answered in Chinese, and no English sentence."""
    english, chinese = [await client.get("/llms.txt", params={"lang": lang}) for lang in ("en", "zh")]
    assert chinese.headers["Content-Language"] == "zh"
    addresses, in_chinese = [re.findall(r"http://test[^\s)]*", answer.text) for answer in (english, chinese)]
    assert [re.sub("[?&]lang=zh$", "", one) for one in in_chinese] == addresses
    for address in in_chinese:
        assert (await client.get(address)).status_code == 200, address
    assert [one for one in in_chinese if not one.endswith("lang=zh")] == ["http://test/api/v1/export.zip"]
    prose = re.sub(r"http://\S*|`[^`]*`|\[[^\]]*\]", "", chinese.text)
    assert re.findall(r"[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+", prose) == []


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_the_index_names_addresses_that_answer(client: httpx.AsyncClient) -> None:
    index = (await client.get("/")).json()
    addresses = [address for group in ("docs", "lists", "questions", "health") for address in index[group].values()]
    answers = {address: (await client.get(address)).status_code for address in addresses}
    asking = {
        path: 422
        for path, operation in OPERATIONS.values()
        for one in operation.get("parameters", ())
        if one.get("required")
    }
    assert answers == {address: asking.get(address, 200) for address in addresses}
    assert asking["/api/v1/search"] == 422
    paths = {path for path, _ in OPERATIONS.values() if "{" not in path and path != "/"}
    assert paths <= set(addresses)


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_no_address_of_documentation_ignores_a_parameter(client: httpx.AsyncClient) -> None:
    paths = (
        "/",
        "/api/v1",
        "/openapi.json",
        "/guide",
        "/guide.md",
        "/llms.txt",
        "/docs",
        "/redoc",
        "/healthz",
        "/problems/gone",
    )
    for path in paths:
        refused = await client.get(path, params={"language": "zh"}, headers={"Accept": "text/html"})
        assert refused.status_code == 422, path
    body = (await client.get("/openapi.json", params={"language": "zh"})).json()
    assert body["errors"][0]["nearest"] == "lang"


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_answers_with_data_name_its_version(client: httpx.AsyncClient) -> None:
    """Lists, objects, files and questions do; an error has no data."""
    paths = (
        "metrics?limit=1",
        "metrics/met_p33xbfxg5uvd",
        "metrics?format=csv&limit=1",
        "search?q=百度",
        "export.zip",
        "fields",
    )
    answers = {path: await client.get(f"/api/v1/{path}") for path in paths}
    assert {path: one.status_code for path, one in answers.items()} == dict.fromkeys(paths, 200)
    # the export is in both languages
    missing = {path: _OF_DATA - one.headers.keys() for path, one in answers.items()}
    assert missing == {path: {"content-language"} if path == "export.zip" else set() for path in paths}
    assert "Dataset-Version" not in (await client.get("/api/v1/metrics?nothing=1")).headers


async def test_guide_addresses_answer(client: httpx.AsyncClient) -> None:
    assert "<h2>pandas</h2>" in (await client.get("/guide")).text
    assert "<h2>从问题到答案</h2>" in (await client.get("/guide?lang=zh")).text
    text = (await client.get("/guide.md")).text
    for path in re.findall(r"\]\((/[^)]*)\)", text):
        assert (await client.get(path)).status_code == 200, path


# The README


# parts of pages, and the page that a browser gets at `/`
_INNER = {
    "/",
    "/home",
    "/problem-page/{key}",
    "/docs/swagger-ui.js",
    "/redoc/redoc.js",
    "/guide.css",
    "/assets/{version}/{name}",
    "/favicon.ico",
    "/favicon.svg",
}


def test_the_readme_leads_to_each_of_its_chapters() -> None:
    chapters = re.findall(r"^## (.*)$", README, re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", chapter.lower()).replace(" ", "-") for chapter in chapters]
    assert re.findall(r"\[([^]]*)\]\(#([^)]*)\)", README) == list(zip(chapters, anchors, strict=True))


def test_every_address_is_in_the_readme() -> None:
    paths = {route.path for route in iter_route_contexts(app().routes) if getattr(route, "endpoint", None) and route.path}
    general = {f"/api/v1/{name}" for name in LISTINGS} | {f"/api/v1/{name}/{{id}}" for name in LISTINGS}
    for path in paths - general - _INNER:
        shown = re.sub(r"\{\w+\}", "<", path.removeprefix("/api/v1"))
        assert all(part in README for part in shown.split("<")), path
        assert f"`{shown.partition('<')[0]}" in README, path
    assert all(f"`{name}`" in README for name in LISTINGS)


def test_columns_are_called_as_the_readme_says() -> None:
    (said,) = re.findall(r"^In CSV, flat Parquet .*?\n\n", README, re.MULTILINE | re.DOTALL)
    assert re.findall(r"`(\w+)`", said) == ["sources_url", *map(column_name, ("start", "end", "as_of")), "as_of"]


def test_every_general_parameter_is_in_the_readme() -> None:
    names = {one["name"] for path, operation in OPERATIONS.values() for one in operation.get("parameters", ())}
    filters = {name for listing in LISTINGS.values() for one in listing.filters for name in one.fields()}
    having = {name for name in names - filters if "__" in name}
    for name in names - filters - having - {"id", "slug", "list", "start", "end"}:
        assert re.search(rf"[`&?|]{name}\b", README), name
    operators = {name.partition("__")[2] for name in filters} - {""}
    assert all(f"__{operator}`" in README for operator in operators)


def test_every_format_is_in_the_readme() -> None:
    assert all(f"`{format_}`" in README for _, operation in OPERATIONS.values() for format_ in formats(operation))


def test_every_setting_is_in_the_readme() -> None:
    table = dict(re.findall(r"^\| (`FACTBASE_[^|]*) \| ([^|]*) \|", README, re.MULTILINE))
    shown = {}
    for names, defaults in table.items():
        shown |= dict(zip(re.findall(r"FACTBASE_(\w+)", names), re.findall(r"`([^`]*)`", defaults) or [""], strict=True))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert shown.keys() == defaults.keys()
    for name, default in defaults.items():
        relative = (",".join(default) if isinstance(default, list) else str(default)).replace(f"{HOME}/", "")
        assert shown[name].removesuffix("/") == relative, name


def test_every_command_is_in_the_readme() -> None:
    commands = get_command(cli).commands  # type: ignore[attr-defined]
    part = README[README.index("Commands (") :].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)(?: [A-Z]+)?`", part)) == set(commands)
    assert all(command.help for command in commands.values())


def test_every_dependency_is_in_the_readme() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    table = README[README.index("## Why each dependency") :]
    named = {name.strip() for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) for name in row.split(",")}
    assert {re.split(r"[>\[; ]", one)[0] for one in wanted} == named - {"package", "---"}


QUESTIONS = re.findall(r"^    curl '([^']+)'\n\n    (.*(?:\n     .*)*)$", README, re.MULTILINE)


def test_there_are_five_questions() -> None:
    assert len(QUESTIONS) == 5


@pytest.mark.parametrize(("address", "shown"), QUESTIONS)
async def test_the_readmes_answers_are_real(client: httpx.AsyncClient, address: str, shown: str) -> None:
    answer = (await client.get(address.removeprefix("http://127.0.0.1:8000"))).text
    place = 0
    for part in re.split(r",? ?…,? ?", re.sub(r"\n\s+", "", shown)):
        place = answer.find(part, place)
        assert place >= 0, part
        place += len(part)


def test_every_kind_of_problem_says_what_it_means_and_what_to_do() -> None:
    abouts = {slug: inspect.getdoc(kind) for slug, kind in KINDS.items()}
    assert all(about and len(about) > 80 for about in abouts.values())
    assert len(set(abouts.values())) == len(KINDS)


def test_the_readme_counts_what_is_there(built: Build) -> None:
    claims, metrics = built.rows[m.Claim], built.rows[m.Metric]
    cited = [sum(row["evidence"] == "cited" for row in rows) for rows in (claims, metrics)]
    pages = {one for row in (*claims, *metrics) for one in row["source_ids"]}
    undated = sum(row["period"] is None for row in metrics)
    told = " ".join(README.partition("## Start")[0].split())
    assert f"{len(built.rows[m.Source])} pages, of which {len(pages)} support any of it." in told
    counts = [cited[0], len(claims), cited[1], len(metrics), len(pages), len(built.rows[m.Source]), undated]
    english, chinese = evidence_counts(examples_of(app()), "en"), evidence_counts(examples_of(app()), "zh")
    assert [int(one) for one in re.findall(r"\d+", english)] == counts
    assert sorted(int(one) for one in re.findall(r"\d+", chinese)) == sorted(counts)
    for lang, sentence in (("en", english), ("zh", chinese)):
        for text in (guide("", lang), llms(app(), "", lang), document_of(app(), lang)["info"]["description"]):
            assert text.count(sentence) == 1
            assert "{evidence}" not in text
    assert f"{len(claims)} sentences, of which {cited[0]} carry a marker" in told
    assert f"{len(metrics)} figures, of which {cited[1]} do" in told
    assert (
        f"{len(built.rows[m.Entity])} entities, {len(built.rows[m.Reference])} references to {len(built.rows[m.Source])} pages"
        in told
    )


def test_the_readme_shows_what_audit_prints() -> None:
    (report,) = (HOME / "seeds" / "documents").glob("*.md")
    printed = CliRunner().invoke(cli, ["audit", str(report)]).output
    shown = [line.strip() for line in README.splitlines() if re.match(r"    (?:sentences|figures|pages) ", line)]
    assert len(shown) == 2
    assert [line for line in shown if line not in printed] == []


# What is promised


PROMISES: dict[str, dict[str, Any]] = yaml.load((HOME / "tests" / "promises.yaml").read_text(), yaml.CSafeLoader)


def _passages(text: str) -> Iterator[tuple[str, str]]:
    """Each paragraph, item and row of a table, with the heading of its chapter; code and heads of tables left out."""
    chapter = ""
    for block in re.split(r"\n\s*\n", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)):
        if block.startswith("#"):
            chapter = chapter if block.startswith("###") else block.partition("\n")[0]
        elif block.startswith("|"):
            yield from ((chapter, row.removeprefix("| ")) for row in block.splitlines()[2:])
        elif block.strip() and not block.startswith("    "):
            yield from ((chapter, " ".join(one.split())) for one in re.split(r"\n(?=(?:-|\d+\.) )", block))


def test_the_chinese_guide_is_the_english_one() -> None:
    """Chapter by chapter: the same code, addresses, rows of tables and items of lists, and no English sentence."""
    english, chinese = guide("http://x"), guide("http://x", "zh")
    for parts in (r"^```\w.*?^```$", r"^#+ ", r"^\|", r"^(?:-|\d\.) ", r"http://x/api[^`\s)]*"):
        found = [re.findall(parts, text, re.MULTILINE | re.DOTALL) for text in (english, chinese)]
        names = [[re.sub(r"[?&]lang=zh", "", one) for one in some] for some in found]
        assert names[0] == names[1], parts
    prose = re.sub(r"^```\w.*?^```$|`[^`]*`|“[^”]*”", "", chinese, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", prose) == []


@pytest.mark.parametrize("name", ["README.md", "app/pages/guide.md"])
def test_every_passage_names_the_tests_that_hold_it(name: str) -> None:
    promised, used = PROMISES[name], set()
    for chapter, passage in _passages((HOME / name).read_text()):
        found = [key for key in promised if key == chapter or passage.startswith(key)]
        assert found, f"tests/promises.yaml does not say which tests hold {passage!r}"
        used |= set(found)
    assert promised.keys() - used == set()


def test_every_rule_for_language_models_names_the_tests_that_hold_it() -> None:
    rules = re.findall(r"^- DO: (.*)$", llms(app(), ""), re.MULTILINE)
    keys = {rule: [key for key in PROMISES["llms.txt"] if rule.startswith(key)] for rule in rules}
    assert [rule for rule, found in keys.items() if len(found) != 1] == []
    assert len(rules) == len(PROMISES["llms.txt"])


def test_every_test_that_holds_a_promise_is_there() -> None:
    assert all(tests for file in PROMISES.values() for tests in file.values()), "a promise without a test"
    named = {one for file in PROMISES.values() for tests in file.values() for one in tests}
    for one in named:
        path, _, test = one.partition("::")
        assert (HOME / "tests" / path).exists(), one
        assert not test or re.search(rf"^ *(?:async )?def {test}\(", (HOME / "tests" / path).read_text(), re.MULTILINE), one


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_limits_are_what_the_readme_says(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/metrics")).json()["page"]["limit"] == 50
    assert [(await client.get(f"/api/v1/metrics?limit={limit}")).status_code for limit in (0, 1, 1000, 1001)] == [
        422,
        200,
        200,
        422,
    ]
    whole = (await client.get("/api/v1/metrics?format=ndjson&fields=id")).text.splitlines()
    assert len(whole) == (await client.get("/api/v1/metrics?count=exact&limit=1")).json()["page"]["count"] > 50


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_an_address_of_figures_embeds_as_its_chart(client: httpx.AsyncClient) -> None:
    asked = "series?indicator=market-size&entity=china-llm-market&unit=CNY"
    page = await client.get(f"/embed/{asked}", headers={"Accept": "text/html"})
    assert (page.status_code, "<svg" in page.text or "<img" in page.text) == (200, True)
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors *")
    answer = (await client.get("/oembed", params={"url": "http://test/metrics?indicator=market-size&unit=CNY"})).json()
    assert (answer["type"], answer["version"]) == ("rich", "1.0")
    assert re.search(r'<iframe src="http://test/embed/metrics\?', answer["html"])
    # an address pasted with its letters as they are says the same
    words = "metrics?indicator=market-size&unit=CNY&q=市场 规模"
    pasted = [
        (await client.get("/oembed", params={"url": f"http://TEST/{one}"})).json()
        for one in (words, quote(words, safe="?=&"))
    ]
    assert "q=%E5%B8%82%E5%9C%BA+%E8%A7%84%E6%A8%A1" in pasted[0]["html"]
    assert pasted[0] == pasted[1]
    # a table of the same figures has the same picture
    table = "series?indicator=market-size&unit=CNY&entity=china-llm-market&shape=wide&names=true"
    assert (await client.get(f"/embed/{table}", headers={"Accept": "text/html"})).status_code == 200
    assert "shape" not in (await client.get("/oembed", params={"url": f"http://test/{table}"})).json()["html"]
    for path in ("/series?indicator=market-size&entity=china-llm-market&unit=CNY&lang=zh", "/aggregate?group_by=year"):
        answer = (await client.get("/oembed", params={"url": f"http://test{path}"})).json()
        assert (
            await client.get(answer["html"].partition('src="')[2].partition('"')[0].replace("&amp;", "&"))
        ).status_code == 200
        picture = (await client.get(answer["thumbnail_url"])).content
        # the size of a PNG stands in its first chunk
        size = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        assert (answer["thumbnail_width"], answer["thumbnail_height"]) == size
        for most, width in (("", 640), ("400", 400)):
            asked = {"url": f"http://test{path}", **({"maxwidth": most} if most else {})}
            answer = (await client.get("/oembed", params=asked)).json()
            assert answer["width"] == width
            assert f'width="{width}" height="{answer["height"]}"' in answer["html"]
            written = await client.get("/oembed", params={**asked, "format": "xml"})
            assert written.headers["content-type"] == "text/xml; charset=utf-8"
            assert {one.tag: one.text for one in ElementTree.fromstring(written.content)} == {
                name: str(value) for name, value in answer.items()
            }


@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
async def test_a_copy_of_a_database_in_use_is_whole(client: httpx.AsyncClient, seeded: Settings, tmp_path: Path) -> None:
    """By the README's `VACUUM INTO`, while it is served."""
    with closing(sqlite3.connect(make_url(seeded.database_url).database or "")) as database:
        database.execute("VACUUM INTO ?", [str(tmp_path / "copy.db")])
    copy = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'copy.db'}"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=copy), base_url="http://test") as other:
        one, two = [await each.get("/api/v1/metrics?limit=1000") for each in (client, other)]
    copy.state.close()
    assert (two.status_code, two.json()) == (200, one.json())
