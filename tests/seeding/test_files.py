"""Files of the seeds folder that are hostile, or no files at all, are refused with file and line."""

import os
import re
import shutil
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.config import HOME
from app.intake.intake import Intake
from app.intake.starter_folder import init_folder
from app.seeding.build import build
from app.seeding.seed_files import resource_limits
from app.seeding.seed_files.files import FileRefusedError, read_bytes, storable
from app.seeding.seed_files.problems import Problem, SeedError
from app.seeding.seed_files.schemas import TopicSeed
from app.seeding.seed_files.versions import seed_version
from app.seeding.seed_files.yaml_files import read_items
from app.store.tables import Source

LAUGHS = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "\n".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30))


def problems_of(content: str, folder: Path) -> list[Problem]:
    (folder / "topics.yaml").write_text(content, encoding="utf-8")
    problems: list[Problem] = []
    read_items(folder / "topics.yaml", folder, TopicSeed, problems)
    return problems


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (LAUGHS, 6, "more than 250000 values"),
        ("- &a [*a]", 1, "the alias *a repeats nothing that ends before it"),
        ("-\n  " + "[" * 30 + "]" * 30, 2, "nested more than 20 levels deep"),
        ("[" * 100_000, 1, "exceeded maximum nesting depth"),
        ('- slug: a\n  name_zh: "a\\0b"', 2, "a NUL character, which PostgreSQL cannot store"),
        ('- slug: "a\\ud800"', 1, "not YAML"),
        ("- slug: a\n- slug: \0", 2, "a NUL character"),
        ("- slug: a\n  slug: " + "a" * 20_001, 2, "a value of more than 20000 characters"),
        ("- {a: 1}\n---\n- {a: 1}", 2, "the file has more than one document"),
        ("- ? [a]\n  : 1", 1, "a key must be plain text"),
        (
            f"- {{slug: {'a' * 201}, name_zh: a, name_en: a, description_en: a, description_zh: a}}",
            1,
            "at most 200 characters",
        ),
    ],
    ids=["laughs", "itself", "nested", "deep", "nul", "surrogate", "raw-nul", "long", "documents", "key", "slug"],
)
def test_hostile_yaml_is_refused(content: str, line: int, reason: str, tmp_path: Path) -> None:
    found = [problem for problem in problems_of(content, tmp_path) if reason in problem.message]
    assert found, problems_of(content, tmp_path)
    assert reason == "a NUL character" or found[0].line == line


def test_an_alias_may_repeat_a_value(tmp_path: Path) -> None:
    topics = "- {slug: a, name_zh: &n 甲, name_en: *n, description_en: *n, description_zh: *n}"
    assert problems_of(topics, tmp_path) == []


def test_the_list_of_problems_ends(tmp_path: Path) -> None:
    found = problems_of("- {slug: '?'}\n" * 2000, tmp_path)
    assert len(found) == 1000
    assert "more than 1000 problems" in found[-1].message


def outside(path: Path) -> None:
    other = path.parent.parent.parent / "other.yaml"
    other.write_text("[]")
    path.symlink_to(other)


def large(path: Path) -> None:
    path.write_bytes(b"#" * 65)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (os.mkfifo, "not a regular file"),
        (lambda path: path.symlink_to("/dev/zero"), "a symbolic link"),
        (outside, "a symbolic link"),
        (large, "larger than 64 bytes"),
        (Path.mkdir, "not a regular file|Is a directory"),
        (lambda path: path.symlink_to(path), "a symbolic link"),
    ],
    ids=["pipe", "device", "link", "large", "folder", "loop"],
)
def test_what_is_no_plain_file_is_not_read(make: Callable[[Path], None], reason: str, tmp_path: Path) -> None:
    root = tmp_path / "seeds"
    path = root / "facts.yaml"
    root.mkdir()
    make(path)
    with pytest.raises(FileRefusedError, match=reason):
        read_bytes(path, root, 64)


