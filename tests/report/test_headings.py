"""Headings that announce a list of references, and those that only have its words."""

import pytest

from app.report import parse_report
from app.report.bibliography import heading_kind

LISTS = (
    "Verified Sources Used in This Report", "Appendix B: Source Register", "Consolidated References (28)", "📎 Source URLs",
    "Works Cited and Consulted", "Annotated Bibliography", "Research Sources & Further Reading", "Official Web References",
    "参考来源列表", "资料来源与延伸阅读", "附录A 引用清单", "（八）主要信源", "参考网址", "核心参考文献汇总", "References 参考文献",
    "參考文獻與延伸閱讀", "出典・参考資料", "参考文献一覧", "情報ソース", "Quellen- und Literaturverzeichnis", "Verwendete Quellen und Links",
    "Sources consultées", "Références internes", "Liste des sources", "Fuentes de información", "Referencias citadas",
    "Principais fontes", "Fonti consultate", "출처 및 참고문헌", "Список использованных источников", "المصادر والمراجع",
    "Källor och referenser", "Kaynakça ve referanslar", "Zdroje", "Πηγές", "แหล่งอ้างอิง",
)  # fmt: skip
OTHERS = (
    "Energy Sources", "Sources of Revenue", "Source Code", "Reference Architecture", "Citation Analysis", "Evidence", "Index",
    "Data Quality", "Methodology", "Open Questions", "Literature Review", "The Links in the Chain", "信息来源分析", "引用格式",
    "资金来源", "参考价值", "来源国家", "参考事例", "Quellen der Unsicherheit", "Fuentes de energía", "Источники энергии",
)  # fmt: skip


@pytest.mark.parametrize("heading", LISTS)
def test_announces_a_list(heading: str) -> None:
    assert heading_kind(heading) == "bibliography"
    assert heading_kind(f"**{heading}**") == "bibliography"


@pytest.mark.parametrize("heading", OTHERS)
def test_is_a_topic(heading: str) -> None:
    assert heading_kind(heading) != "bibliography"


def test_a_chapter_of_text_under_such_a_heading_stays_text() -> None:
    text = "Fares rose ([Gazette](https://north.example/a)). They fell a year later, as [the board](https://north.example/b) says."
    report = parse_report(
        f"# Fares\n\n## Information Sources\n\n{text}\n\n## Outlook\n\nFares may rise ([Gazette](https://north.example/a)).\n"
    )
    assert not [reference for reference in report.references if reference.listed]
    assert len(report.markers) == 3


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_bold_line_between_hard_breaks_is_a_heading(newline: str) -> None:
    text = "# T\n\nIt fell.  \n**4.2 Installation**  \nSeveral ways exist.  \n**go on** here.\n\n**Lead.**  \nText.\n"
    report = parse_report(text.replace("\n", newline))
    assert [(section.number, section.title) for section in report.sections] == [("4.2", "Installation")]
    assert [sentence.text for sentence in report.sentences] == [
        "It fell.",
        "Several ways exist. go on here.",
        "Lead.",
        "Text.",
    ]


@pytest.mark.parametrize("line", ["## ---", "### ***", "## ……"])
def test_a_heading_without_a_word_is_a_rule(line: str) -> None:
    report = parse_report(f"# T\n\n## One\n\nIt fell.\n\n{line}\n\nIt rose.\n\n## Two\n\nIt stayed.\n")
    assert [section.title for section in report.sections] == ["One", "Two"]
    assert [(one.text, one.section) for one in report.sentences] == [("It fell.", 0), ("It rose.", 0), ("It stayed.", 1)]
