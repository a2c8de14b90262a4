"""What quotes give is left out of the lines of figures, frozen by a hash, and told by `factbase explain`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.intake.freezing import freeze
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from app.store import tables as m
from tests.support.small_folder import replace, small_folder

CHAPTER = "facts/coffee/1.yaml"
FIGURE = "{quote: EUR 90 million, indicator: market-size, subject: Coffee, value: 90000000, unit: EUR, status: actual}"
SHORT = '{quote: "EUR 90 million", indicator: market-size, subject: Coffee}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = small_folder(tmp_path / "seeds")
    replace(root, CHAPTER, FIGURE, SHORT)
    return root


def lines(root: Path) -> list[str]:
    return (root / CHAPTER).read_text(encoding="utf-8").splitlines()


def test_a_short_line_gives_the_row_of_a_long_one(folder: Path, tmp_path: Path) -> None:
    long = build(small_folder(tmp_path / "long"))
    assert build(folder).rows == long.rows
    freeze(folder)
    assert build(folder).rows == long.rows


def test_freezing_adds_the_hash_and_changes_nothing_else(folder: Path) -> None:
    before = lines(folder)
    assert (freeze(folder).added, freeze(folder).added) == (1, 0)
    changed = [(old, new) for old, new in zip(before, lines(folder), strict=True) if old != new]
    ((old, new),) = changed
    assert new.replace(', frozen: "', "\0").partition("\0")[0] == old.partition(", indicator")[0]
    assert new.endswith(", indicator: market-size, subject: Coffee}")


def test_another_reading_is_refused_until_it_is_accepted(folder: Path) -> None:
    replace(folder, CHAPTER, SHORT, SHORT.replace("}", ', frozen: "0123abcd"}'))
    with pytest.raises(
        SeedError, match=r"facts/coffee/1.yaml:\d+: 'EUR 90 million' is read as eq 90000000 EUR .*freeze --accept"
    ):
        build(folder)
    before = lines(folder)
    (told,) = freeze(folder).changed
    assert told.startswith(f"{CHAPTER}:")
    assert told.endswith("'EUR 90 million' is read as eq 90000000 EUR million now")
    assert lines(folder) == before
    assert len(freeze(folder, accept=True).changed) == 1
    assert build(folder).rows[m.Metric][1]["value_text"] == "90000000"


def test_a_complete_document_is_frozen(folder: Path) -> None:
    replace(folder, "documents/coffee.yaml", "language: en", "language: en\ncomplete: true")
    with pytest.raises(SeedError, match="'EUR 90 million' is read as is not frozen"):
        build(folder)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('quote: "EUR 90 million", value: 91000000', "value 91000000, but the quote"),
        ('quote: "EUR 90 million", comparator: gt', "comparator gt, but the quote"),
        ('quote: "EUR 90 million", unit: count', "unit count, but the quote"),
    ],
)
def test_what_is_written_must_be_what_the_quote_says(folder: Path, written: str, told: str) -> None:
    replace(folder, CHAPTER, 'quote: "EUR 90 million"', written)
    with pytest.raises(SeedError, match=told):
        build(folder)


def test_status_and_entity_are_those_of_the_sentence(folder: Path) -> None:
    path = folder / CHAPTER
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("about: {kind: fact, topics: [market]}", "about: {kind: forecast, subject: {lisbon: []}}", 1)
    )
    rows = {row["quote"]: row for row in build(folder).rows[m.Metric]}
    assert (rows["EUR 90 million"]["status"], rows["EUR 90 million"]["entity"]) == ("forecast", "lisbon")
    replace(folder, CHAPTER, "subject: Coffee}", "subject: Coffee, entity: null, status: target}")
    rows = {row["quote"]: row for row in build(folder).rows[m.Metric]}
    assert (rows["EUR 90 million"]["status"], rows["EUR 90 million"]["entity"]) == ("target", None)


def test_explain_tells_what_was_left_out(folder: Path) -> None:
    number = next(i for i, line in enumerate(lines(folder), 1) if 'EUR 90 million"' in line)
    asked = CliRunner().invoke(cli, ["explain", "--seeds", str(folder), f"{CHAPTER}:{number}"])
    id_ = build(folder).rows[m.Metric][1]["id"]
    assert (asked.exit_code, asked.output) == (
        0,
        f"""{id_}  {CHAPTER}:{number}
  sentence: "They sold coffee worth EUR 90 million."
  quote: "EUR 90 million"
  indicator: "market-size"
  subject: "Coffee"
  value: 90000000  # from the quote
  unit: "EUR"  # from the quote
  comparator: "eq"  # from the quote
  status: "actual"  # from the sentence
  read as: eq 90000000 EUR million
""",
    )
    assert CliRunner().invoke(cli, ["explain", "--seeds", str(folder), id_]).output == asked.output
    unknown = CliRunner().invoke(cli, ["explain", "--seeds", str(folder), "met_nothing"])
    assert unknown.exit_code == 1
    assert "give an id" in unknown.output
