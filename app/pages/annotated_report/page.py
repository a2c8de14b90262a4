"""/documents/<slug>: the report to read."""

import asyncio
from functools import lru_cache
from typing import Any

from app.pages.annotated_report.blocks import ReadSection, ReadSentence, read_sections, read_sentences
from app.pages.annotated_report.curated import gather, titled, with_facts
from app.pages.annotated_report.entries import Entry, entries_of_rows
from app.pages.page_view import PageView
from app.pages.rendering import render
from app.report import Report, parse_report
from app.report.audit.audit import Audit

# filters of claims that a reader can choose here; others can be written into the address
_CHOICES = ("entity", "topic", "kind", "publisher_kind")


async def build_reading(view: PageView, key: str) -> str:
    """The page of a report. Filters of `/claims` in the address leave their sentences lit."""
    document = await view.api.get(f"/documents/{key}")
    text = (await view.api.get(f"/documents/{key}/text"))["text"]
    facts = await gather(view, key)
    given = {name for name, _ in view.pairs}
    hits = (
        {row["id"] for row in await view.api.rows("/claims", [*view.pairs, ("document", key), ("fields", "id")])}
        if given
        else None
    )
    facets = (await view.api.get("/claims", {"document": key, "limit": 1, "facets": ",".join(_CHOICES)}))["facets"]
    kinds = await view.api.kinds()
    return await asyncio.to_thread(_render, view, document, text, facts, hits, facets, kinds)


@lru_cache(maxsize=4)
def _parsed(text: str) -> Report:
    return parse_report(text)


def _render(
    view: PageView,
    document: dict[str, Any],
    text: str,
    facts: dict[str, Any],
    hits: set[str] | None,
    facets: Any,
    kinds: Any,
) -> str:
    report = _parsed(text)
    sentences = with_facts(report, read_sentences(Audit(report)), facts, hits)
    sections = titled(read_sections(report, sentences), facts["sections"])
    return render(
        "document.html", view, document=document, facets=facets, facts=facts, hits=hits, kinds=kinds,
        **reading_values(report, sections, sentences, entries_of_rows(facts, view)), served=True, filtered=hits is not None,
    )  # fmt: skip


def reading_values(
    report: Report, sections: list[ReadSection], sentences: list[ReadSentence], entries: dict[int, Entry]
) -> dict[str, Any]:
    """What `reading/report.html` shows."""
    return {
        "sections": sections,
        "entries": entries,
        "apart": [report.text[start:end] for start, end in (*report.preface, *report.notes)],
        "plain": plain_value,
        "tallies": {
            "cited": sum(one.evidence == "cited" for one in sentences),
            "uncited": sum(one.evidence == "uncited" for one in sentences),
            "conflict": sum(one.is_conflict for one in sentences),
            "forecast": sum(one.is_forecast for one in sentences),
            "english": sum(one.english is not None for one in sentences),
            "all": sum(one.evidence != "head" for one in sentences),
            "uncurated": sum(one.is_uncurated for one in sentences),
            "read": sum(len(one.figures) for one in sentences if one.is_uncurated),
        },
    }


_HEDGES = {"gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ "}


def plain_value(row: Any) -> str:
    """A figure as it was read: `≈ 49,500,000,000 CNY`."""
    value = f"{row['value']:,f}" if row["value"] == row["value"].to_integral_value() else f"{row['value'].normalize():,f}"
    value = value.rstrip("0").rstrip(".") if "." in value else value
    top = "" if row["value_max"] is None else f"–{row['value_max']:,f}"
    return f"{_HEDGES.get(row['comparator'], '')}{value}{top} {row['unit'] or ''}".strip()
