"""What the annotation guide says of each citation convention, against the conventions."""

import re
from pathlib import Path

import pytest

from app.report import Report, parse_report
from app.report.markdown.blocks import split_blocks
from app.report.markers.candidates import scan
from app.report.markers.conventions.base import Convention
from app.report.markers.conventions.catalogue import CONVENTIONS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "app/pages/annotation.md").read_text(encoding="utf-8").partition("\n# ")[0]
ROWS = {
    match["name"]: match
    for match in re.finditer(r"^\| `(?P<name>\w+)` \| (?P<look>.+) \| (?P<rule>.+) \| (?P<why>.+) \|$", GUIDE, re.M)
}
MODULES = {path.stem for path in (ROOT / "app/report/markers/conventions").glob("*.py")} - {"__init__", "base", "catalogue"}
ENTRIES = "[1] A https://x.example/a\n[2] B https://x.example/b\n[3] C https://x.example/c\n"


def scopes(text: str, entries: str = ENTRIES) -> list[str]:
    report: Report = parse_report(f"# T\n\n{text}\n\n## References\n\n{entries}")
    return [report.text[marker.scope_start : marker.scope_end].strip(" ,") for marker in report.markers]


def test_every_convention_has_a_rule_with_its_reason() -> None:
    assert ROWS.keys() == MODULES
    assert all(len(match["rule"]) > 5 and len(match["why"]) > 20 for match in ROWS.values())


@pytest.mark.parametrize("convention", CONVENTIONS, ids=lambda one: one.kind)
def test_what_may_be_a_word_of_its_sentence_is_said(convention: Convention) -> None:
    """A rule speaks of what follows, or of a convention that does, where one of the examples may be a word."""
    name = next(one for one in MODULES if one.replace("_", "-") == convention.kind)
    found = [one for text, _ in convention.examples for one in scan(text, split_blocks(text)).candidates]
    speaks = any(one.can_speak for one in found if not one.kept)
    rules = [ROWS[name]["rule"]]
    for rule in rules:
        rules += [ROWS[other]["rule"] for other in re.findall(r"`(\w+)`", rule) if ROWS[other]["rule"] not in rules]
    assert not speaks or any("what follows" in rule for rule in rules)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell [1], and rose [2].", ["It fell", "and rose"]),
        ("It grew.[1] It fell.", ["It grew."]),
        ("It grew [1][2].", ["It grew", "It grew"]),
        ("According to [1], it fell.", ["it fell."]),
        ("文献[2]指出票价上涨。", ["指出票价上涨。"]),
        ("Tolls rose, see [1].", ["Tolls rose, see"]),
        (
            "| a | it fell [1] | it rose [2] |\n|---|---|---|\n| b | stayed [3] | |",
            ["a | it fell", "| it rose", "b | stayed"],
        ),
    ],
)
def test_the_place_of_a_marker_decides(text: str, expected: list[str]) -> None:
    assert scopes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As [PMID: 12345678] shows, tolls harm.", ["shows, tolls harm."]),
        ("Berg (2021) put tolls at four.", ["put tolls at four."]),
        ("Tolls are four (Berg, 2021).", ["Tolls are four"]),
    ],
)
def test_a_name_or_an_identifier_that_speaks(text: str, expected: list[str]) -> None:
    assert (
        scopes(text, "Berg, A. (2021). Tolls. https://x.example/berg\n\nLund (2019). B. https://x.example/lund\n")
        == expected
    )


ASIDE = "[1] A https://x.example/a\n[2] B https://x.example/b\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("As [1] shows, tolls harm.", "As [1] shows, tolls harm."),
        ("Tolls harm, as [1] argues.", "Tolls harm, as [1] argues."),
        ("Tolls rose — see also [1] and [2].", "Tolls rose — see also [1] and [2]."),
        ("[1] shows harm.", "[1] shows harm."),
        ("Work such as [1] shows harm.", "Work such as [1] shows harm."),
        ("Tolls rose [1]; [2] disagrees.", "Tolls rose; [2] disagrees."),
        ("It is contested: [1] says so, but [2] does not.", "It is contested: [1] says so, but [2] does not."),
        ("如[1]所示，票价下降。", "如[1]所示，票价下降。"),
        ("与[1]相比，票价下降。", "与[1]相比，票价下降。"),
        ("Wie [1] zeigt, fielen die Preise.", "Wie [1] zeigt, fielen die Preise."),
        ("運賃は下がった（[1]参照）。", "運賃は下がった。"),
        ("문헌 [1]에 따르면 요금이 내렸다.", "문헌 [1]에 따르면 요금이 내렸다."),
        ("Tolls rose [1]—twice.", "Tolls rose—twice."),
        ("Tolls rose ([1], [2]) .", "Tolls rose."),
    ],
)
def test_what_a_reader_sees_is_whole(text: str, shown: str) -> None:
    report = parse_report(f"# T\n\n{text}\n\nFares fell.\n\n## References\n\n{ASIDE}")
    assert [sentence.text for sentence in report.sentences] == [shown, "Fares fell."]
