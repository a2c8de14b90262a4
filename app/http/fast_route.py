"""The by-pass of FastAPI's handling of requests, for list and object routes: it still documents them.

FastAPI's router tries one route after another, its general handling of parameters and its layers for errors and telemetry
cost more than most answers, and so does a thread for each request. A fast route is found by a look-up, its parameters are
read by its own query class, and on SQLite its answer is begun in the event loop and given up after a few milliseconds for a
thread, so that a cheap answer waits for no thread and a dear one holds up nobody. A test compares it with FastAPI's own
answer on every route.
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
from app.http.spooled_export import Export
from app.store.transactions import is_timeout

Clock = Callable[[], float]
Handle = Callable[[Request], Coroutine[Any, Any, Response]]
# seconds that a query may hold the event loop
EVENT_LOOP_SECONDS = 0.004
_IN_LOOP = "factbase.in_event_loop"


class NeedsThreadError(Exception):
    """The answer takes too long to be made in the event loop."""


def continue_in_thread(request: Request) -> None:
    """Leave the event loop, where the answer is begun there: from here on it takes long."""
    if request.scope.get(_IN_LOOP):
        raise NeedsThreadError


def query_allowance(request: Request, seconds: float) -> tuple[float, Clock]:
    """How long a query of this answer may run now, and by which clock, where it may run `seconds` altogether.

    In the event loop the processor's time counts: a busy machine makes no query dearer.
    """
    if request.scope.get(_IN_LOOP):
        return min(EVENT_LOOP_SECONDS, seconds), time.thread_time
    return seconds, time.monotonic


class FastRoute(APIRoute):
    """A route whose endpoint takes `query`, a model of all its query parameters, the `request`, and what its path names.

    The endpoint returns a response, or an `Export` that is then written in a thread for exports.
    """

    def get_route_handler(self) -> Handle:
        model = self.endpoint.__annotations__["query"].__origin__
        endpoint: Callable[..., Response] = self.endpoint

        async def handle(request: Request) -> Response:
            query = read_query(model, request.scope["query_string"])
            answer = await _answer(endpoint, request, query)
            if isinstance(answer, Export):
                response: Response = await request.app.state.spooler.respond(answer)
                return response
            return answer

        return handle


async def _answer(endpoint: Callable[..., Response], request: Request, query: Any) -> Response:
    if request.app.state.engine.dialect.name == "sqlite":
        request.scope[_IN_LOOP] = True
        try:
            return endpoint(query=query, request=request, **request.path_params)
        except NeedsThreadError:
            pass
        except OperationalError as error:
            if not is_timeout(error):
                raise
        request.scope[_IN_LOOP] = False
    return await run_in_threadpool(endpoint, query=query, request=request, **request.path_params)


class FastRoutes:
    """All fast routes that take at most one part of their path, found by a look-up."""

    def __init__(self, app: FastAPI, prefix: str, routers: Iterable[APIRouter]) -> None:
        self._app = app
        self._by_path: dict[str, _Match] = {}
        self._by_parent: dict[str, _Match] = {}
        for route in (one for router in routers for one in router.routes if isinstance(one, FastRoute)):
            parent, _, last = route.path.rpartition("/")
            if "{" not in route.path:
                self._by_path[prefix + route.path] = _Match(route, route.get_route_handler(), None)
            elif "{" not in parent:
                self._by_parent[prefix + parent] = _Match(route, route.get_route_handler(), last.strip("{}"))

    async def respond(self, path: str, scope: Scope, receive: Receive) -> Response | None:
        """The response to a GET request, a problem where it met an error; null where the path is none of these."""
        match, last = self._by_path.get(path), ""
        if match is None:
            parent, _, last = path.rpartition("/")
            match = self._by_parent.get(parent) if last else None
        if match is None:
            return None
        parameters = {match.parameter: last} if match.parameter else {}
        matched = {"app": self._app, "method": "GET", "route": match.route, "path_params": parameters}
        request = Request({**scope, **matched}, receive)
        try:
            return await match.handle(request)
        except Exception as error:
            return await error_response(request, error)


class _Match(NamedTuple):
    """A route, what answers it, and the name of the part of its path that varies."""

    route: FastRoute
    handle: Handle
    parameter: str | None
