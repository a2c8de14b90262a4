"""The app, assembled from top to bottom in one function."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.aggregate import routes as aggregate
from app.api.availability import routes as availability
from app.api.citations import routes as citations
from app.api.claims import routes as claims
from app.api.conflicts import routes as conflicts
from app.api.corroborations import routes as corroborations
from app.api.dashboards import routes as dashboards
from app.api.documents import routes as documents
from app.api.entities import routes as entities
from app.api.export import routes as export
from app.api.export.package_cache import PackageCache
from app.api.fields import routes as fields
from app.api.fields.chinese import in_chinese
from app.api.indicators import routes as indicators
from app.api.metrics import routes as metrics
from app.api.numbers import routes as numbers
from app.api.publishers import routes as publishers
from app.api.references import routes as references
from app.api.registry import LISTS
from app.api.relations import routes as relations
from app.api.row_schemas import describe_rows
from app.api.search import routes as search
from app.api.sections import routes as sections
from app.api.series import routes as series
from app.api.service import routes as service
from app.api.sources import routes as sources
from app.api.suggest import routes as suggest
from app.api.topics import routes as topics
from app.api.units import routes as units
from app.config import Settings
from app.formats.charts.renderer import ChartRenderer
from app.http.concurrency_limit import ConcurrencyLimit
from app.http.current_version import DatasetVersion
from app.http.docs_pages import add_docs_pages
from app.http.known_routes import list_routes
from app.http.middleware import CachingMiddleware
from app.http.openapi import describe, operation_id
from app.http.problems import add_handlers
from app.http.process import tune
from app.http.spooled_export import Spooler
from app.lists.known_values import KnownValuesCache
from app.pages import routes as guide
from app.pages import site_routes as pages
from app.pages.problem_pages import problem_page
from app.pages.reference import add_reference
from app.store.engines import ANSWER_PATIENCE, export_patience, exports_at_once, open_reader, open_version_reader
from app.store.migrations import newest_revision
from app.vocabulary.addresses import API

_CODE = frozenset({".py", ".html", ".css", ".js", ".json", ".ipynb", ".md", ".txt"})


@cache
def _fingerprint() -> str:
    """A digest of this package's code and templates, for answers change with them.

    It is taken once: what is installed later is not what this process runs.
    """
    digest = blake2b(digest_size=12)
    for path in sorted(one for one in Path(__file__).parent.rglob("*.*") if one.suffix in _CODE):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Service(FastAPI):
    """The framework behind the layer that answers most requests without it."""

    front: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.front(scope, receive, send)


def create_app(settings: Settings) -> Service:
    """The application on the configured database, which need not be up yet."""
    engine = open_reader(settings, ANSWER_PATIENCE)
    dataset_version = DatasetVersion(open_version_reader(settings), settings.version_timeout)
    spooler = Spooler(exports_at_once(settings), export_patience(settings))
    chart_renderer = ChartRenderer()

    def close() -> None:
        spooler.close()
        chart_renderer.close()
        dataset_version.close()
        engine.dispose()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(close)

    app = Service(
        title="factbase", version=version("factbase"), lifespan=lifespan, generate_unique_id_function=operation_id,
        docs_url=None, redoc_url=None, redirect_slashes=False,
    )  # fmt: skip
    app.state.engine = engine
    # that of this code, not of what is installed later
    app.state.newest_revision = newest_revision(settings)
    app.state.close = close
    app.state.dataset_version = dataset_version
    app.state.spooler = spooler
    app.state.concurrency_limit = ConcurrencyLimit(settings.pool_size, settings.pool_timeout)
    app.state.trial_limit = ConcurrencyLimit(1, settings.pool_timeout)
    app.state.drawing_limit = ConcurrencyLimit(1, export_patience(settings))
    app.state.readiness_limit = ConcurrencyLimit(1, settings.pool_timeout)
    app.state.known_values = KnownValuesCache()
    app.state.names_of_vocabularies = {}
    app.state.settings = settings
    app.state.chart_renderer = chart_renderer
    app.state.problem_page = problem_page
    app.state.package_cache = PackageCache()
    add_handlers(app)
    app.include_router(pages.router)
    # facts first: in this order they are documented, and their routes tried
    resources = (
        metrics, claims, entities, indicators, sources, conflicts, corroborations, documents, sections, references, citations,
        relations, numbers, publishers, topics, units,
        series, aggregate, availability, search, suggest, dashboards, fields, export,
    )  # fmt: skip
    for resource in resources:
        app.include_router(resource.router, prefix=API)
    app.include_router(service.router)
    app.include_router(guide.router)
    add_docs_pages(app)
    add_reference(app)
    app.state.describe_rows = describe_rows
    app.state.field_in_chinese = in_chinese
    describe(app)
    front = CachingMiddleware(super(Service, app).__call__, dataset_version, settings, _fingerprint(), problem_page)
    app.front = front
    app.state.contexts = front.contexts
    app.state.list_routes = list_routes(app, {listing.name for listing, _ in LISTS})
    return app


def application() -> ASGIApp:
    """The application of a process that does nothing but serve it, for any ASGI server; settings are read from the environment."""
    app = create_app(Settings())
    tune()
    return app.front
