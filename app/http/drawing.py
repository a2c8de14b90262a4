"""Pictures, which a process of their own draws one after the other.

A request that waits for its picture holds no turn of those that read the database: ten charts of two seconds each would take all of
these, and every other answer would be refused.
"""

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from app.http.load_shedding import has_left_of

Made = TypeVar("Made")


class Picture(Response):
    """A response whose body is yet to be drawn: `draw` returns the response that is sent."""

    def __init__(self, draw: Callable[[], Response]) -> None:
        super().__init__()
        self.draw = draw


async def draw_in_turn(draw: Callable[[], Made], request: Request) -> Made:
    """What `draw` returns, called in a thread once it is this request's turn.

    Raises `Unavailable` if that is too late, or if the client has left meanwhile.
    """
    async with request.app.state.drawing_limit.slot(has_left_of(request.scope)):
        return await run_in_threadpool(draw)
