"""The number ledger: every number of a document is part of a metric or has a reason why it is not."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from app.report import Number as Token
from app.report import Sentence, parse_quantity
from app.seeding.cited_or_uncited import cite_number
from app.seeding.documents import ParsedDocument
from app.seeding.facts.number_readings import Readings
from app.seeding.facts.quotes import split_nth
from app.seeding.public_ids import AnchoredIds
from app.seeding.seed_files.fact_schemas import ClaimSeed, Note
from app.seeding.seed_files.yaml_files import Location
from app.store.publishing import Row, Rows
from app.store.tables import Number, NumberMetric
from app.vocabulary import NOT_YET_CURATED, Reason, Script


class NumberLedger:
    """The numbers of one document, each with its metrics or its reason, filled sentence by sentence."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.parsed = parsed
        self.tokens: dict[int, list[Token]] = defaultdict(list)
        self.reasons: dict[int, tuple[str, Note | None]] = {}
        self.metrics: dict[int, list[str]] = defaultdict(list)
        self.added: list[Token] = []
        for token in parsed.report.numbers:
            if token.sentence is not None:
                self.tokens[parsed.report.sentences[token.sentence].start].append(token)

    def add_sentence(self, sentence: Sentence, seed: ClaimSeed, metrics: Sequence[Row], location: Location) -> None:
        """Give each number inside a metric's quote to that metric, and the other numbers the curated reasons, in order."""
        tokens = self.tokens[sentence.start]
        for metric in metrics:
            inside = [token for token in tokens if metric["start"] <= token.start and token.end <= metric["end"]]
            for token in inside or [self._add_word(sentence, metric)]:
                self.metrics[token.start].append(metric["id"])
        left = [token for token in tokens if token.start not in self.metrics]
        given = [(reason, words, note) for reason, listed in seed.numbers.items() for words, note in listed]
        for reason, words, note in given:
            text, nth = split_nth(words)
            same = [token for token in tokens if token.text == text]
            wanted = same[nth - 1 : nth] if nth else same
            found = next((token for token in wanted if token in left), None)
            if found is None:
                (location / "numbers" / reason.value).add_problem(
                    f"the sentence has no number {words!r} left that is in no metric"
                )
            elif reason is Reason.OTHER and note is None:
                (location / "numbers" / reason.value).add_problem(
                    f'say why {words!r} is not a metric: {{"{words}": {{en: …, zh: …}}}}'
                )
            else:
                left.remove(found)
                self.reasons[found.start] = (reason.value, note)
        for token in left if self.parsed.seed.complete else ():
            around = self.parsed.report.text[max(0, token.start - 8) : token.end + 8].replace("\n", " ")
            (location / "numbers").add_problem(
                f"the number {token.text!r} in {around!r} belongs to no metric and has no reason"
            )

    def _add_word(self, sentence: Sentence, metric: Row) -> Token:
        """A number written as a word (一倍), which is found only because a curator quotes it."""
        quote = metric["quote"]
        word = next((text for kind, text in parse_quantity(quote).parts if kind in {"word", "rank"}), quote)
        start = metric["start"] + quote.index(word)
        token = Token(word, Script.HAN.value, sentence.section, None, start, start + len(word))
        self.added.append(token)
        return token

    def add_rows(self, rows: Rows) -> None:
        sections, slug = self.parsed.sections, self.parsed.slug
        claims = {row["start"]: row["id"] for row in self.parsed.claims}
        starts = sorted(claims)
        added = {token.start for token in self.added}
        ids = AnchoredIds("num")
        readings = Readings(self.parsed.report)
        citations: dict[str, list[Row]] = defaultdict(list)
        for citation in self.parsed.citations:
            citations[citation["claim_id"]].append(citation)
        unique = {token.start: token for token in (*self.parsed.report.numbers, *self.added)}
        for start, token in sorted(unique.items()):
            heading = token.sentence is None and start not in added
            reason, note = (Reason.HEADING.value, None) if heading else self.reasons.get(start, (NOT_YET_CURATED, None))
            metric_ids = self.metrics.get(start, [])
            claim_id = None if heading else claims[starts[bisect_right(starts, start) - 1]]
            section = sections[token.section] if token.section is not None else None
            anchor = (claim_id,) if claim_id else (slug, section["title"] if section else "title")
            number: Row = {
                "id": ids.next(*anchor, token.text),
                "document": slug,
                "section": section["slug"] if section else None,
                "claim_id": claim_id,
                "text": token.text,
                "script": token.script,
                "start": start,
                "end": token.end,
                "reason": None if metric_ids else reason,
                "note_en": None if metric_ids or note is None else note.en,
                "note_zh": None if metric_ids or note is None else note.zh,
                "metric_ids": metric_ids,
                "curated": bool(metric_ids),
                **readings.of(token, heading=heading),
            }
            if claim_id:
                cite_number(number, readings.span(token), citations.get(claim_id, ()), rows)
            rows[Number].append(number)
            rows[NumberMetric] += [{"number_id": number["id"], "metric_id": metric_id} for metric_id in metric_ids]
