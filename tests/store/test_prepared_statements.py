"""A prepared statement finds what SQLAlchemy's own execution of it finds, whatever its constants and values are."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Connection, Integer, Text, bindparam, case, func, literal, select

from app.store.prepared_statements import PreparedStatement
from app.vocabulary.closed_lists import Status

_TEXTS = [
    "",
    "it's",
    "''",
    "100 %",
    "%s %(word)s %%",
    ":word ?",
    "\\'",
    "a\nb",
    "数据",
    "--",
    "😀",
    "$1",
    "{}",
    Status.FORECAST,
]
_NUMBERS = [0, 1, -1, 2**31, -(2**63)]
# PostgreSQL's text has none of these
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_INTEGER = st.integers(-(2**63), 2**63 - 1)


def _found(connection: Connection, text: Any, number: int, word: str) -> tuple[Any, ...]:
    given_word, length = bindparam("word", "", Text()), func.length(literal(text, Text()))
    statement = select(
        literal(text, Text()).label("text"),
        literal(number, BigInteger()).label("number"),
        (literal(number, BigInteger()) - 1 if number > 0 else length).label("less"),
        given_word.concat(literal(text, Text())).label("joined"),
        case((given_word == text, "same"), else_="other").label("case"),
        given_word.in_([text, "x"]).label("is_in"),
        literal(number > 0).label("is_positive"),
    )
    statement = statement.where(length >= bindparam("least", 9, Integer()))
    values = {"word": word, "least": 0}
    (row,) = PreparedStatement(statement, connection.dialect).all(connection, values)
    assert row == tuple(connection.execute(statement, values).one())
    return tuple(row)


def _expected(text: str, number: int, word: str) -> tuple[Any, ...]:
    less = number - 1 if number > 0 else len(text)
    return (text, number, less, word + text, "same" if word == text else "other", word in {text, "x"}, number > 0)


@pytest.mark.parametrize("number", _NUMBERS)
@pytest.mark.parametrize("text", _TEXTS)
def test_constants(connection: Connection, text: str, number: int) -> None:
    for word in (text, "word"):
        assert _found(connection, text, number, word) == _expected(text, number, word)


@settings(max_examples=60, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(text=_TEXT, number=_INTEGER, word=_TEXT)
def test_any_constants(connection: Connection, text: str, number: int, word: str) -> None:
    assert _found(connection, text, number, word) == _expected(text, number, word)
