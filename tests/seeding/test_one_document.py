"""One document of a folder is checked by itself, with what its figures are compared with, and as the whole folder has it."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.config import HOME
from app.intake import Intake
from app.seeding.build import build
from app.seeding.one_document import build_document
from app.seeding.seed_files.problems import SeedError
from app.store import tables as m
from app.store.publishing import Build
from tests.support.small_folder import small_folder

TEA = """\
# Tea

## 1 Market

Lisbon had 400 cafes in 2024 [1]. Tea cost 3 euros.

## References

[1] Survey, https://tea.example.org/2024
"""
FACTS = """\
document: tea
section: "1"
claims:
  - text: "Lisbon had 400 cafes in 2024."
    metrics:
      - {quote: "400", indicator: cafe-count, subject: Lisbon, entity: lisbon, period: "2024", unit: count}
"""
CONFLICT = """\
- slug: cafes
  kind: value
  title_en: Two numbers of cafes
  explanation_en: One of them is wrong.
  members:
    more: {document: coffee, section: "1", quote: "420"}
    fewer: {document: tea, section: "1", quote: "400"}
"""
# what comparing all documents adds
_OF_ALL = {"is_total", "in_conflict"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = small_folder(tmp_path)
    Intake(root).add_content(TEA.encode(), "tea.md")
    Intake(root).add_content(b"# Water\n\nIt is wet. It cost 2 euros in 2024.\n", "water.md")
    for name, text in (("facts/tea/1.yaml", FACTS), ("conflicts/cafes.yaml", CONFLICT)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def figures(rows: Any, document: str) -> list[Any]:
    found = [row for row in rows[m.Metric] if row["document"] == document]
    return [{name: value for name, value in row.items() if name not in _OF_ALL} for row in found]


@pytest.mark.parametrize("document", ["coffee", "tea", "water"])
def test_its_figures_are_those_of_the_whole_folder(folder: Path, document: str) -> None:
    whole, rows = build(folder).rows, build_document(folder, document)
    assert figures(rows, document) == figures(whole, document)
    read = {row["slug"] for row in rows[m.Document]}
    assert read == ({"water"} if document == "water" else {"coffee", "tea"})
    ids = [row["id"] for row in rows[m.Conflict]]
    assert ids == ([] if document == "water" else [row["id"] for row in whole[m.Conflict]])


def test_the_first_report_by_itself_is_as_it_is(built: Build) -> None:
    slug = "china-llm-industry-2025"
    assert figures(build_document(HOME / "seeds", slug), slug) == figures(built.rows, slug)


def test_only_what_it_is_compared_with_keeps_it_from_being_checked(folder: Path) -> None:
    run = CliRunner().invoke
    at = ["--seeds", str(folder)]
    (folder / "documents/water.md").write_text("# Water\n\nIt is not.\n", encoding="utf-8")
    assert run(cli, ["check", *at]).exit_code == 1
    told = run(cli, ["check", "--document", "tea", *at])
    assert (told.exit_code, told.output) == (0, "tea: 0 of 2 sentences curated, 1 figure\n")
    facts = folder / "facts/tea/1.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("cafe-count", "cafe-counts"), encoding="utf-8")
    # a figure of tea is wrong, which coffee is compared with
    for document in ("tea", "coffee"):
        wrong = run(cli, ["check", "--document", document, *at])
        assert wrong.exit_code == 1
        assert "facts/tea/1.yaml:6: unknown indicator 'cafe-counts'; did you mean 'cafe-count'?" in wrong.output
    with pytest.raises(SeedError):
        build_document(folder, "coffee")


@pytest.mark.parametrize("command", [["check", "--document"], ["undated"], ["conflicts"]])
def test_a_document_that_is_not_there_is_told(folder: Path, command: list[str]) -> None:
    told = CliRunner().invoke(cli, [*command, "teas", "--seeds", str(folder)])
    assert told.exit_code == 1
    assert "there is no document 'teas'; the folder has coffee, tea, water" in told.output
