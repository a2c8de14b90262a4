"""The audit of a report by its text alone."""

import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.report import parse_report
from app.report.audit.audit import Audit, share
from app.report.audit.audit_summary import Threshold, audit_data, measures, summarize_audit
from app.report.audit.site_kinds import site_kind

REPORT = """# Tea in Numbers

Sales of tea reached 120 million euros in 2023 [1]. Prices rose by 5% [1][2].

## Growers

There are 400 growers. They employ 9,000 people [2]. A third of them export [9].

## Trade

The number of licensed tea growers is 430. The number of licensed tea growers is 415 [3].

## References

[1] Tea Board. Annual report. https://www.tea.gov.uk/report?utm_source=x
[2] Wiki. Tea. https://en.wikipedia.org/wiki/Tea
[3] Tea Board. The same report. https://tea.gov.uk/report
[4] Never cited. https://example.com/
"""


def key(url: str) -> str:
    return url.split("?")[0].replace("www.", "")


@pytest.fixture
def audit() -> Audit:
    return Audit(parse_report(REPORT), key)


def test_what_is_cited_is_counted(audit: Audit) -> None:
    assert (audit.cited_sentences, len(audit.report.sentences)) == (4, 7)
    assert [one.quantity.quote for one in audit.uncited_figures] == ["400", "A third", "430"]
    titles = [audit.report.sections[one.section].title if one.section is not None else None for one in audit.sections]
    assert list(zip(titles, [(one.cited, one.sentences) for one in audit.sections], strict=True)) == [
        (None, (2, 2)), ("Growers", (1, 3)), ("Trade", (1, 2)),
    ]  # fmt: skip


def test_pages_are_one_under_all_their_addresses(audit: Audit) -> None:
    shown = [
        ([ref.number for ref in one.references], len(one.sentences), len(one.sentences_alone), one.site, one.kind)
        for one in audit.pages
    ]
    assert shown == [([1, 3], 3, 2, "tea.gov.uk", "government"), ([2], 2, 1, "en.wikipedia.org", "encyclopedia")]
    assert [(one.kind, one.pages, one.sentences) for one in audit.kinds] == [("government", 1, 3), ("encyclopedia", 1, 2)]
    assert [one.number for one in audit.uncited_references] == [4]


def test_what_nothing_answers_and_what_is_said_differently(audit: Audit) -> None:
    assert [one.label for one in audit.unanswered] == ["9"]
    assert [(one.first.quote, one.second.quote) for one in audit.varied] == [("430", "415")]


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\nThe gap shrank from 20% in 2023. The gap shrank to 3% in 2024.",
        "# T\n\nThe number of growers is 430 in 2023. The number of growers is 415 in 2024.",
        "# T\n\nThe number of licensed tea growers is 430. The number of licensed tea growers is 430.",
        "# T\n\nIt is 5%. It is 6%.",
        "# T\n\nThe number of licensed tea growers is 430. The number of licensed tea growers is 41%.",
    ],
)
def test_other_times_units_and_equal_values_are_no_variants(text: str) -> None:
    assert Audit(parse_report(text)).varied == []


def test_the_numbers_that_thresholds_are_about(audit: Audit) -> None:
    measured = measures(audit)
    assert measured == {
        "cited_sentences_percent": 57.1, "cited_figures_percent": 57.1, "largest_page_percent": 75.0, "unanswered_markers": 1,
        "wrong_problems": 0, "varied_figures": 1,
    }  # fmt: skip
    assert Threshold("unanswered_markers", 1, False).failure(measured) is None
    assert Threshold("unanswered_markers", 0, False).failure(measured) == "unanswered_markers is 1, at most 0 is required"
    assert (
        Threshold("cited_sentences_percent", 60, True).failure(measured)
        == "cited_sentences_percent is 57.1, at least 60 is required"
    )


def test_summary_and_data_say_the_same(audit: Audit) -> None:
    data, text = audit_data(audit, ["too little"]), summarize_audit(audit, ["too little"])
    assert (data["sentences"], data["cited_sentences"], data["figures"], data["cited_figures"]) == (7, 4, 7, 4)
    assert [(one["title"], one["cited"], one["sentences"]) for one in data["sections"]] == [
        (None, 2, 2),
        ("Growers", 1, 3),
        ("Trade", 1, 2),
    ]
    assert data["pages"][0]["references"] == [1, 3]
    assert "4 of 7 have a marker" in text
    assert "FAILED: too little" in text
    for one in data["uncited_figures"]:
        assert REPORT[one["start"] : one["end"]] == one["quote"]


