"""The language of `q`: what is an operator, what is refused by name, and what is a word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from app.store.dialects import FullTextQuery
from app.store.question_parsing import asked_kind
from app.store.search_query import KnownWords, all_written, parse_query
from app.store.search_query_errors import QueryError
from app.store.tokens import Term, term_of

READ: list[tuple[str, str]] = [
    ("a b", "a b"),
    ("a AND b", "a b"),
    ("a & b", "a b"),
    ("a OR b", "(a OR b)"),
    ("a|b", "(a OR b)"),
    ("a ｜ b", "(a OR b)"),
    ("a || b", "(a OR b)"),
    ("a b OR c", "((a b) OR c)"),
    ("(a OR b) c", "(a OR b) c"),
    ("（a OR b） c", "(a OR b) c"),
    ("a -b", "a -b"),
    ("(a)-b", 'a "b"'),
    ("a NOT b", "a -b"),
    ("a AND NOT b", "a -b"),
    ("a !b", "a -b"),
    ("-b a", "a -b"),
    ("a -(b OR c)", "a -(b OR c)"),
    ('a -"b c"', 'a -"b c"'),
    ("算力 OR 芯片", "(算力 OR 芯片)"),
    ("算力 －芯片", "算力 -芯片"),
    ("「算力」", '"算力"'),
    ("a a", "a"),
    # questions are read as the words that they are about, and a year stands by itself
    ("百度的市场份额是多少", "百度 市场份额"),
    ("百度的市场份额是多少？", "百度 市场份额"),
    ("DeepSeek-R1的训练成本有多高", "DeepSeek-R1 训练成本"),
    ("国产芯片有哪些", "国产芯片"),
    ("2025年上半年营收", "2025年上半年 营收"),
    ("2024市场规模", "2024 市场规模"),
    ("市场规模2026年", "市场规模 2026年"),
    ("What is Baidu's market share?", "Baidu market share"),
    ("How many models are there", "models"),
    ("what is the", "what is the"),
    ("Which company raised the most money?", "company raised"),
    ("哪些公司的融资最多", "公司 融资"),
    ("参数最多的模型是哪个", "参数 模型"),
    ("How much does an H100 cost?", "H100 (cost OR price)"),
    ("how much did MiniMax raise", "MiniMax (raise OR financing)"),
    ("What does training cost?", "training (cost OR price)"),
    ("What do AI engineers earn?", "AI engineers (earn OR salary)"),
    ("How many chips did Grok 3 need, and who makes them?", "chips Grok 3 makes them"),
    ("How many developers use PaddlePaddle?", "developers PaddlePaddle"),
    ("智谱什么时候通过港交所聆讯？", "智谱 通过港交所聆讯"),
    ("差距还有多大", "差距"),
    ("数据中心一年用多少电？", "数据中心一年 电"),
    ("短视频里有多少是 AI 生成的", "短视频 AI 生成"),
    ("英伟达在 GPU 市场占多少？", "英伟达 GPU 市场"),
    ("2030 年全球市场有多大？", "2030年 全球市场"),
    ("Who leads the market?", "market"),
    ("how many models did the US release?", "models US release"),
    ("备案需要多长时间？", "备案"),
    ("省多少人力？", "省 人力"),
    ("2026年市场会不会超过1000亿？", "2026年 市场 超过1000亿"),
    ("有多少医院用上了大模型", "医院 大模型"),
    ("How many people use AI?", "(people OR user) AI"),
    ("训练一个千亿参数模型要花多少钱", "训练 千亿参数模型"),
    ("人民币贷款有多少人民币", "人民币贷款 人民币"),
    ("最大是什么", "最大是什么"),
    ("what OR which", "(what OR which)"),
    ('"百度的市场份额是多少"', '"百度的市场份额是多少"'),
    ("百度 -市场的份额是多少", "百度 -市场的份额是多少"),
    # no questions
    ("有色金属", "有色金属"),
    ("目的地", "目的地"),
    ("几何级数", "几何级数"),
    ("哪吒", "哪吒"),
    ("最多大模型", "最多大模型"),
    ("most", "most"),
    ("largest model", "largest model"),
    ("this is it", "this is it"),
    # not operators: within words, in lower case, in quotes, or alone
    ("GPT-4", "GPT-4"),
    ("AT&T", "AT&T"),
    ("a or b and not c", "a or b and not c"),
    ('"a OR b"', '"a OR b"'),
    ("a - b", "a b"),
    ("a + b", "a b"),
    ("a，", "a，"),
]


@pytest.mark.parametrize(("q", "read"), READ)
def test_a_query_is_read(q: str, read: str) -> None:
    assert all_written(parse_query(q).root) == read
    assert parse_query(all_written(parse_query(q).root)) == parse_query(q)


REFUSED: list[tuple[str, str]] = [
    ("", "no word"),
    ("，", "no word"),
    ("🙂", "no word"),
    ("()", "no word"),
    ("a " * 21, "at most 20"),
    ('"', "double quote"),
    ('"百度', "double quote"),
    ("(a", "parenthesis"),
    ("a)", "parenthesis"),
    ("a OR", "OR must be between"),
    ("| a", "| must be between"),
    ("AND a", "AND must be between"),
    ("a AND", "AND must be between"),
    ("a AND OR b", "AND must be between"),
    ("a NOT", "NOT must be before"),
    ("a NOT ，", "NOT must be before"),
    ("-a", "only words to exclude"),
    ("a OR -b", "only words to exclude"),
    ("hallucin*", "not a wildcard"),
    ("title:x", "title: is not an operator"),
    ("NEAR(a b)", "NEAR( is not an operator"),
]


@pytest.mark.parametrize(("q", "why"), REFUSED)
def test_what_is_no_query_is_refused_by_name(q: str, why: str) -> None:
    with pytest.raises(QueryError, match=re.escape(why)) as refused:
        parse_query(q)
    assert re.search("[\u3400-\u9fff]{4}", refused.value.chinese)


@given(
    st.lists(
        st.sampled_from(["a", "百度", "OR", "AND", "NOT", "-", "|", "(", ")", '"', " ", "*", "c d", "!"]), max_size=12
    ).map("".join)
)
def test_any_text_is_a_query_or_refused(q: str) -> None:
    try:
        read = parse_query(q)
    except QueryError:
        return
    assert read.terms
    assert parse_query(all_written(read.root)) == read


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("训练一次要花多少钱？", "money"), ("投了多少亿元", "money"), ("花费多少", "money"), ("H100 多贵", "money"),
        ("How much did it raise?", "money"), ("how much money is in it", "money"), ("What does an H100 cost?", "money"),
        ("备案要多久？", "time"), ("备案需要几个月", "time"), ("How long does filing take?", "time"),
        ("How much of it is domestic?", None), ("How long is the context window?", None), ("有多少人", None), ("cost", None),
        ("多少个模型", None), ("what costume", None),
    ],
)  # fmt: skip
def test_what_a_question_asks_the_amount_of(question: str, kind: str | None) -> None:
    assert asked_kind(question) == kind


NAMES = frozenset({"中国", "大模型", "中国大模型市场", "市场规模", "市场"})


@pytest.mark.parametrize(
    ("q", "loose", "read"),
    [
        ("中国大模型市场规模有多大", False, "中国 大模型 市场规模"),
        ("中国大模型市场规模", False, "中国大模型市场规模"),
        ("中国大模型市场规模", True, "中国 大模型 市场规模"),
        ("中国大模型市场和芯片", True, "中国大模型市场 芯片"),
        ("欧洲大模型市场规模是多少", False, "欧洲 大模型 市场规模"),
        ("大模型，市场规模有多大", False, "大模型 市场规模"),
        ("GPT-4市场率", True, "GPT-4 市场率"),
        ("大模型和市场", True, "大模型 市场"),
    ],
)
def test_questions_are_cut_at_names(q: str, loose: bool, read: str) -> None:
    """As little as can be is in no name, and then names are few."""
    assert all_written(parse_query(q, KnownWords(names=NAMES), loose=loose).root) == read


@pytest.mark.parametrize(
    ("q", "loose", "unread"),
    [
        ("Which company raised the most money?", False, ("most",)),
        ("哪些公司的融资最多", False, ("最多",)),
        ("largest model", False, ()),
        ("largest model", True, ("largest",)),
        ("most", True, ()),
        ("融资最多的公司", True, ("最多",)),
        ("融资 -最多", True, ()),
    ],
)
def test_superlatives_are_told_as_left_out(q: str, loose: bool, unread: tuple[str, ...]) -> None:
    assert parse_query(q, loose=loose).unread == unread


def test_a_question_of_too_many_words_is_one() -> None:
    assert all_written(parse_query("甲的" * 21 + "是多少").root) == "甲的" * 21 + "是多少"


def term(text: str) -> Term:
    found = term_of(text)
    assert found is not None
    return found


def test_words_in_a_row_that_are_one_name_have_synonyms() -> None:
    others = {term("data center").tokens: [term("数据中心")], term("EU").tokens: [term("欧盟"), term("European Union")]}
    root = parse_query('big data centres -EU "EU"', KnownWords(others)).root
    assert all_written(root) == 'big (data centres) "EU" -EU'
    assert FullTextQuery().process_bind_param(parse_query("data centres EU", KnownWords(others)), sqlite.dialect()) == (
        '((("data" AND "center") OR "数据 据中 中心") AND ("eu" OR "欧盟" OR "european union"))'
    )
