"""The other servers: how each is installed in a folder of its own, on which copy of the data, and how it is asked.

Datasette's canned query joins the very tables that factbase reads. Servers that cannot join get a table with the joined rows
and the index that the question needs, written in an order that breaks ties as the question does.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.questions import COLUMNS, FIELDS, JOIN, SELECT, Question

PYTHON_PACKAGES = {
    "datasette": ("datasette==0.65.5",),
    "roapi": ("roapi==0.12.7",),
    "ceiling": ("starlette==1.10.0", "uvicorn==0.54.0", "uvloop==0.23.0", "httptools>=0.7,<0.8", "psycopg[binary]==3.3.9",
                "psycopg-pool>=3.2,<4"),
}  # fmt: skip
SOUL = "soul-cli@0.8.2"


@dataclass(frozen=True)
class Peer:
    """A server to compare with: its command (`{port}` is filled in), a path that answers once it is up, the question's path."""

    name: str
    command: list[str]
    ready: str
    path: Callable[[Question], str]
    ids: Callable[[Any], list[str]]
    environment: dict[str, str]


def installed(name: str, cache: Path) -> Path:
    """The folder of a peer's programs, installed there with the pinned versions unless it is."""
    folder = cache / "peers" / name
    wanted = SOUL if name == "soul" else " ".join(PYTHON_PACKAGES[name])
    mark = folder / "installed"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        if name == "soul":
            _install_soul(folder)
        else:
            venv.create(folder, with_pip=True)
            _run([str(folder / "bin" / "pip"), "install", "--quiet", *PYTHON_PACKAGES[name]], folder)
        mark.write_text(wanted)
    return folder / "node_modules" / "soul-cli" if name == "soul" else folder / "bin"


def _install_soul(folder: Path) -> None:
    """Its two native parts are compiled here, which newer npm does only when told."""
    if shutil.which("npm") is None:
        raise RuntimeError("npm is needed to install soul-cli: install Node.js, or leave it out with --peers")
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}')
    _run(["npm", "install", "--no-audit", "--no-fund", SOUL], folder)
    if (
        subprocess.run(
            ["npm", "install-scripts", "approve", "better-sqlite3", "bcrypt"], cwd=folder, capture_output=True
        ).returncode
        == 0
    ):
        _run(["npm", "rebuild"], folder)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-800:]}{done.stderr[-800:]}")


def flat_copy(database: Path, version: str) -> Path:
    """An SQLite file with the joined rows in one table `metrics`, made from the database unless it is there."""
    path = database.with_name(f"{database.stem}-peers.db")
    made = path.with_suffix(".version")
    if path.exists() and made.exists() and made.read_text() == version:
        return path
    for old in (path, path.with_suffix(".parquet")):
        old.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS origin", (str(database),))
        types = ", ".join(f"{name} {'REAL' if name == 'value' else 'TEXT'}" for name in FIELDS if name != "id")
        connection.execute(f"CREATE TABLE metrics (id TEXT PRIMARY KEY, {types})")
        # an index is read backwards for the greatest value first, so equal values come in the order of their ids
        connection.execute(f"INSERT INTO metrics {SELECT.format(COLUMNS)} ORDER BY metric.id DESC")
        connection.execute("CREATE INDEX metrics_indicator_value ON metrics (indicator, value)")
        connection.execute("CREATE INDEX metrics_value ON metrics (value)")
        connection.execute("ANALYZE")
        connection.commit()
    made.write_text(version)
    return path


