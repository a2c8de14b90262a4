"""Words of Chinese and English text: what is indexed, what a query asks, and where it stands."""

import re
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.tokens import BREAK, Term, fold, name_key, spaced_fields, spans, term_of, tokens
from app.store.word_forms import STEMS

TEXT = st.text(alphabet="百度大模型文心 GPTabc4.5-，。「」é騰ＡＢ１½ﬁ", max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("百度", ["百度", "度"]),
        ("大模型", ["大模", "模型", "型"]),
        ("GPT-4 支持", ["gpt", "4", "支持", "持"]),
        ("昇腾910B", ["升腾", "腾", "910b"]),  # 昇 is the traditional 升
        ("騰訊", ["腾讯", "讯"]),
        ("ＡＩ　１０", ["ai", "10"]),
        ("，。", []),
        ("Commercialisation of data centres", ["commerci", "of", "data", "center"]),
        ("commercialization data center", ["commerci", "data", "center"]),
        ("hallucinations hallucinate", ["hallucin", "hallucin"]),
        ("大\u200b模\u00ad型", ["大模", "模型", "型"]),
        ("鿭", ["_9fed_"]),
        ("铊鿭𱁬", ["铊_9fed_", "_9fed__3106c_", "_3106c_"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_no_phrase_spans_two_fields() -> None:
    assert spaced_fields(["百度", "文心"]).split() == ["百度", "度", BREAK, "文心", "心", BREAK]


@given(st.text(max_size=40))
def test_a_text_is_cut_where_its_characters_are(text: str) -> None:
    """What single characters are decides alone: words of one script, pairs of the other, or nothing."""
    expected = []
    for kind, group in groupby(fold(text), lambda character: len(tokens(character * 2))):
        run = "".join(group)
        models = re.fullmatch("([a-z]+[0-9]+)s", run)
        alone = STEMS[run] if len(run) > 2 and run.isascii() and run.isalpha() else models[1] if models else run
        pairs = [*map("".join, pairwise(run)), run[-1]]
        expected += [[], [alone], ["".join(map(named, pair)) for pair in pairs]][kind]
    assert tokens(text) == expected


def named(character: str) -> str:
    """A character as it stands in a token: by its number, where SQLite knows it for no letter."""
    return character if tokens(character) in ([character], []) else tokens(character)[0]


def found(term: Term, indexed: list[str]) -> bool:
    """What a phrase query of an index does: consecutive tokens, the last as a prefix where it may be one."""
    *whole, last = term.tokens
    for start in range(len(indexed) - len(whole)):
        following = indexed[start + len(whole)]
        if indexed[start : start + len(whole)] == whole and (
            following.startswith(last) if term.is_prefix else following == last
        ):
            return True
    return False


@given(TEXT, st.data())
def test_any_part_of_a_chinese_run_is_found_and_marked(text: str, data: st.DataObject) -> None:
    runs = [run for run in "".join(c if c in "百度大模型文心" else " " for c in text).split() if run]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    part = run[start : data.draw(st.integers(start + 1, len(run)))]
    term = term_of(part)
    assert term is not None
    assert found(term, tokens(text))
    assert all(text[first:last] == part for first, last in spans(term, text))
    assert len(spans(term, text)) >= 1


@given(TEXT, TEXT)
def test_what_the_index_finds_is_what_is_marked(text: str, query: str) -> None:
    if (term := term_of(query)) is not None:
        assert found(term, tokens(text)) == bool(spans(term, text)), (term, tokens(text))


@pytest.mark.parametrize(
    ("word", "text", "marked"),
    [
        ("centre", "Data centers and a center", ["centers", "center"]),
        ("data centre", "data, a Data-Centers", ["Data-Centers"]),
        ("H100", "an H100, two H100s, an H1000", ["H100", "H100s"]),
        ("H100s", "an H100, two H100s", ["H100", "H100s"]),
        ("模型", "大模\u200b型", ["模\u200b型"]),
        ("market market", "marke market markets", ["market markets"]),
    ],
)
def test_every_form_of_a_word_is_marked(word: str, text: str, marked: list[str]) -> None:
    term = term_of(word)
    assert term is not None
    assert [text[start:end] for start, end in spans(term, text)] == marked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Commercialisation", "commercialization"),
        ("data centre", "DATA CENTER"),
        ("labour", "labor"),
        ("analysed", "analyzed"),
        ("騰訊", "腾讯"),
        ("今日\u200b头条", "今日头条"),
    ],
)
def test_names_in_other_spellings_are_alike(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@given(TEXT)
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
