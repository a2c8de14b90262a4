"""`factbase audit`: how far to trust a report, from its file alone, without database or server."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import orjson
import typer

from app.commands.terminal import ReportFile, echo, fail, settings_for

if TYPE_CHECKING:
    from app.report.audit.audit import Audit

commands = typer.Typer()
_STDIN = Path("-")
# option, measure, whether it is a least
_THRESHOLDS = (
    ("min_cited", "cited_sentences_percent", True), ("min_cited_figures", "cited_figures_percent", True),
    ("max_page_share", "largest_page_percent", False), ("max_unanswered", "unanswered_markers", False), ("max_wrong", "wrong_problems", False),
    ("max_varied", "varied_figures", False),
)  # fmt: skip


@commands.command()
def audit(
    file: ReportFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the report and its evidence to one HTML file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all findings as JSON instead of a summary.")] = False,
    lang: Annotated[
        Literal["en", "zh"] | None, typer.Option(help="Language of the HTML file. Default: the language of the report.")
    ] = None,
    min_cited: Annotated[
        float | None, typer.Option(min=0, max=100, help="Fail if less than this percentage of sentences is cited.")
    ] = None,
    min_cited_figures: Annotated[
        float | None, typer.Option(min=0, max=100, help="Fail if less than this percentage of figures is cited.")
    ] = None,
    max_page_share: Annotated[
        float | None,
        typer.Option(min=0, max=100, help="Fail if one page carries more than this percentage of the cited sentences."),
    ] = None,
    max_unanswered: Annotated[
        int | None, typer.Option(min=0, help="Fail if more markers than this have no bibliography entry.")
    ] = None,
    max_wrong: Annotated[
        int | None, typer.Option(min=0, help="Fail if more problems than this could give a fact the wrong source.")
    ] = None,
    max_varied: Annotated[
        int | None,
        typer.Option(min=0, help="Fail if more pairs of figures than this follow the same words but differ in value."),
    ] = None,
) -> None:
    """Show how far to trust a report: what is cited, which pages carry it, which figures have no source.

    Exits with 1 if a threshold is not met, and with 2 if the file cannot be read as a report.
    """
    from app.report.audit.audit_summary import Threshold, audit_data, measures, summarize_audit

    found = _read(file)
    given = {
        "min_cited": min_cited, "min_cited_figures": min_cited_figures, "max_page_share": max_page_share, "max_unanswered": max_unanswered,
        "max_wrong": max_wrong, "max_varied": max_varied,
    }  # fmt: skip
    measured = measures(found)
    bounds = [
        Threshold(measure, bound, is_least) for name, measure, is_least in _THRESHOLDS if (bound := given[name]) is not None
    ]
    failures = [failure for one in bounds if (failure := one.failure(measured))]
    if output is not None:
        _write(output, found, file, lang, failures)
    if as_json:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        sys.stdout.buffer.write(orjson.dumps(audit_data(found, failures), option=options))
    else:
        echo(summarize_audit(found, failures))
        if output is not None:
            echo(f"\n{output}: {output.stat().st_size} bytes")
    if failures:
        raise typer.Exit(1)


def _name(file: Path) -> str:
    return "standard input" if file == _STDIN else file.name


def _read(file: Path) -> "Audit":
    """The findings about the report. A file that cannot be read as one ends the command."""
    from app.intake import RefusedError, report_in
    from app.report.audit.audit import Audit
    from app.seeding.sources.urls import page_key

    try:
        return Audit(report_in(file, settings_for().max_file_bytes), page_key)
    except RefusedError as error:
        fail(f"{file}: {error}", status=2)


def _write(output: Path, found: "Audit", file: Path, lang: Literal["en", "zh"] | None, failures: list[str]) -> None:
    """Write the page. A file that cannot be written ends the command."""
    from app.pages.annotated_report.audit_file import audit_page, default_language

    html = audit_page(found, _name(file), lang or default_language(found), failures)
    try:
        output.write_text(html, encoding="utf-8", errors="replace")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}", status=2)
