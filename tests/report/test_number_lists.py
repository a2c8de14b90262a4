"""Lists of bare numbers are read at once, and as each number would be read by itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.report import find_quantities
from app.report.number_lists import NumberLists

NUMBERS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.sampled_from(
        ["2024", "1999", "20245", "618", "996", "0", "007", "1.5", "1,234", "1/2", "-3", "5%", "9" * 41, "3 亿"]
    ),
)
SEPARATORS = st.sampled_from([", ", "; ", " ", ",", "、", "，", ";", "  ", " - ", " to "])
AROUND = st.sampled_from(
    ["", "Table ", "GPT-", "from ", "第", "at least ", "A", " percent", " 亿元", " or more", "/2", "年", "%"]
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(NUMBERS, SEPARATORS), max_size=30), AROUND, AROUND, st.sampled_from(["en", "zh", "de", "fr", "ja"])
)
def test_a_list_is_read_as_its_numbers(parts: list[tuple[str, str]], before: str, after: str, language: str) -> None:
    text = before + "".join(number + separator for number, separator in parts) + "12" + after
    at_once = find_quantities(text, language)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(NumberLists, "within", lambda _, at: [])
        assert at_once == find_quantities(text, language)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=6, max_size=60), st.sampled_from([", ", " ", "; ", "、"]))
def test_numbers_one_after_the_other_are_read_as_such(numbers: list[int], separator: str) -> None:
    text = separator.join(map(str, numbers))
    at_once = find_quantities(text, "en")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(NumberLists, "within", lambda _, at: [])
        assert at_once == find_quantities(text, "en")


def test_the_ends_of_a_list_are_left_to_the_patterns() -> None:
    assert NumberLists("1 22 3 44 5 66 7").within(0) == [(5, 6), (7, 9)]
    assert NumberLists("1 22 3 2024 5 66 7").within(0) == []
