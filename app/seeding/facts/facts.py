"""The curated layer: what curators wrote about each sentence, checked against what the parser reads in it."""

from collections import Counter
from collections.abc import Sequence

from app.seeding.comparisons.consistency import check_fact
from app.seeding.documents import ParsedDocument
from app.seeding.facts.curated_sentence import CuratedSentence
from app.seeding.facts.english_renderings import check_rendering
from app.seeding.facts.mentions import add_mentions
from app.seeding.facts.metrics import MAX_EXEMPT, Vocabulary, add_metrics
from app.seeding.facts.number_ledger import NumberLedger
from app.seeding.facts.relations import add_evidence, add_relations
from app.seeding.facts.sentences import check_complete, curated_sentences
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.yaml_files import Location
from app.seeding.vocabulary_check import check_known
from app.store.publishing import Rows
from app.store.tables import Claim, ClaimTopic, Metric
from app.vocabulary import NOT_YET_CURATED


def add_facts(seeds: Seeds, documents: Sequence[ParsedDocument], rows: Rows) -> dict[str, Location]:
    """Add the rows of what is curated, and return where each metric is written, by its id."""
    vocabulary = Vocabulary.of(seeds)
    surfaces = {entity.slug: {*entity.names.values(), *(a.text for a in entity.aliases)} for entity, _, _ in seeds.entities}
    by_slug = {parsed.slug: parsed for parsed in documents}
    ledgers = {parsed.slug: NumberLedger(parsed) for parsed in documents}
    exempt: dict[str, list[Location]] = {}
    places: dict[str, Location] = {}
    for curated in curated_sentences(seeds, documents):
        _add_claim(curated, vocabulary, rows)
        add_mentions(curated, surfaces, rows)
        add_evidence(curated, surfaces, rows)
        metrics = add_metrics(curated, vocabulary, rows)
        places |= {row["id"]: curated.location / "metrics" for row in metrics}
        ledger = ledgers[curated.parsed.slug]
        ledger.add_sentence(curated.sentence, curated.seed, metrics, curated.location)
        check_fact(curated, ledger.tokens[curated.sentence.start])
        if curated.seed.en is not None:
            check_rendering(curated.seed.en, ledger.tokens[curated.sentence.start], metrics, curated.location / "en")
        exempt.setdefault(curated.parsed.slug, []).extend(
            curated.location / "metrics" / i for i, m in enumerate(curated.seed.metrics) if m.exempt
        )
    _check_ids(seeds, rows)
    add_relations(rows)
    vocabulary.renderings.check_used()
    for locations in exempt.values():
        for location in locations[MAX_EXEMPT:]:
            location.add_problem(f"a document has at most {MAX_EXEMPT} exempt figures: leave the others to the ledger of numbers")
    for seed, _, location in seeds.documents:
        if seed.complete:
            check_complete(by_slug[seed.slug], location)
    for ledger in ledgers.values():
        ledger.add_rows(rows)
    return places


def _check_ids(seeds: Seeds, rows: Rows) -> None:
    """No two rows have one id; only ids that curators write can be equal."""
    counts = Counter(row["id"] for model in (Claim, Metric) for row in rows[model])
    for chapter, location in seeds.chapters:
        for i, claim in enumerate(chapter.claims):
            at = location / "claims" / i
            written = [(claim.id, at), *((metric.id, at / "metrics" / j) for j, metric in enumerate(claim.metrics))]
            for id_, place in written:
                if id_ is not None and counts[id_] > 1:
                    (place / "id").add_problem(f"{id_} is the id of another {'claim' if place is at else 'metric'}")


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
