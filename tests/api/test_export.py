"""/export.zip: the data package is valid, complete, joinable and reproducible byte for byte."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Any

import anyio
import httpx
import pytest

from app.api.export.package import write_package
from app.api.export.package_cache import Package, PackageCache, write_to_map
from app.api.registry import LISTINGS
from app.config import HOME, Settings
from app.errors import Unavailable
from app.formats.csv import is_formula
from app.main import create_app
from app.store import tables as m
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.transactions import read
from tests.conftest import fresh, loaded
from tests.support.asking import REAL, SQLITE

pytestmark = pytest.mark.anyio

# columns that are called otherwise than the fields of rows
FIELDS = {"start_offset": "start", "end_offset": "end", "is_cumulative": "as_of"}
LINKS = {
    "aliases": m.Alias,
    "entity_redirects": m.EntityRedirect,
    "claim_topics": m.ClaimTopic,
    "mentions": m.Mention,
    "metric_citations": m.MetricCitation,
    "relation_evidence": m.RelationEvidence,
    "number_citations": m.NumberCitation,
    "metric_qualifiers": m.MetricQualifier,
    "number_metrics": m.NumberMetric,
    "conflict_members": m.ConflictMember,
    "corroboration_members": m.CorroborationMember,
    "publisher_kinds": m.PublisherKind,
    "unit_kinds": m.KindOfUnit,
    "entity_types": m.TypeOfEntity,
    "predicates": m.RelationPredicate,
    "source_groups": m.SourceGroup,
}
KEYS = {
    ("metrics", ("document",), "documents", ("slug",)),
    ("metrics", ("section_id",), "sections", ("id",)),
    ("metrics", ("claim_id",), "claims", ("id",)),
    ("metrics", ("indicator",), "indicators", ("slug",)),
    ("units", ("kind",), "unit_kinds", ("slug",)),
    ("entities", ("type",), "entity_types", ("slug",)),
    ("relations", ("predicate",), "predicates", ("slug",)),
    ("metrics", ("unit",), "units", ("code",)),
    ("metrics", ("entity",), "entities", ("slug",)),
    ("claims", ("document",), "documents", ("slug",)),
    ("claims", ("section_id",), "sections", ("id",)),
    ("sections", ("document",), "documents", ("slug",)),
    ("sections", ("parent_id",), "", ("id",)),
    ("references", ("document",), "documents", ("slug",)),
    ("references", ("source_id",), "sources", ("id",)),
    ("citations", ("document",), "documents", ("slug",)),
    ("citations", ("document", "number"), "references", ("document", "number")),
    ("citations", ("claim_id",), "claims", ("id",)),
    ("citations", ("source_id",), "sources", ("id",)),
    ("sources", ("publisher",), "publishers", ("slug",)),
    ("sources", ("platform",), "publishers", ("slug",)),
    ("sources", ("publisher_kind",), "publisher_kinds", ("slug",)),
    ("sources", ("source_group",), "source_groups", ("slug",)),
    ("publishers", ("kind",), "publisher_kinds", ("slug",)),
    ("relations", ("subject",), "entities", ("slug",)),
    ("relations", ("object",), "entities", ("slug",)),
    ("relations", ("claim_id",), "claims", ("id",)),
    ("relations", ("document",), "documents", ("slug",)),
    ("relation_evidence", ("relation_id",), "relations", ("id",)),
    ("relation_evidence", ("claim_id",), "claims", ("id",)),
    ("numbers", ("document",), "documents", ("slug",)),
    ("numbers", ("section_id",), "sections", ("id",)),
    ("numbers", ("claim_id",), "claims", ("id",)),
    ("corroborations", ("document",), "documents", ("slug",)),
    ("aliases", ("entity",), "entities", ("slug",)),
    ("entity_redirects", ("entity",), "entities", ("slug",)),
    ("claim_topics", ("claim_id",), "claims", ("id",)),
    ("claim_topics", ("topic",), "topics", ("slug",)),
    ("mentions", ("claim_id",), "claims", ("id",)),
    ("mentions", ("entity",), "entities", ("slug",)),
    ("metric_citations", ("metric_id",), "metrics", ("id",)),
    ("metric_citations", ("citation_id",), "citations", ("id",)),
    ("number_citations", ("number_id",), "numbers", ("id",)),
    ("number_citations", ("citation_id",), "citations", ("id",)),
    ("metric_qualifiers", ("metric_id",), "metrics", ("id",)),
    ("number_metrics", ("number_id",), "numbers", ("id",)),
    ("number_metrics", ("metric_id",), "metrics", ("id",)),
    ("conflict_members", ("conflict_id",), "conflicts", ("id",)),
    ("conflict_members", ("metric_id",), "metrics", ("id",)),
    ("conflict_members", ("claim_id",), "claims", ("id",)),
    ("corroboration_members", ("corroboration_id",), "corroborations", ("id",)),
    ("corroboration_members", ("metric_id",), "metrics", ("id",)),
}


async def package(api: httpx.AsyncClient) -> zipfile.ZipFile:
    answer = await api.get("export.zip")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "title*=UTF-8''" in answer.headers["Link"]
    return zipfile.ZipFile(io.BytesIO(answer.content))


def descriptor(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("datapackage.json"))
    return found


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"data/{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def problems(folder: Path) -> list[Any]:
    # loaded by the workers that get these tests
    from frictionless import system, validate

    with system.use_context(trusted=True):
        report = validate(str(folder / "datapackage.json"))
    assert len(report.tasks) == len(json.loads((folder / "datapackage.json").read_bytes())["resources"])
    return list(report.flatten(["type", "title", "note"]))


@pytest.mark.slow
@SQLITE
async def test_the_validator_accepts_it(api: httpx.AsyncClient, tmp_path: Path) -> None:
    (await package(api)).extractall(tmp_path)
    assert problems(tmp_path) == []


@pytest.mark.slow
@SQLITE
@REAL
async def test_the_validator_would_see_a_row_without_its_table_and_another_byte(
    api: httpx.AsyncClient, tmp_path: Path
) -> None:
    (await package(api)).extractall(tmp_path)
    topics = tmp_path / "data" / "topics.csv"
    *kept, _ = topics.read_bytes().splitlines(keepends=True)
    topics.write_bytes(b"".join(kept))
    report = tmp_path / "documents" / "china-llm-industry-2025.md"
    report.write_bytes(report.read_bytes() + b" ")
    assert {problem[0] for problem in problems(tmp_path)} == {"foreign-key", "hash-count", "byte-count"}


@pytest.mark.parametrize("name", LISTINGS)
async def test_a_list_is_whole_and_has_the_columns_of_the_api(api: httpx.AsyncClient, name: str) -> None:
    # without what is made for readers of rows: the package has the tables that it comes from
    fields = ",".join(LISTINGS[name].columns)
    lines = (await api.get(name, params={"format": "ndjson", "fields": fields})).text.splitlines()
    rows = [json.loads(line, parse_float=str, parse_int=str) for line in lines]
    found = [{FIELDS.get(one, one): cell for one, cell in line.items()} for line in table(await package(api), name)]
    key = next(iter(rows[0]))
    added = [field for field in found[0] if field not in rows[0]]
    assert added == {
        "claims": ["section_id"], "metrics": ["section_id"], "numbers": ["section_id"], "sections": ["parent_id"],
        "sources": ["source_group"],
    }.get(name, [])  # fmt: skip
    plain = {line[key]: {field: _value(line[field]) for field in rows[0]} for line in found}
    assert len(found) == len(plain) == len(rows)
    for row in rows:
        assert plain[row[key]] == {field: _shown(value) for field, value in row.items()}


def _value(cell: str) -> Any:
    if cell == "[]":
        return ""
    if cell.startswith("'") and is_formula(cell):
        return cell[1:]
    return json.loads(cell, parse_float=str, parse_int=str) if cell.startswith(("[{", "[[", "{")) else cell


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return "; ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else value


def cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("name", LINKS)
async def test_a_link_is_whole(api: httpx.AsyncClient, dataset: Build, name: str) -> None:
    found = table(await package(api), name)
    columns = list(found[0])
    expected = [[cell(row[FIELDS.get(one, one)]) for one in columns] for row in dataset.rows[LINKS[name]]]
    assert sorted(list(row.values()) for row in found) == sorted(expected)


async def test_rows_stand_in_the_order_of_their_document(api: httpx.AsyncClient) -> None:
    archive = await package(api)
    for name, place in (
        ("claims", "ordinal"),
        ("sections", "ordinal"),
        ("metrics", "start_offset"),
        ("citations", "start_offset"),
    ):
        places = [(row["document"], int(row[place])) for row in table(archive, name)]
        assert places == sorted(places), name


async def test_sections_are_named_by_their_id(api: httpx.AsyncClient, dataset: Build) -> None:
    found = {row["id"]: row["section_id"] for row in table(await package(api), "metrics")}
    expected = {
        row["id"]: "" if row["section"] is None else f"{row['document']}:{row['section']}" for row in dataset.rows[m.Metric]
    }
    assert found == expected


async def test_what_the_descriptor_says(api: httpx.AsyncClient, dataset: Build) -> None:
    archive = await package(api)
    said = descriptor(archive)
    assert (said["name"], said["version"]) == ("factbase", dataset.version)
    assert [source["path"] for source in said["sources"]] == [
        f"documents/{slug}.md" for slug in sorted(row["slug"] for row in dataset.rows[m.Document])
    ]
    assert {one["caveat"] for one in said["caveats"]} == {"（注：文档部分内容可能由 AI 生成）"}
    files = {one.filename for one in archive.infolist()}
    assert {one["path"] for one in said["resources"]} | {"README.md", "datapackage.json"} == files
    keys = set()
    for one in said["resources"]:
        content = archive.read(one["path"])
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        schema = one.get("schema", {"fields": [], "foreignKeys": []})
        assert all(field["description"] for field in schema["fields"]), one["name"]
        keys |= {
            (one["name"], tuple(key["fields"]), key["reference"]["resource"], tuple(key["reference"]["fields"]))
            for key in schema["foreignKeys"]
        }
    assert keys == KEYS


async def test_types_and_constraints_of_a_field(api: httpx.AsyncClient) -> None:
    (metrics,) = (one for one in descriptor(await package(api))["resources"] if one["name"] == "metrics")
    assert metrics["schema"]["primaryKey"] == ["id"]
    fields = {field["name"]: field for field in metrics["schema"]["fields"]}
    assert {name: fields[name]["type"] for name in ("id", "value", "start_offset", "is_cumulative", "period_start", "qualifiers")} == {
        "id": "string", "value": "number", "start_offset": "integer", "is_cumulative": "boolean", "period_start": "date",
        "qualifiers": "object",
    }  # fmt: skip
    assert {name: fields["reference_numbers"][name] for name in ("type", "delimiter", "itemType")} == {
        "type": "list", "delimiter": "; ", "itemType": "integer",
    }  # fmt: skip
    assert fields["status"]["constraints"] == {"enum": ["actual", "forecast", "target"]}
    assert fields["id"]["constraints"] == {"required": True, "unique": True}
    assert fields["value"]["constraints"] == {"required": True}
    assert "constraints" not in fields["value_max"]
    assert fields["quote"]["description"] == "The words of the document, verbatim."


async def test_documents_are_there_byte_for_byte_and_hold_every_quote(api: httpx.AsyncClient, dataset: Build) -> None:
    archive = await package(api)
    original = (HOME / "seeds" / "documents" / "china-llm-industry-2025.md").read_bytes()
    assert archive.read("documents/china-llm-industry-2025.md") == original
    texts = {row["slug"]: archive.read(f"documents/{row['slug']}.md").decode() for row in dataset.rows[m.Document]}
    for row in table(archive, "metrics"):
        assert texts[row["document"]][int(row["start_offset"]) : int(row["end_offset"])] == row["quote"]


async def test_the_readme_tells_version_tables_and_caveat(api: httpx.AsyncClient, dataset: Build) -> None:
    archive = await package(api)
    readme = archive.read("README.md").decode()
    for said in (dataset.version, "frictionless validate datapackage.json", "gbt7714", "（注：文档部分内容可能由 AI 生成）"):
        assert said in readme
    for name in (*LISTINGS, *LINKS):
        assert f"| `data/{name}.csv` | {len(table(archive, name))} | " in readme


async def test_the_readme_s_check_runs(api: httpx.AsyncClient, tmp_path: Path) -> None:
    archive = await package(api)
    archive.extractall(tmp_path)
    _, _, check = archive.read("README.md").decode().partition("    import csv, pathlib\n")
    lines = ["import csv, pathlib"] + [line[4:] for line in check.partition("\n\n")[0].splitlines()]
    script = "\n".join([*lines, "print(row['id'])"])
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("met_")


@pytest.mark.slow
async def test_it_is_the_same_for_everyone(built: Build, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """On both databases, loaded at different moments; by the command line of the one and by the API of the other."""
    digests = set()
    for backend in ("sqlite", "postgresql"):
        settings = loaded(fresh(backend, tmp_path, request), built)
        engine = open_engine(settings)
        file = io.BytesIO()
        with read(engine) as (connection, _):
            write_package(connection, file)
        engine.dispose()
        digests.add(hashlib.sha256(file.getvalue()).hexdigest())
        if backend == "sqlite":
            made = tmp_path / "factbase.zip"
            command = [sys.executable, "-c", "from app.cli import cli; cli()", "export", str(made)]
            subprocess.run(command, env=os.environ | {"FACTBASE_DATABASE_URL": settings.database_url}, check=True)
            digests.add(hashlib.sha256(made.read_bytes()).hexdigest())
        else:
            app = create_app(settings)
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
                digests.add(hashlib.sha256((await client.get("/api/v1/export.zip")).content).hexdigest())
            app.state.close()
    assert len(digests) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".db") == ["factbase.zip"]


async def test_headers_and_refusals(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/export.zip")
    version = answer.headers["dataset-version"]
    assert answer.headers["content-disposition"] == f'attachment; filename="factbase-{version}.zip"'
    assert "content-language" not in answer.headers
    again = await client.get("/api/v1/export.zip", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    head = await client.head("/api/v1/export.zip")
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(len(answer.content)), b"")
    for parameter in ("lang", "format", "limit"):
        refused = await client.get("/api/v1/export.zip", params={parameter: "en"})
        assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, parameter)
    operation = (await client.get("/openapi.json")).json()["paths"]["/api/v1/export.zip"]["get"]
    assert operation["responses"]["200"]["content"] == {
        "application/zip": {"schema": {"type": "string", "format": "binary"}}
    }
    assert set(operation["responses"]) >= {"200", "422", "503"}


def _failing(_: IO[bytes]) -> None:
    raise OSError("no space left")


def _writing(content: bytes, version: str) -> Callable[[IO[bytes]], tuple[str, dict[str, str]]]:
    def write(file: IO[bytes]) -> tuple[str, dict[str, str]]:
        file.write(content)
        return version, {}

    return write


def _made(content: bytes, version: str) -> Callable[[], Awaitable[Package]]:
    async def make() -> Package:
        return write_to_map(_writing(content, version))

    return make


async def _failed() -> Package:
    return write_to_map(_failing)


async def test_a_package_is_made_once_and_gone_when_nobody_reads_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shelf = PackageCache()
    with pytest.raises(OSError, match="no space left"):
        await shelf.package("1", _failed, 1)
    first = await shelf.package("1", _made(b"one", "1"), 1)
    assert await shelf.package("1", _failed, 1) is first
    assert (await shelf.package("2", _made(b"two", "2"), 1)).content[:] == b"two"
    assert first.content[:] == b"one"
    assert list(tmp_path.iterdir()) == []


async def test_who_comes_while_one_is_made_waits_for_it_and_holds_up_nobody(seeded: Settings) -> None:
    app = create_app(seeded.model_copy(update={"pool_size": 2, "pool_timeout": 30}))
    shelf, begun, end = app.state.package_cache, anyio.Event(), anyio.Event()

    async def slowly() -> Package:
        begun.set()
        await end.wait()
        return await _made(b"one", version)()

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        version = (await client.get("/api/v1/units?limit=1")).headers["dataset-version"]
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(shelf.package, version, slowly, 1)
            await begun.wait()
            answers: list[bytes] = []

            async def download() -> None:
                answers.append((await client.get("/api/v1/export.zip")).content)

            for _ in range(5):
                tasks.start_soon(download)
            assert (await client.get("/api/v1/availability?status=actual")).status_code == 200
            with pytest.raises(Unavailable) as refused:
                await shelf.package(version, _failed, 0.01)
            assert refused.value.retry_after == 10
            assert answers == []
            end.set()
    app.state.close()
    assert answers == [b"one"] * 5


async def test_nothing_to_export_is_said(empty: Settings) -> None:
    app = create_app(empty)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.get("/api/v1/export.zip")
    app.state.close()
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
