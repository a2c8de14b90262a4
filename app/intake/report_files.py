"""The file of a report, in any format that is read: its text as Markdown, and what could be read from that."""

import sys
from pathlib import Path

from app.intake.converters import FORMATS, ConversionError, Converted, to_markdown
from app.report import Report, ReportError
from app.seeding.seed_files.files import FileRefusedError, read_bytes, storable
from app.seeding.seed_files.resource_limits import limited_time, read_within_limits

# a book of 500 pages has a twentieth of it; a report of that size is parsed within a minute
MAX_REPORT_BYTES = 20 * 2**20
# characters of a paragraph: the longest of a report that people read has a hundredth of them
MAX_LINE = 500_000
STANDARD_INPUT = Path("-")
_ADVICE = {
    "larger than": "split it, or export it without pictures",
    "NUL character": "it is not a text file: export the report as Markdown, HTML, DOCX or PDF",
    "half of a character": "the fonts of the file do not say what its letters are: export it as DOCX or HTML",
    "one document may have": "split it into several reports",
    "no sentence": "has it only headings, lists of links or code? Paste the text of the report into it",
}


class RefusedError(ValueError):
    """The file is not read or taken in, and nothing was written; the message says why, and what would help."""


def read_content(path: Path, max_file_bytes: int) -> bytes:
    """What is in a file, or in standard input where its name is `-`. Raises `RefusedError`."""
    most = min(max_file_bytes, MAX_REPORT_BYTES)
    try:
        return _standard_input(most) if path == STANDARD_INPUT else read_bytes(path, max_bytes=most)
    except FileRefusedError as error:
        said = str(error)
        if most < max_file_bytes:
            said = said.replace("the limit that FACTBASE_MAX_FILE_BYTES sets", "the most that a report may have")
        raise RefusedError(_with_advice(said)) from None


def read_report(content: bytes, name: str) -> tuple[Converted, Report]:
    """The text and what could be read from it; `name` tells the format where the content does not. Raises `RefusedError`."""
    if not content.strip():
        raise RefusedError("the file is empty")
    try:
        with limited_time():
            converted = to_markdown(content, name)
        text = storable(converted.text)
        longest = max(map(len, text.splitlines()), default=0)
        if longest > MAX_LINE:
            raise RefusedError(f"a line of {longest} characters: a report has line breaks between its paragraphs")
        return converted, read_within_limits(text)
    except (ConversionError, ReportError, FileRefusedError) as error:
        raise RefusedError(_with_advice(str(error))) from None


def report_in(path: Path, max_file_bytes: int) -> Report:
    """The report that a command was given; a text with another ending is read as Markdown. Raises `RefusedError`."""
    name = path.name if path.suffix.lower() in FORMATS else ""
    return read_report(read_content(path, max_file_bytes), name)[1]


def _standard_input(most: int) -> bytes:
    content = sys.stdin.buffer.read(most + 1)
    if len(content) > most:
        raise FileRefusedError(f"larger than {most} bytes, the limit that FACTBASE_MAX_FILE_BYTES sets")
    return content


def _with_advice(message: str) -> str:
    advice = next((one for words, one in _ADVICE.items() if words in message), None)
    return f"{message}; {advice}" if advice else message
