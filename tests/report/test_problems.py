"""Problems of reading: each kind says what to do about it, in both languages."""

import re

from app.report import parse_report
from app.report.problems import ADVICE, CHINESE


def test_every_kind_has_words_in_both_languages() -> None:
    assert CHINESE.keys() == ADVICE.keys()
    assert all(re.search(r"[\u4e00-\u9fff]", words) for both in CHINESE.values() for words in both)


def test_a_file_that_ends_amid_its_list_is_told() -> None:
    text = "# T\n\nIt rose [1], fell [2] and stayed [3].\n\n## References\n\n[1] A https://a.example/\n[2] B https://b.ex"
    assert [problem.kind for problem in parse_report(text).problems if problem.severity == "wrong"] == ["cut-off-list"]
    assert not [problem for problem in parse_report(f"{text}ample/\n").problems if problem.severity == "wrong"]
