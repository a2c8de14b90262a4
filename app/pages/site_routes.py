"""The addresses of the pages: those of the API without `/api/v1`, and the first page."""

import asyncio
from functools import partial
from importlib import import_module

from fastapi import APIRouter
from starlette.routing import Match
from starlette.types import Scope

from app.http.few_parameters import refusing_unknown
from app.http.request_context import context_in
from app.pages import assets, embed_pages
from app.pages.dashboard_page import build_dashboard, build_dashboards
from app.pages.home_page import build_home
from app.pages.integrations import routes as integrations
from app.pages.list_pages import LIST_PAGES, build_list
from app.pages.object_pages import GATHER, build_object
from app.pages.page_view import PageView, page
from app.pages.problem_pages import kind_page
from app.pages.question_pages import build_aggregate, build_series
from app.pages.search_page import build_search
from app.vocabulary.addresses import API, DASHBOARD_PAGE, HOME_PAGE, PROBLEM_PAGE


class PagesRouter(APIRouter):
    """Looks at requests for pages only, so that it can be tried before the some hundred routes of the API at no cost to these."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        context = context_in(scope)
        if context is not None and context.path.startswith(API):
            return Match.NONE, {}
        return super().matches(scope)


async def build_reading(view: PageView, key: str) -> str:
    """The page of a report."""
    # what reads reports is a sixth of all that a process would load at its start, and is loaded by the first page that needs it
    reading = await asyncio.to_thread(import_module, "app.pages.annotated_report.page")
    built: str = await reading.build_reading(view, key)
    return built


router = PagesRouter(include_in_schema=False)
for _name in LIST_PAGES:
    router.add_route(f"/{_name}", page(partial(build_list, name=_name)))
router.add_route("/documents/{key}", page(build_reading))
for _name in GATHER:
    router.add_route(f"/{_name}/{{key}}", page(partial(build_object, name=_name)))
router.include_router(assets.router)
router.include_router(embed_pages.router)
router.include_router(integrations.router)
router.add_api_route(HOME_PAGE, page(build_home), dependencies=[refusing_unknown("lang", "keys")])
router.add_api_route(DASHBOARD_PAGE, page(build_dashboard))
router.add_api_route("/dashboards", page(build_dashboards))
router.add_api_route("/dashboards/{key}", page(build_dashboard))
router.add_api_route(PROBLEM_PAGE + "{key}", kind_page, dependencies=[refusing_unknown("lang", "keys")])
router.add_api_route("/search", page(build_search))
router.add_api_route("/series", page(build_series))
router.add_api_route("/aggregate", page(build_aggregate))
