"""Small reports as assistants, scholars and converters write them: which markers cite which source."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.report import Report, parse_report

REPORTS = Path(__file__).parent / "data" / "reports"
BASE = "https://x.example/"


def cases() -> Iterator[Any]:
    for path in sorted(REPORTS.glob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def cited(report: Report) -> list[str]:
    """Each marker's label and address: `-` for an entry without one, `?` where no entry answers."""
    urls = {reference.number: (reference.url or "-").removeprefix(BASE) for reference in report.references}
    return [f"{marker.label} {urls.get(marker.reference or 0, '?')}" for marker in report.markers]


@pytest.mark.parametrize("case", list(cases()))
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_markers_and_sources(case: dict[str, Any], newline: str) -> None:
    report = parse_report(case["text"].replace("\n", newline))
    assert cited(report) == case["cited"]
    if "sentences" in case:
        assert [sentence.text for sentence in report.sentences] == case["sentences"]
    if "entries" in case:
        assert len(report.references) == case["entries"]
    if "titles" in case:
        assert [reference.title for reference in report.references] == case["titles"]
    if "problems" in case:
        assert [problem.kind for problem in report.problems] == case["problems"]
    else:
        assert not [problem for problem in report.problems if problem.severity == "wrong"]
