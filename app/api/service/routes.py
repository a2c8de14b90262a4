"""/, /healthz, /readyz and /problems: the index, health checks and kinds of problems."""

import inspect
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import State

from app.api.registry import LISTINGS
from app.api.service.schemas import Health, Index, ProblemKind, Ready
from app.errors import KINDS, InvalidParameter, NotFound, Unavailable
from app.http.few_parameters import refusing_unknown
from app.http.problems import problem_responses
from app.lists.parameters import LANG_PARAMETER
from app.store.dataset_version import loaded_dataset
from app.store.engines import is_replica
from app.store.migrations import current_revision
from app.store.readable_tables import schema_fault
from app.store.transactions import damage_reason, silence_limit
from app.vocabulary.addresses import API, INTEGRATIONS_PAGE, local, local_in
from app.vocabulary.names import say

router = APIRouter(tags=["service"], dependencies=[refusing_unknown("lang")], responses=problem_responses(InvalidParameter))


_DOCUMENTATION = {
    "guide": "/guide",
    "reference": "/docs",
    "swagger": "/docs/swagger",
    "redoc": "/redoc",
    "openapi": "/openapi.json",
    "llms": "/llms.txt",
    "fields": f"{API}/fields",
    "integrations": INTEGRATIONS_PAGE,
}


@router.get(API, name="get_api_index", response_model=Index, include_in_schema=False)
@router.get("/", response_model=Index, summary="Index")
def get_index(request: Request) -> dict[str, Any]:
    """List the addresses of the documentation, the lists and the other endpoints."""
    return {
        "name": "factbase",
        "description": say("A citation-backed fact database.", "有引文依据的事实数据库。"),
        "docs": {name: local(path) for name, path in _DOCUMENTATION.items()},
        "lists": {name: local(f"{API}/{name}") for name in LISTINGS},
        "questions": {path.rpartition("/")[2]: local(path) for path in _questions(request.app)},
        "health": {"live": local("/healthz"), "ready": local("/readyz")},
    }


def _questions(app: FastAPI) -> list[str]:
    """Paths of the API that are neither a list nor a row of one."""
    lists = {f"{API}/{name}" for name in LISTINGS}
    paths = [route.path or "" for route in iter_route_contexts(app.routes) if isinstance(route.original_route, APIRoute)]
    return [path for path in paths if path.startswith(f"{API}/") and "{" not in path and path not in lists]


@router.get("/healthz", response_model=Health, summary="Liveness")
async def get_health() -> dict[str, str]:
    """Respond as long as the process runs, whatever the state of the database."""
    return {"status": "ok"}


@router.get("/readyz", response_model=Ready, summary="Readiness", responses=problem_responses(Unavailable))
async def get_readiness(request: Request) -> dict[str, Any]:
    """Check the database. Responds 503 with the reason if it is down, silent, not migrated or not seeded, or if a table cannot be read."""
    # the look-up has its own connection, and so reports an unresponsive database in time
    await request.app.state.dataset_version.current()
    async with request.app.state.readiness_limit.slot():
        return await run_in_threadpool(_readiness, request.app.state)


def _readiness(state: State) -> dict[str, Any]:
    try:
        with state.engine.connect() as connection, silence_limit(connection, state.settings.version_timeout):
            _check_schema(connection, state.newest_revision)
            if (fault := schema_fault(connection)) is not None:
                raise Unavailable(fault, retry_after=2)
            source = "replica" if is_replica(connection) else "primary"
            return {"status": "ready", "read_from": source, "dataset": {"version": loaded_dataset(connection)[0]}}
    except SQLAlchemyError as error:
        name = type(error).__name__
        reason = damage_reason(error) or say(f"the database cannot be reached ({name})", f"无法连接数据库（{name}）")
        raise Unavailable(reason, retry_after=2) from error


def _check_schema(connection: Connection, newest: str | None) -> None:
    """Raise `Unavailable` unless the newest migration that this code knows has been applied, and no newer one."""
    revision = current_revision(connection)
    if revision != newest:
        reason = say(
            f"the database is at schema {revision or 'none'}, {newest} is needed: run `factbase migrate`, or restart the service"
            " if it was upgraded",
            f"数据库的结构版本为 {revision or '无'}，需要 {newest}：请运行 `factbase migrate`；若已升级，请重新启动服务",
        )
        raise Unavailable(reason, retry_after=2)


@router.get(
    "/problems/{slug}",
    response_model=ProblemKind,
    summary="One kind of problem",
    responses=problem_responses(NotFound),
)
def get_problem(
    slug: Annotated[str, Path(description="Last part of a problem's `type`", examples=["invalid-parameter"])],
    lang: Annotated[LANG_PARAMETER[0], Query(description=LANG_PARAMETER[1].description, examples=["zh"])] = None,
) -> dict[str, Any]:
    """Explain a kind of problem: the page that its `type` refers to (RFC 9457, section 3.1.1)."""
    if slug not in KINDS:
        known = ", ".join(KINDS)
        raise NotFound(
            say(f"unknown kind of problem {slug!r}; the known kinds are {known}", f"没有 {slug!r} 这类问题；已有：{known}")
        )
    kind = KINDS[slug]
    return {
        "type": local(f"/problems/{slug}"),
        "title": say(kind.title, kind.title_zh),
        "status": kind.status,
        "about": local_in(say(" ".join((inspect.getdoc(kind) or "").split()), kind.about_zh)),
    }
