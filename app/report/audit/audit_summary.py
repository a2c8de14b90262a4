"""An audit for a terminal, for programs, and held against thresholds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.report.audit.audit import Audit, Figure, Page, SectionShare, largest_share, share
from app.report.audit.differing_figures import Varied

# lines of each list on a terminal
_SHOWN = 5


def measures(audit: Audit) -> dict[str, float]:
    """The numbers that thresholds are about."""
    figures = audit.figures
    return {
        "cited_sentences_percent": share(audit.cited_sentences, audit.sentence_count),
        "cited_figures_percent": share(len(figures) - len(audit.uncited_figures), len(figures)),
        "largest_page_percent": largest_share(audit),
        "unanswered_markers": len(audit.unanswered),
        "wrong_problems": sum(one.severity == "wrong" for one in audit.problems),
        "varied_figures": len(audit.varied),
    }


@dataclass(frozen=True)
class Threshold:
    """A bound on a measure: at least or at most so much."""

    measure: str
    bound: float
    is_least: bool

    def failure(self, measured: Mapping[str, float]) -> str | None:
        """What is wrong, in words; null where the bound is kept."""
        value = measured[self.measure]
        if value >= self.bound if self.is_least else value <= self.bound:
            return None
        return f"{self.measure} is {value:g}, {'at least' if self.is_least else 'at most'} {self.bound:g} is required"


def audit_data(audit: Audit, failures: list[str]) -> dict[str, Any]:
    """All that the audit found as plain data; offsets are code points into the report."""
    report = audit.report
    return {
        "title": report.title,
        "language": report.language,
        "sha256": report.sha256,
        "sentences": audit.sentence_count,
        "table_heads": len(audit.heads),
        "cited_sentences": audit.cited_sentences,
        "figures": len(audit.figures),
        "cited_figures": len(audit.figures) - len(audit.uncited_figures),
        "measures": measures(audit),
        "failures": failures,
        "sections": [
            {
                **{name: getattr(one, name) for name in ("sentences", "cited", "figures", "cited_figures")},
                **_section(audit, one.section),
            }
            for one in audit.sections
        ],
        "uncited_figures": [_figure(audit, one) for one in audit.uncited_figures],
        "pages": [_page(one) for one in audit.pages],
        "site_kinds": [{"kind": one.kind, "pages": one.pages, "sentences": one.sentences} for one in audit.kinds],
        "unanswered_markers": [
            {"label": one.label, "sentence": one.sentence, "start": one.start, "end": one.end} for one in audit.unanswered
        ],
        "uncited_references": [
            {"number": one.number, "title": one.title, "url": one.url} for one in audit.uncited_references
        ],
        "varied_figures": [_varied(audit, one) for one in audit.varied],
        "problems": [
            {
                "kind": one.kind,
                "severity": one.severity,
                "message": one.message,
                "advice": one.advice,
                "start": one.start,
                "end": one.end,
            }
            for one in audit.problems
        ],
    }


def _section(audit: Audit, index: int | None) -> dict[str, Any]:
    section = None if index is None else audit.report.sections[index]
    return {"number": section and section.number, "title": section.title if section else None}


def _figure(audit: Audit, figure: Figure) -> dict[str, Any]:
    one = figure.quantity
    at = audit.report.sentences[figure.sentence].section
    return {
        "quote": one.quote, "value": str(one.value), "value_max": None if one.value_max is None else str(one.value_max), "unit": one.unit,
        "comparator": one.comparator, "start": one.start, "end": one.end, "sentence": audit.report.sentences[figure.sentence].text,
        "section": _section(audit, at)["title"],
    }  # fmt: skip


def _page(page: Page) -> dict[str, Any]:
    return {
        "references": [one.number for one in page.references], "title": page.title, "url": page.url, "site": page.site, "kind": page.kind,
        "sentences": len(page.sentences), "sentences_alone": len(page.sentences_alone), "figures": page.figures,
        "figures_alone": page.figures_alone,
    }  # fmt: skip


def _varied(audit: Audit, one: Varied) -> dict[str, Any]:
    texts = audit.report.sentences
    return {
        "likeness": one.likeness,
        "figures": [
            {"quote": quantity.quote, "value": str(quantity.value), "unit": quantity.unit, "start": quantity.start, "end": quantity.end,
             "sentence": texts[at].text}
            for quantity, at in ((one.first, one.first_sentence), (one.second, one.second_sentence))
        ],
    }  # fmt: skip


def summarize_audit(audit: Audit, failures: list[str]) -> str:
    """The audit in some thirty lines."""
    return "\n".join(_lines(audit, failures))


def _lines(audit: Audit, failures: list[str]) -> Iterator[str]:
    sentences, figures = audit.sentence_count, len(audit.figures)
    cited_figures = figures - len(audit.uncited_figures)
    yield audit.report.title or "(no title)"
    yield ""
    yield (
        f"sentences   {_bar(audit.cited_sentences, sentences)}  {audit.cited_sentences} of {sentences} have a marker with an entry"
        + (f"; {_counted(len(audit.heads), 'row', 'rows')} of column names left out" if audit.heads else "")
    )
    yield f"figures     {_bar(cited_figures, figures)}  {cited_figures} of {figures} are in cited words"
    nowhere = len(audit.uncited_references)
    yield f"pages       {len(audit.pages)} cited" + (
        f"; {_counted(nowhere, 'entry is', 'entries are')} never cited" if nowhere else ""
    )
    if audit.kinds:
        yield "kinds       " + ", ".join(f"{one.kind} {one.pages}" for one in audit.kinds) + " (by address only)"
    yield f"unanswered  {_counted(len(audit.unanswered), 'marker has', 'markers have')} no entry"
    yield f"problems    {len(audit.problems)}"
    yield from _part("cited by section", [_section_line(audit, one) for one in audit.sections], 40)
    yield from _part("most cited pages", [_page_line(one) for one in audit.pages], _SHOWN)
    yield from _part("uncited figures", [_figure_line(audit, one) for one in audit.uncited_figures], _SHOWN)
    yield from _part("same words, different figures: compare", [_varied_line(audit, one) for one in audit.varied], _SHOWN)
    yield from _part(
        "problems found while reading", [f"{one.severity:5} {one}. {one.advice}" for one in audit.problems], _SHOWN
    )
    if failures:
        yield ""
        yield from (f"FAILED: {one}" for one in failures)


def _page_line(one: Page) -> str:
    sentences, figures = len(one.sentences), _counted(one.figures, "figure", "figures")
    alone = _counted(len(one.sentences_alone), "cites", "cite")
    carried = f"{sentences:4} {'sentence' if sentences == 1 else 'sentences'}, of which {alone} nothing else, {figures}"
    return f"{carried}  {one.site or '(no address)'}  {_short(one.title, 50)}"


def _figure_line(audit: Audit, one: Figure) -> str:
    return f"{one.quantity.quote}  in  {_short(audit.report.sentences[one.sentence].text, 80)}"


def _varied_line(audit: Audit, one: Varied) -> str:
    texts = [_short(audit.report.sentences[at].text, 40) for at in (one.first_sentence, one.second_sentence)]
    return f"{one.first.quote} / {one.second.quote}  in  {' / '.join(texts)}"


def _section_line(audit: Audit, one: SectionShare) -> str:
    section = _section(audit, one.section)
    name = " ".join(filter(None, (section["number"], section["title"]))) or "(before the first heading)"
    return f"{_bar(one.cited, one.sentences)}  {one.cited:3} of {one.sentences:3}  {_short(name, 60)}"


def _part(title: str, lines: list[str], most: int) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title} ({len(lines)})"
        yield from (f"  {line}" for line in lines[:most])
        if len(lines) > most:
            yield f"  … and {len(lines) - most} more"


def _bar(part: int, whole: int) -> str:
    percent = share(part, whole) if whole else 0.0
    filled = round(percent / 10)
    return f"{'■' * filled}{'□' * (10 - filled)} {percent:5.1f}%"


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _short(text: str, length: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else f"{plain[: length - 1]}…"
