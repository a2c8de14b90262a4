"""A second export of a report: what was curated moves with its sentences, and what cannot move is kept and told."""

from pathlib import Path

import pytest
import yaml

from app.config import HOME
from app.intake import Intake, RefusedError
from app.seeding.build import build
from app.store import tables as m
from app.store.publishing import Build, Rows
from app.store.sentence_matching import match_sentences
from tests.support.small_folder import REPORT, small_folder

CHAPTER = "facts/coffee/1.yaml"


def second_export(tmp_path: Path, text: str) -> tuple[Path, Rows, Rows, object]:
    folder = small_folder(tmp_path)
    before = build(folder).rows
    added = Intake(folder).add_content(text.encode(), "coffee.md")
    assert added.state == "new export"
    return folder, before, build(folder).rows, added.carried


def metric_ids(rows: Rows) -> list[str]:
    return [row["id"] for row in rows[m.Metric]]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (REPORT.replace("# Coffee in Lisbon", "# Coffee in Lisbon, once more"), (3, 0, 0, 0)),
        (REPORT.replace("Lisbon had 420 cafes", "Lisbon already had 420 cafes"), (2, 1, 0, 0)),
        (REPORT.replace("## 1 Market", "## 1 The market"), (3, 0, 0, 0)),
        (REPORT.replace("## 1 Market", "## 3 Market"), (3, 0, 0, 0)),
        (REPORT.replace("## 1 Market\n\n", "## 1 Market\n\nHere is something new.\n\n"), (3, 0, 0, 0)),
    ],
    ids=["title", "reworded", "heading", "section", "inserted"],
)
def test_what_says_the_same_keeps_its_ids(tmp_path: Path, text: str, counts: tuple[int, ...]) -> None:
    folder, before, after, carried = second_export(tmp_path, text)
    assert (carried.identical, len(carried.reworded), len(carried.asked), len(carried.gone)) == counts  # type: ignore[attr-defined]
    assert metric_ids(after) == metric_ids(before)
    assert [row["value_text"] for row in after[m.Metric]] == ["420", "90000000"]
    assert not (folder / "pending").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("420 cafes", "420 thousand cafes"),
        ("had 420 cafes", "had under 420 cafes"),
        ("had 420 cafes", "never had 420 cafes"),
        ("Lisbon had", "Porto had"),
        ("EUR 90 million", "EUR 90 billion"),
        ("EUR 90 million", "USD 90 million"),
        ("sold coffee worth", "no longer sold coffee worth"),
        ("Prices rose by 4% [2].\n\n##", "Prices fell by 4% [2].\n\n##"),
        ("in 2024 [1]. They", "in 2025 [1]. They"),
        ("420 cafes", "４２０ cafes"),
    ],
)
def test_what_may_say_something_else_is_asked_though_its_words_are_alike(tmp_path: Path, old: str, new: str) -> None:
    assert old in REPORT
    folder, before, _, carried = second_export(tmp_path, REPORT.replace(old, new, 1))
    assert (carried.identical, len(carried.reworded), len(carried.asked), len(carried.gone)) == (2, 0, 1, 0)  # type: ignore[attr-defined]
    assert (folder / "pending" / "coffee.yaml").exists()
    assert len(metric_ids(before)) == 2


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("Lisbon had 420 cafes in 2024", "In 2024 Lisbon had 420 cafes", (2, 1, 0, 0)),
        (
            "Lisbon had 420 cafes in 2024 [1].",
            "Lisbon had 420 cafes in 2024 [1]. Lisbon had 420 cafes in 2024 [1].",
            (3, 0, 0, 0),
        ),
        ("420 cafes", "**420** cafes", (3, 0, 0, 0)),
        ("million [1][2]", "million [2]", (3, 0, 0, 0)),
        ("\n", "\r\n", (3, 0, 0, 0)),
    ],
    ids=["order", "twice", "emphasis", "marker", "line ends"],
)
def test_what_says_the_same_otherwise_keeps_its_ids(tmp_path: Path, old: str, new: str, counts: tuple[int, ...]) -> None:
    _, before, after, carried = second_export(tmp_path, REPORT.replace(old, new))
    assert (carried.identical, len(carried.reworded), len(carried.asked), len(carried.gone)) == counts  # type: ignore[attr-defined]
    assert metric_ids(after) == metric_ids(before)


