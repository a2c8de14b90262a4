"""The app, assembled from top to bottom in one function."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from app import service
from app.aggregate import routes as aggregate
from app.availability import routes as availability
from app.cache import Cache
from app.citations import routes as citations
from app.claims import routes as claims
from app.config import Settings
from app.conflicts import routes as conflicts
from app.corroborations import routes as corroborations
from app.db import open_reader
from app.documents import routes as documents
from app.entities import routes as entities
from app.errors import add_handlers
from app.export import routes as export
from app.export.shelf import Shelf
from app.fields import routes as fields
from app.guide import routes as guide
from app.http import Http
from app.indicators import routes as indicators
from app.listing import Known
from app.metrics import routes as metrics
from app.numbers import routes as numbers
from app.openapi import describe, operation_id
from app.publishers import routes as publishers
from app.references import routes as references
from app.relations import routes as relations
from app.routing import Direct
from app.search import routes as search
from app.sections import routes as sections
from app.series import routes as series
from app.sources import routes as sources
from app.suggest import routes as suggest
from app.topics import routes as topics
from app.units import routes as units
from app.versions import Versions

API = "/api/v1"


def _fingerprint() -> str:
    """A digest of this package's code, for answers change with it."""
    digest = blake2b(digest_size=12)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def create_app(settings: Settings) -> FastAPI:
    """The application on the configured database, which need not be up yet."""
    engine = open_reader(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(engine.dispose)

    app = FastAPIOffline(
        title="factbase", version=version("factbase"), lifespan=lifespan, generate_unique_id_function=operation_id,
    )  # fmt: skip
    app.state.engine = engine
    app.state.known = Known()
    app.state.settings = settings
    app.state.shelf = Shelf()
    add_handlers(app)
    app.include_router(service.router)
    app.include_router(guide.router)
    resources = (
        documents, sections, claims, metrics, indicators, units, entities, relations, sources, publishers, references,
        citations, numbers, conflicts, corroborations, topics, aggregate, series,
        availability, search, suggest, fields, export,
    )  # fmt: skip
    app.add_middleware(
        Http, direct=Direct(app, API, [resource.router for resource in resources]), versions=Versions(engine),
        cache=Cache(settings.cache_bytes), max_age=settings.max_age, fingerprint=_fingerprint(),
    )  # fmt: skip
    for resource in resources:
        app.include_router(resource.router, prefix=API)
    describe(app)
    return app


def application() -> FastAPI:
    """The application of a process that does nothing but serve it; settings are read from the environment."""
    app = create_app(Settings())
    # nearly all there is now stays: to look for garbage first would cost a tenth of a second and free a megabyte
    gc.freeze()
    gc.enable()
    # answers make many short-lived objects and hardly a cycle: looking for these often only makes some answers late
    gc.set_threshold(50_000, 20, 100)
    return app
