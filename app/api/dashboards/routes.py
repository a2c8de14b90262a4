"""/dashboards: pages of tiles that curators compose."""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import Path, Query, Request, Response
from sqlalchemy import select

from app.api.dashboards.schemas import DashboardDetail, DashboardList, DashboardQuery
from app.errors import Fault, InvalidParameter, NotFound, Unavailable
from app.http.fast_route import FastRoute
from app.http.problems import problem_responses
from app.http.resource_router import ResourceRouter
from app.http.snapshot import Snapshot, snapshot
from app.store.tables import Dashboard, columns
from app.vocabulary.addresses import API, local
from app.vocabulary.names import Language, say
from app.vocabulary.nearest import nearest

router = ResourceRouter(
    prefix="/dashboards", tags=["dashboards"], route_class=FastRoute, responses=problem_responses(InvalidParameter, Unavailable)
)  # fmt: skip


@router.get("", response_model=DashboardList, summary="List dashboards")
def list_dashboards(query: Annotated[DashboardQuery, Query()], request: Request) -> Response:
    """List all dashboards: pages of tiles, each with the address of its rows. People read them at `/dashboard`."""
    with snapshot(request, query.lang) as at:
        return _answer({"data": [_row(one, at.lang) for one in _found(at)]}, at)


@router.get("/{slug}", response_model=DashboardDetail, summary="One dashboard", responses=problem_responses(NotFound))
def get_dashboard(
    slug: Annotated[str, Path(description="Slug of the dashboard", examples=["overview"])],
    query: Annotated[DashboardQuery, Query()],
    request: Request,
) -> Response:
    """Return a dashboard with its tiles and the file that composes them."""
    with snapshot(request, query.lang) as at:
        found = {one["slug"]: one for one in _found(at)}
        if slug not in found:
            near = nearest(slug, found)
            said = say(f"there is no dashboard {slug!r}", f"没有仪表板 {slug!r}")
            raise NotFound(said, [Fault("slug", said, list(found), near)])
        tiles = [_tile(one, at.lang) for one in found[slug]["tiles"]]
        return _answer(_row(found[slug], at.lang) | {"tiles": tiles, "file": found[slug]["file"]}, at)


def _found(at: Snapshot) -> list[Mapping[str, Any]]:
    row = columns(Dashboard)
    return [dict(one._mapping) for one in at.connection.execute(select(*row).order_by(row.slug))]


def _row(row: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    address = local(f"{API}/dashboards/{row['slug']}")
    return {**_described(row, lang), "slug": row["slug"], "tile_count": len(row["tiles"]), "url": address}


def _tile(tile: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    return {**_described(tile, lang), "address": tile["address"], "url": local(API + tile["address"])}


def _described(row: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    return {
        name: row[name] for field in ("name", "description") for name in (f"{field}_en", f"{field}_zh")
    } | {field: row[f"{field}_{lang}"] for field in ("name", "description")}  # fmt: skip


def _answer(body: dict[str, Any], at: Snapshot) -> Response:
    body["dataset"] = {"version": at.version}
    return Response(orjson.dumps(body), headers=at.headers, media_type="application/json")
