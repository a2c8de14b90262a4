"""Where sentences end: Chinese by the annotation guide, English with its abbreviations and decimals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.report.sentences import split_sentences

CASES = {
    "han full stops": ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
    "a semicolon or dots end none": ("甲；乙……丙，丁。", ["甲；乙……丙，丁。"]),
    "several stops are one end": ("真的？！好。", ["真的？！", "好。"]),
    "a closing mark behind belongs to it": (
        "他说“好。”乙（见下。）丙《丁。》戊",
        ["他说“好。”", "乙（见下。）", "丙《丁。》", "戊"],
    ),
    "corner quotes": ("「甲。」『乙！』丙。", ["「甲。」", "『乙！』", "丙。"]),
    "a straight quote closes what was opened": ('他说"好。"乙。', ['他说"好。"', "乙。"]),
    "a straight quote opens the next": ('甲。"东数西算"工程。', ["甲。", '"东数西算"工程。']),
    "one closes and one opens": ('"甲。""乙。"', ['"甲。"', '"乙。"']),
    "white space between is in none": ("甲。 乙。\n丙", ["甲。", "乙。", "丙"]),
    "decimals": ("It grew 3.5 percent. Then 2.1.", ["It grew 3.5 percent.", "Then 2.1."]),
    "abbreviations": ("Dr. Li et al. Found e.g. Five vs. Six.", ["Dr. Li et al. Found e.g. Five vs. Six."]),
    "initials": ("J. R. Smith wrote. He won.", ["J. R. Smith wrote.", "He won."]),
    "an abbreviation that also ends": ("We met Foo Inc. The deal closed.", ["We met Foo Inc.", "The deal closed."]),
    "an abbreviation inside a name": ("Foo Inc. Asia grew.", ["Foo Inc. Asia grew."]),
    "countries": ("The U.S. Market grew. It did.", ["The U.S. Market grew.", "It did."]),
    "degrees and times": (
        "Ann Lee, Ph.D. Candidate, came at 5 p.m. It rained.",
        ["Ann Lee, Ph.D. Candidate, came at 5 p.m.", "It rained."],
    ),
    "figures and numbers": ("See Fig. 3 and No. 5. Then stop.", ["See Fig. 3 and No. 5.", "Then stop."]),
    "months": ("Since Jan. 2025 it rose.", ["Since Jan. 2025 it rose."]),
    "an English quote": ('He said "Go." She went.', ['He said "Go."', "She went."]),
    "a bracket": ("It grew. (See below.) It fell.", ["It grew.", "(See below.)", "It fell."]),
    "a lower-case word goes on": ("It is approx. ten, see foo.com now.", ["It is approx. ten, see foo.com now."]),
    "English before Chinese": ("It grew. 然后下降。", ["It grew.", "然后下降。"]),
    "full-width stops in English": ("It grew！It fell？Yes", ["It grew！", "It fell？", "Yes"]),
    "question and exclamation": ("Why? Because! 3 reasons.", ["Why?", "Because!", "3 reasons."]),
    "an ellipsis": ("Well... Then.", ["Well...", "Then."]),
    "nothing": ("", []),
    "blanks": (" \n\t ", []),
}


@pytest.mark.parametrize(("text", "sentences"), CASES.values(), ids=CASES.keys())
def test_split(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=80), st.text("。！？.!?”’\"') aA1甲\n", max_size=40)))
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
