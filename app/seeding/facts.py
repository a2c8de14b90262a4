"""The curated layer: what curators wrote about each sentence, checked against what the parser reads in it."""

from collections import Counter
from collections.abc import Sequence

from app.seeding.curated_sentence import CuratedSentence
from app.seeding.documents import ParsedDocument
from app.seeding.english_renderings import check_rendering
from app.seeding.folder import Seeds
from app.seeding.lookups import check_known
from app.seeding.mentions import add_mentions
from app.seeding.metrics import MAX_EXEMPT, Vocabulary, add_metrics
from app.seeding.number_ledger import NumberLedger
from app.seeding.relations import add_relations
from app.seeding.schemas import ChapterSeed
from app.seeding.yaml_files import Location
from app.store.publishing import Rows
from app.store.tables import ClaimTopic, Metric


def add_facts(seeds: Seeds, documents: Sequence[ParsedDocument], rows: Rows) -> None:
    vocabulary = Vocabulary.of(seeds)
    surfaces = {
        entity.slug: {entity.name_zh, entity.name_en, *(a.text for a in entity.aliases)} for entity, _, _ in seeds.entities
    }
    by_slug = {parsed.slug: parsed for parsed in documents}
    ledgers = {parsed.slug: NumberLedger(parsed) for parsed in documents}
    exempt = []
    for chapter, location in seeds.chapters:
        if not check_known(chapter.document, by_slug, "document", location / "document"):
            continue
        parsed = by_slug[chapter.document]
        for curated in _pair_with_sentences(chapter, location, parsed):
            _add_claim(curated, vocabulary, rows)
            add_mentions(curated, surfaces, rows)
            add_relations(curated, surfaces, rows)
            metrics = add_metrics(curated, vocabulary, rows)
            ledger = ledgers[parsed.slug]
            ledger.add_sentence(curated.sentence, curated.seed, metrics, curated.location)
            check_rendering(curated.seed.en, ledger.tokens[curated.sentence.start], metrics, curated.location / "en")
            exempt += [curated.location / "metrics" / i for i, m in enumerate(curated.seed.metrics) if m.exempt]
    _check_ids(seeds, rows)
    for location in exempt[MAX_EXEMPT:]:
        location.add_problem(f"more than {MAX_EXEMPT} exempt metrics: improve the quantity parser instead")
    for ledger in ledgers.values():
        ledger.add_rows(rows)


def _check_ids(seeds: Seeds, rows: Rows) -> None:
    """No two metrics have one id; only those that curators write can be equal."""
    counts = Counter(row["id"] for row in rows[Metric])
    for chapter, location in seeds.chapters:
        for i, claim in enumerate(chapter.claims):
            for j, metric in enumerate(claim.metrics):
                if metric.id is not None and counts[metric.id] > 1:
                    (location / "claims" / i / "metrics" / j / "id").add_problem(f"{metric.id} is the id of another metric")


def _pair_with_sentences(chapter: ChapterSeed, location: Location, parsed: ParsedDocument) -> list[CuratedSentence]:
    """The chapter's claims paired with the section's sentences, which they must match one to one and word for word."""
    slugs = [section["slug"] for section in parsed.sections]
    if not check_known(chapter.section, slugs, "section", location / "section"):
        return []
    index = slugs.index(chapter.section)
    pairs = [
        (sentence, row)
        for sentence, row in zip(parsed.report.sentences, parsed.claims, strict=True)
        if sentence.section == index
    ]
    if len(pairs) != len(chapter.claims):
        (location / "claims").add_problem(
            f"section {chapter.section} has {len(pairs)} sentences, but {len(chapter.claims)} claims are given"
        )
    paired = []
    for i, (seed, (sentence, row)) in enumerate(zip(chapter.claims, pairs, strict=False)):
        at = location / "claims" / i
        if seed.text != sentence.text:
            (at / "text").add_problem(f"sentence {i + 1} of section {chapter.section} is {sentence.text!r}")
        elif row["text_en"] is not None:
            at.add_problem(f"section {chapter.section} is curated twice")
        else:
            paired.append(CuratedSentence(parsed, sentence, row, seed, at))
    return paired


def _add_claim(curated: CuratedSentence, vocabulary: Vocabulary, rows: Rows) -> None:
    seed, row = curated.seed, curated.row
    row |= {"kind": seed.kind.value, "text_en": seed.en, "topics": seed.topics}
    if len(set(seed.topics)) < len(seed.topics):
        (curated.location / "topics").add_problem("a topic is given twice")
        return
    for i, topic in enumerate(seed.topics):
        if check_known(topic, vocabulary.topics, "topic", curated.location / "topics" / i):
            rows[ClaimTopic].append({"claim_id": row["id"], "topic": topic})
