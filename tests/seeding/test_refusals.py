"""Seeds with an error are refused with file, line and reason, every problem of a run at once."""

from pathlib import Path

import pytest

from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from tests.support import small_folder as coffee
from tests.support.small_folder import FILES, replace, small_folder

CHAPTER = "facts/coffee/1.yaml"
REPORT = "documents/coffee.md"
LISBON = FILES["entities/region.yaml"]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return small_folder(tmp_path / "seeds")


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (CHAPTER, "quote: EUR 90 million", "quote: EUR 91 million", "'EUR 91 million' is not in the sentence"),
        (CHAPTER, "value: 90000000", "value: 90000001", "value 90000001, but the quote 'EUR 90 million' says"),
        (CHAPTER, "value: 90000000", "comparator: ge, value: 90000000", "comparator ge, but the quote"),
        (CHAPTER, "unit: EUR", "unit: count", "unit count, but the quote 'EUR 90 million' says EUR"),
        (
            CHAPTER,
            "indicator: market-size",
            "indicator: market-siez",
            "unknown indicator 'market-siez'; did you mean 'market-size'?",
        ),
        (CHAPTER, "entity: lisbon", "entity: lisbom", "unknown entity 'lisbom'; did you mean"),
        (CHAPTER, "kind: fact", "kind: facts", "kind: Input should be"),
        (CHAPTER, 'period: "2024"', 'period: "24"', "'24' is not a period; allowed: 2025, 2025-07"),
        (CHAPTER, "topics: [market", "topics: [markets", "unknown topic 'markets'; did you mean 'market'?"),
        (CHAPTER, "They sold coffee", "They bought coffee", "'They bought coffee worth EUR 90 million.'"),
        (CHAPTER, 'section: "1"', 'section: "9"', "unknown section '9'"),
        (CHAPTER, "claims:", "claims: [", "not YAML"),
        (CHAPTER, "document: coffee", "documnt: coffee", "document: Field required"),
        (CHAPTER, "document: coffee", "documnt: coffee", "documnt: there is no such key; did you mean 'document'?"),
        (CHAPTER, "topics: [market", "topcs: [market", "claims.about.topcs: there is no such key; did you mean 'topics'?"),
        (CHAPTER, 'section: "1"', "section: null", "the text before the first heading has no sentence"),
        ("publishers.yaml", "kind: industry-media", "kind: industry-medium", "unknown publisher kind 'industry-medium'"),
        ("sources.yaml", "publisher: example", "publisher: exampel", "unknown publisher 'exampel'; did you mean 'example'?"),
        ("sources.yaml", "example.pt/cafes", f"example.pt/{'咖' * 660}", "url: a URL has at most 2000 bytes, not 'https://"),
        ("entities/region.yaml", "- {slug: lisbon", f"{LISBON}- {{slug: lisbon", "entity 'lisbon' is given twice"),
    ],
)
def test_one_fault_is_named_with_its_place(seeds: Path, name: str, old: str, new: str, reason: str) -> None:
    replace(seeds, name, old, new)
    with pytest.raises(SeedError) as refused:
        build(seeds)
    named = [problem for problem in refused.value.problems if problem.file == name and reason in problem.message]
    assert named, str(refused.value)
    assert named[0].line >= 1


