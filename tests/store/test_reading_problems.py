"""What reading could not settle, told in the language of the request."""

import re

import pytest

from app.report.problems import ADVICE, Problem
from app.seeding.documents import _problem as stored
from app.store.coverage import _problem
from app.vocabulary.names import LANGUAGE


@pytest.mark.parametrize("start", [None, 7])
def test_problems_are_told_in_either_language(start: int | None) -> None:
    row = stored(Problem("order", "the list of references is not in the order of its numbers", start, start))
    english = _problem(row)
    assert (english["message"], english["advice"]) == (row["message"], ADVICE["order"])
    token = LANGUAGE.set("zh")
    try:
        told = _problem(row)
    finally:
        LANGUAGE.reset(token)
    assert told.keys() == english.keys() == {"kind", "severity", "message", "advice", "start", "end"}
    assert not re.search(r"[A-Za-z]", told["message"] + told["advice"])
    assert ("7" in told["message"]) == (start is not None)
