"""A route class that bypasses FastAPI's parameter parsing and its thread per request; FastAPI still documents the route.

With FastAPI's own handler a distinct request of a list takes two to three times the processor time (FastAPI 0.165, SQLite, in
process). Here the route's own query class reads the parameters. On SQLite an answer begins in the event loop and moves to a
thread after a few milliseconds, so that a cheap answer waits for no thread and an expensive one blocks nobody. A test compares
it with FastAPI's own answer on every route. (By-passing the router as well gained less than a tenth.)
"""

import time
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError

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
    """Leave the event loop if the answer was begun there: the rest takes long."""
    if request.scope.get(_IN_LOOP):
        raise NeedsThreadError


def query_allowance(request: Request, seconds: float) -> tuple[float, Clock]:
    """How long a query of this answer may run now, and by which clock, where it may run `seconds` altogether.

    In the event loop, processor time counts, so that a busy machine does not make queries dearer.
    """
    if request.scope.get(_IN_LOOP):
        return min(EVENT_LOOP_SECONDS, seconds), time.thread_time
    return seconds, time.monotonic


class FastRoute(APIRoute):
    """A route whose endpoint takes `query`, a model of all its query parameters, the `request`, and what its path names.

    The endpoint returns a response, an `Export` that is then written in a thread for exports, or a coroutine that makes the
    response and may wait, as it holds neither a thread nor a turn.
    """

    def get_route_handler(self) -> Handle:
        model = self.endpoint.__annotations__["query"].__origin__
        endpoint: Callable[..., Any] = self.endpoint

        async def handle(request: Request) -> Response:
            query = read_query(model, request.scope["query_string"])
            answer = await _answer(endpoint, request, query)
            if isinstance(answer, Export):
                answer = request.app.state.spooler.respond(answer)
            response: Response = await answer if isinstance(answer, Coroutine) else answer
            return response

        return handle


async def _answer(endpoint: Callable[..., Any], request: Request, query: Any) -> Any:
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
    async with request.app.state.concurrency_limit.slot():
        return await run_in_threadpool(endpoint, query=query, request=request, **request.path_params)
