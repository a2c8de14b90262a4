"""The rows of tables that name their columns, which state nothing by themselves."""

import re

from app.report.model import Paragraph, Report

# what stands below the names of a table's columns
_DASHES = re.compile(r"[^\n]*\n[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\n|$)")


def is_table_head(report: Report, paragraph: Paragraph) -> bool:
    """Whether it is the row of a table that names its columns: before a line of dashes, or of `<th>`."""
    if paragraph.kind != "table_row":
        return False
    return _DASHES.match(report.text, paragraph.end) is not None or "<th" in report.text[paragraph.start : paragraph.end]
