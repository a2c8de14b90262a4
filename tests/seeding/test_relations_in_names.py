"""What names state by themselves: the series of a version, and whose a thing is."""

from pathlib import Path

import pytest

from app.seeding.build import build
from app.seeding.facts.relation_ends import is_used
from app.seeding.facts.relations_in_names import series_by_name
from app.seeding.seed_files.problems import SeedError
from app.store.publishing import Build
from app.store.tables import Relation
from tests.support.small_folder import REPORT, small_folder

CHAPTER = "facts/coffee/1.yaml"
STATED = "Roast 2 is a machine of Delta."


@pytest.mark.parametrize(
    ("surfaces", "series"),
    [
        ({"gpt": ["GPT"], "gpt-4o": ["GPT-4o"]}, {"gpt-4o": ["gpt"]}),
        ({"r": ["DeepSeek-R 系列"], "r1": ["DeepSeek-R1"]}, {"r1": ["r"]}),
        ({"llama": ["Llama family"], "llama-3": ["Llama 3"]}, {"llama-3": ["llama"]}),
        # of series within series the nearest
        ({"a": ["Nova"], "b": ["Nova 2"], "c": ["Nova 2-0324"]}, {"b": ["a"], "c": ["b"]}),
        # by any of its names
        ({"ernie": ["文心", "ERNIE"], "x1": ["文心 X1"], "v4": ["ERNIE 4.5"]}, {"x1": ["ernie"], "v4": ["ernie"]}),
        # what begins alike is no version
        ({"glm": ["GLM"], "glm-architecture": ["GLM 架构"], "glmpro": ["GLMs"]}, {}),
        # each by a name of the other: neither is the wider one
        ({"one": ["Pico", "Pico 2-1"], "two": ["Pico 2"]}, {"one": ["two"], "two": ["one"]}),
    ],
)
def test_series_of_versions(surfaces: dict[str, list[str]], series: dict[str, list[str]]) -> None:
    assert series_by_name(surfaces) == series


def _folder(root: Path, sentence: str, relations: str) -> Path:
    """A report that says what the machine is, and says it again, or not, in `sentence`."""
    small_folder(root, REPORT.replace("Lisbon had 420 cafes in 2024 [1].", f"{STATED} {sentence}"))
    names = "description_en: What it is, description_zh: 说明"
    for name, entities in {
        "company": f"- {{slug: delta, name_zh: Delta, name_en: Delta, {names}, aliases: [{{text: Delta, lang: en}}]}}\n",
        "model": f"- {{slug: roast, name_zh: Roast, name_en: Roast, {names}, aliases: [{{text: Roast, lang: en}}]}}\n"
        f"- {{slug: roast-2, name_zh: Roast 2, name_en: Roast 2, {names}, aliases: [{{text: Roast 2, lang: en}}]}}\n",
    }.items():
        (root / f"entities/{name}.yaml").write_text(entities, encoding="utf-8")
    (root / CHAPTER).write_text(
        f"""\
document: coffee
section: "1"
claims:
  - text: "{STATED}"
    about: {{kind: fact, subject: [roast-2], mentioned: [delta]}}
    relations:
      - {{subject: roast-2, predicate: made_by, object: delta, quote: "{STATED[:-1]}"}}
      - {{subject: roast-2, predicate: part_of_series, object: roast, quote: Roast 2}}
  - text: "{sentence}"
    about: {{kind: fact, subject: [roast-2], mentioned: [delta]}}
    relations: [{relations}]
""",
        encoding="utf-8",
    )
    return root


_MADE = "{subject: roast-2, predicate: made_by, object: delta, quote: Roast 2}"
_SERIES = "{subject: roast-2, predicate: part_of_series, object: roast, quote: Roast 2}"


@pytest.mark.parametrize(
    ("sentence", "relations", "missing"),
    [
        ("Delta's Roast 2 is quick.", f"{_MADE}, {_SERIES}", []),
        ("Delta's Roast 2 is quick.", _SERIES, ["roast-2 made_by delta"]),
        ("The Delta Roast 2 is quick.", _SERIES, ["roast-2 made_by delta"]),
        ("The Delta Roast 2 is quick.", _MADE, ["roast-2 part_of_series roast"]),
        # another relation of the two is what the names stand for here
        (
            "Delta Roast 2 is quick.",
            _SERIES + ", {subject: roast-2, predicate: released_by, object: delta, quote: Roast 2}",
            [],
        ),
        # names that only stand near each other state nothing
        ("At Delta, Roast 2 is quick.", _SERIES, []),
        ("Delta tried Roast 2.", _SERIES, []),
        ("Roast 2 Delta is quick.", _SERIES, []),
    ],
)
def test_a_sentence_lists_what_its_names_state(tmp_path: Path, sentence: str, relations: str, missing: list[str]) -> None:
    root = _folder(tmp_path, sentence, relations)
    try:
        build(root)
        told = []
    except SeedError as refused:
        told = [str(problem) for problem in refused.problems]
    assert len(told) == len(missing), told
    for statement, problem in zip(missing, told, strict=True):
        assert f"state {statement} here as well: list it" in problem
        assert problem.startswith(f"{CHAPTER}:")


def test_whoever_releases_a_thing_as_its_own_developed_or_made_it(built: Build) -> None:
    made = {
        (row["subject"], row["object"]) for row in built.rows[Relation] if row["predicate"] in ("developed_by", "made_by")
    }
    released = {(row["subject"], row["object"]) for row in built.rows[Relation] if row["predicate"] == "released_by"}
    assert len(released) == 15
    assert released <= made


@pytest.mark.parametrize(
    ("quote", "used"),
    [
        ("智谱 AI 专注于技术创新，通过 GLM 架构", True),
        ('采用"GLM 架构', True),
        ("The lab works using the GLM architecture", True),
        ("依托自研 GLM 架构", False),
        ("智谱 AI 的 GLM 架构", False),
        ("通过 GLM 架构的作者智谱", False),
        ("Causing GLM architecture", False),
    ],
)
def test_a_thing_that_is_used(quote: str, used: bool) -> None:
    names = {"GLM", "GLM 架构", "GLM architecture"}
    assert is_used(quote, names) == used
