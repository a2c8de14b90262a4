"""Seeds with an error are refused with file, line and reason, every problem of a run at once."""

import shutil
from pathlib import Path

import pytest

from app.config import HOME
from app.seeding.build import build
from app.seeding.problems import SeedError

pytestmark = pytest.mark.slow

SUMMARY = "facts/china-llm-industry-2025/executive-summary.yaml"
CHAPTER = "facts/china-llm-industry-2025/1.1.yaml"
REPORT = "documents/china-llm-industry-2025.md"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HOME / "seeds", tmp_path / "seeds"))


def change(seeds: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old`; the line it stands on."""
    path = seeds / name
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (CHAPTER, "quote: 294.16 亿元", "quote: 294.17 亿元", "'294.17 亿元' is not in the sentence"),
        (CHAPTER, "value: 29416000000", "value: 29416000001", "value 29416000001, but the quote '294.16 亿元' says"),
        (CHAPTER, "comparator: gt", "comparator: ge", "comparator ge, but the quote"),
        (CHAPTER, "unit: CNY", "unit: USD", "unit USD, but the quote '294.16 亿元' says CNY"),
        (
            CHAPTER,
            "indicator: market-size",
            "indicator: market-siez",
            "unknown indicator 'market-siez'; did you mean 'market-size'?",
        ),
        (CHAPTER, "entity: china-llm-market", "entity: china-llm-markt", "unknown entity 'china-llm-markt'; did you mean"),
        (CHAPTER, "kind: fact", "kind: facts", "kind: Input should be"),
        (CHAPTER, 'period: "2024"', 'period: "24"', "'24' is no period; allowed: 2025, 2025-07"),
        (CHAPTER, "topics: [market", "topics: [markets", "unknown topic 'markets'; did you mean 'market'?"),
        (
            CHAPTER,
            "爆发式增长",
            "爆炸式增长",
            "section 1.1 has no sentence '2025 年，中国大模型产业实现了爆炸式增长，市场规模和产业影响力达到新的历史高度。'; did you mean",
        ),
        (CHAPTER, 'section: "1.1"', 'section: "1.9"', "unknown section '1.9'"),
        (SUMMARY, "claims:", "claims: [", "not YAML"),
        (SUMMARY, "document: china", "documnt: china", "document: Field required"),
        ("publishers.yaml", "kind: state-media", "kind: state-medium", "unknown publisher kind 'state-medium'"),
        ("sources.yaml", "publisher: toutiao", "publisher: toutio", "unknown publisher 'toutio'; did you mean 'toutiao'?"),
        ("entities/company.yaml", "slug: baidu", "slug: alibaba", "entity 'alibaba' is given twice"),
    ],
)
def test_one_fault_is_named_with_its_place(seeds: Path, name: str, old: str, new: str, reason: str) -> None:
    change(seeds, name, old, new)
    with pytest.raises(SeedError) as refused:
        build(seeds)
    named = [problem for problem in refused.value.problems if problem.file == name and reason in problem.message]
    assert named, str(refused.value)
    assert named[0].line >= 1


def test_a_changed_marker_or_word_of_the_document_is_refused(seeds: Path) -> None:
    change(seeds, REPORT, "[(13)]", "[(14)]")
    with pytest.raises(SeedError, match=r"china-llm-industry-2025\.yaml:4: .* has SHA-256 .* never edited"):
        build(seeds)


def test_every_problem_of_a_run_is_listed_with_its_line(seeds: Path) -> None:
    first = change(seeds, SUMMARY, "value: 1509", "value: 1510")
    second = change(seeds, CHAPTER, "value: 29416000000", "value: 1")
    with pytest.raises(SeedError) as refused:
        build(seeds)
    assert {(SUMMARY, first), (CHAPTER, second)} <= {(p.file, p.line) for p in refused.value.problems}


def test_a_number_without_a_metric_or_a_reason_is_refused(seeds: Path) -> None:
    change(seeds, CHAPTER, 'date: ["2024"', 'date: ["2023"')
    with pytest.raises(SeedError, match="is in no metric and has no reason"):
        build(seeds)


def test_a_key_given_twice_is_refused(seeds: Path) -> None:
    change(seeds, CHAPTER, "    kind: fact\n", "    kind: fact\n    kind: opinion\n")
    with pytest.raises(SeedError, match="'kind' is given twice"):
        build(seeds)


def test_a_file_that_is_not_utf8_is_refused(seeds: Path) -> None:
    (seeds / CHAPTER).write_bytes(b"\xff\xfe")
    with pytest.raises(SeedError, match=r"1\.1\.yaml:1: not UTF-8"):
        build(seeds)
