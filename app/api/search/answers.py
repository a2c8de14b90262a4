"""What a search answers: rows that have all words, or for a question those that have most, and what was not found, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection

from app.api.search.partial_matches import Candidate, partial_matches
from app.api.search.queries import Lists, counts, nearest_words, result, search
from app.api.search.question_words import Word, words_of
from app.api.search.ranking import Match, rank
from app.api.search.related_words import is_related, with_related
from app.lists.known_values import KNOWN_WORDS
from app.lists.query_relaxation import names_left_out, read_loosely, widest
from app.store.search_query import AllOf, Node, ParsedQuery, all_written, parse_query, written
from app.vocabulary.names import Language, say

# related words that an answer names for each word
_NAMED = 6


@dataclass(frozen=True)
class Found:
    """The answer to a search: `results` are the fields of `Hit`, the others those of `SearchResult`; `counts` is by list, of `q`."""

    results: Sequence[dict[str, Any]]
    q: str
    counts: dict[str, int]
    read_as: str | None
    left_out: list[str] = field(default_factory=list)
    unknown_words: list[str] = field(default_factory=list)
    related: dict[str, list[str]] = field(default_factory=dict)
    nearest: dict[str, str] = field(default_factory=dict)
    note: str | None = None


def find(q: str, lists: Lists, connection: Connection, lang: Language, limit: int) -> Found:
    """The answer to `q`, with up to `limit` results."""
    wanted = parse_query(q, KNOWN_WORDS.get())
    found = counts(wanted, lists, connection)
    if any(found.values()) and not wanted.is_reread:
        held = {name: within for name, within in lists.items() if found[name]}
        return Found(search(wanted, held, connection, lang)[:limit], q, found, None)
    read = read_loosely(q, with_related(KNOWN_WORDS.get()))
    found = counts(read, lists, connection)
    used: ParsedQuery | None = read
    left_out: list[Node] = []
    nearest: dict[str, str] = {}
    if not any(found.values()):
        used, left_out = widest(read, cache(lambda one: sum(counts(one, lists, connection).values())))
        nearest = {word: near for word, near in nearest_words(read, lists, connection).items() if not is_related(word)}
        found = counts(used, lists, connection) if used else found
    words = words_of(read, lists, connection)
    as_read = AllOf(tuple(word.node for word in words), read.root.without)
    rows = partial_matches(read, words, lists, connection, limit, q)
    unknown = [written(word.node) for word in words if not word.count and word.is_reported]
    lacking = _missing(rows[0], words) if rows else []
    return Found(
        results=[_result(row, words, read, lang) for row in rows],
        q=all_written(used.root) if used else q,
        counts=found,
        read_as=all_written(as_read) if wanted.is_reread or as_read != wanted.root else None,
        left_out=names_left_out(used, left_out, read),
        unknown_words=unknown,
        related={written(word.node): [term.text for term in word.related[:_NAMED]] for word in words if word.related},
        nearest=nearest,
        note=_note(unknown, lacking, bool(rows)) if unknown or lacking or not rows else None,
    )


def _missing(row: Candidate, words: Sequence[Word]) -> list[str]:
    return [written(word.node) for word in words if row.shares.get(word.node, 0) < 1 and word.is_reported]


def _result(row: Candidate, words: Sequence[Word], query: ParsedQuery, lang: Language) -> dict[str, Any]:
    wide = ParsedQuery(AllOf(tuple(word.wide for word in words), query.root.without))
    # a sentence may have the words in its figures alone
    match = rank(row.list, row.fields, wide) or Match(0.0, next(iter(row.fields)), [])
    found = result(row.list, row.key, row.fields, match, lang)
    return found | {"score": round(row.score, 4), "missing": _missing(row, words)}


def _note(unknown: Sequence[str], lacking: Sequence[str], has_results: bool) -> str:
    names, others = ", ".join(unknown), ", ".join(one for one in lacking if one not in unknown)
    chinese, others_chinese = names.replace(", ", "、"), others.replace(", ", "、")
    if not has_results:
        return say(
            "Nothing that was searched has any of these words, or a related one. Try fewer or other words, in Chinese or English.",
            "所检索的内容中没有这些词，也没有相关的词。请减少或更换词语，中英文均可。",
        )
    parts = []
    if unknown:
        parts.append(say(f"Nothing that was searched has: {names}.", f"所检索的内容中完全没有：{chinese}。"))
    if others:
        parts.append(
            say(f"No result has all words; the first lacks: {others}.", f"没有一行含全部词语；首条缺少：{others_chinese}。")
        )
    parts.append(
        say(
            "The results have the other words, or related ones, and may not answer the question.",
            "以下结果含其余词语或相关词，未必回答了问题。",
        )
    )
    return say(" ".join(parts), "".join(parts))
