"""A folder has types of entities and predicates of its own: they are filters, facets, labels and pages like those of every folder."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.intake import Intake, init_folder
from app.main import create_app
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from tests.conftest import load

REPORT = """\
# Trial of statins

## 1 Results

Atorvastatin treats hyperlipidaemia [1]. Its calcium salt is an ingredient of Lipitor [1]. Lipitor sold 20 million packs in 2023 [1],
of these Atorvastatin 5 million packs in 2023 [1].

## References

[1] Registry, https://trials.example.org/statins
"""
FILES = {
    "vocabulary/entity-types.yaml": "- {slug: drug, name_en: Drug, name_zh: 药物}\n- {slug: disease, name_zh: 疾病}\n",
    "vocabulary/predicates.yaml": "- {slug: treats, name_en: Treats, name_zh: 治疗}\n"
    "- {slug: ingredient_of, name_en: Ingredient of, name_zh: 成分, is_part: true}\n",
    "entities/drug.yaml": "- {slug: atorvastatin, name_en: Atorvastatin}\n- {slug: lipitor, name_en: Lipitor}\n",
    "entities/disease/trial.yaml": "- {slug: hyperlipidaemia, name_en: hyperlipidaemia}\n",
    "facts/trial/1.yaml": """\
document: trial
section: "1"
claims:
  - text: "Atorvastatin treats hyperlipidaemia."
    about: {kind: fact, subject: [atorvastatin], mentioned: [hyperlipidaemia]}
    relations:
      - {subject: atorvastatin, predicate: treats, object: hyperlipidaemia, quote: "treats"}
  - text: "Its calcium salt is an ingredient of Lipitor."
    about: {kind: fact, subject: {atorvastatin: []}, mentioned: [lipitor]}
    relations:
      - {subject: atorvastatin, predicate: ingredient_of, object: lipitor, quote: "an ingredient of"}
  - text: "Lipitor sold 20 million packs in 2023, of these Atorvastatin 5 million packs in 2023."
    about: {kind: fact, subject: [lipitor, atorvastatin]}
    metrics:
      - {quote: "20 million packs", indicator: sales, subject: Lipitor, entity: lipitor, unit: count, period: "2023"}
      - {quote: "5 million packs", indicator: sales, subject: Atorvastatin, entity: atorvastatin, unit: count, period: "2023"}
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "seeds"
    init_folder(root)
    Intake(root).add_content(REPORT.encode(), "trial.md")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    indicators = root / "vocabulary/indicators.yaml"
    own = "- {slug: sales, name_en: Sales, unit_kind: count, aggregation: sum}\n"
    indicators.write_text(indicators.read_text(encoding="utf-8") + own, encoding="utf-8")
    return root


@pytest.mark.anyio
async def test_types_and_predicates_of_a_folder_are_asked_for_as_those_of_every_folder(
    folder: Path, empty: Settings
) -> None:
    load(empty, build(folder))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(empty)), base_url="http://test") as client:

        async def asked(path: str) -> Any:
            answer = await client.get(f"/api/v1/{path}")
            assert answer.status_code == 200, answer.text
            return answer.json()

        drugs = await asked("entities?type=drug&facets=type&fields=slug")
        assert [one["slug"] for one in drugs["data"]] == ["atorvastatin", "lipitor"]
        types = [(one["value"], one["label"], one["count"]) for one in drugs["facets"]["type"]]
        assert sorted(types) == [("disease", "疾病", 1), ("drug", "Drug", 2)]
        assert len((await asked("metrics?entity_type=drug"))["data"]) == 2
        (treats,) = (await asked("relations?predicate=treats&fields=subject,predicate,object"))["data"]
        assert treats == {"subject": "atorvastatin", "predicate": "treats", "object": "hyperlipidaemia"}
        # a name in either language leads to the word that the filter takes
        for path, nearest in (
            ("entities?type=药物", "drug"),
            ("relations?predicate=治疗", "treats"),
            ("entities?type=Firm", "company"),
        ):
            refused = await client.get(f"/api/v1/{path}")
            assert (refused.status_code, refused.json()["errors"][0]["nearest"]) == (422, nearest)
        # a predicate of parts joins figures as those of every folder do, and keeps one from being counted twice
        related = await asked("metrics?entity=lipitor&related=true&fields=entity,is_total&sort=entity")
        assert related["data"] == [
            {"entity": "atorvastatin", "is_total": False},
            {"entity": "lipitor", "is_total": True},
        ]
        added = await client.get("/api/v1/aggregate?indicator=sales&measures=sum&period=2023")
        assert added.status_code == 422
        assert "about lipitor and about its part atorvastatin" in added.text
        table = (await client.get("/api/v1/entities.csv?header=labels&lang=zh&fields=slug,type")).text
        assert "hyperlipidaemia,疾病" in table
        assert "lipitor,药物" in table
        page = (await client.get("/entities/atorvastatin?lang=zh", headers={"Accept": "text/html"})).text
        assert "药物" in page
        assert "<em>治疗</em>" in page
        listed = (await client.get("/entities", headers={"Accept": "text/html"})).text
        assert "<td>Drug</td>" in listed
        suggested = (await asked("suggest?q=药物"))["data"]
        assert [(one["parameter"], one["id"], one["label"]) for one in suggested] == [("entity_type", "drug", "Drug")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("vocabulary/entity-types.yaml", "- {slug: disease, name_en: Disease}\n", "types of entities are company"),
        (
            "vocabulary/entity-types.yaml",
            "- {slug: company, name_en: Firm}\n",
            "every folder has the type of entity 'company'",
        ),
        (
            "vocabulary/predicates.yaml",
            "- {slug: treat, name_en: Treats}\n",
            "unknown predicate 'treats'; did you mean 'treat'?",
        ),
        ("vocabulary/predicates.yaml", "- {slug: made_by, name_en: Made}\n", "every folder has the predicate 'made_by'"),
        ("vocabulary/predicates.yaml", "- {slug: Made-by, name_en: Made}\n", "slug"),
    ],
)
def test_what_the_vocabularies_lack_is_told(folder: Path, name: str, text: str, said: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        build(folder)
    assert said in str(refused.value)


def test_of_a_broken_file_of_types_only_that_is_told(folder: Path) -> None:
    (folder / "vocabulary/entity-types.yaml").write_text("- {slug: drug\n- [", encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        build(folder)
    assert {problem.file for problem in refused.value.problems} == {"vocabulary/entity-types.yaml"}
