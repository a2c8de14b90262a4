"""The curated layer: what curators wrote about each sentence, checked against what the parser reads in it."""

from collections import Counter

from app.seeding.comparisons.consistency import check_fact, series_of_versions
from app.seeding.documents import ParsedDocument, add_document
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.english_renderings import check_names_implied, check_rendering, check_stands_alone
from app.seeding.facts.mentions import add_mentions
from app.seeding.facts.metrics import MAX_EXEMPT, Vocabulary, add_metrics
from app.seeding.facts.number_ledger import NumberLedger
from app.seeding.facts.relation_ends import RelationEnds
from app.seeding.facts.relations import add_evidence, add_relations
from app.seeding.facts.relations_in_names import RelationsInNames
from app.seeding.facts.sentences import chapters_by_document, check_complete, curated_sentences
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Row, Rows
from app.store.tables import ClaimTopic, Mention, Number
from app.vocabulary import NOT_YET_CURATED


class CuratedFacts:
    """Adds what curators wrote, document by document."""

    def __init__(self, seeds: Seeds, rows: Rows) -> None:
        self._rows = rows
        self._vocabulary = Vocabulary.of(seeds)
        self._surfaces = {
            entity.slug: {*entity.names.values(), *(alias.text for alias in entity.aliases)}
            for entity, _, _ in seeds.entities
        }
        self._english_names = {
            entity.slug: [entity.names["name_en"], *(alias.text for alias in entity.aliases if alias.lang == "en")]
            for entity, _, _ in seeds.entities
        }
        self._chapters = chapters_by_document(seeds)
        self._locations = {seed.slug: location for seed, location in seeds.documents}
        self._written = _written_ids(seeds)
        self._ids: Counter[str] = Counter()
        self._in_names = RelationsInNames(series_of_versions(seeds))
        self._ends = RelationEnds(seeds, self._surfaces)
        # where each metric is written, by its id
        self.places: dict[str, Location] = {}

    def add(self, parsed: ParsedDocument) -> None:
        """Add the rows of a document, and of what is curated of it."""
        rows, ledger = self._rows, NumberLedger(parsed)
        exempt: list[Location] = []
        added: list[Row] = []
        for curated in curated_sentences(self._chapters, parsed):
            metrics = self._add_sentence(curated, ledger)
            added += metrics
            self.places |= {row["id"]: curated.location / "metrics" for row in metrics}
            exempt += [curated.location / "metrics" / i for i, m in enumerate(curated.seed.metrics) if m.exempt]
        for location in exempt[MAX_EXEMPT:]:
            location.add_problem(
                f"a document has at most {MAX_EXEMPT} exempt figures: leave the others to the ledger of numbers"
            )
        if parsed.seed.complete:
            check_complete(parsed, self._locations[parsed.slug])
        self._ids.update(row["id"] for row in (*parsed.claims, *added) if row["id"] in self._written)
        before = len(rows[Number])
        ledger.add_rows(rows)
        parsed.row["metric_count"], parsed.row["number_count"] = len(added), len(rows[Number]) - before
        sections = Counter(metric["section"] for metric in added)
        for section in parsed.sections:
            section["metric_count"] = sections[section["slug"]]
        add_document(parsed, rows)

    def _add_sentence(self, curated: CuratedSentence, ledger: NumberLedger) -> list[Row]:
        rows = self._rows
        _add_claim(curated, self._vocabulary, rows)
        before = len(rows[Mention])
        add_mentions(curated, self._surfaces, rows)
        self._in_names.add(curated, rows[Mention][before:])
        self._ends.add(curated)
        add_evidence(curated, self._surfaces, self._vocabulary.predicates, rows)
        metrics = add_metrics(curated, self._vocabulary, rows)
        ledger.add_sentence(curated.sentence, curated.seed, metrics, curated.location)
        check_fact(curated, ledger.tokens[curated.sentence.start])
        if curated.seed.en is not None:
            check_rendering(curated.seed.en, ledger.tokens[curated.sentence.start], metrics, curated.location / "en")
            # an English report may write They itself, and what is taken in by hand is polished later
            if curated.parsed.seed.complete and curated.parsed.seed.language != "en":
                check_stands_alone(curated.seed.en, curated.location / "en")
                implied = [mention["entity"] for mention in rows[Mention][before:] if mention["text"] is None]
                names = {entity: self._english_names[entity] for entity in implied}
                check_names_implied(curated.seed.en, names, curated.location / "en")
        return metrics

    def finish(self) -> None:
        """Check and add what takes all documents."""
        for id_, places in self._written.items():
            for place, what in places if self._ids[id_] > 1 else ():
                (place / "id").add_problem(f"{id_} is the id of another {what}")
        add_relations(self._rows)
        self._in_names.check(self._rows)
        self._ends.check(self._rows)
        self._vocabulary.renderings.check_used()


def _written_ids(seeds: Seeds) -> dict[str, list[tuple[Location, str]]]:
    """The ids that curators write, with where and of what: only these can be those of two rows."""
    found: dict[str, list[tuple[Location, str]]] = {}
    for chapter, location in seeds.chapters:
        for i, claim in enumerate(chapter.claims):
            at = location / "claims" / i
            written = [
                (claim.id, at, "claim"),
                *((one.id, at / "metrics" / j, "metric") for j, one in enumerate(claim.metrics)),
            ]
            for id_, place, what in written:
                if id_ is not None:
                    found.setdefault(id_, []).append((place, what))
    return found


def _add_claim(curated: CuratedSentence, vocabulary: Vocabulary, rows: Rows) -> None:
    about, row = curated.seed.about, curated.row
    at = curated.location / "about" / "topics"
    kind = about.kind.value if about.kind else NOT_YET_CURATED
    row |= {"kind": kind, "text_en": curated.seed.en, "topics": about.topics}
    if len(set(about.topics)) < len(about.topics):
        at.add_problem("a topic is given twice")
        return
    for i, topic in enumerate(about.topics):
        if check_known(topic, vocabulary.topics, "topic", at / i):
            rows[ClaimTopic].append({"claim_id": row["id"], "topic": topic})