def test_what_says_another_number_or_nothing_is_laid_aside(tmp_path: Path) -> None:
    text = REPORT.replace("had 420 cafes", "had 430 cafes").replace(" They sold coffee worth EUR 90 million [1][2].", "")
    folder, _, after, carried = second_export(tmp_path, text)
    assert carried.asked == [("Lisbon had 420 cafes in 2024.", "Lisbon had 430 cafes in 2024.")]  # type: ignore[attr-defined]
    assert carried.gone == ["They sold coffee worth EUR 90 million."]  # type: ignore[attr-defined]
    assert metric_ids(after) == []
    pending = yaml.safe_load((folder / "pending" / "coffee.yaml").read_text(encoding="utf-8"))
    assert [(one["reason"], one["where"], one["was"], one["now"]) for one in pending] == [
        ("changed", "1", "Lisbon had 420 cafes in 2024.", "Lisbon had 430 cafes in 2024."),
        ("gone", "1", "They sold coffee worth EUR 90 million.", None),
    ]
    assert yaml.safe_load(pending[0]["entry"])[0]["metrics"][0]["value"] == 420


def test_untouched_lines_stay_as_they_are(tmp_path: Path) -> None:
    before = (small_folder(tmp_path) / CHAPTER).read_text(encoding="utf-8").splitlines()
    Intake(tmp_path).add_content(REPORT.replace("Lisbon had 420", "Lisbon now had 420").encode(), "coffee.md")
    after = (tmp_path / CHAPTER).read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        '  - text: "Lisbon now had 420 cafes in 2024."',
        next(line for line in after if line.startswith("    id: ")),
    ]
    assert len(after) == len(before) + 1


def test_sentences_are_matched_with_their_neighbours() -> None:
    old = [
        "A rose.",
        "Sales grew to 5 million units in spring.",
        "B fell.",
        "Sales grew to 5 million units in autumn.",
        "C.",
    ]
    new = [
        "A rose.",
        "Sales grew to 5 million units in the spring.",
        "B fell.",
        "Sales grew to 5 million units in the autumn.",
    ]
    assert match_sentences(old, new) == {0: 0, 1: 1, 2: 2, 3: 3}


@pytest.mark.slow
def test_the_first_report_comes_in_again(built: Build, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(HOME / "seeds", tmp_path / "seeds"))
    before = built.rows
    text = (folder / "documents" / "china-llm-industry-2025.md").read_text(encoding="utf-8")
    changed = (
        text.replace("294.16", "295.16")
        .replace("根据最新统计数据，", "根据最新的统计数据，")
        .replace("### 1.2 ", "### 1.7 ")
    )
    changed = changed.replace("从市场规模来看，产业增长呈现强劲态势。", "")
    added = Intake(folder).add_content(changed.encode(), "china-llm-industry-2025.md")
    assert added.carried is not None
    after = build(folder).rows
    kept = set(metric_ids(before)) & set(metric_ids(after))
    assert len(kept) == len(after[m.Metric])
    assert len(before[m.Metric]) - len(kept) <= 8
    # its members are in 1.7 now
    assert "sensenova-v6-5-improvement" in {row["slug"] for row in after[m.Corroboration]}


@pytest.mark.parametrize(
    "text",
    [
        REPORT.replace("# Coffee in Lisbon", "# Coffee in Lisbon 2024"),
        REPORT.replace("420", "520")
        .replace("90 million", "95 million")
        .replace("4%", "6%")
        .replace("100 million", "105 million"),
    ],
    ids=["next year's title", "other numbers"],
)
def test_another_issue_of_a_report_is_no_second_export(tmp_path: Path, text: str) -> None:
    folder = small_folder(tmp_path)
    there = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(
        RefusedError, match=r"the slug 'coffee' is taken by another report: .* --slug, or say --replaces coffee"
    ):
        Intake(folder).add_content(text.encode(), "coffee.md")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == there
    assert Intake(folder).add_content(text.encode(), "coffee.md", replaces="coffee").state == "new export"


def test_two_files_of_one_name_that_come_together_are_two_reports(tmp_path: Path) -> None:
    intake = Intake(small_folder(tmp_path))
    assert intake.add_content(REPORT.replace("Coffee", "Tea").encode(), "report.md").slug == "report"
    with pytest.raises(RefusedError, match="the slug 'report' is taken by another report"):
        intake.add_content(REPORT.replace("Coffee", "Black tea").encode(), "report.md")
