"""How a request reaches its endpoint: parameters read by the endpoint's own query class, cheap answers made at once.

FastAPI documents the endpoints; its general handling of parameters, and a thread for each request, would cost more than
most answers. On SQLite an answer is begun in the event loop and given up after a few milliseconds for a thread, so that a
cheap one waits for no thread and a dear one holds up nobody.
"""

import time
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, NamedTuple

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError
from starlette.types import Receive, Scope

from app.http.problems import error_response
from app.http.query_string import read_query
from app.store.transactions import is_timeout

Clock = Callable[[], float]
# seconds that a query may hold the event loop
EVENT_LOOP_SECONDS = 0.004
_KEY = "factbase.at_once"


Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class NeedsThreadError(Exception):
    """The answer is too dear to be made in the event loop."""


def continue_in_thread(request: Request) -> None:
    """From here on the answer takes long: go on in a thread."""
    if request.scope.get(_KEY):
        raise NeedsThreadError


def query_allowance(request: Request, seconds: float) -> tuple[float, Clock]:
    """How long a query of this answer may run now, and by which clock, where it may run `seconds` altogether.

    In the event loop it is the processor's time that counts: a busy machine makes no query dearer.
    """
    return (min(EVENT_LOOP_SECONDS, seconds), time.thread_time) if request.scope.get(_KEY) else (seconds, time.monotonic)


class FastRoute(APIRoute):
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
                except NeedsThreadError:
                    pass
                except OperationalError as error:
                    if not is_timeout(error):
                        raise
                request.scope[_KEY] = False
            return await run_in_threadpool(endpoint, query=query, request=request, **request.path_params)

        return handle


class FastRoutes:
    """All routes of this class that take at most one part of their path, found by a look-up and answered at once.

    FastAPI's layers and its router, which tries one route after another, cost more than many an answer; it still documents
    them all, and serves the others.
    """

    def __init__(self, app: FastAPI, prefix: str, routers: Iterable[APIRouter]) -> None:
        self._app = app
        self._whole: dict[str, _Match] = {}
        self._by_parent: dict[str, _Match] = {}
        for route in (one for router in routers for one in router.routes if isinstance(one, FastRoute)):
            parent, _, last = route.path.rpartition("/")
            if "{" not in route.path:
                self._whole[prefix + route.path] = _Match(route, route.get_route_handler(), None)
            elif "{" not in parent:
                self._by_parent[prefix + parent] = _Match(route, route.get_route_handler(), last.strip("{}"))

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
            return await error_response(request, error)


class _Match(NamedTuple):
    """A route, what answers it, and the name of the part of its path that varies."""

    route: FastRoute
    handle: Handle
    parameter: str | None
