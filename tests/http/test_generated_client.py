"""A typed client that a generator makes of the OpenAPI document, used as its users would: every list walked to its end."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from app.api.registry import LISTINGS, LISTS
from tests.support import openapi

pytestmark = [pytest.mark.slow, pytest.mark.anyio, pytest.mark.parametrize("seeded", ["sqlite"], indirect=True)]
# what the generator does not know, and what it cannot run here
ROWS = {row.__name__.removesuffix("Row") for _, row in LISTS}
CONFIG = {"content_type_overrides": {"application/zip": "application/octet-stream"}, "post_hooks": []}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The client as a package of its own."""
    folder = tmp_path_factory.mktemp("client")
    document, config = folder / "openapi.json", folder / "config.json"
    document.write_text(json.dumps(openapi.document()))
    config.write_text(json.dumps(CONFIG))
    command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--meta", "none"]
    options = ["--path", str(document), "--config", str(config), "--output-path", str(folder / "factbase_client")]
    made = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    assert "WARNING" not in made.stdout + made.stderr, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module("factbase_client")
    sys.path.remove(str(folder))


@pytest.fixture
def typed(generated: ModuleType, client: httpx.AsyncClient) -> Any:
    made = generated.Client(base_url="http://test", raise_on_unexpected_status=True)
    made.set_async_httpx_client(client)
    return made


def operation(list_: str, name: str) -> Any:
    return importlib.import_module(f"factbase_client.api.{list_}.{name}")


@pytest.mark.parametrize("name", LISTINGS)
async def test_every_list_is_walked_to_its_end(typed: Any, client: httpx.AsyncClient, name: str) -> None:
    ask = operation(name, f"list_{name}").asyncio
    page = await ask(client=typed, limit=1)
    walked, sizes = list(page.data), [7, 30, 300, 1000]
    while page.page.next_cursor is not None:
        page = await ask(client=typed, limit=sizes.pop(0) if len(sizes) > 1 else sizes[0], cursor=page.page.next_cursor)
        walked += page.data
    rows = [row.to_dict() for row in walked]
    whole = (await client.get(f"/api/v1/{name}", params={"limit": 1000, "count": "exact"})).json()
    assert len(rows) == whole["page"]["count"]
    assert rows == whole["data"]


async def test_filters_and_errors_are_typed(typed: Any, generated: ModuleType) -> None:
    ask = operation("metrics", "list_metrics").asyncio
    models = importlib.import_module("factbase_client.models")
    page = await ask(
        client=typed, indicator=["market-size"], status=[models.Status.FORECAST], section=["1.1"], sort=["-value"]
    )
    assert [row.value for row in page.data] == [820000000000, 500000000000, 80000000000, 70000000000]
    assert page.references["134"].number == 134
    problem = await ask(client=typed, indicator=["market-siz"])
    assert isinstance(problem, models.ProblemBody)
    assert (problem.status, problem.errors[0].nearest) == (422, "market-size")


@pytest.mark.parametrize("name", LISTINGS)
async def test_chosen_and_embedded_fields_are_typed(typed: Any, client: httpx.AsyncClient, name: str) -> None:
    """A row with some of its fields, and with all that can be embedded, is what the schema says."""
    listing = LISTINGS[name]
    columns, includes = list(listing.columns), [[one] for one in listing.includes]
    for fields, include in ((columns[:2], list(listing.includes)), (["*"], []), *((columns[2::3], one) for one in includes)):
        asked = {key: value for key, value in (("fields", fields), ("include", include)) if value}
        page = await operation(name, f"list_{name}").asyncio(client=typed, limit=30, **asked)
        params = {"limit": 30, **{key: ",".join(value) for key, value in asked.items()}}
        rows = (await client.get(f"/api/v1/{name}", params=params)).json()["data"]
        assert [row.to_dict() for row in page.data] == rows
        for name_ in include:
            held = [one for row in page.data for one in _listed(getattr(row, name_)) if one is not None]
            assert {type(one).__name__ for one in held} <= {f"{row}Row" for row in ROWS}, name_


async def test_days_and_closed_lists_are_typed(typed: Any) -> None:
    models = importlib.import_module("factbase_client.models")
    page = await operation("metrics", "list_metrics").asyncio(client=typed, period=["2024"], limit=1)
    (row,) = page.data
    assert (row.period_start, row.period_basis.value, row.status.name) == (date(2024, 1, 1), "sentence", "ACTUAL")
    assert (page.meta.repeats, page.meta.undated_count > 0, page.meta.caveats[0].document) == ("all", True, row.document)
    drawn = await operation("series", "get_series").asyncio(
        client=typed, indicator=["model-count"], shape=models.GetSeriesShape.WIDE
    )
    assert drawn.series
    drawn = await operation("series", "get_series").asyncio(
        client=typed, indicator=["market-size"], unit=["CNY"], shape=models.GetSeriesShape.WIDE, fields=["display", "year"]
    )
    shown = drawn.data[0].cells.additional_properties["china-llm-market"]
    assert (shown.value, shown.display, shown.year, shown.differs) == (1e10, "under CNY 10 billion", 2021, False)
    counted = await operation("aggregate", "get_aggregate").asyncio(
        client=typed, group_by=["status"], repeats=models.GetAggregateRepeats.ALL
    )
    assert counted.meta.repeats == "all"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


async def test_an_object_carries_its_chain(typed: Any) -> None:
    page = await operation("claims", "list_claims").asyncio(client=typed, reference=[134], limit=1)
    claim = await operation("claims", "get_claim").asyncio(page.data[0].id, client=typed)
    assert claim.citations[0].reference.number == 134
    assert claim.selectors[0].exact in claim.to_dict()["selectors"][0]["exact"]