@pytest.mark.parametrize(
    "name",
    ["sources.yaml", "publishers.yaml", "vocabulary/indicators.yaml", "vocabulary/units.yaml", "entities/region.yaml"],
)
def test_of_a_file_that_is_not_yaml_no_entry_is_said_to_be_unknown(seeds: Path, name: str) -> None:
    (seeds / name).write_text("- {slug: a\n- [", encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        build(seeds)
    assert [(problem.file, problem.message[:8]) for problem in refused.value.problems] == [(name, "not YAML")]


@pytest.mark.parametrize(
    "whole",
    ["420 thousand", "under 420", "about 420", "420%", "420 to 500", "420 million"],
)
def test_a_quote_that_cuts_a_figure_is_told(tmp_path: Path, whole: str) -> None:
    sentence = f"Lisbon had {whole} cafes in 2024."
    root = small_folder(tmp_path, coffee.REPORT.replace("420 cafes", f"{whole} cafes"))
    facts = root / "facts/coffee/1.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("Lisbon had 420 cafes in 2024.", sentence), encoding="utf-8")
    with pytest.raises(SeedError, match=f"'420' is a part of '{whole}[^']*': quote that"):
        build(root)
    # a curator who knows better says why
    cut = facts.read_text(encoding="utf-8").replace("value: 420, unit", "exempt: a trial, comparator: eq, value: 420, unit")
    facts.write_text(cut, encoding="utf-8")
    build(root)


def test_two_documents_of_one_slug_are_told(seeds: Path) -> None:
    (seeds / "documents/second.yaml").write_bytes((seeds / "documents/coffee.yaml").read_bytes())
    with pytest.raises(SeedError) as refused:
        build(seeds)
    assert [str(problem) for problem in refused.value.problems] == [
        "documents/second.yaml:1: the slug 'coffee' is already used by documents/coffee.yaml: give each document its own"
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("facts/coffee.yaml", "facts are in facts/<document>/<section>.yaml"),
        ("entities/drug.yaml", "types of entities are company, model,"),
        ("vocabulary/indicator.yaml", "vocabularies are topics, publisher-kinds, unit-kinds, units,"),
        ("conflicts/one.yml", "files of it are conflicts/<name>.yaml"),
        ("fact/coffee.yaml", "; did you mean facts/?"),
        ("source.yaml", "; did you mean sources.yaml?"),
        ("documents/tea.md", "no YAML names this report: move it out of the folder and take it in with factbase add"),
    ],
)
def test_a_file_that_nothing_reads_is_told(seeds: Path, name: str, said: str) -> None:
    path = seeds / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("- {slug: a}\n", encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        build(seeds)
    assert [(problem.file, said in problem.message) for problem in refused.value.problems] == [(name, True)]


def test_a_conflict_of_too_many_members_is_refused(seeds: Path) -> None:
    members = "\n".join(f"    m{i}: {{document: coffee, section: '1', quote: '420'}}" for i in range(101))
    text = f"- slug: many\n  kind: value\n  title_en: T\n  explanation_en: E\n  members:\n{members}\n"
    (seeds / "conflicts").mkdir(exist_ok=True)
    (seeds / "conflicts" / "many.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=r"conflicts/many\.yaml:5: members: .* at most 100 items"):
        build(seeds)


def test_a_list_where_keys_belong_is_told(seeds: Path) -> None:
    (seeds / "documents/coffee.yaml").write_text("coffee\n", encoding="utf-8")
    with pytest.raises(
        SeedError, match=r"documents/coffee\.yaml:1: keys with values are expected \(`key: value`\), not 'coffee'"
    ):
        build(seeds)


def test_a_changed_marker_or_word_of_the_document_is_refused(seeds: Path) -> None:
    replace(seeds, REPORT, "[1][2]", "[2][2]")
    with pytest.raises(SeedError, match=r"coffee\.yaml:3: .* has SHA-256 .* never edited"):
        build(seeds)


def test_every_problem_of_a_run_is_listed_with_its_line(seeds: Path) -> None:
    first = replace(seeds, CHAPTER, "value: 420", "value: 421")
    second = replace(seeds, CHAPTER, "value: 90000000", "value: 1")
    with pytest.raises(SeedError) as refused:
        build(seeds)
    assert {(CHAPTER, first), (CHAPTER, second)} <= {(p.file, p.line) for p in refused.value.problems}


def test_a_number_without_a_metric_or_a_reason_is_refused(seeds: Path) -> None:
    replace(seeds, "documents/coffee.yaml", "language: en", "language: en\ncomplete: true")
    replace(seeds, CHAPTER, 'numbers: {date: ["2024"]}', "numbers: {}")
    with pytest.raises(SeedError, match=r"'2024' .*belongs to no metric and has no reason"):
        build(seeds)


def test_a_key_given_twice_is_refused(seeds: Path) -> None:
    replace(seeds, CHAPTER, "{kind: fact", "{kind: fact, kind: opinion")
    with pytest.raises(SeedError, match="'kind' is given twice"):
        build(seeds)


def test_a_file_that_is_not_utf8_is_refused(seeds: Path) -> None:
    (seeds / CHAPTER).write_bytes(b"\xff\xfe")
    with pytest.raises(SeedError, match=r"1\.yaml:1: not UTF-8"):
        build(seeds)
