"""What figures quote has an English rendering: a folder where something lacks one is refused, with file and line."""

import shutil
from pathlib import Path

import pytest

from app.config import HOME
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from app.store.publishing import Build
from app.store.tables import Metric
from tests.support.small_folder import replace

RENDERINGS = "renderings/china-llm-industry-2025.yaml"


CHAPTER = "facts/china-llm-industry-2025/5.1.yaml"
# what one folder can lack at once: file, what is replaced, by what, the problem
LACKING = [
    [
        (CHAPTER, 'of: "重点行动"', 'of: "行动"', "'行动' is neither a word"),
        ("facts/china-llm-industry-2025/1.2.yaml", 'subject: "头部推理模型"', 'subject: "推理模型"', "'推理模型' is not a name of an entity"),
        ("vocabulary/qualifiers.yaml", "- slug: worldwide", "- slug: market-size", "is an indicator or entity already"),
        ("vocabulary/indicators.yaml", "  noun: {one: model, many: models, zh: 模型}\n", "", "nothing says what is counted"),
    ],
    [
        (CHAPTER, 'of: "重点行动"', 'of: "能源成本"', "'能源成本' is not in the sentence"),
        (RENDERINGS, '  "重点行动": "key actions"\n', '  "行动": "actions"\n', "quotes '行动'"),
    ],
    [(CHAPTER, 'of: "重点行动"', 'kind: "重点行动"', "Input should be 'of', 'denominator'")],
]  # fmt: skip


@pytest.mark.parametrize("lacking", LACKING, ids=["words", "what is quoted", "keys"])
def test_what_lacks_a_rendering_is_refused(tmp_path: Path, lacking: list[tuple[str, str, str, str]]) -> None:
    folder = Path(shutil.copytree(HOME / "seeds", tmp_path / "seeds"))
    for file, old, new, _ in lacking:
        replace(folder, file, old, new)
    with pytest.raises(SeedError) as refused:
        build(folder)
    for file, _, _, said in lacking:
        found = [problem for problem in refused.value.problems if said in problem.message]
        assert found, said
        assert {problem.file for problem in found} <= {file, *(f"facts/{one}" for one in _chapters())}
        assert all(problem.line > 1 for problem in found)


def _chapters() -> list[str]:
    return [path.relative_to(HOME / "seeds/facts").as_posix() for path in (HOME / "seeds/facts").glob("*/*.yaml")]


def test_every_figure_can_be_read_without_chinese(built: Build) -> None:
    for row in built.rows[Metric]:
        english = [row["subject_en"], row["display_en"], *row["qualifiers_en"].values()]
        assert not any("\u3400" <= character <= "\u9fff" for text in english for character in text), row
        assert not row["display_en"].replace(",", "").isdigit(), row
        assert row["qualifiers"].keys() == row["qualifiers_en"].keys() == row["qualifiers_zh"].keys()
