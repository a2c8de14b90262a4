"""A report of others' comes in with one command, and everything of it loads."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from app.cli import cli
from app.intake import Intake, RefusedError, init_folder
from app.seeding.build import build
from app.store import tables as m
from tests.support.small_folder import REPORT

FOREIGN = """---
title: Tea in Porto
date: 2025-03-01
author: Ana Lima
---
# Tea in Porto

**Issuer:** Tea Board

## Market

Porto drank 12 tonnes of tea in 2024 [1]. Imports cost EUR 3.5 million [2].

## References

[1] Tea board, "Harvest report", https://www.teaboard.pt/2025/02/14/harvest?utm_source=x
[2] Customs, https://stats.customs.gov.pt/tea
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_folder(tmp_path / "seeds")
    return tmp_path / "seeds"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(map(str, arguments)))
    return result.exit_code, result.output


def add(folder: Path, text: str, name: str = "tea.md") -> tuple[int, str]:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return run("add", "--seeds", folder, path)


def test_a_folder_is_made_and_made_again_without_loss(tmp_path: Path) -> None:
    assert run("init", tmp_path / "new")[0] == 0
    topics = tmp_path / "new" / "vocabulary" / "topics.yaml"
    topics.write_text("[]\n", encoding="utf-8")
    assert run("init", tmp_path / "new")[0] == 0
    assert topics.read_text(encoding="utf-8") == "[]\n"
    assert build(tmp_path / "new").counts["unit"] > 80


def test_a_report_is_written_as_files_that_load(folder: Path) -> None:
    code, output = add(folder, FOREIGN)
    assert (code, output.splitlines()[-2:]) == (
        0,
        [
            "tea     en        numeric-bracket        2         2        2          3        2         0",
            "1 added, 0 refused",
        ],
    )
    assert (folder / "documents" / "tea.md").read_text(encoding="utf-8") == FOREIGN
    assert yaml.safe_load((folder / "sources" / "tea.yaml").read_text(encoding="utf-8")) == [
        {
            "url": "https://www.teaboard.pt/2025/02/14/harvest",
            "title": 'Tea board, "Harvest report"',
            "publisher": "teaboard-pt",
            "published_on": "2025-02-14",
            "published_from": "url path 2025/02/14",
        },
        {"url": "https://stats.customs.gov.pt/tea", "title": "Customs", "publisher": "customs-gov-pt"},
    ]
    assert yaml.safe_load((folder / "publishers" / "tea.yaml").read_text(encoding="utf-8")) == [
        {"slug": slug, "name_en": host, "kind": "not-yet-curated", "hosts": [host]}
        for slug, host in (("teaboard-pt", "teaboard.pt"), ("customs-gov-pt", "customs.gov.pt"))
    ]
    rows = build(folder).rows
    assert [row["evidence"] for row in rows[m.Claim]] == ["uncited", "cited", "cited"]
    assert [row["source_id"] is not None for row in rows[m.Citation]] == [True, True]
    (document,) = rows[m.Document]
    assert (document["slug"], document["title"], document["language"]) == ("tea", "Tea in Porto", "en")


def test_the_same_file_twice_is_told(folder: Path) -> None:
    add(folder, FOREIGN)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, output = add(folder, FOREIGN, "other-name.md")
    assert code == 0
    assert "other-name.md: is already in the folder as tea; nothing was changed" in output
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_one_page_under_many_addresses_is_one_source(folder: Path) -> None:
    add(folder, FOREIGN)
    other = FOREIGN.replace("Porto", "Braga").replace("https://www.teaboard.pt", "http://m.teaboard.pt")
    assert add(folder, other, "braga.md")[0] == 0
    rows = build(folder).rows
    assert len(rows[m.Source]) == 2
    assert len({row["source_id"] for row in rows[m.Reference]}) == 2
    assert not (folder / "sources" / "braga.yaml").exists()


def test_a_slug_that_is_taken_is_told_with_the_way_out(folder: Path) -> None:
    add(folder, FOREIGN)
    code, output = add(folder, REPORT)
    assert code == 1
    assert "the slug 'tea' is taken by another report: give it one of its own with --slug" in output
    path = folder.parent / "tea.md"
    assert run("add", "--seeds", folder, path, "--slug", "coffee")[0] == 0
    assert len(build(folder).rows[m.Document]) == 2


def test_a_slug_that_no_address_can_have_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    (folder.parent / "tea.md").write_text(FOREIGN, encoding="utf-8")
    code, output = run("add", "--seeds", folder, folder.parent / "tea.md", "--slug", "Tea in Porto")
    assert (code, "'tea-in-porto' can" in output) == (1, True)
    assert sorted(folder.rglob("*")) == before
    assert run("add", "--seeds", folder, folder.parent / "tea.md", "--slug", "tea", "--replaces", "tea")[0] == 1


