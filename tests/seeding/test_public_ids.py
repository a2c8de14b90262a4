"""Ids say where a thing stands, so that they outlive corrections and words inserted elsewhere."""

from pathlib import Path

import pytest

from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from app.store import tables as m
from app.store.publishing import Rows
from tests.support.small_folder import REPORT, replace, small_folder

CHAPTER = "facts/coffee/1.yaml"
WITH_IDS = (m.Claim, m.Citation, m.Metric, m.Number, m.Mention, m.Reference, m.Source, m.Section)


def rows_of(root: Path) -> Rows:
    return build(root).rows


def ids(rows: Rows) -> dict[str, list[str]]:
    return {model.__tablename__: [row["id"] for row in rows[model]] for model in WITH_IDS}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("indicator: market-size", "indicator: revenue"),
        ("subject: Coffee", "subject: They"),
        ("status: actual", "status: target"),
        ('period: "2024"', 'period: "2024-01", period_basis: context'),
        ("kind: fact", "kind: opinion"),
    ],
)
def test_a_correction_keeps_every_id(tmp_path: Path, old: str, new: str) -> None:
    folder = small_folder(tmp_path)
    before = ids(rows_of(folder))
    replace(folder, CHAPTER, old, new)
    after = rows_of(folder)
    assert ids(after) == before


@pytest.mark.parametrize(
    ("changed", "renamed"),
    [
        (REPORT.replace("## 2 Outlook\n", "## 2 Outlook\n\nHere is an inserted sentence.\n"), set()),
        (REPORT.replace("EUR 90 million [1]", "EUR 95 million [1]"), {"They sold coffee worth EUR 90 million."}),
        (REPORT.replace("# Coffee in Lisbon", "# Coffee, and tea, in Lisbon"), set()),
        (REPORT.replace("## 1 Market", "## 1 The market of 2024"), set()),
    ],
    ids=["a sentence inserted", "a sentence changed", "another title", "another heading"],
)
def test_a_change_of_one_place_renames_nothing_else(tmp_path: Path, changed: str, renamed: set[str]) -> None:
    before = _by_words(rows_of(without_facts(small_folder(tmp_path / "before"))))
    after = _by_words(rows_of(without_facts(small_folder(tmp_path / "after", changed))))
    assert {place[0] for place, named in before.items() if after.get(place) != named} == renamed


def without_facts(folder: Path) -> Path:
    (folder / CHAPTER).unlink()
    return folder


def _by_words(rows: Rows) -> dict[tuple[object, ...], list[str]]:
    """Ids by sentence and words."""
    sentences = {row["id"]: row["text"] for row in rows[m.Claim]}
    found: dict[tuple[object, ...], list[str]] = {}
    for model, what in ((m.Claim, "text"), (m.Citation, "number"), (m.Number, "text")):
        for row in rows[model]:
            claim = row.get("claim_id", row["id"])
            if claim is not None:
                found.setdefault((sentences[claim], model.__tablename__, row[what]), []).append(row["id"])
    return found


def test_equal_sentences_and_equal_figures_have_ids_of_their_own(tmp_path: Path) -> None:
    folder = small_folder(
        tmp_path, REPORT.replace("They sold coffee worth EUR 90 million", "Sales: EUR 9 million or EUR 9 million")
    )
    replace(folder, CHAPTER, "They sold coffee worth EUR 90 million.", "Sales: EUR 9 million or EUR 9 million.")
    replace(folder, CHAPTER, "They sold coffee worth EUR 90 million.", "Sales of EUR 9 million or EUR 9 million.")
    replace(
        folder,
        CHAPTER,
        "      - {quote: EUR 90 million, indicator: market-size, subject: Coffee, value: 90000000, unit: EUR, status: actual}\n",
        "".join(
            f"      - {{quote: 'EUR 9 million#{nth}', indicator: {indicator}, subject: Coffee, value: 9000000, unit: EUR, status: actual}}\n"
            for nth, indicator in ((1, "market-size"), (2, "market-size"), (2, "revenue"))
        ),
    )
    found = ids(rows_of(folder))
    assert all(len(set(names)) == len(names) for names in found.values())
    assert len(found["metric"]) == 4


def test_an_id_that_a_curator_writes_is_the_id(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    replace(folder, CHAPTER, '{quote: "420"', '{id: met_abcdefghijkl, quote: "420"')
    rows = rows_of(folder)
    assert rows[m.Metric][0]["id"] == "met_abcdefghijkl"
    assert rows[m.Claim][0]["metric_ids"] == ["met_abcdefghijkl"]
    replace(folder, CHAPTER, "{quote: EUR 90 million", "{id: met_abcdefghijkl, quote: EUR 90 million")
    with pytest.raises(SeedError, match="met_abcdefghijkl is the id of another metric"):
        build(folder)
