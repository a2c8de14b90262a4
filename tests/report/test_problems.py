"""Problems of reading: each kind says what to do about it, in both languages."""

import re

from app.report.problems import ADVICE, CHINESE


def test_every_kind_has_words_in_both_languages() -> None:
    assert CHINESE.keys() == ADVICE.keys()
    assert all(re.search(r"[\u4e00-\u9fff]", words) for both in CHINESE.values() for words in both)
