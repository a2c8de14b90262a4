"""A report is curated as far as somebody got; what is left is counted, and is a fault only where it is said to be complete."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from app.store import tables as m
from tests.support.small_folder import REPORT, replace, small_folder

CHAPTER = "facts/coffee/1.yaml"
ONE = """\
document: coffee
section: "1"
claims:
  - text: "They sold coffee worth EUR 90 million."
    metrics:
      - {quote: EUR 90 million, indicator: market-size, subject: Coffee, value: 90000000, unit: EUR, status: actual}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = small_folder(tmp_path / "seeds")
    (root / CHAPTER).write_text(ONE, encoding="utf-8")
    return root


def problems(root: Path) -> list[str]:
    with pytest.raises(SeedError) as refused:
        build(root)
    return [str(problem) for problem in refused.value.problems]


def test_one_figure_of_one_sentence_is_enough(folder: Path) -> None:
    rows = build(folder).rows
    (metric,) = rows[m.Metric]
    assert (metric["value_text"], metric["reference_numbers"]) == ("90000000", [1, 2])
    claim = next(row for row in rows[m.Claim] if row["id"] == metric["claim_id"])
    assert (claim["kind"], claim["text_en"], claim["topics"]) == ("not yet curated", None, [])
    assert (claim["evidence"], claim["reference_numbers"]) == ("cited", [1, 2])
    reasons = {row["text"]: row["reason"] for row in rows[m.Number]}
    assert reasons == {"1": "heading", "2": "heading", "420": "not yet curated"} | {
        "2024": "not yet curated", "90": None, "4": "not yet curated", "100": "not yet curated", "2026": "not yet curated",
    }  # fmt: skip


def test_a_complete_document_is_held_to_everything(folder: Path) -> None:
    replace(folder, "documents/coffee.yaml", "language: en", "language: en\ncomplete: true")
    found = problems(folder)
    assert len(found) == 5
    assert found[0] == (
        "documents/coffee.yaml:6: section 1: 'Lisbon had 420 cafes in 2024.' has no kind, topic, "
        "and the document is complete"
    )


def test_equal_sentences_of_a_section_are_told_apart_by_nth(tmp_path: Path) -> None:
    root = small_folder(tmp_path, REPORT.replace("## 2 Outlook\n\n", ""))
    (root / CHAPTER).write_text(
        'document: coffee\nsection: "1"\nclaims:\n  - {text: "Prices rose by 4%.", nth: 2, about: {kind: forecast}}\n',
        encoding="utf-8",
    )
    kinds = [row["kind"] for row in build(root).rows[m.Claim] if row["text"] == "Prices rose by 4%."]
    assert kinds == ["not yet curated", "forecast"]
    (root / CHAPTER).write_text(
        'document: coffee\nsection: "1"\nclaims:\n' + '  - {text: "Prices rose by 4%.", about: {kind: fact}}\n' * 3,
        encoding="utf-8",
    )
    assert problems(root) == [
        f"{CHAPTER}:6: this sentence is curated twice: it occurs 2 times in section 1",
    ]


def test_a_sentence_that_is_not_there_names_the_nearest(folder: Path) -> None:
    replace(folder, CHAPTER, "coffee worth", "tea worth")
    assert problems(folder) == [
        f"{CHAPTER}:4: section 1 has no sentence 'They sold tea worth EUR 90 million.'; did you mean "
        "'They sold coffee worth EUR 90 million.'?"
    ]


def test_what_stands_before_the_first_heading_is_curated_too(tmp_path: Path) -> None:
    root = small_folder(tmp_path, REPORT.replace("## 1 Market\n", ""))
    replace(root, CHAPTER, 'section: "1"', "section: null")
    assert len(build(root).rows[m.Metric]) == 2


def test_verify_tells_broken_from_not_yet_curated(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBASE_DATABASE_URL", f"sqlite:///{tmp_path / 'factbase.db'}")
    run = CliRunner().invoke
    assert run(cli, ["publish", "--seeds", str(folder)]).exit_code == 0
    result = run(cli, ["verify"])
    assert result.exit_code == 0, result.output
    assert "not yet curated coffee: 5 claims without a kind" in result.output
    assert result.output.endswith("0 failed, 1 document not yet curated in full\n")
    strict = run(cli, ["verify", "--strict"])
    assert strict.exit_code == 1
    assert "curated coffee: 5 claims without a kind" in strict.output


def test_verify_says_none_of_what_there_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small_folder(tmp_path / "seeds", "Prices rose by 4%.\n")
    (root / CHAPTER).unlink()
    (root / "sources.yaml").write_text("[]\n", encoding="utf-8")
    monkeypatch.setenv("FACTBASE_DATABASE_URL", f"sqlite:///{tmp_path / 'factbase.db'}")
    run = CliRunner().invoke
    published = run(cli, ["publish", "--seeds", str(root)])
    assert published.exit_code == 0, published.output
    output = run(cli, ["verify"]).output
    assert "\n  metrics: none\n" in output
    assert "headings" not in output
