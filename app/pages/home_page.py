"""The first page: what is here, a way in by words, and questions that lead to figures."""

from typing import Any

from app.pages.page_view import PageView
from app.pages.rendering import render
from app.vocabulary import Evidence

_COUNTED = (
    ("documents", "Reports"), ("claims", "Claims"), ("metrics", "Figures"), ("entities", "Entities"), ("sources", "Sources"),
    ("conflicts", "Conflicts"),
)  # fmt: skip


async def build_home(view: PageView) -> str:
    """The first page."""
    counts = {name: (words, (await view.api.get(f"/{name}", {"limit": 1}))["page"]) for name, words in _COUNTED}
    claims = await view.api.get("/claims", {"limit": 1, "facets": "evidence"})
    documents = await view.api.get("/documents", {"sort": "-metric_count", "limit": 10})
    metrics = await view.api.get("/metrics", {"limit": 1, "facets": "evidence,status,in_conflict,indicator,entity"})
    return render("home.html", view, counts=counts, documents=documents["data"], facets=metrics["facets"],
        cited=[_cited(one["facets"]["evidence"]) for one in (claims, metrics)],
    )  # fmt: skip


def _cited(evidence: list[dict[str, Any]]) -> tuple[int, int]:
    """How many rows a marker supports, and how many rows there are."""
    return sum(one["count"] for one in evidence if one["value"] == Evidence.CITED), sum(one["count"] for one in evidence)
