"""The language of `q`: words, "phrases", `AND` or a space, `OR` or `|`, `NOT` or `-` before a word, and parentheses.

    either := all (OR all)*          all := part (AND? part)*          part := NOT? (word | "phrase" | "(" either ")")

Operators are upper-case words; operators of other search engines are refused rather than read as words. A word, or words in a
row, that has synonyms is looked for in every form. A question, and a Chinese word with a year in it, is read as what it is about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from app.store import search_query_errors
from app.store.question_parsing import amounts, asks, is_question, parts_of, superlatives, with_years, without_asking
from app.store.tokens import Term, term_of

MAX_TERMS = 20
# alternatives by the tokens of a word, or of words in a row
Synonyms = Mapping[tuple[str, ...], Sequence[Term]]
_TOKEN = re.compile(
    r'"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<open>\()|(?P<close>\))|(?P<or>\|{1,2})|(?P<not>(?<![^\s(|])[-!](?=[^\s\-!()|]|\())'
    r'|(?P<word>[^\s"()|]+)'
)
_PLAIN = str.maketrans("“”＂「」『』（）｜－−–！　", '"""""""()|---! ')
_AND, _OR, _NOT = ("AND", "&", "&&", "+"), ("OR",), ("NOT",)
_WILDCARD = re.compile(r"\w\*|\*\w")
_POSSESSIVE = re.compile(r"(?<=\w)(?:['’]s)+$")
_FIELD = re.compile(r"(?:in)?(?:title|url|text|author|site|filetype|entity|indicator|publisher|source|lang|year|topic):\S")


@dataclass(frozen=True)
class KnownWords:
    """What the words of queries are known by: their synonyms, and folded Chinese names that questions are cut at.

    `entities` are names of companies, models and other things in any script, as tokens: what a question is about.
    """

    synonyms: Synonyms = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    entities: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True)
class AllOf:
    """Every one of `parts`, and none of `without`."""

    parts: tuple["Node", ...]
    without: tuple["Node", ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """At least one of `parts`. Where these are synonyms, `of` is what was written."""

    parts: tuple["Node", ...]
    of: "Node | None" = None


Node: TypeAlias = Term | AllOf | AnyOf


@dataclass(frozen=True)
class ParsedQuery:
    """A query: `root` is what must hold. `is_reread` where it was a question or had a year within a word; `unread` are the
    superlatives that it had.
    """

    root: AllOf
    is_reread: bool = field(default=False, compare=False)
    unread: tuple[str, ...] = field(default=(), compare=False)

    @property
    def terms(self) -> list[Term]:
        """The words and phrases to be found, in the order of the query; not those to be left out."""
        return list(dict.fromkeys(_terms(self.root)))

    @property
    def single(self) -> Term | None:
        """The term that is all of the query."""
        (first, *others), without = self.root.parts, self.root.without
        return first if isinstance(first, Term) and not others and not without else None


def _terms(node: Node) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    else:
        for part in node.parts:
            yield from _terms(part)


def written(node: Node) -> str:
    """A part of a query as `q` takes it."""
    match node:
        case Term():
            return node.text
        case AnyOf():
            return written(node.of) if node.of else f"({' OR '.join(map(written, node.parts))})"
    return f"({all_written(node)})"


def all_written(node: AllOf) -> str:
    """The same of a whole query."""
    return " ".join([*map(written, node.parts), *(f"-{written(one)}" for one in node.without)])


def parse_query(text: str, known: KnownWords | None = None, *, loose: bool = False) -> ParsedQuery:
    """The query that a text is; with `loose`, all of it is read as if it were a question.

    Raises `QueryError` if it has no word, too many, or an operator without its words.
    """
    known = known or KnownWords()
    lexemes = list(_lexed(text.translate(_PLAIN)))
    reread = _reread(lexemes, known.names, loose)
    if sum(one.kind in {"word", "phrase"} for one in reread) > MAX_TERMS:
        reread = lexemes
    parser = _Parser(reread, known.synonyms)
    root = parser.parse()
    if parser.count > MAX_TERMS:
        raise search_query_errors.too_many(parser.count, MAX_TERMS)
    unread = [one for one in _superlatives(lexemes) if one not in _superlatives(reread)]
    return ParsedQuery(root if isinstance(root, AllOf) else AllOf((root,)), reread != lexemes, tuple(unread))


@dataclass(frozen=True)
class _Lexeme:
    kind: str
    text: str


def _lexed(text: str) -> Iterator[_Lexeme]:
    for match in _TOKEN.finditer(text):
        kind, found = str(match.lastgroup), match[0]
        if kind in {"phrase", "closed"}:
            if not match["closed"]:
                raise search_query_errors.open_quote()
            yield _Lexeme("phrase", match["phrase"])
        elif kind != "word":
            yield _Lexeme(kind, found)
        elif found in _AND:
            yield _Lexeme("and", found)
        elif found in _OR:
            yield _Lexeme("or", found)
        elif found in _NOT:
            yield _Lexeme("not", found)
        elif found == "NEAR" and text[match.end() :].startswith("("):
            raise search_query_errors.no_near()
        else:
            yield _Lexeme("word", _refused(found))


def _superlatives(lexemes: list[_Lexeme]) -> list[str]:
    return superlatives([one.text for one in lexemes if one.kind == "word"])


def _reread(lexemes: list[_Lexeme], names: frozenset[str], loose: bool) -> list[_Lexeme]:
    """The lexemes with questions read as the words that they are about; what is left out stays one word."""
    words = [one.text for one in lexemes]
    if all(one.kind == "word" for one in lexemes):
        words = with_years(words)
        lexemes = [_Lexeme("word", word) for word in words]
        loose = loose or any(map(asks, words))  # `英伟达在 GPU 市场占多少` is one question
        if loose or is_question(words):
            also = amounts(words)
            lexemes = [one for word in without_asking(words) for one in _either_word(word, also.get(word.lower()))]
    found: list[_Lexeme] = []
    for before, one in zip([None, *lexemes], lexemes, strict=False):
        is_split = one.kind == "word" and (before is None or before.kind != "not")
        parts = parts_of(one.text, names, always=loose) if is_split else [one.text]
        found += [one] if parts == [one.text] else [_Lexeme("word", part) for part in parts]
    # what was cut may end as a question does
    return found if found == lexemes else _reread(found, names, loose)


def _either_word(word: str, other: str | None) -> list[_Lexeme]:
    kinds = [("open", "("), ("word", word), ("or", "OR"), ("word", other), ("close", ")")] if other else [("word", word)]
    return [_Lexeme(kind, text) for kind, text in kinds]


def _refused(word: str) -> str:
    """The word, unless it is an operator that is known elsewhere."""
    if _WILDCARD.search(word):
        raise search_query_errors.no_wildcard(word)
    if _FIELD.match(word):
        raise search_query_errors.no_field(word, word.partition(":")[0])
    return word


class _Parser:
    """Recursive descent over the lexemes; `count` is the number of words and phrases met."""

    def __init__(self, lexemes: Sequence[_Lexeme], synonyms: Synonyms) -> None:
        self.count = 0
        self._left = list(reversed(lexemes))
        self._synonyms = synonyms

    def parse(self) -> Node:
        root = self._either()
        if self._left:
            raise search_query_errors.not_opened()
        if root is None:
            raise search_query_errors.no_word()
        return root

    def _next(self) -> str:
        return self._left[-1].kind if self._left else ""

    def _either(self) -> Node | None:
        parts = [self._all()]
        while self._next() == "or":
            operator = self._left.pop().text
            parts.append(self._all())
            if parts[-1] is None or parts[0] is None:
                raise search_query_errors.stands_between(operator)
        return parts[0] if len(parts) == 1 else AnyOf(tuple(part for part in parts if part is not None))

    def _all(self) -> Node | None:
        parts: list[Node] = []
        without: list[Node] = []
        row: list[Term] = []  # words in a row, which may be one name
        operator = ""
        while self._next() not in {"", "or", "close"}:
            kind = self._next()
            if kind == "and":
                operator = self._operator(bool(parts or row or without))
                continue
            if kind != "word":
                parts += self._joined(row)
                row = []
            if kind == "not":
                without += self._negated()
            elif kind == "word":
                row += self._word()
            else:
                parts += self._part()
            operator = ""
        parts += self._joined(row)
        if operator:
            raise search_query_errors.stands_between(operator)
        if without and not parts:
            raise search_query_errors.only_left_out()
        parts = list(dict.fromkeys(parts))
        if len(parts) == 1 and not without:
            return parts[0]
        return AllOf(tuple(parts), tuple(without)) if parts else None

    def _operator(self, has_before: bool) -> str:
        operator = self._left.pop().text
        if operator == "AND" and not has_before:
            raise search_query_errors.stands_between(operator)
        return operator if operator == "AND" else ""

    def _negated(self) -> list[Node]:
        operator = self._left.pop().text
        kind = self._next()
        found: list[Node] = []
        if kind == "word":
            found += self._word()
        elif kind in {"phrase", "open"}:
            found = self._part()
        if not found:
            raise search_query_errors.stands_before(operator)
        return self._joined(found) if kind == "word" else found

    def _word(self) -> list[Term]:
        text = self._left.pop().text
        # where - and ! are no operators, as in `(a)-b`, the word is written so that it stays one
        plain = _POSSESSIVE.sub("", text.lstrip("-!").rstrip("?？"))
        found = term_of(plain)
        self.count += found is not None
        return [replace(found, text=f'"{plain}"') if text[:1] in "-!" else found] if found else []

    def _part(self) -> list[Node]:
        lexeme = self._left.pop()
        if lexeme.kind == "phrase":
            found = term_of(lexeme.text)
            self.count += found is not None
            return [replace(found, text=f'"{lexeme.text}"')] if found else []
        inner = self._either()
        if self._next() != "close":
            raise search_query_errors.not_closed()
        self._left.pop()
        return [inner] if inner else []

    def _joined(self, row: Sequence[Node]) -> list[Node]:
        """Words in a row, the longest names among them with their synonyms as alternatives."""
        terms = [one for one in row if isinstance(one, Term)]
        found: list[Node] = []
        at = 0
        while at < len(terms):
            for end in range(min(len(terms), at + 4), at, -1):
                others = self._synonyms.get(tuple(token for term in terms[at:end] for token in term.tokens))
                if others:
                    break
            own: Node = terms[at] if end == at + 1 else AllOf(tuple(terms[at:end]))
            found.append(AnyOf((own, *others), own) if others else own)
            at = end
        return found
