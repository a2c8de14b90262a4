"""The language of `q`: what is an operator, what is refused by name, and what is a word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from app.store.dialects import FullTextQuery
from app.store.search_query import QueryError, all_written, parse_query
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
    ("a a", "a"),
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
    ("a OR", "OR stands between"),
    ("| a", "| stands between"),
    ("AND a", "AND stands between"),
    ("a AND", "AND stands between"),
    ("a AND OR b", "AND stands between"),
    ("a NOT", "NOT stands before"),
    ("a NOT ，", "NOT stands before"),
    ("-a", "only words to leave out"),
    ("a OR -b", "only words to leave out"),
    ("hallucin*", "no wildcard"),
    ("title:x", "title: is no operator"),
    ("NEAR(a b)", "NEAR( is no operator"),
]


@pytest.mark.parametrize(("q", "why"), REFUSED)
def test_what_is_no_query_is_refused_by_name(q: str, why: str) -> None:
    with pytest.raises(QueryError, match=re.escape(why)):
        parse_query(q)


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


def term(text: str) -> Term:
    found = term_of(text)
    assert found is not None
    return found


def test_words_in_a_row_that_are_one_name_have_synonyms() -> None:
    others = {term("data center").tokens: [term("数据中心")], term("EU").tokens: [term("欧盟"), term("European Union")]}
    root = parse_query('big data centres -EU "EU"', others).root
    assert all_written(root) == 'big (data centres) "EU" -EU'
    assert FullTextQuery().process_bind_param(parse_query("data centres EU", others), sqlite.dialect()) == (
        '((("data" AND "center") OR "数据 据中 中心") AND ("eu" OR "欧盟" OR "european union"))'
    )
