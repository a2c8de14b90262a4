"""Verification: parse the stored text of each document again and compare the result with the stored rows.

Each comparison is a gate. Those of a document are `document`, `sentences` and `curated`; those of a claim `sentence`, `marker`,
`quote`, `figure`, `citations`, `subject`, `mention`, `relation` and `number`; those of the dataset `counts` and `conflicts`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, case, func, select, union
from sqlmodel import SQLModel

from app.report import Marker, QuantityError, Report, Sentence, parse_quantity_in, parse_report
from app.store.coverage import missing
from app.store.exact_numbers import json_number, json_number_if_any
from app.store.number_ledger_check import check_numbers
from app.store.stored_rows import Row, by_claim, entity_names, pairs, rows, rows_of, unit_kinds
from app.store.tables import (
    Citation,
    Claim,
    ConflictMember,
    Dataset,
    Document,
    Entity,
    Mention,
    Metric,
    MetricCitation,
    Number,
    NumberMetric,
    Reference,
    RelationEvidence,
    columns,
    table,
)
from app.vocabulary.names import say
from app.vocabulary.unit_agreement import unit_fits

# the names and aliases of each entity
Names = Mapping[str, set[str]]


@dataclass(frozen=True)
class Gate:
    """The result of one check: its name, the id or slug of what was checked, whether it passed, and what was found."""

    name: str
    subject: str
    passed: bool
    detail: str
    # whether it fails only because nobody has curated it yet
    open: bool = False


@lru_cache(maxsize=8)
def _parsed(text: str) -> Report:
    return parse_report(text)


class _Book:
    """The stored rows of one document, or of one claim of it, and its text parsed again."""

    def __init__(self, connection: Connection, names: Names, document: str, claim_id: str | None = None) -> None:
        self.document = rows(connection, Document, columns(Document).slug == document)[0]
        self.text: str = self.document["text"]
        self.report = _parsed(self.text)
        self.sentences: dict[tuple[int, int], Sentence] = {(s.start, s.end): s for s in self.report.sentences}
        self.markers: dict[tuple[int, int | None], Marker] = {(m.start, m.reference): m for m in self.report.markers}
        self.claims = rows(connection, Claim, columns(Claim).document == document)
        self.before = {after["id"]: before["text"] for before, after in zip(self.claims, self.claims[1:], strict=False)}
        chosen = [claim for claim in self.claims if claim_id in (None, claim["id"])]
        self.chosen = chosen
        self.references = {
            row["number"]: row for row in rows(connection, Reference, columns(Reference).document == document)
        }
        self.citations, self.metrics, self.mentions, self.relations, self.numbers = (
            by_claim(rows_of(connection, model, document, claim_id))
            for model in (Citation, Metric, Mention, RelationEvidence, Number)
        )
        self.kinds = unit_kinds(connection)
        covered, booked = columns(MetricCitation), columns(NumberMetric)
        self.covered = pairs(connection, covered.metric_id, covered.citation_id, Metric, document, claim_id)
        self.booked = pairs(connection, booked.number_id, booked.metric_id, Number, document, claim_id)
        self.names = names


def verify_claim(connection: Connection, claim_id: str) -> list[Gate]:
    """Run all gates of one claim; an unknown claim gives an empty list."""
    document = connection.execute(select(columns(Claim).document).where(columns(Claim).id == claim_id)).scalar()
    if document is None:
        return []
    book = _Book(connection, entity_names(connection), document, claim_id)
    return [_document(book), *(gate for claim in book.chosen for gate in _claim(book, claim))]


def verify_dataset(connection: Connection, progress: Callable[[str], None] = lambda _: None) -> Iterator[Gate]:
    """Run all gates of the dataset, and of every document and claim, one document in memory at a time.

    `progress` is called with one line per document.
    """
    yield from _counts(connection)
    yield from _conflicts(connection)
    names, left = entity_names(connection), missing(connection)
    complete = set(connection.execute(select(columns(Document).slug).where(columns(Document).complete)).scalars())
    for slug, lacking in left.items():
        progress(f"re-reading {slug}")
        book = _Book(connection, names, slug)
        yield _document(book)
        for claim in book.chosen:
            yield from _claim(book, claim)
        yield _whole(book)
        for what, count in lacking.items():
            is_open = count > 0 and slug not in complete
            yield Gate("curated", slug, count == 0, f"{count} {what}", open=is_open)


def _claim(book: _Book, claim: Row) -> Iterable[Gate]:
    yield _sentence(book, claim)
    for citation in book.citations.get(claim["id"], []):
        yield _marker(book, citation)
    for metric in book.metrics.get(claim["id"], []):
        yield _quote(book, claim, metric)
        yield _figure(book, claim, metric)
        yield _citations(book, claim, metric)
        yield _subject(book, claim, metric)
    for mention in book.mentions.get(claim["id"], []):
        if mention["text"] is not None:
            yield _mention(book, mention)
    for relation in book.relations.get(claim["id"], []):
        yield _stands("relation", relation["relation_id"], book, relation["quote"], relation)
    yield _numbers(book, claim)


def _document(book: _Book) -> Gate:
    sha256, stored = book.report.sha256, book.document["sha256"]
    told = say(
        f"the stored text has SHA-256 {sha256}, {stored} is stated", f"所存正文的 SHA-256 为 {sha256}，登记为 {stored}"
    )
    return Gate("document", book.document["slug"], sha256 == stored, told)


def _whole(book: _Book) -> Gate:
    spans = [(claim["start"], claim["end"]) for claim in book.claims]
    passed = spans == sorted(book.sentences)
    count = len(book.sentences)
    told = say(f"{len(spans)} claims for {count} sentences, in order", f"{count} 个句子有 {len(spans)} 条陈述，顺序一致")
    return Gate("sentences", book.document["slug"], passed, told)


def _sentence(book: _Book, claim: Row) -> Gate:
    found = book.sentences.get((claim["start"], claim["end"]))
    passed = found is not None and found.text == claim["text"]
    where = f"{claim['start']}..{claim['end']}"
    told = say(
        f"the parser {'finds' if passed else 'does not find'} this sentence at {where}",
        f"解析器在 {where} 处{'找到' if passed else '没有找到'}这个句子",
    )
    return Gate("sentence", claim["id"], passed, told)


def _marker(book: _Book, citation: Row) -> Gate:
    found = book.markers.get((citation["start"], citation["number"]))
    entry = book.references.get(citation["number"])
    passed = (
        found is not None
        and entry is not None
        and (found.end, found.scope_start, found.scope_end)
        == (citation["end"], citation["scope_start"], citation["scope_end"])
        and found.url in (None, entry["url"])
    )
    shown = book.text[citation["start"] : citation["end"]][:60]
    number = citation["number"]
    told = say(f"{shown!r} stands for reference {number} and its address", f"{shown!r} 代表参考文献 {number} 及其网址")
    return Gate("marker", citation["id"], passed, told)


def _stands(name: str, subject: str, book: _Book, words: str, span: Row) -> Gate:
    found = book.text[span["start"] : span["end"]]
    where = f"{span['start']}..{span['end']}"
    told = say(f"{found!r} stands at {where}, {words!r} is stored", f"{where} 处为 {found!r}，所存为 {words!r}")
    return Gate(name, subject, found == words, told)


def _quote(book: _Book, claim: Row, metric: Row) -> Gate:
    gate = _stands("quote", metric["id"], book, metric["quote"], metric)
    inside = claim["start"] <= metric["start"] and metric["end"] <= claim["end"]
    outside = say("the quote is outside its sentence", "引文不在其句子之内")
    return gate if inside else Gate("quote", metric["id"], False, outside)


def _figure(book: _Book, claim: Row, metric: Row) -> Gate:
    sentence = book.sentences.get((claim["start"], claim["end"]))
    language = book.report.language if sentence is None else book.report.language_of(sentence)
    before = book.text[claim["start"] : metric["start"]]
    stored = (metric["value_text"], metric["value_max_text"], metric["deviation_text"], metric["comparator"])
    if metric["exempt"] is not None:
        return Gate("figure", metric["id"], True, say("not derived: ", "并非由引文得出：") + metric["exempt"])
    try:
        read = parse_quantity_in(metric["unit"], metric["quote"], language, before=before)
    except QuantityError as error:
        return Gate("figure", metric["id"], False, say(str(error), f"引文 {metric['quote']!r} 读不出数据"))
    found = (json_number(read.value), *map(json_number_if_any, (read.value_max, read.deviation)), read.comparator)
    same = metric["value"] == float(read.value) and unit_fits(metric["unit"], read.unit, book.kinds[metric["unit"]])
    quote, figure, held = metric["quote"], _shown(found), _shown(stored)
    told = say(f"{quote!r} reads {figure}, {held} is stored", f"{quote!r} 读作 {figure}，所存为 {held}")
    return Gate("figure", metric["id"], found == stored and same, told)


def _shown(figure: tuple[str | None, ...]) -> str:
    """A figure in the form that is compared: `gt 70000000000`, `range 3–5`, `tolerance 5 ± 1`."""
    value, highest, deviation, comparator = figure
    return f"{comparator} {value}" + (f"–{highest}" if highest else "") + (f" ± {deviation}" if deviation else "")


def _citations(book: _Book, claim: Row, metric: Row) -> Gate:
    covering = [
        citation
        for citation in book.citations.get(claim["id"], [])
        if citation["scope_start"] <= metric["start"] and metric["end"] <= citation["scope_end"]
    ]
    numbers = list(dict.fromkeys(citation["number"] for citation in covering))
    passed = (
        numbers == metric["reference_numbers"]
        and {citation["id"] for citation in covering} == book.covered.get(metric["id"], set())
        and metric["evidence"] == ("cited" if covering else "uncited")
    )
    stored = metric["reference_numbers"]
    told = say(f"markers {numbers} cover it, {stored} are stored", f"标记 {numbers} 覆盖它，所存为 {stored}")
    return Gate("citations", metric["id"], passed, told)


def _subject(book: _Book, claim: Row, metric: Row) -> Gate:
    near = book.before.get(claim["id"], "") + claim["text"]
    names = {metric["subject"], *book.names.get(metric["entity"] or "", ())}
    found = next((name for name in sorted(names) if name in near), None)
    subjects = {m["entity"] for m in book.mentions.get(claim["id"], [])}
    passed = found is not None or metric["entity"] in subjects or metric["entity"] is None
    name = found or metric["entity"] or metric["subject"]
    return Gate("subject", metric["id"], passed, say(f"{name} is what the sentence is about", f"句子所述为 {name}"))


def _mention(book: _Book, mention: Row) -> Gate:
    gate = _stands("mention", mention["id"], book, mention["text"], mention)
    known = mention["text"] in book.names.get(mention["entity"], ())
    text, slug = mention["text"], mention["entity"]
    unknown = say(f"{text!r} is not a name of {slug}", f"{text!r} 不是 {slug} 的名称")
    return gate if known else Gate("mention", mention["id"], False, unknown)


def _numbers(book: _Book, claim: Row) -> Gate:
    stored = book.numbers.get(claim["id"], [])
    tokens, passed = check_numbers(book.report, claim, stored, book.booked)
    booked = len(stored)
    told = say(
        f"{tokens} numbers in the sentence, {booked} in the ledger", f"句中有 {tokens} 个数字，登记簿中有 {booked} 个"
    )
    return Gate("number", claim["id"], passed, told)


def _counts(connection: Connection) -> list[Gate]:
    stated = connection.execute(select(columns(Dataset).counts)).scalar_one()
    tables = {model.name: model for model in SQLModel.metadata.sorted_tables}
    gates = []
    for name, count in sorted(stated.items()):
        found = connection.execute(select(func.count()).select_from(tables[name])).scalar_one()
        gates.append(Gate("counts", name, found == count, f"{found} rows, {count} are stated"))
    return gates


def _conflicts(connection: Connection) -> list[Gate]:
    member, metric = columns(ConflictMember), columns(Metric)
    named = select(member.metric_id)
    figures = metric.id.in_(named)
    of_claims = union(select(member.claim_id), select(metric.claim_id).where(figures))
    of_entities = select(metric.entity).where(figures)
    gates = []
    for model, key, names in ((Claim, "id", of_claims), (Metric, "id", named), (Entity, "slug", of_entities)):
        row = columns(model)
        is_named = case((row[key].in_(names), True), else_=False)
        wrong = select(func.count()).select_from(table(model)).where(row.in_conflict != is_named)
        found = connection.execute(wrong).scalar_one()
        told = f"{found} rows tell wrongly whether a conflict names them"
        gates.append(Gate("conflicts", table(model).name, found == 0, told))
    return gates