def test_many_problems_of_a_kind_are_few_lines_each_with_its_line(folder: Path) -> None:
    code, output = add(
        folder, FOREIGN.replace("[2].", "[2]. Tea is old [7]. It is hot [8]. It is dear [9]. It is green [10].")
    )
    told = [line for line in output.splitlines() if line.startswith("tea: note")]
    assert (code, len(told)) == (0, 3)
    assert all("note in line 12: [" in line for line in told)
    assert f"tea: … and 1 more like it: factbase parse --json {folder / 'documents' / 'tea.md'} lists them" in output


def test_lone_carriage_returns_end_lines(folder: Path) -> None:
    path = folder.parent / "tea.md"
    path.write_bytes(FOREIGN.replace("\n", "\r").encode())
    assert run("add", "--seeds", folder, path)[0] == 0
    rows = build(folder).rows
    assert [len(rows[table]) for table in (m.Section, m.Reference, m.Citation)] == [1, 2, 2]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.md", "the file is empty"),
        (b" \n\n", "a.md", "the file is empty"),
        (b"# One\n\n## Two\n", "a.md", "the report holds no sentence; has it only headings"),
        ("Größe".encode("cp1252") + b" is here.", "a.md", "not UTF-8"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "a.md", "a binary file, no text"),
        (b"GIF89a", "a.gif", "neither Markdown nor a format that is converted"),
        (b"no zip", "a.docx", "it is named .docx and is none"),
        (b"%PDF-1.4 nonsense", "a.pdf", "not read as PDF"),
        (b"x " * 300_000, "a.md", "a line of 600000 characters"),
        (b"It is so.\n" + b"x" * 21_000_000, "a.md", "larger than 20971520 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_read_says_why_and_writes_nothing(folder: Path, content: bytes, name: str, why: str) -> None:
    path = folder.parent / name
    path.write_bytes(content)
    before = sorted(folder.rglob("*"))
    with pytest.raises(RefusedError) as refused:
        Intake(folder).add(path)
    assert why in str(refused.value)
    assert sorted(folder.rglob("*")) == before


def test_one_bad_file_keeps_no_other_out(folder: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "bad.md").write_bytes(b"\x00\x01")
    (reports / "good.md").write_text(FOREIGN, encoding="utf-8")
    code, output = run("add", "--seeds", folder, reports)
    assert code == 1
    assert output.splitlines()[-1] == "1 added, 1 refused"
    assert "bad.md: a binary file" in output


def test_a_folder_that_is_broken_is_left_alone(folder: Path) -> None:
    (folder / "publishers.yaml").write_text("- {slug: a b}\n", encoding="utf-8")
    code, output = add(folder, FOREIGN)
    assert code == 1
    assert "publishers.yaml:1:" in output
    assert not (folder / "documents" / "tea.md").exists()


def test_without_a_folder_the_command_says_how_to_make_one(tmp_path: Path) -> None:
    code, output = run("add", "--seeds", tmp_path / "none", tmp_path / "a.md")
    assert code == 1
    assert f"create one with factbase init {tmp_path / 'none'}" in output


@pytest.mark.parametrize("title", ['"Quoted": 5 – {a}', "#1", "- no", "null", "a\u2028b"])
def test_any_title_is_written_as_yaml(folder: Path, title: str) -> None:
    text = FOREIGN.replace("Customs,", f"{title},")
    assert add(folder, text)[0] == 0
    assert json.dumps([row["title"] for row in build(folder).rows[m.Source]])


def test_a_link_out_of_a_folder_of_reports_is_left_out(tmp_path: Path) -> None:
    reports, outside = tmp_path / "reports", tmp_path / "secret.md"
    (reports / "more").mkdir(parents=True)
    outside.write_text("# Secret\n\nIt cost 5 euros in 2024.\n", encoding="utf-8")
    (reports / "tea.md").write_text("# Tea\n\nIt cost 6 euros in 2024.\n", encoding="utf-8")
    (reports / "link.md").symlink_to(outside)
    (reports / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (reports / "more" / "loop").symlink_to(reports)
    root = tmp_path / "seeds"
    init_folder(root)
    run = CliRunner().invoke
    done = run(cli, ["add", "--seeds", str(root), str(reports)])
    assert done.exit_code == 0
    left_out = [line.partition(": left out")[0] for line in done.stderr.splitlines() if ": left out" in line]
    assert left_out == [str(reports / name) for name in ("gone.md", "link.md")]
    assert [one.name for one in (root / "documents").glob("*.md")] == ["tea.md"]
    # one that is named is meant
    assert run(cli, ["add", "--seeds", str(root), str(reports / "link.md")]).exit_code == 0
