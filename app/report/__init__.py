"""Text in, structure out: reports and quantities, without database or framework.

`parse_report` reads a Markdown report; `parse_quantity` and `find_quantities` read figures. Every offset is a Unicode code
point into the untouched text, start included, end excluded (W3C Web Annotation, TextPositionSelector).
"""

from app.report.encoding import decode, read_report
from app.report.figures.figure_reader import find_quantities, parse_quantity
from app.report.figures.multiples import in_context
from app.report.figures.quantity import Quantity, QuantityError
from app.report.figures.written_units import parse_quantity_in
from app.report.model import (
    ConventionUse,
    Marker,
    Metadata,
    Number,
    Paragraph,
    Problem,
    Reference,
    Report,
    ReportError,
    Section,
    Sentence,
)
from app.report.parser import parse_report
from app.report.summary import as_data, summarize

__all__ = [
    "ConventionUse",
    "Marker",
    "Metadata",
    "Number",
    "Paragraph",
    "Problem",
    "Quantity",
    "QuantityError",
    "Reference",
    "Report",
    "ReportError",
    "Section",
    "Sentence",
    "as_data",
    "decode",
    "find_quantities",
    "in_context",
    "parse_quantity",
    "parse_quantity_in",
    "parse_report",
    "read_report",
    "summarize",
]