def test_links_are_refused_wherever_they_lead(tmp_path: Path) -> None:
    root, other = tmp_path / "seeds", tmp_path / "other"
    init_folder(root)
    (other / "deep").mkdir(parents=True)
    (other / "a.yaml").write_text("[]")
    links = {
        "vocabulary/synonyms.yaml": other / "a.yaml", "vocabulary/qualifiers.yaml": other / "nowhere",
        "renderings": other, "facts/tea": other, "conflicts/own.yaml": root / "vocabulary/topics.yaml",
        "documents/.#tea.yaml": other / "nowhere", ".git": other,
    }  # fmt: skip
    for name, target in links.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(target)
    (root / "publishers").mkdir(exist_ok=True)
    (root / "publishers" / ".#tea.yaml").write_text("hidden, and so never read")
    refused = sorted(name for name in links if "/." not in name and name != ".git")
    for read in (build, seed_version, Intake):
        with pytest.raises(SeedError) as error:
            read(root)
        assert [one.file for one in error.value.problems if "a symbolic link" in one.message] == refused
        assert {one.message for one in error.value.problems if one.file not in refused} <= {"the file is empty"}
    for name in links:
        (root / name).unlink()
    assert not build(root).rows[Source]
    # the folder itself may be one
    (tmp_path / "link").symlink_to(root)
    assert seed_version(tmp_path / "link") == seed_version(root)


@pytest.mark.skipif(os.geteuid() != 0, reason="the account nobody can only be taken on by root")
def test_a_folder_that_cannot_be_listed_is_named() -> None:
    """What is in it would otherwise not be loaded."""
    # not below pytest's own folder, which only its user may enter
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "seeds"
        init_folder(root)
        (root / "conflicts").mkdir(mode=0o700, exist_ok=True)
        (root / "conflicts").chmod(0o700)
        Path(folder).chmod(0o755)
        os.seteuid(65534)
        try:
            with pytest.raises(SeedError) as refused:
                seed_version(root)
        finally:
            os.seteuid(0)
    assert [str(one) for one in refused.value.problems] == ["conflicts:1: cannot be read: Permission denied"]


@pytest.mark.slow
def test_a_folder_with_all_of_them_is_refused_at_once(tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(HOME / "seeds", tmp_path / "seeds"))
    os.mkfifo(seeds / "facts" / "pipe.yaml")
    document = seeds / "documents" / "china-llm-industry-2025.yaml"
    document.write_text(document.read_text().replace("file: china", "file: ../../../china"))
    with pytest.raises(SeedError) as refused:
        build(seeds, max_file_bytes=100_000)
    messages = [str(problem) for problem in refused.value.problems]
    assert "facts/pipe.yaml:1: not a regular file" in messages
    assert any(message.startswith("sources.yaml:1: larger than 100000 bytes") for message in messages) or (
        (seeds / "sources.yaml").stat().st_size <= 100_000
    )
    assert any("china-llm-industry-2025.yaml:" in message and "outside the seeds folder" in message for message in messages)


@pytest.mark.parametrize(
    ("text", "reason"), [("a\n\0", "a NUL character in line 2"), ("a\nb\ud800", "half of a character (U+D800) in line 2")]
)
def test_a_text_that_no_database_stores_is_refused_by_line(text: str, reason: str) -> None:
    with pytest.raises(FileRefusedError, match=f"^{re.escape(reason)}$"):
        storable(text)


@pytest.mark.parametrize(("text", "reason"), [
    ("a" * (resource_limits.MAX_CHARACTERS + 1), "line 1: more than 2000000 characters"),
    ("a\n" * (resource_limits.MAX_LINES + 2), "line 100001: more than 100000 lines"),
    ("a\n" + "1 " * (resource_limits.MAX_NUMBERS + 1), "line 2: more than 100000 numbers"),
    ("a\n" + "三。" * (resource_limits.MAX_NUMBERS + 1), "line 2: more than 100000 numbers"),
    ("a\n" + "百" * (resource_limits.MAX_DIGITS + 1), "line 2: a number of more than 1000 digits"),
], ids=["characters", "lines", "numbers", "numerals", "digits"])  # fmt: skip
def test_a_document_too_long_to_read_is_refused_by_line(text: str, reason: str) -> None:
    with pytest.raises(FileRefusedError, match=f"^{reason}, which is the most that one document may have$"):
        resource_limits.check_text(text)


def test_a_text_that_takes_too_long_is_given_up() -> None:
    with (
        pytest.raises(FileRefusedError, match=r"takes more than 0\.1 seconds of processor time"),
        resource_limits.limited_time(0.1),
    ):
        re.match(r"(a+)+b", "a" * 100)
    with resource_limits.limited_time():
        assert 0 < signal.getitimer(signal.ITIMER_PROF)[0] < resource_limits.MAX_SECONDS + 1
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    signal.raise_signal(signal.SIGPROF)  # one that arrives late ends nothing


def test_time_is_not_limited_where_no_signal_arrives() -> None:
    def timer() -> tuple[float, float]:
        with resource_limits.limited_time():
            return signal.getitimer(signal.ITIMER_PROF)

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(timer).result() == (0, 0)
