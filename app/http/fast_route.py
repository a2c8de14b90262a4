"""A route class that bypasses FastAPI's parameter parsing and its thread per request; FastAPI still documents the route.

With FastAPI's own handler a distinct request of a list takes two to three times the processor time (FastAPI 0.165, SQLite, in
process). Here the route's own query class reads the parameters. On SQLite an answer is first tried for a few milliseconds, so
that a cheap one waits for no expensive one: in the event loop while no thread is at work, where it costs least, and otherwise
in a thread of its own. In the event loop each of its statements would then wait for Python's lock, and everybody with it: a
dozen busy threads kept `/healthz` waiting for six seconds. What asks the database nothing, as an export that is yet to be
written, is made in the event loop in any case: two hundred exports that each waited for a thread, only to be handed to another,
kept a cheap answer behind them waiting for five seconds. A test compares this class with FastAPI's own answer on every route.
(By-passing the router as well gained less than a tenth.)
"""

import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError

from app.http.drawing import Picture, draw_in_turn
from app.http.load_shedding import has_left_of
from app.http.query_string import read_query
from app.http.spooled_export import Export
from app.store.time_limits import Allowance, is_timeout

Handle = Callable[[Request], Coroutine[Any, Any, Response]]
# seconds of processor time that a query may take when it is tried
TRIAL_SECONDS = 0.004
_TOO_LONG = object()
# what a query may take in all, where it is tried
_ALLOWED = "factbase.allowed_seconds"


class NeedsThreadError(Exception):
    """The answer takes too long to be made where it is tried."""


def continue_in_thread(request: Request) -> None:
    """Give up if the answer is only tried: the rest takes long."""
    if _ALLOWED in request.scope:
        raise NeedsThreadError


def query_allowance(request: Request, seconds: float) -> Allowance:
    """How long a query of this answer may run now, where it may run `seconds` altogether.

    Of a trial, processor time counts, so that a busy machine does not make queries dearer. Raises `NeedsThreadError` where none
    may run.
    """
    allowed = request.scope.get(_ALLOWED)
    if allowed is None:
        return Allowance(seconds)
    if not allowed:
        raise NeedsThreadError
    return Allowance(min(allowed, seconds), time.thread_time, is_trial=True)


class FastRoute(APIRoute):
    """A route whose endpoint takes `query`, a model of all its query parameters, the `request`, and what its path names.

    The endpoint returns a response, an `Export` that is then written in a thread for exports, a `Picture` that is then drawn when
    it is its turn, or a coroutine that makes the response and may wait, as it holds neither a thread nor a turn.
    """

    def get_route_handler(self) -> Handle:
        model = self.endpoint.__annotations__["query"].__origin__
        endpoint: Callable[..., Any] = self.endpoint

        async def handle(request: Request) -> Response:
            query = read_query(model, request.scope["query_string"])
            answer = await _answer(endpoint, request, query)
            if isinstance(answer, Export):
                answer = request.app.state.spooler.respond(answer, has_left_of(request.scope))
            elif isinstance(answer, Picture):
                answer = draw_in_turn(answer.draw, request)
            response: Response = await answer if isinstance(answer, Coroutine) else answer
            return response

        return handle


async def _answer(endpoint: Callable[..., Any], request: Request, query: Any) -> Any:
    state, has_left = request.app.state, has_left_of(request.scope)
    make = partial(endpoint, query=query, request=request, **request.path_params)
    is_sqlite = state.engine.dialect.name == "sqlite"
    is_busy = state.concurrency_limit.is_used or state.spooler.is_used
    found = _tried(make, request, 0 if is_busy else TRIAL_SECONDS) if is_busy or is_sqlite else _TOO_LONG
    if found is _TOO_LONG and is_busy and is_sqlite:
        async with state.trial_limit.slot(has_left):
            found = await run_in_threadpool(_tried, make, request, TRIAL_SECONDS)
    if found is not _TOO_LONG:
        return found
    async with state.concurrency_limit.slot(has_left):
        return await run_in_threadpool(make)


def _tried(make: Callable[[], Any], request: Request, seconds: float) -> Any:
    """What `make` returns if its queries take no longer than this; `_TOO_LONG` else."""
    request.scope[_ALLOWED] = seconds
    try:
        return make()
    except NeedsThreadError:
        return _TOO_LONG
    except OperationalError as error:
        if not is_timeout(error):
            raise
        return _TOO_LONG
    finally:
        del request.scope[_ALLOWED]
