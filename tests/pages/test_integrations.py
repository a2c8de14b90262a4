"""Files for other tools: each parses as its format, every address in it answers, and what it shows are the five facts."""

import ast
import csv
import datetime
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, make_url, text

from app.config import Settings
from app.main import create_app
from app.pages.integrations.captions_zh import CAPTIONS, TEXTS
from app.pages.integrations.catalogue import INTEGRATIONS
from app.pages.integrations.filling import FILES, python, read, within
from app.pages.integrations.queries import QUERIES, written
from app.pages.integrations.question import Question
from app.store.engines import open_engine
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.golden import FIVE, as_five

pytestmark = pytest.mark.anyio
FACTS = {"fields": "year,is_forecast,value_low,value_high,label", "repeats": "first", "roles": "plain"}
BROWSER = {"Accept": "text/html,application/xhtml+xml"}
on_sqlite = pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)


def constants(program: str) -> dict[str, Any]:
    """The constants of a Python program, without running it."""
    found = {}
    for node in ast.parse(program).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


def under(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value[name]
    return value


@on_sqlite
async def test_the_index_is_json_for_programs_and_a_page_for_people(client: httpx.AsyncClient) -> None:
    index = await client.get("/integrations")
    assert [one["file"] for one in index.json()["data"]] == list(INTEGRATIONS)
    assert index.json()["question"] == {"indicator": "market-size", "unit": "CNY", "entity": "china-llm-market"}
    in_chinese = (await client.get("/integrations?lang=zh")).json()["data"]
    assert all(re.search("[\u4e00-\u9fff]", one["about"]) and "lang=zh" in one["url"] for one in in_chinese)
    page = (await client.get("/integrations", headers=BROWSER)).text
    for one in index.json()["data"]:
        answer = await client.get(one["url"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, INTEGRATIONS[one["file"]].media_type)
        assert answer.headers["content-disposition"] == f'inline; filename="{one["file"]}"'
        assert answer.headers["etag"]
        assert f'href="{one["url"]}"' in page
    assert (await client.get("/")).json()["docs"]["integrations"] == "/integrations"


@on_sqlite
@pytest.mark.parametrize("file", [name for name in INTEGRATIONS if name.endswith(".py")])
async def test_a_program_asks_for_the_five_facts(client: httpx.AsyncClient, file: str) -> None:
    program = (await client.get(f"/integrations/{file}")).text
    compile(program, file, "exec", dont_inherit=True)
    found = constants(program)
    assert found["API"] == "http://test/api/v1"
    asked = {**found["FACTS"], **found["QUESTION"]}
    rows = await client.get("/api/v1/metrics", params={**asked, **FACTS})
    assert as_five(rows.json()["data"]) == FIVE
    shown = await client.get("/api/v1/metrics", params={**asked, "fields": found["FIELDS"], "format": "csv", "bom": "false"})
    assert (shown.status_code, len(shown.text.splitlines())) == (200, 1 + len(FIVE))
    assert {"in_conflict", "source_url", "is_forecast"} <= set(found["FIELDS"].split(","))
    # columns are called as readers call them
    in_chinese = constants((await client.get(f"/integrations/{file}?lang=zh")).text)["HEADS"]
    heads = found["HEADS"] if isinstance(found["HEADS"], list) else list(found["HEADS"].values())
    assert "Figure" in heads
    assert "数据" in (in_chinese if isinstance(in_chinese, list) else in_chinese.values())
    assert isinstance(found["HEADS"], list) or set(found["HEADS"]) <= set(found["FIELDS"].split(","))


@on_sqlite
async def test_the_notebook_and_the_starter_ask_for_the_five_facts(client: httpx.AsyncClient) -> None:
    notebook = (await client.get("/integrations/notebook.ipynb")).json()
    assert (notebook["nbformat"], [one for one in notebook["cells"] if one.get("outputs")]) == (4, [])
    sources = ["".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "code"]
    compile("\n".join(sources), "notebook", "exec")
    found = constants(sources[0])
    packed = zipfile.ZipFile(io.BytesIO((await client.get("/integrations/framework.zip")).content))
    loader = packed.read("framework/src/data/facts.json.js").decode()
    in_script = {
        name: json.loads(value) for name, value in re.findall(r"^const (API|QUESTION|FACTS) = (.*);$", loader, re.MULTILINE)
    }
    assert in_script["FACTS"].pop("limit") == "1000"
    assert in_script == {name: found[name] for name in ("API", "QUESTION", "FACTS")}
    rows = await client.get("/api/v1/metrics", params={**found["FACTS"], **found["QUESTION"], **FACTS})
    assert as_five(rows.json()["data"]) == FIVE
    for program in (sources[0], loader):
        fields = "".join(re.findall(r'"([^"]*)"', program.partition("FIELDS = ")[2].partition("async")[0]))
        assert (await client.get("/api/v1/metrics", params={"fields": fields, "limit": 1})).status_code == 200
    assert {"@observablehq/framework", "@observablehq/plot"} == set(
        json.loads(packed.read("framework/package.json"))["dependencies"]
    )


@on_sqlite
async def test_the_line_of_a_spreadsheet_has_the_five_facts(client: httpx.AsyncClient) -> None:
    page = (await client.get("/integrations/spreadsheet.txt")).text
    (line,) = re.findall(r"^http://\S+$", page, re.MULTILINE)
    assert f'=IMPORTDATA("{line}")' in page
    # without it the first row is called Column1, Column2
    assert f'Table.PromoteHeaders(Csv.Document(Web.Contents("{line}"), [Encoding = 65001]))' in page
    assert "text/html" in (await client.get(line.replace("CNY", "CNX"), headers=BROWSER)).headers["content-type"]
    rows = list(csv.DictReader(io.StringIO((await client.get(line)).content.decode("utf-8-sig"))))
    shown = [(int(one["period"]), one["is_forecast"] == "true", one["label"]) for one in rows]
    assert shown == [(*key, label) for key, (_, _, label) in FIVE.items()]
    assert all(one["source_url"].startswith("http") and one["in_conflict"] in {"true", "false"} for one in rows)
    in_chinese = (
        await client.get("/integrations/spreadsheet.txt?indicator=market-size&unit=CNY&entity=china-llm-market&lang=zh")
    ).text
    (line,) = re.findall(r"^http://\S+$", in_chinese, re.MULTILINE)
    translated = list(csv.DictReader(io.StringIO((await client.get(line)).content.decode("utf-8-sig"))))
    assert [one["时期"] for one in translated] == [str(year) for year, _ in FIVE]
    assert all(f"“{name}”" in in_chinese and name in translated[0] for name in ("下限", "上限", "是否预测"))


@on_sqlite
async def test_every_address_of_the_grafana_dashboard(client: httpx.AsyncClient) -> None:
    made = (await client.get("/integrations/grafana_dashboard.json")).json()
    variables = {one["name"]: one for one in made["templating"]["list"]}
    chosen = {name: one["current"]["value"] for name, one in variables.items()}
    assert chosen == {"indicator": "market-size", "unit": "CNY", "entity": ["china-llm-market"]}

    def filled(url: str) -> str:
        """What Grafana makes of an address; `:csv` joins several values by commas."""
        return re.sub(
            r"\$\{(\w+)(:csv)?\}", lambda name: ",".join([chosen[name[1]]] if name[2] is None else chosen[name[1]]), url
        )

    async def rows(query: dict[str, Any]) -> list[dict[str, Any]]:
        assert (query["parser"], query["type"]) == ("backend", "json")
        answer = await client.get(filled(query["url"]))
        assert answer.status_code == 200, answer.text
        if "/series?" in query["url"]:
            # after the first page as many again, of 1,000 each
            assert (query["pagination_mode"], query["pagination_max_pages"]) == ("cursor", 5)
            assert query["pagination_param_cursor_field_name"] == "cursor"
            assert "&limit=1000" in query["url"]
            assert under(answer.json(), query["pagination_param_cursor_extraction_path"]) is None
        found = under(answer.json(), query["root_selector"])
        types = {"timestamp": str, "string": (str, bool, type(None)), "number": (int, float)}
        for one in found:
            assert all(isinstance(under(one, column["selector"]), types[column["type"]]) for column in query["columns"])
        return [{column["text"]: under(one, column["selector"]) for column in query["columns"]} for one in found]

    for name, variable in variables.items():
        offered = {one["__value"] for one in await rows(variable["query"]["infinityQuery"])}
        assert offered >= set([chosen[name]] if isinstance(chosen[name], str) else chosen[name])
    chart, table = made["panels"]
    actual, forecast = [as_lines(await rows(target)) for target in chart["targets"]]
    assert [(one["time"][:4], one["value"]) for one in actual] == [("2021", 10e9), ("2024", 29.416e9)]
    assert [(one["time"][:4], one["value"]) for one in forecast] == [("2025", 80e9), ("2026", 70e9), ("2030", 500e9)]
    assert [one["Figure"] for one in await rows(table["targets"][0])] == [label for _, _, label in FIVE.values()]
    assert all(made["time"]["from"][:10] < one["time"] < made["time"]["to"][:10] for one in [*actual, *forecast])
    # nobody chosen is everybody
    for chosen["indicator"], chosen["unit"], chosen["entity"] in (
        ("market-size", "CNY", []), ("filing-count", "count", []), ("market-share", "percent", []),
    ):  # fmt: skip
        drawn = [one for target in chart["targets"] for one in as_lines(await rows(target))]
        assert len(await rows(table["targets"][0])) == len(drawn) > len(FIVE)
    # without it the plugin's columns come in the order of the alphabet
    (order,) = table["transformations"]
    assert list(order["options"]["indexByName"]) == [column["text"] for column in table["targets"][0]["columns"]]


def as_lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that Grafana's `LongToWide` can take: ascending in time, and of no line two points at a time, of which it keeps one."""
    assert [one["time"] for one in rows] == sorted(one["time"] for one in rows)
    points = [tuple(value for name, value in one.items() if name != "value") for one in rows]
    assert len(set(points)) == len(points)
    return rows


@on_sqlite
async def test_a_problem_is_in_words_for_the_panel_of_grafana(client: httpx.AsyncClient) -> None:
    # as Infinity's `headers.go` sends it; of an error it shows a body of text, or `message`
    infinity = {"Accept": "application/json;q=0.9,text/plain"}
    wrong = "/api/v1/series?indicator=market-sise&unit=CNY"
    answer = await client.get(wrong, headers=infinity)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/plain; charset=utf-8")
    assert answer.text == ("Invalid parameter: indicator: 'market-sise' is not in the database; nearest: market-size")
    right = await client.get("/api/v1/series?indicator=market-size&unit=CNY&limit=1", headers=infinity)
    assert right.headers["content-type"] == "application/json"
    for accept in ("application/json, text/plain, */*", "text/plain", "*/*"):
        answer = await client.get(wrong, headers={"Accept": accept})
        assert answer.headers["content-type"] == "application/problem+json"


async def test_sql_of_the_saved_queries_runs_on_both_databases(client: httpx.AsyncClient, seeded: Settings) -> None:
    made = (await client.get("/integrations/datasette_metadata.json")).json()
    database = made["databases"]["factbase"]
    engine = open_engine(seeded)
    with engine.connect() as connection:
        found = {
            name: connection.execute(text(one["sql"].replace("://", r"\://")), dict.fromkeys(("indicator", "unit", "entity"), "")).mappings().all()
            for name, one in database["queries"].items()
        }  # fmt: skip
        tables = set(engine.dialect.get_table_names(connection))
        views = set(engine.dialect.get_view_names(connection))
    engine.dispose()
    assert all(found.values())
    assert as_five(found["over_time"]) == FIVE
    assert (await client.get(found["over_time"][0]["fact_url"])).status_code == 200
    charts = made["plugins"]["datasette-dashboards"]["figures"]["charts"].values()
    assert {one["query"] for one in charts} <= {one["sql"] for one in database["queries"].values()}
    hidden = {name for name, one in database["tables"].items() if one.get("hidden")}
    assert tables <= hidden
    assert views - {"view_columns"} == database["tables"].keys() - hidden
    assert all(one["description"] and one["columns"] for name, one in database["tables"].items() if name in views)


SUPERSET_TYPES = {"TEXT": str, "BIGINT": int, "DOUBLE PRECISION": float, "BOOLEAN": bool, "DATE": datetime.date}


def of_bundle(body: bytes) -> dict[str, Any]:
    """The documents of a Superset bundle by their names."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return {
            name.partition("/")[2].removesuffix(".yaml"): yaml.safe_load(packed.read(name)) for name in packed.namelist()
        }


async def test_the_superset_bundle_is_of_what_the_views_have(client: httpx.AsyncClient, seeded: Settings) -> None:
    made = of_bundle((await client.get("/integrations/superset.zip")).content)
    assert {one["version"] for one in made.values()} == {"1.0.0"}
    assert made["metadata"]["type"] == "Dashboard"
    datasets = {one["uuid"]: one for name, one in made.items() if name.startswith("datasets/")}
    charts = {one["uuid"]: one for name, one in made.items() if name.startswith("charts/")}
    engine = open_engine(seeded)
    with engine.connect() as connection:
        for one in datasets.values():
            assert one["database_uuid"] == made["databases/factbase"]["uuid"]
            measures = ", ".join(f"{measure['expression']} AS {measure['metric_name']}" for measure in one["metrics"])
            assert "SUM" not in measures.upper()
            connection.execute(text(f"SELECT {measures} FROM {one['table_name']}"))
            columns = connection.execute(text(f"SELECT * FROM {one['table_name']} LIMIT 0")).keys()
            assert [column["column_name"] for column in one["columns"]] == list(columns)
            assert all(column["description"] and column["verbose_name"] for column in one["columns"])
            types = {column["name"]: column["type"].python_type for column in inspect(engine).get_columns(one["table_name"])}
            assert {column["column_name"]: SUPERSET_TYPES[column["type"]] for column in one["columns"]} == types
        for chart in charts.values():
            of = datasets[chart["dataset_uuid"]]
            known = {one["column_name"] for one in of["columns"]} | {one["metric_name"] for one in of["metrics"]}
            params = chart["params"]
            named = [
                params.get("x_axis"),
                params.get("metric"),
                *params.get("metrics", ()),
                *params.get("groupby", ()),
                *params.get("all_columns", ()),
            ]
            assert set(filter(None, named)) <= known
            (where,) = (one["sqlExpression"] for one in params["adhoc_filters"])
            connection.execute(text(f"SELECT 1 FROM {of['table_name']} WHERE {where} LIMIT 1"))
        measures = {one["metric_name"]: one["expression"] for one in made["datasets/factbase/facts_flat"]["metrics"]}
        grouped = f"SELECT year, is_forecast, label, {measures['lowest']} AS value_low, {measures['highest']} AS value_high FROM facts_flat"
        asked = "WHERE indicator = 'market-size' AND unit = 'CNY' AND entity = 'china-llm-market' GROUP BY year, is_forecast, label"
        assert as_five(connection.execute(text(f"{grouped} {asked}")).mappings()) == FIVE
        mixed = connection.execute(text(f"SELECT {measures['figure']} FROM facts_flat")).scalar()
    engine.dispose()
    assert mixed is None
    dashboard = made["dashboards/factbase"]
    placed = {
        one["meta"]["uuid"]: one["meta"]["chartId"]
        for one in dashboard["position"].values()
        if isinstance(one, dict) and one["type"] == "CHART"
    }
    assert placed.keys() == charts.keys()
    assert len(charts) == 5
    filters = {one["targets"][0]["column"]["name"]: one for one in dashboard["metadata"]["native_filter_configuration"]}
    assert {one["targets"][0]["datasetUuid"] for one in filters.values()} <= datasets.keys()
    assert [filters[name]["defaultDataMask"]["filterState"].get("value") for name in ("indicator", "unit", "entity", "status")] == [
        ["market-size"], ["CNY"], ["china-llm-market"], None,
    ]  # fmt: skip
    kind = make_url(seeded.database_url).get_backend_name()
    assert made["databases/factbase"]["sqlalchemy_uri"].startswith(f"{kind}://")


@on_sqlite
@pytest.mark.parametrize(
    ("database", "status", "nearest"),
    [
        ("postgresql://dashboards@db.example:5433/facts", 200, None),
        ("sqlite:////srv/facts.db", 200, None),
        ("postgresql://dashboards:secret@db.example/facts", 422, "postgresql://dashboards@db.example/facts"),
        ("postgresql://db.example/facts?user=a&password=b", 422, "postgresql://db.example/facts?user=a"),
        ("mysql://a@b/c", 422, None),
        ("x: [", 422, None),
    ],
)
async def test_no_password_goes_into_a_bundle(
    client: httpx.AsyncClient, database: str, status: int, nearest: str | None
) -> None:
    answer = await client.get("/integrations/superset.zip", params={"database": database})
    assert answer.status_code == status, answer.text
    if status == 200:
        assert of_bundle(answer.content)["databases/factbase"]["sqlalchemy_uri"] == database
    else:
        assert (answer.json()["errors"][0]["parameter"], answer.json()["errors"][0]["nearest"]) == ("database", nearest)
    assert (await client.get("/integrations/dash_app.py", params={"database": database})).status_code == 422


@on_sqlite
async def test_a_question_of_ones_own(client: httpx.AsyncClient) -> None:
    asked = "indicator=market-share&unit=percent&document=china-llm-industry-2025&lang=zh"
    program = (await client.get(f"/integrations/dash_app.py?{asked}")).text
    assert constants(program)["QUESTION"] == {
        "indicator": "market-share", "unit": "percent", "entity": [], "document": "china-llm-industry-2025", "lang": "zh",
    }  # fmt: skip
    index = (await client.get(f"/integrations?{asked}")).json()
    assert all("indicator=market-share" in one["url"] for one in index["data"])


@on_sqlite
@pytest.mark.parametrize(
    ("path", "status", "parameter", "nearest"),
    [
        ("streamlit.py", 404, "file", "streamlit_app.py"),
        ("dash_app.py?indicator=market-sise", 422, "indicator", "market-size"),
        ("dash_app.py?indicator=market-size&unti=CNY", 422, "unti", "unit"),
        ("dash_app.py?indicator=market-size", 422, "unit", None),
        ("dash_app.py?indicator=market-size&unit=CNY&limit=3", 422, "limit", None),
        ("dash_app.py?unit=CNY", 422, "indicator", None),
    ],
)
async def test_what_cannot_be_made_is_a_problem(
    client: httpx.AsyncClient, path: str, status: int, parameter: str, nearest: str | None
) -> None:
    answer = await client.get(f"/integrations/{path}")
    fault = answer.json()["errors"][0]
    assert (answer.status_code, fault["parameter"], fault["nearest"]) == (status, parameter, nearest)


@on_sqlite
async def test_files_are_made_for_allowed_hosts_only(seeded: Settings) -> None:
    async def asked(path: str, **settings: Any) -> httpx.Response:
        app = create_app(seeded.model_copy(update=settings))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://other.example") as client:
            answer = await client.get(path)
        app.state.close()
        return answer

    refused = await asked("/integrations/dash_app.py", allowed_hosts=["factbase.example"])
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, "Host")
    index = await asked("/integrations", allowed_hosts=["factbase.example"])
    assert index.json()["data"][0]["url"] == "/integrations/streamlit_app.py"
    public = await asked("/integrations/dash_app.py", allowed_hosts=["x.example"], public_url="https://x.example/facts")
    assert constants(public.text)["API"] == "https://x.example/facts/api/v1"


async def test_data_without_dashboards_and_without_figures(
    built: Build, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings = loaded(fresh("sqlite", tmp_path, request), built)
    database = sqlite3.connect(make_url(settings.database_url).database or "", isolation_level=None)
    database.execute("DELETE FROM dashboard")
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        question = (await client.get("/integrations")).json()["question"]
        # the indicator of most dated figures, and of these the unit and the entity
        assert question.keys() == {"indicator", "unit", "entity"}
        assert (await client.get("/integrations/dash_app.py")).status_code == 200
    app.state.close()
    database.execute("DELETE FROM metric")
    database.close()
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        assert (await client.get("/integrations")).json()["question"] is None
        page = await client.get("/integrations", headers=BROWSER)
        # what cannot be made yet is no link
        assert (page.status_code, "integrations/dash_app.py" in page.text) == (200, False)
        assert (await client.get("/integrations/dash_app.py")).status_code == 404
    app.state.close()


@on_sqlite
async def test_programs_speak_the_language_asked_for(client: httpx.AsyncClient) -> None:
    said: dict[str, str] = {}
    for file in ("streamlit_app.py", "dash_app.py", "notebook.ipynb", "framework.zip"):
        answer = await client.get(f"/integrations/{file}", params={"lang": "zh"})
        packed = zipfile.ZipFile(io.BytesIO(answer.content)) if file.endswith(".zip") else None
        said[file] = "\n".join(packed.read(name).decode() for name in packed.namelist()) if packed else answer.text
        assert '"lang": "zh"' in said[file].replace('\\"', '"')
    assert all("尚未发生" in text and "有矛盾" in text for name, text in said.items() if name != "notebook.ipynb")
    for english in CAPTIONS:
        assert any(english in path.read_text(encoding="utf-8") for path in FILES.rglob("*") if path.is_file()), english
        assert not any(english in text for text in said.values()), english
    for file in ("streamlit_app.py", "dash_app.py"):
        compile(said[file], file, "exec", dont_inherit=True)
        # but for the language in the question, captions alone differ
        parts = [
            Counter(type(node).__name__ for node in ast.walk(ast.parse(text)))
            for text in (said[file], (await client.get(f"/integrations/{file}")).text)
        ]
        assert parts[0] - parts[1] == {"Constant": 2}


def strings(value: Any) -> set[str]:
    """Every text and key of a document."""
    if isinstance(value, dict):
        return set(value).union(*map(strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {value} if isinstance(value, str) else set()


async def test_documents_speak_the_language_asked_for(client: httpx.AsyncClient, seeded: Settings) -> None:
    """Titles, labels and the names in charts; the same SQL and five facts."""
    said: dict[str, set[str]] = {}
    for lang in ("en", "zh"):
        asked = {"lang": lang}
        grafana = (await client.get("/integrations/grafana_dashboard.json", params=asked)).json()
        datasette = (await client.get("/integrations/datasette_metadata.json", params=asked)).json()
        superset = of_bundle((await client.get("/integrations/superset.zip", params=asked)).content)
        said[lang] = strings(grafana) | strings(datasette) | strings(superset)
        address = grafana["links"][0]["url"]
        assert ("lang=zh" in address) is (lang == "zh")
        # the columns that links and orders name are those of the query
        table = grafana["panels"][1]
        columns = {one["text"] for one in table["targets"][0]["columns"]}
        named = {one["matcher"]["options"] for one in table["fieldConfig"]["overrides"]}
        assert named | set(table["transformations"][0]["options"]["indexByName"]) <= columns
        engine = open_engine(seeded)
        sql = datasette["databases"]["factbase"]["queries"]["over_time"]["sql"].replace("://", r"\://")
        with engine.connect() as connection:
            rows = connection.execute(text(sql), dict.fromkeys(("indicator", "unit", "entity"), "")).mappings().all()
        engine.dispose()
        assert [one["year"] for one in rows] == [year for year, _ in FIVE]
        assert rows[1]["label"] == {"en": "CNY 29.416 billion", "zh": "294.16 亿元人民币"}[lang]
        assert rows[1]["series_name"] == {"en": "China large-model market", "zh": "中国大模型市场"}[lang]
        columns = {one["column_name"] for one in superset["datasets/factbase/facts_flat"]["columns"]}
        shown = superset["charts/figures"]["params"]["all_columns"]
        assert set(shown) <= columns
        assert ("label_zh" in shown) is (lang == "zh")
        heads = [
            one["verbose_name"] for one in superset["datasets/factbase/facts_flat"]["columns"] if one["column_name"] in shown
        ]
        assert all(re.search("[\u4e00-\u9fff]", one) for one in heads) is (lang == "zh")
    for english in TEXTS:
        assert english in said["en"], english
        assert english not in said["zh"], english


HOSTILE = st.text(st.characters(exclude_categories=("Cc", "Cs"))) | st.sampled_from(
    ['"; import os; "', "'; DROP TABLE metric; --", "\\", '"""', "{{base}}", "${x}", "\\1", "</script>", "\u2028x"]
)


@settings(max_examples=50)
@given(words=st.lists(HOSTILE, min_size=5, max_size=5))
def test_no_text_breaks_out_of_a_program_a_document_or_a_statement(words: list[str]) -> None:
    indicator, unit, entity, value, base = words
    question = Question(indicator, unit, [entity], [("document", value), ("document", "b")], "t", "2021-01-01", "2030-12-31")
    for file in ("streamlit_app.py", "dash_app.py"):
        before, after = constants(read(file)), constants(python(read(file), base, question))
        assert after["API"] == base + "/api/v1"
        assert after["QUESTION"] == {"indicator": indicator, "unit": unit, "entity": [entity], "document": [value, "b"]}
        assert after.keys() == before.keys()
    assert within({"a": ["{{x}}", 1, None]}, {"x": value}) == {"a": [value, 1, None]}


@settings(max_examples=50)
@given(word=HOSTILE)
def test_no_text_breaks_out_of_a_statement(word: str) -> None:
    question = Question(word, word, [word], [], "t", "2021-01-01", "2030-12-31")
    sql = written(QUERIES[0].make(word, question, "en"))
    connection = sqlite3.connect(":memory:")
    shown = re.findall(r"\b\w+\b", sql.partition("\nFROM")[0].partition(", '")[0].removeprefix("SELECT "))
    connection.execute(f"CREATE TABLE facts_flat ({', '.join([*shown, 'id', 'indicator', 'unit', 'entity', 'period_mid'])})")
    connection.execute(
        "INSERT INTO facts_flat (id, indicator, unit, entity, period) VALUES ('m', ?, ?, ?, '2024')", [word] * 3
    )
    rows = connection.execute(sql, {"indicator": None, "unit": None, "entity": None}).fetchall()
    assert [row[-1] for row in rows] == [f"{word}/metrics/m"]
    connection.close()
