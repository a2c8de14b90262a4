"""What a report states of itself in front of its text: bylines and fields, in one line or several."""

import pytest

from app.intake.metadata import read_metadata
from app.report import parse_report

JANE = ("Jane Berg", "2026-05-04")


@pytest.mark.parametrize(
    ("head", "author", "date"),
    [
        ("*By Jane Berg, 4 May 2026*", *JANE),
        ("By Jane Berg | May 4, 2026", *JANE),
        ("**Date:** May 4, 2026 | **Author:** Jane Berg", *JANE),
        ("**Research date:** 2026-05-04\n**Analyst:** Jane Berg", *JANE),
        ("By Jane Berg and Kim Lund", "Jane Berg and Kim Lund", None),
        ("作者：王强 | 发布时间：2026年5月4日", "王强", "2026-05-04"),
        ("> **调研日期**：2026-05-04", None, "2026-05-04"),
        ("By 2024 fares had risen.", None, None),
        ("By Far The Best, it was said.", None, None),
    ],
)
def test_what_the_head_states(head: str, author: str | None, date: str | None) -> None:
    stated = read_metadata(parse_report(f"# Fares\n\n{head}\n\nFares rose by a tenth.\n\n## Outlook\n\nThey may rise.\n"))
    assert (stated.author, stated.published_on) == (author, date)
