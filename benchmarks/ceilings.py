"""Upper bounds of this machine: the same bytes served without an application. Runs in its own virtual environment.

`constant` answers everything with the bytes of the file BODY. `direct` runs the query of the benchmark on PostgreSQL over a
pool of connections, and then answers with those bytes too.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BODY = Path(os.environ["BODY"]).read_bytes()


async def _constant(_: Request) -> Response:
    return Response(BODY, media_type="application/json")


async def _direct(request: Request) -> Response:
    asked = request.query_params
    values = {"indicator": asked["indicator"], "below": float(asked["value__lt"]), "limit": int(asked["limit"])}
    async with request.app.state.pool.connection() as connection:
        cursor = await connection.execute(os.environ["QUERY"], values)
        await cursor.fetchall()
    return Response(BODY, media_type="application/json")


@asynccontextmanager
async def _pool(app: Starlette) -> AsyncIterator[None]:
    from psycopg_pool import AsyncConnectionPool  # type: ignore[import-not-found]

    async with AsyncConnectionPool(os.environ["DATABASE_URL"], min_size=10, kwargs={"autocommit": True}) as pool:
        app.state.pool = pool
        yield


constant = Starlette(routes=[Route("/{path:path}", _constant)])
direct = Starlette(routes=[Route("/{path:path}", _direct)], lifespan=_pool)
