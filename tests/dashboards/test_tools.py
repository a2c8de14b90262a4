"""The files of /integrations in the tools that they are for, each installed as the guide says: `make test-dashboards`.

Each must show the five facts. The tools have interpreters of their own, named by the variables `FACTBASE_TOOLS` and
`FACTBASE_SUPERSET`, as they and the service want different versions of libraries.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import sync_playwright
from sqlalchemy import make_url

from app.config import Settings
from app.store.publishing import Build
from tests.conftest import fresh, loaded
from tests.support.golden import FIVE, as_five
from tests.support.live import free_port, running, served

# `slow`, so that a choice of markers that replaces that of pyproject.toml leaves them out as well
pytestmark = [pytest.mark.dashboards, pytest.mark.slow]
TOOLS, SUPERSET = (Path(os.environ.get(name, "/nowhere")) for name in ("FACTBASE_TOOLS", "FACTBASE_SUPERSET"))
LABELS = {str(year): label for (year, _), (_, _, label) in FIVE.items()}
Downloaded = Callable[..., Path]


@pytest.fixture(scope="module")
def database(built: Build, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Settings:
    return loaded(fresh("sqlite", tmp_path_factory.mktemp("dashboards"), request), built)


@pytest.fixture(scope="module")
def live(database: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(database, tmp_path_factory.mktemp("served")) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def downloaded(live: str, tmp_path: Path) -> Downloaded:
    """A file of /integrations in a folder of its own."""

    def download(name: str, **parameters: str) -> Path:
        answer = httpx.get(f"{live}/integrations/{name}", params=parameters, timeout=60)
        assert answer.status_code == 200, answer.text
        (tmp_path / name).write_bytes(answer.content)
        return tmp_path / name

    return download


def tool(folder: Path, *command: str, python: Path = TOOLS) -> str:
    """What a program of a tool writes."""
    if not python.exists():
        pytest.skip(f"{python} is not installed (make test-dashboards)")
    done = subprocess.run([str(python), *command], cwd=folder, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_streamlit(downloaded: Downloaded) -> None:
    path = downloaded("streamlit_app.py")
    script = (
        "from streamlit.testing.v1 import AppTest; app = AppTest.from_file('streamlit_app.py', default_timeout=120).run();"
        "assert not app.exception and not app.error; print(app.dataframe[0].value.to_json(orient='records'))"
    )
    rows = json.loads(tool(path.parent, "-c", script).splitlines()[-1])
    assert {str(row["period"]): row["label"] for row in rows} == LABELS
    assert all(row["source_url"].startswith("http") for row in rows)


def test_dash(downloaded: Downloaded) -> None:
    path = downloaded("dash_app.py")
    script = (
        "import dash_app, json; dash_app.layout(); figure, table = dash_app.draw(['china-llm-market']);"
        "print(json.dumps([[one.name, list(one.x), list(one.text), list(one.marker.symbol)] for one in figure.data]))"
    )
    drawn = json.loads(tool(path.parent, "-c", script).splitlines()[-1])
    assert {year: label for _, years, labels, _ in drawn for year, label in zip(years, labels, strict=True)} == LABELS
    assert [(name, [symbol.endswith("-open") for symbol in symbols]) for name, _, _, symbols in drawn] == [
        ("China large-model market", [False, False]),
        ("China large-model market (forecast)", [True, True, True]),
    ]


def test_datasette(downloaded: Downloaded, database: Settings, tmp_path: Path) -> None:
    if not TOOLS.exists():
        pytest.skip("Datasette is not installed (make test-dashboards)")
    metadata = downloaded("datasette_metadata.json")
    shutil.copyfile(str(make_url(database.database_url).database), tmp_path / "factbase.db")
    port = free_port()
    address = f"http://127.0.0.1:{port}/factbase"
    command = [TOOLS.with_name("datasette"), tmp_path / "factbase.db", "-m", metadata, "-p", str(port)]
    with running(command, tmp_path / "log", lambda: _answers(address)):
        assert as_five(httpx.get(f"{address}/over_time.json?_shape=array").json()) == FIVE
        shown = httpx.get(f"{address}.json").json()
        assert [one["name"] for one in shown["tables"] if not one["hidden"]] == []
        assert "facts_flat" in {one["name"] for one in shown["views"]}
        assert httpx.get(f"{address.rpartition('/')[0]}/-/dashboards/figures", follow_redirects=True).status_code == 200
        # a bar by sum is of facts
        sql = "select year, sum(value_low) from facts_flat where indicator = 'market-size' and unit = 'CNY' and entity = 'china-llm-market' group by year"  # noqa: E501
        sums = httpx.get(f"{address}.json", params={"sql": sql, "_shape": "arrays"}).json()["rows"]
        assert sums == [[year, low] for (year, _), (low, _, _) in FIVE.items()]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_grafana_knows_every_part_of_the_dashboard(downloaded: Downloaded, lang: str) -> None:
    """Grafana comes as no package; its own types of a dashboard do: nothing of the file is unknown to them, or read otherwise."""
    path = downloaded("grafana_dashboard.json", lang=lang)
    script = (
        "import json; from grafana_foundation_sdk.models.dashboard import Dashboard; from grafana_foundation_sdk.cog.encoder import JSONEncoder;"
        "read = json.load(open('grafana_dashboard.json'));"
        "print(JSONEncoder().encode([Dashboard.from_json(read)]))"
    )
    (understood,) = json.loads(tool(path.parent, "-c", script))
    made = json.loads(path.read_text(encoding="utf-8"))
    # what Grafana asks for at import only
    for name in ("__inputs", "__requires"):
        del made[name]
    assert list(_lost(made, understood)) == []


def _lost(given: Any, understood: Any, path: str = "") -> Iterator[str]:
    """Where a document has what another has not, or has otherwise."""
    if isinstance(given, dict) and isinstance(understood, dict):
        for name, one in given.items():
            yield from _lost(one, understood[name], f"{path}.{name}") if name in understood else [f"{path}.{name}"]
    elif isinstance(given, list) and isinstance(understood, list) and len(given) == len(understood):
        for number, (one, other) in enumerate(zip(given, understood, strict=True)):
            yield from _lost(one, other, f"{path}[{number}]")
    elif given != understood:
        yield f"{path}: {given!r} became {understood!r}"


def test_notebook(downloaded: Downloaded) -> None:
    path = downloaded("notebook.ipynb")
    script = (
        "import json, nbformat, nbclient; book = nbformat.read('notebook.ipynb', 4); nbformat.validate(book);"
        "nbclient.NotebookClient(book, timeout=300, kernel_name='python3').execute();"
        "print(json.dumps([one['data'] for cell in book.cells for one in cell.get('outputs', [])]))"
    )
    table, _ = json.loads(tool(path.parent, "-c", script).splitlines()[-1])
    assert all(label in table["text/plain"] for label in LABELS.values())


def test_framework(downloaded: Downloaded) -> None:
    """Built by npm, and shown in Chromium with nothing loaded from another host."""
    npm, chromium = shutil.which("npm"), shutil.which("chromium")
    if npm is None or chromium is None:
        pytest.skip("npm or Chromium is missing")
    archive = downloaded("framework.zip")
    shutil.unpack_archive(archive, archive.parent)
    folder = archive.parent / "framework"
    for command in ([npm, "install", "--no-audit", "--no-fund"], [npm, "run", "build"]):
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=600)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()[-2000:]
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "-d", str(folder / "dist")]
    with running(command, archive.parent / "log", lambda: _answers(address)), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        asked: list[str] = []
        for zone in ("Asia/Shanghai", "America/New_York"):
            page = browser.new_context(timezone_id=zone).new_page()
            page.on("request", lambda one: asked.append(one.url))
            page.goto(address)
            page.wait_for_selector("tbody tr")
            rows = [row.split("\t") for row in page.locator("tbody tr").all_inner_texts()]
            assert {row[0]: row[2] for row in rows} == LABELS
            # under each label its year: the band that is nearest
            drawn = page.evaluate(_DRAWN)
            assert {one["year"]: one["label"] for one in drawn} == LABELS
        browser.close()
    assert [one for one in asked if not one.startswith((address, "data:", "blob:"))] == []


# labels of the chart, each with the tick of the axis that it stands above
_DRAWN = """() => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((one) => {
    const box = one.getBoundingClientRect();
    return {text: one.textContent, x: box.x + box.width / 2};
  });
  const ticks = boxes("[aria-label='x-axis tick label'] text");
  return boxes("svg g[aria-label='text'] text").map((one) => ({
    label: one.text,
    year: ticks.reduce((best, tick) => Math.abs(tick.x - one.x) < Math.abs(best.x - one.x) ? tick : best).text
  }));
}"""


def test_superset(downloaded: Downloaded, database: Settings, tmp_path: Path) -> None:
    if not SUPERSET.exists():
        pytest.skip("Superset is not installed (make test-dashboards)")
    downloaded("superset.zip", database=database.database_url)
    (tmp_path / "superset_config.py").write_text(
        f'SECRET_KEY = "tests"\nSQLALCHEMY_DATABASE_URI = "sqlite:///{tmp_path}/superset.db"\nPREVENT_UNSAFE_DB_CONNECTIONS = False\n'
    )
    environ = os.environ | {
        "SUPERSET_CONFIG_PATH": str(tmp_path / "superset_config.py"),
        "SUPERSET_HOME": str(tmp_path),
        "FLASK_APP": "superset",
    }
    superset = str(SUPERSET.with_name("superset"))
    admin = ["--username", "admin", "--firstname", "a", "--lastname", "b", "--email", "a@b.example", "--password", "admin"]
    for command in (
        ["db", "upgrade"],
        ["fab", "create-admin", *admin],
        ["init"],
        ["import-dashboards", "-p", "superset.zip", "-u", "admin"],
    ):
        done = subprocess.run([superset, *command], cwd=tmp_path, env=environ, capture_output=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
    port = free_port()
    base = f"http://127.0.0.1:{port}/api/v1"
    with (
        running(
            [superset, "run", "-p", str(port)],
            tmp_path / "log",
            lambda: _answers(f"{base}/_openapi"),
            cwd=tmp_path,
            env=environ,
        ),
        httpx.Client(timeout=60) as client,
    ):
        login = client.post(f"{base}/security/login", json={"username": "admin", "password": "admin", "provider": "db"})
        client.headers["Authorization"] = f"Bearer {login.json()['access_token']}"
        assert len(client.get(f"{base}/chart/").json()["result"]) == 5
        datasets = {one["table_name"]: one["id"] for one in client.get(f"{base}/dataset/").json()["result"]}
        asked = {"indicator": "market-size", "unit": "CNY", "entity": "china-llm-market"}
        total: dict[str, Any] = {
            "expressionType": "SIMPLE",
            "column": {"column_name": "value_low"},
            "aggregate": "SUM",
            "label": "total",
        }
        query = {
            "columns": ["year", "is_forecast", "label"], "metrics": ["figure", "lowest", "highest", total], "row_limit": 100,
            "filters": [{"col": name, "op": "IN", "val": [value]} for name, value in asked.items()],
        }  # fmt: skip
        body = {"datasource": {"id": datasets["facts_flat"], "type": "table"}, "queries": [query]}
        rows = client.post(f"{base}/chart/data", json=body).json()["result"][0]["data"]
    assert as_five({**row, "value_low": row["lowest"], "value_high": row["highest"]} for row in rows) == FIVE
    assert all(row["total"] == row["lowest"] for row in rows)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code < 500
    except httpx.HTTPError:
        return False
