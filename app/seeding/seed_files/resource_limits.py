"""Bounds on the time and memory that one file of the seeds folder can take."""

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from app.report import Report, parse_report
from app.seeding.seed_files.files import FileRefusedError

# of one document: some fifty times what a long report has
MAX_CHARACTERS = 2_000_000
MAX_LINES = 100_000
MAX_NUMBERS = 100_000
MAX_SENTENCES = 100_000
# of one sentence, heading or entry of the bibliography: PostgreSQL's text index keeps a megabyte of each
MAX_SENTENCE = 50_000
# of one number: a pattern of Chinese numerals takes a kilobyte for each
MAX_DIGITS = 1_000
# processor time, by which a busy machine reads what an idle one does
MAX_SECONDS = 30.0
_NUMBER = re.compile(r"\d+|[〇零一二两三四五六七八九十百千万亿]+")
_LONG_NUMBER = re.compile(
    rf"[\d〇零一二两兩三四五六七八九十百千万萬亿億兆廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]{{{MAX_DIGITS + 1}}}"
)


def read_within_limits(text: str) -> Report:
    """The report, unless it takes too much time or memory. Raises `FileRefusedError` and `ReportError`."""
    check_text(text)
    with limited_time():
        report = parse_report(text)
    check_report(report)
    return report


def check_text(text: str) -> None:
    """Refuse a document that is too long to be read. Raises `FileRefusedError`, which names the line where it becomes so."""
    if len(text) > MAX_CHARACTERS:
        raise _refused(text, MAX_CHARACTERS, f"more than {MAX_CHARACTERS} characters")
    lines = re.finditer(r"\n", text)
    if (last := next(islice(lines, MAX_LINES - 1, None), None)) and text[last.end() :].strip():
        raise _refused(text, last.end(), f"more than {MAX_LINES} lines")
    if number := next(islice(_NUMBER.finditer(text), MAX_NUMBERS, None), None):
        raise _refused(text, number.start(), f"more than {MAX_NUMBERS} numbers")
    if number := _LONG_NUMBER.search(text):
        raise _refused(text, number.start(), f"a number of more than {MAX_DIGITS} digits")


def check_report(report: Report) -> None:
    """Refuse a document with more or longer sentences than can be stored. Raises `FileRefusedError`."""
    if len(report.sentences) > MAX_SENTENCES:
        start = report.sentences[MAX_SENTENCES].start
        raise _refused(report.text, start, f"more than {MAX_SENTENCES} sentences")
    texts: list[tuple[str, int]] = [
        *((one.text, one.start) for one in report.sentences),
        *((one.title, one.start) for one in report.sections),
        *((one.title, one.start) for one in report.references),
    ]
    if too_long := [at for text, at in texts if len(text) > MAX_SENTENCE]:
        raise _refused(report.text, too_long[0], f"a sentence, heading or reference of more than {MAX_SENTENCE} characters")


def _refused(text: str, at: int, what: str) -> FileRefusedError:
    return FileRefusedError(f"line {text.count(chr(10), 0, at) + 1}: {what}, which is the most that one document may have")


class _TimeIsUpError(BaseException):
    """No `Exception`, so that nothing in between takes it for a failure of its own."""


@contextmanager
def limited_time(seconds: float = MAX_SECONDS) -> Iterator[None]:
    """Stop the block after so much processor time. Raises `FileRefusedError`.

    For what no count bounds, such as text on which a regular expression backtracks. Python delivers signals to the
    main thread alone, where the command line works; in other threads there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def stop(_number: int, _frame: Any) -> None:
        if running:
            raise _TimeIsUpError

    held = signal.signal(signal.SIGPROF, stop)
    try:
        # again every second, as an error that is raised within a destructor is lost
        signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
        try:
            yield
        finally:
            running = False
    except _TimeIsUpError:
        raise FileRefusedError(f"takes more than {seconds:g} seconds of processor time to read") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        # a signal that arrives late must find a handler: by default it ends the process
        if callable(held):
            signal.signal(signal.SIGPROF, held)
