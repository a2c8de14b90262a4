"""The by-pass gives what FastAPI itself gives, on every route that takes it."""

from typing import Any

import anyio
import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from app.config import Settings
from app.http.fast_route import FastRoute
from app.http.openapi import examples_of
from app.http.spooled_export import Export
from app.main import Service, create_app
from app.store.publishing import Build
from tests.conftest import fresh, loaded


@pytest.fixture(scope="module")
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Build) -> Settings:
    return loaded(fresh("sqlite", tmp_path_factory.mktemp("routes"), request), built)


async def answers(app: Service, requests: list[str]) -> dict[str, Any]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        found = {request: await client.get(request) for request in requests}
    return {
        request: (answer.status_code, answer.headers["content-type"], answer.json()) for request, answer in found.items()
    }


# FastAPI hands its own field's alias on to pydantic, which has no use for it in a union
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pydantic.warnings.UnsupportedFieldAttributeWarning")
def test_the_by_pass_agrees_with_fastapi(held: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(held)
    fast = {route.name for route in iter_route_contexts(app.routes) if isinstance(route.original_route, FastRoute)}
    examples = examples_of(app)["operations"]
    requests = [examples[name]["request"] for name in sorted(fast & examples.keys()) if name != "get_export"]
    assert len(requests) > 35
    requests += [f"{one}{'&' if '?' in one else '?'}nothing=1" for one in requests]
    by_pass = anyio.run(lambda: answers(app, requests))
    app.state.close()
    monkeypatch.setattr(FastRoute, "get_route_handler", APIRoute.get_route_handler)
    framework = create_app(held)
    assert not any(isinstance(answer, Export) for answer in by_pass.values())
    assert by_pass == anyio.run(lambda: answers(framework, requests))
    framework.state.close()
