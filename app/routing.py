"""How a request reaches its endpoint: parameters read by the endpoint's own query class, cheap answers made at once.

FastAPI documents the endpoints; its general handling of parameters, and a thread for each request, would cost more than
most answers. On SQLite an answer is begun in the event loop and given up after a few milliseconds for a thread, so that a
cheap one waits for no thread and a dear one holds up nobody.
"""

import time
from collections.abc import Callable, Coroutine, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, get_args, get_origin
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import OperationalError
from starlette.types import Receive, Scope

from app.db import is_timeout
from app.errors import Fault, InvalidParameter, on_error
from app.filters import REMEMBERED

Clock = Callable[[], float]
# seconds that a query may hold the event loop
AT_ONCE = 0.004
_KEY = "factbase.at_once"


Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class NotAtOnceError(Exception):
    """The answer is too dear to be made in the event loop."""


def leave_loop(request: Request) -> None:
    """From here on the answer takes long: go on in a thread."""
    if request.scope.get(_KEY):
        raise NotAtOnceError


def allowance(request: Request, seconds: float) -> tuple[float, Clock]:
    """How long a query of this answer may run now, and by which clock, where it may run `seconds` altogether.

    In the event loop it is the processor's time that counts: a busy machine makes no query dearer.
    """
    return (min(AT_ONCE, seconds), time.thread_time) if request.scope.get(_KEY) else (seconds, time.monotonic)


class Route(APIRoute):
    """A route whose endpoint takes `query`, a model of all its query parameters, the `request`, and what its path names."""

    def get_route_handler(self) -> Handle:
        model = self.endpoint.__annotations__["query"].__origin__
        endpoint: Callable[..., Response] = self.endpoint

        async def handle(request: Request) -> Response:
            query = read_query(model, request.scope["query_string"])
            if request.app.state.engine.dialect.name == "sqlite":
                request.scope[_KEY] = True
                try:
                    return endpoint(query=query, request=request, **request.path_params)
                except NotAtOnceError:
                    pass
                except OperationalError as error:
                    if not is_timeout(error):
                        raise
                request.scope[_KEY] = False
            return await run_in_threadpool(endpoint, query=query, request=request, **request.path_params)

        return handle


class Direct:
    """All routes of this class that take at most one part of their path, found by a look-up and answered at once.

    FastAPI's layers and its router, which tries one route after another, cost more than many an answer; it still documents
    them all, and serves the others.
    """

    def __init__(self, app: FastAPI, prefix: str, routers: Iterable[APIRouter]) -> None:
        self._app = app
        self._whole: dict[str, Found] = {}
        self._by_parent: dict[str, Found] = {}
        for route in (one for router in routers for one in router.routes if isinstance(one, Route)):
            parent, _, last = route.path.rpartition("/")
            if "{" not in route.path:
                self._whole[prefix + route.path] = Found(route, route.get_route_handler(), None)
            elif "{" not in parent:
                self._by_parent[prefix + parent] = Found(route, route.get_route_handler(), last.strip("{}"))

    async def answer(self, scope: Scope, receive: Receive) -> Response | None:
        """The answer to a GET request, a problem where it met an error; null where the path is none of these."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        found, last = self._whole.get(path), ""
        if found is None:
            parent, _, last = path.rpartition("/")
            found = self._by_parent.get(parent) if last else None
        if found is None:
            return None
        parameters = {found.parameter: last} if found.parameter else {}
        taken = {"app": self._app, "method": "GET", "route": found.route, "path_params": parameters}
        request = Request({**scope, **taken}, receive)
        try:
            return await found.handle(request)
        except Exception as error:
            return await on_error(request, error)


class Found(NamedTuple):
    """A route, what answers it, and the name of the part of its path that varies."""

    route: Route
    handle: Handle
    parameter: str | None


def read_query(model: type[BaseModel], query_string: bytes) -> BaseModel:
    """The parameters of a query string as `model` has them.

    Raises `RequestValidationError` where one cannot be used, `InvalidParameter` where one that takes one value is given
    twice, as one of the two would be ignored.
    """
    given: dict[str, list[str]] = {}
    # bytes that are no UTF-8 become lone surrogates, which are refused where they stand rather than replaced unseen
    for part in query_string.decode("utf-8", "surrogateescape").split("&"):
        for name, value in _known_pair(part) if len(part) < REMEMBERED else _pair(part):
            given.setdefault(name, []).append(value)
    twice = [name for name, values in given.items() if len(values) > 1 and name in model.model_fields]
    if faults := [
        Fault(name, f"given {len(given[name])} times; it takes one value")
        for name in twice
        if not _is_list(model.model_fields[name].annotation)
    ]:
        raise InvalidParameter(*faults)
    try:
        return model.model_validate({name: values if len(values) > 1 else values[0] for name, values in given.items()})
    except ValidationError as error:
        faults_ = [{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors(include_url=False)]
        raise RequestValidationError(faults_) from None


def _pair(part: str) -> list[tuple[str, str]]:
    """What stands between two `&` as name and value; nothing where nothing stands there."""
    return parse_qsl(part, keep_blank_values=True, errors="surrogateescape")


# most parameters of most requests have been read before
_known_pair = lru_cache(maxsize=4096)(_pair)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(one) for one in get_args(annotation))
