"""The recipes of the guide, run unchanged against a live server on both databases."""

import csv
import io
import json
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from urllib.request import urlopen

import pytest
import uvicorn

from app.config import Settings
from app.main import create_app
from app.pages.routes import guide
from tests.support.golden import FIVE

pytestmark = pytest.mark.slow
MARKET, SUPERSET = "China large-model market", "Superset, Metabase and other SQL tools"

SPREADSHEET = (
    "/api/v1/metrics?indicator=market-size&format=csv"
    "&fields=subject,display,value,unit,period,quote,reference_numbers,sources.url"
)


@pytest.fixture(scope="module")
def live(seeded: Settings) -> Iterator[str]:
    """The address of a server that listens."""
    app = create_app(seeded)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def blocks(live: str) -> Callable[[str, str], list[str]]:
    """Code blocks of the guide below a heading, by language."""
    text = guide(live)

    def below(heading: str, language: str) -> list[str]:
        part = re.split(r"^## ", text, flags=re.MULTILINE)
        chapter = next(one for one in part if one.startswith(heading + "\n"))
        return re.findall(rf"^```{language}\n(.*?)^```", chapter, re.MULTILINE | re.DOTALL)

    return below


Blocks = Callable[[str, str], list[str]]


def fetched(address: str) -> Any:
    with urlopen(address) as answer:
        return json.load(answer)


def run(script: str, folder: Path) -> list[str]:
    """Standard output of each line of a shell script."""
    found = []
    for line in script.strip().splitlines():
        done = subprocess.run(
            ["bash", "-c", f'curl() {{ command curl -sSf "$@"; }}\n{line}'], cwd=folder, capture_output=True, check=False
        )
        assert done.returncode == 0, (line, done.stderr)
        found.append(done.stdout.decode())
    return found


def python(block: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(block, "guide.md", "exec"), names)
    return names


def test_from_a_name_to_a_figure(blocks: Blocks, live: str, tmp_path: Path) -> None:
    (script,) = blocks("From a name to a figure and its source", "sh")
    suggested, figures, figure = map(json.loads, run(script, tmp_path))
    assert suggested["data"][0]["id"] == "baidu"
    own = fetched(f"{live}/api/v1/metrics?entity=baidu&limit=1000&fields=id")["data"]
    assert len(figures["data"]) > len(own)
    assert figure["citations"][0]["reference"]["number"] == 134


def test_pandas(blocks: Blocks, live: str, capsys: pytest.CaptureFixture[str]) -> None:
    # loaded by the workers that get these tests
    import pandas as pd

    (block,) = blocks("pandas", "python")
    names = python(block)
    page = fetched(f"{live}/api/v1/metrics?indicator=market-size&limit=1000")
    rows = names["rows"]
    assert list(rows["id"]) == [row["id"] for row in page["data"]]
    assert list(rows["value"]) == [row["value"] for row in page["data"]]
    assert rows["period_end"].dtype.kind == "M"
    assert "中国大模型市场" in capsys.readouterr().out
    assert set(names["latest"]["status"]) == {"actual"}
    parquet = pd.read_parquet(f"{live}/api/v1/metrics?indicator=market-size&format=parquet")
    assert [list(numbers) for numbers in parquet["reference_numbers"]] == [row["reference_numbers"] for row in page["data"]]
    lines = pd.read_json(f"{live}/api/v1/metrics?indicator=market-size&format=ndjson", lines=True)
    assert list(lines["quote"]) == [row["quote"] for row in page["data"]]
    every = pd.read_json(f"{live}/api/v1/metrics?format=ndjson", lines=True)
    assert (len(every), every["value"].max()) == (422, 1.8e20)


def test_charts(blocks: Blocks, live: str, tmp_path: Path) -> None:
    (script,) = blocks("Charts that are right at once", "sh")
    long, wide = [list(csv.DictReader(io.StringIO(one.removeprefix("\ufeff")))) for one in run(script, tmp_path)]
    assert [(row["year"], row["value_low"], row["value_high"]) for row in long] == [
        (str(year), *("" if end is None else f"{end:.0f}" for end in ends)) for (year, _), (*ends, _) in FIVE.items()
    ]
    (said,) = re.findall(r"`/series` has one row a fact.*?\n\n", guide(live), re.DOTALL)
    named = set(re.findall(r"`(\w+)`", said)) - {"repeats"}
    assert named >= {"period_mid", "is_forecast", "is_total", "aggregation"}
    assert named <= long[0].keys()
    assert named <= fetched(f"{live}/api/v1/metrics?limit=1")["data"][0].keys()
    details = ("display", "source_url", "in_conflict")
    assert list(wide[0])[5:] == [MARKET, f"{MARKET} (forecast)", *(f"{MARKET}: {one}" for one in details)]
    assert [bool(row[MARKET]) for row in wide] == [not is_forecast for _, is_forecast in FIVE]


