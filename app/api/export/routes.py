"""/export.zip: the whole database as a data package."""

from collections.abc import Callable, Iterator
from functools import partial
from mmap import mmap
from typing import IO, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from app.api.export.package import write_package
from app.api.export.package_cache import write_to_map
from app.errors import InvalidParameter, Unavailable
from app.http.fast_route import FastRoute
from app.http.problems import problem_responses
from app.http.snapshot import caveat_links, snapshot
from app.store.engines import export_patience

MEDIA_TYPE = "application/zip"
_CHUNK = 1 << 18

router = APIRouter(tags=["export"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable))


class ExportQuery(BaseModel):
    """No parameters: the package always has everything, in both languages."""

    model_config = ConfigDict(extra="forbid")


class Zip(Response):
    media_type = MEDIA_TYPE


@router.get(
    "/export.zip",
    response_class=Zip,
    summary="The whole database",
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_export(query: Annotated[ExportQuery, Query()], request: Request) -> Any:
    """Download the database as a [Frictionless Data Package](https://datapackage.org): a CSV file for each list and link
    table, `datapackage.json` with types, descriptions, keys and hashes, the unchanged documents, and a README. The bytes
    stay the same as long as the dataset version and the code do. `factbase export FILE` writes the same file.
    """
    return _respond(request)


async def _respond(request: Request) -> Response:
    """The answer, once there is a package; a turn is held while the database is asked, and not while another is waited for."""
    state = request.app.state

    async def in_thread(ask: Callable[[], Any]) -> Any:
        async with state.concurrency_limit.slot():
            return await run_in_threadpool(ask)

    version = await in_thread(partial(_version, request))
    make = partial(in_thread, partial(write_to_map, partial(_write, request)))
    package = await state.package_cache.package(version, make, export_patience(state.settings))
    headers = {
        **package.headers,
        "Content-Disposition": f'attachment; filename="factbase-{package.version}.zip"',
        "Content-Length": str(len(package.content)),
    }
    return StreamingResponse(_chunks(package.content), headers=headers, media_type=MEDIA_TYPE)


def _version(request: Request) -> str:
    with snapshot(request, None, stopped=False) as at:
        return at.version


def _write(request: Request, file: IO[bytes]) -> tuple[str, dict[str, str]]:
    with snapshot(request, None, stopped=False) as at:
        write_package(at.connection, file)
        # the package is the same in every language
        headers = {name: value for name, value in at.headers.items() if name != "Content-Language"}
        links = ", ".join(caveat_links(at, None))
        return at.version, headers | ({"Link": links} if links else {})


def _chunks(package: mmap) -> Iterator[bytes]:
    for start in range(0, len(package), _CHUNK):
        yield package[start : start + _CHUNK]