def _parquet(flat: Path) -> Path:
    """The same rows as a Parquet file, which ROAPI reads into memory."""
    path = flat.with_suffix(".parquet")
    if not path.exists():
        import pyarrow
        import pyarrow.parquet

        with closing(sqlite3.connect(flat)) as connection:
            rows = connection.execute(f"SELECT {', '.join(FIELDS)} FROM metrics").fetchall()
        columns = dict(zip(FIELDS, map(list, zip(*rows, strict=True)), strict=True))
        pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def _ids(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def peers(names: Iterable[str], cache: Path, database: Path, flat: Path) -> list[Peer]:
    """The peers asked for, installed and with their data. `database` is the file that factbase serves."""
    makers: dict[str, Callable[[], list[Peer]]] = {
        "datasette": lambda: _datasette(cache, database, flat),
        "soul": lambda: _soul(cache, flat),
        "roapi": lambda: _roapi(cache, flat),
    }
    return [peer for name in names for peer in makers[name]()]


def _datasette(cache: Path, database: Path, flat: Path) -> list[Peer]:
    programs = installed("datasette", cache)
    queries = {"figures": {"sql": JOIN}}
    metadata = database.with_name("datasette.json")
    metadata.write_text(json.dumps({"databases": {"factbase": {"queries": queries}}}))
    # the name of a database is that of its file
    links = {name: database.with_name(f"{database.stem}-datasette") / f"{name}.db" for name in ("factbase", "peers")}
    for name, link in links.items():
        link.parent.mkdir(exist_ok=True)
        link.unlink(missing_ok=True)
        os.link(database if name == "factbase" else flat, link)
    command = [str(programs / "datasette"), "serve", "-i", str(links["factbase"]), "-i", str(links["peers"])]
    command += ["--metadata", str(metadata), "--port", "{port}", "--setting", "sql_time_limit_ms", "60000"]
    ready = "/-/versions.json"
    return [
        Peer("Datasette 0.65, canned query", command, ready, Question.datasette_query, _ids, {}),
        Peer("Datasette 0.65, table", command, ready, Question.datasette_table, _ids, {}),
    ]


def _soul(cache: Path, flat: Path) -> list[Peer]:
    program = installed("soul", cache) / "src" / "server.js"
    command = ["node", str(program), "-d", str(flat), "-p", "{port}"]
    environment = {"NODE_ENV": "production"}
    return [Peer("soul-cli 0.8", command, "/api/tables", Question.soul, lambda body: _ids(body["data"]), environment)]


def _roapi(cache: Path, flat: Path) -> list[Peer]:
    program = installed("roapi", cache) / "roapi"
    command = [
        str(program),
        "--table",
        f"metrics={_parquet(flat)}",
        "--addr-http",
        "127.0.0.1:{port}",
        "--disable-read-only",
    ]
    return [Peer("ROAPI 0.12", command, "/api/schema", Question.roapi, _ids, {})]


def constant(cache: Path, body: Path) -> Peer:
    """A bare Starlette route that answers with these bytes."""
    return Peer("Starlette, constant bytes", _ceiling(cache, "constant"), "/", Question.factbase, _ids, {"BODY": str(body)})


def direct(cache: Path, body: Path, url: str) -> Peer:
    """The same query over a pool of connections to PostgreSQL, and then the same bytes."""
    query = JOIN.replace(":indicator", "%(indicator)s").replace(":below", "%(below)s").replace(":limit", "%(limit)s")
    environment = {"BODY": str(body), "DATABASE_URL": url, "QUERY": query}
    path = Question("none", 0, 1).factbase()
    return Peer("direct SQL, same bytes", _ceiling(cache, "direct"), path, Question.factbase, _ids, environment)


def _ceiling(cache: Path, name: str) -> list[str]:
    python = installed("ceiling", cache) / "python"
    folder = Path(__file__).parent
    return [
        str(python),
        "-m",
        "uvicorn",
        f"ceilings:{name}",
        "--app-dir",
        str(folder),
        "--port",
        "{port}",
        "--no-access-log",
    ]


def factbase(url: str, *, cached: bool = True) -> Peer:
    """factbase on a database, as `factbase serve` starts it; without its answer cache where nothing may be answered twice."""
    environment = {"FACTBASE_DATABASE_URL": url} | ({} if cached else {"FACTBASE_CACHE_BYTES": "0"})
    command = [str(Path(sys.executable).with_name("factbase")), "serve", "--port", "{port}"]
    return Peer("factbase", command, "/healthz", Question.factbase, lambda body: _ids(body["data"]), environment)