@pytest.mark.parametrize("chapter", ["Streamlit", "Dash", "Datasette", "Jupyter", "Observable Framework", SUPERSET])
def test_files_of_other_tools_are_fetched(blocks: Blocks, tmp_path: Path, chapter: str) -> None:
    fetches = [line for line in blocks(chapter, "sh")[0].splitlines() if line.startswith("curl ")]
    run("\n".join(fetches), tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size > 1000


def test_every_row(blocks: Blocks, live: str, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks("Every row of a list as JSON", "python")
    ids = [row["id"] for row in python(block)["claims"]]
    count = fetched(f"{live}/api/v1/claims?evidence=uncited&limit=1&count=exact")["page"]["count"]
    assert len(ids) == len(set(ids)) == count > 100
    assert capsys.readouterr().out == f"{count}\n"


def test_duckdb(blocks: Blocks, live: str, tmp_path: Path) -> None:
    import duckdb

    (script,) = blocks("DuckDB", "sql")
    answers = []
    for number, statement in enumerate(script.strip().removesuffix(";").split(";\n")):
        (address,) = re.findall(r"'(http[^']*)'", statement)
        file = tmp_path / str(number)
        with urlopen(address) as answer:
            file.write_bytes(answer.read())
        answers.append(duckdb.sql(statement.replace(address, str(file))).fetchall())
    values, indicators, kinds = answers
    largest = fetched(f"{live}/api/v1/metrics?indicator=market-size&unit=CNY&sort=-value&limit=1")["data"][0]
    assert values[0][:3] == (largest["subject"], largest["value"], largest["period"])
    facet = fetched(f"{live}/api/v1/metrics?facets=indicator&limit=1")["facets"]["indicator"]
    assert {row[0]: row[1] for row in indicators} == {one["value"]: one["count"] for one in facet}
    facet = fetched(f"{live}/api/v1/claims?facets=kind&limit=1")["facets"]["kind"]
    assert dict(kinds) == {one["value"]: one["count"] for one in facet}


def test_one_address_for_a_spreadsheet(blocks: Blocks, live: str) -> None:
    import pandas as pd

    address, small = (one.strip() for one in blocks("A spreadsheet", "text"))
    assert address == live + SPREADSHEET
    # as small as the guide says, for what refuses large files
    with urlopen(small) as answer:
        body = answer.read()
    facts = pd.read_csv(io.BytesIO(body), dtype=str)
    assert len(body) < 100_000
    assert 4_000 < facts.size < 5_000
    assert len(facts) == fetched(f"{live}/api/v1/metrics?repeats=first&roles=plain&limit=1")["page"]["count"]
    rows = pd.read_csv(address, dtype=str, keep_default_na=False)
    assert list(rows) == ["subject", "display", "value", "unit", "period", "quote", "reference_numbers", "sources_url"]
    page = fetched(f"{live}/api/v1/metrics?indicator=market-size&limit=1000&include=sources")
    assert len(rows) == len(page["data"]) > 20
    for row, one in zip(rows.itertuples(index=False), page["data"], strict=True):
        assert row.quote == one["quote"]
        assert row.reference_numbers == "; ".join(map(str, one["reference_numbers"]))
        assert row[7] == "; ".join(source["url"] for source in one["sources"])
        assert bool(row[7]) == (one["evidence"] == "cited")
    assert rows.iloc[1].tolist() == [
        "中国大模型市场", "over CNY 70 billion", "70000000000", "CNY", "2026", "突破 700 亿元", "134",
        "http://m.toutiao.com/group/7583249202268946996/",
    ]  # fmt: skip


# what it reads, the address of a table, is read on both databases above
@pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice(blocks: Blocks, tmp_path: Path) -> None:
    (script,) = blocks("A spreadsheet", "sh")
    # a profile of its own, as one that is in use takes no second process
    run(script.replace("soffice ", f"soffice -env:UserInstallation=file://{tmp_path}/profile "), tmp_path)
    (book,) = tmp_path.glob("*.xlsx")
    duckdb_rows = _sheet(book)
    assert (duckdb_rows[2][0], duckdb_rows[2][5], duckdb_rows[2][2]) == ("中国大模型市场", "突破 700 亿元", "70000000000")


def _sheet(book: Path) -> list[list[str]]:
    """Cells of the first sheet of a workbook (ECMA-376), as text."""
    import zipfile
    from xml.etree import ElementTree

    with zipfile.ZipFile(book) as parts:
        name = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
        shared = ["".join(one.itertext()) for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    return [
        [_cell(cell, shared, name) for cell in row.findall("s:c", name)] for row in sheet.findall("s:sheetData/s:row", name)
    ]


def _cell(cell: Any, shared: list[str], name: dict[str, str]) -> str:
    value = cell.findtext("s:v", "", name)
    return shared[int(value)] if cell.get("t") == "s" else value


def test_sql_over_the_views(blocks: Blocks, live: str, seeded: Settings) -> None:
    from sqlalchemy import text

    from app.store.engines import open_engine

    grant, query = blocks("Superset, Metabase and other SQL tools", "sql")
    engine = open_engine(seeded)
    with engine.begin() as connection:
        rows = connection.execute(text(query)).all()
        if engine.dialect.name == "postgresql":
            role = f"r{time.time_ns()}"
            for statement in grant.replace("dashboards", role).strip(" \n;").split(";"):
                connection.exec_driver_sql(statement)
            # it may read every view, and nothing else
            may = text(
                "SELECT c.relkind, bool_and(has_table_privilege(:role, c.oid, 'SELECT')),"
                " bool_or(has_table_privilege(:role, c.oid, 'INSERT, UPDATE, DELETE')), bool_or(has_table_privilege(:role, c.oid, 'SELECT'))"
                " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') GROUP BY c.relkind"
            )
            assert {kind: rest for kind, *rest in connection.execute(may, {"role": role})} == {
                "r": [False, False, False],
                "v": [True, False, True],
            }
            connection.exec_driver_sql(f"SET ROLE {role}")
            for (view,) in connection.execute(text("SELECT DISTINCT view_name FROM view_columns")).all():
                assert connection.execute(text(f"SELECT * FROM {view}")).all()
            assert connection.execute(text(query)).all() == rows
            connection.rollback()
    engine.dispose()
    fields = "year,is_forecast,label,value_low,value_high,source_url,in_conflict"
    asked = f"indicator=market-size&unit=CNY&entity=china-llm-market&repeats=first&roles=plain&fields={fields}&lang=en"
    page = fetched(f"{live}/api/v1/metrics?{asked}")
    assert sorted(map(tuple, rows), key=repr) == sorted((tuple(row.values()) for row in page["data"]), key=repr)
    lows = {(row.year, bool(row.is_forecast)): row.value_low for row in rows}
    # what the report states in ten sentences is five facts, of which one has no lower end
    assert lows == {(2021, False): None, (2024, False): 29.416e9, (2025, True): 8e10, (2026, True): 7e10, (2030, True): 5e11}


def test_citations(blocks: Blocks, tmp_path: Path) -> None:
    (script,) = blocks("Cite a result", "sh")
    apa, gbt, bibtex = run(script, tmp_path)
    assert "met_p33xbfxg5uvd" in apa
    assert gbt.startswith("[1]")
    assert bibtex.startswith("@")


def test_asking_again(blocks: Blocks, tmp_path: Path) -> None:
    (script,) = blocks("Download only what has changed", "sh")
    first, second = run(script, tmp_path)
    assert (first, second) == ("", "304")
    assert len(json.loads((tmp_path / "metrics.json").read_text())["data"]) > 400


def test_addresses_are_the_servers_own(live: str) -> None:
    with urlopen(f"{live}/guide") as answer:
        page = answer.read().decode()
    assert live in unquote(page)
    assert "<script" not in page
    # nothing is loaded from elsewhere, and the style is a file of ours, as the policy allows nothing inline
    loaded = ["<link rel='stylesheet' href='/guide.css'>", "<link rel='icon' href='/favicon.svg' type='image/svg+xml'>"]
    assert re.findall(r"<(?:link|style)[^>]*>|url\(", page) == loaded
    # what is wider than a phone is reached and scrolled by keys
    assert 'tabindex="0"' in page
    assert not re.search(r"<pre>|(?<!>)<table>", page)
    pictures = re.findall(r'<img src="([^"]*)"', page)
    assert len(pictures) == page.count("<img") == 2
    for address in pictures:
        assert address.startswith(f"{live}/assets/")
        with urlopen(address) as answer:
            assert answer.headers.get_content_type() == "image/webp"
    with urlopen(f"{live}/guide.css") as answer:
        assert answer.headers.get_content_type() == "text/css"
        assert b"url(" not in answer.read()