@pytest.mark.parametrize(
    "table",
    [
        "| Country | Tea (tonnes) |\n|---|---|\n| Kenya | 400 [1] |\n| India | 900 |\n",
        "<table><tr><th>Country</th><th>Tea</th></tr><tr><td>Kenya</td><td>400 [1]</td></tr><tr><td>India</td><td>900</td></tr></table>\n",
    ],
)
def test_names_of_columns_need_no_source(table: str) -> None:
    audit = Audit(parse_report(f"# Tea\n\n## Harvest\n\n{table}\n## References\n\n[1] Tea Board. https://www.tea.gov.uk/\n"))
    assert [audit.report.sentences[one].text.split("|")[0].split()[0] for one in audit.heads] == ["Country"]
    data = audit_data(audit, [])
    assert (data["sentences"], data["cited_sentences"], data["table_heads"]) == (2, 1, 1)
    assert [(one["cited"], one["sentences"]) for one in data["sections"]] == [(1, 2)]
    assert "1 of 2 have a marker with an entry; 1 row of column names left out" in summarize_audit(audit, [])


def test_a_column_whose_name_is_cited_counts_as_such() -> None:
    audit = Audit(
        parse_report(
            "# Tea\n\n| Country | Tea [1] |\n|---|---|\n| Kenya | 4 |\n\n## References\n\n[1] Tea Board. https://tea.gov.uk/\n"
        )
    )
    assert (audit.heads, audit.cited_sentences, audit.sentence_count) == (frozenset(), 1, 2)


@pytest.mark.parametrize("text", ["# T\n\nNothing here has a number.", "One sentence only"])
def test_reports_without_markers_or_figures(text: str) -> None:
    audit = Audit(parse_report(text))
    assert (audit.cited_sentences, audit.figures, audit.pages, audit.varied) == (0, [], [], [])
    assert measures(audit)["cited_sentences_percent"] == 0
    assert summarize_audit(audit, [])


def test_shares() -> None:
    assert (share(1, 3), share(0, 0), share(2, 2)) == (33.3, 100.0, 100.0)


@pytest.mark.parametrize(
    ("site", "kind"),
    [
        ("gov.cn", "government"), ("stats.gov.cn", "government"), ("ec.europa.eu", "government"), ("who.int", "government"),
        ("mit.edu", "academic"), ("ox.ac.uk", "academic"), ("arxiv.org", "academic"), ("zh.wikipedia.org", "encyclopedia"),
        ("baike.baidu.com", "encyclopedia"), ("github.com", "code and models"), ("m.toutiao.com", "platform"), ("mp.weixin.qq.com", "platform"),
        ("x.com", "platform"), ("netflix.com", "other"), ("governor.com", "other"), ("", "other"), ("example.com:8080", "other"),
    ],
)  # fmt: skip
def test_kinds_of_sites(site: str, kind: str) -> None:
    assert site_kind(site) == kind


@pytest.mark.parametrize("command", ["audit", "parse"])
def test_nothing_in_a_report_turns_or_commands_a_terminal(command: str, tmp_path: Path) -> None:
    """Marks of direction and escapes are shown as their numbers: in titles, figures that nothing supports, and entries."""
    hostile = "\u202e\u2066\u200f\x1b[2J\x9b"
    file = tmp_path / "report.md"
    text = (
        REPORT.replace("# Tea in", f"# Tea {hostile} in")
        .replace("Growers\n", f"Growers {hostile} end\n")
        .replace("There are 400", f"There {hostile} are 400")
    )
    file.write_text(text.replace("Tea Board. Annual", f"Tea {hostile} Board. Annual"), encoding="utf-8")
    told = CliRunner().invoke(cli, [command, str(file)]).output
    assert told
    assert not [character for character in told if unicodedata.category(character) in {"Cc", "Cf"} and character != "\n"]
    assert "\\u202e" in told
