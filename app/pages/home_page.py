"""The first page: what is here, a way in by words, and questions that lead to figures."""

from app.pages.page_view import PageView
from app.pages.rendering import render

_COUNTED = (
    ("documents", "Reports"), ("claims", "Claims"), ("metrics", "Figures"), ("entities", "Entities"), ("sources", "Sources"),
    ("conflicts", "Conflicts"),
)  # fmt: skip


async def build_home(view: PageView) -> str:
    """The first page."""
    counts = {name: (words, (await view.api.get(f"/{name}", {"limit": 1}))["page"]) for name, words in _COUNTED}
    documents = await view.api.get("/documents", {"sort": "-metric_count", "limit": 10})
    metrics = await view.api.get("/metrics", {"limit": 1, "facets": "evidence,status,in_conflict,indicator,entity"})
    return render("home.html", view, counts=counts, documents=documents["data"], facets=metrics["facets"])
