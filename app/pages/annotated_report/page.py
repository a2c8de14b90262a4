"""/documents/<slug>: the report to read."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.http.known_routes import parameters_at
from app.http.problems import refuse_unknown
from app.pages.annotated_report.blocks import ReadSection, ReadSentence, read_sections, read_sentences
from app.pages.annotated_report.curated import gather, titled, with_facts
from app.pages.annotated_report.entries import Entry, entries_of_rows
from app.pages.list_filters import SHOWING, Filter, asked_filters, labels_of, rows_without
from app.pages.page_view import PageView
from app.pages.rendering import render
from app.report import Report, parse_report
from app.report.audit.audit import Audit
from app.vocabulary.addresses import API

# filters of claims that a reader can choose here; others can be written into the address
_CHOICES = ("entity", "topic", "kind", "publisher_kind")


async def build_reading(view: PageView, key: str) -> str:
    """The page of a report. Filters of `/claims` in the address leave their sentences lit."""
    document = await view.api.get(f"/documents/{key}")
    choice = await _choose(view, key)
    text = (await view.api.get(f"/documents/{key}/text"))["text"]
    facts = await gather(view, key)
    kinds = await view.api.kinds()
    return await asyncio.to_thread(_render, view, document, text, facts, choice, kinds)


@dataclass(frozen=True)
class Choice:
    """Which sentences the filters of an address leave lit: ids of claims, null where there is no filter.

    Beside them the filters with the names of their values, the values to choose from, and, where no sentence is left, how many
    there are without each filter.
    """

    filters: list[Filter]
    labels: dict[Filter, str]
    facets: Mapping[str, Any]
    hits: set[str] | None
    left: dict[Filter, dict[str, Any]]


async def _choose(view: PageView, key: str) -> Choice:
    """Raises `InvalidParameter` for what is no filter: all of the report is shown, in its own order."""
    own = {"document": key}
    refuse_unknown((name for name, _ in view.pairs), _filters(view))
    found = await view.api.get("/claims", {**own, "limit": 1, "facets": ",".join(_CHOICES)})
    filters = asked_filters(view)
    if not view.pairs:
        return Choice([], {}, found["facets"], None, {})
    rows = await view.api.rows("/claims", [*view.pairs, *own.items(), ("fields", "id")])
    return Choice(
        filters, await labels_of(view, filters, found), found["facets"], {row["id"] for row in rows},
        {} if rows else await rows_without(view, "claims", filters, own.items()),
    )  # fmt: skip


def _filters(view: PageView) -> set[str]:
    """The parameters of `/claims` that choose sentences of one report."""
    names = parameters_at(view.request.app, f"{API}/claims")
    return {name for name in names if name not in SHOWING and not name.startswith("document")} | {"lang"}


@lru_cache(maxsize=4)
def _parsed(text: str) -> Report:
    return parse_report(text)


def _render(
    view: PageView,
    document: dict[str, Any],
    text: str,
    facts: dict[str, Any],
    choice: Choice,
    kinds: Any,
) -> str:
    report = _parsed(text)
    sentences = with_facts(report, read_sentences(Audit(report)), facts, choice.hits)
    sections = titled(read_sections(report, sentences), facts["sections"])
    return render(
        "document.html", view, document=document, choice=choice, facts=facts, kinds=kinds,
        **reading_values(report, sections, sentences, entries_of_rows(facts, view)), served=True,
        filtered=choice.hits is not None, first_hit=next((one.id for one in sentences if choice.hits and one.is_hit), None),
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
            "heads": sum(one.evidence == "head" for one in sentences),
            "uncurated": sum(one.is_uncurated and one.evidence != "head" for one in sentences),
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
