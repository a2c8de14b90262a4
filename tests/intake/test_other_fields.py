"""Reports of other fields and languages are curated in the folder alone, and figures of several reports are compared."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.config import Settings
from app.intake import Intake, init_folder
from app.main import create_app
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from app.store import tables as m
from tests.conftest import load

TRIAL = """# Trial of drug A

## 1 Results

The trial enrolled 1,204 patients in 2023 [1]. Systolic pressure fell by 12.5 mmHg [1]. The dose was 40 mg a day [2].
Headache was reported by 8.3% of patients [2]. Follow-up lasted 18 months [1].

## References

[1] Registry, https://trials.example.org/2024/01/15/a
[2] Journal, https://www.journal.example.com/a
"""
CLIMATE = """# Klimabericht Nordland

## 1 Lage

Die Temperatur stieg bis 2023 um 1,4 °C [1]. Die Emissionen sanken auf 12,5 Millionen Tonnen [1]. Der Anteil erneuerbarer
Energien erreichte 52 % [2]. Der Meeresspiegel stieg um 3,4 Millimeter [2]. Die Studie zählte 1.204 Patienten mit Hitzschlag [1].

## Quellen

[1] Amt, http://m.amt.example.de/klima
[2] Register, https://trials.example.org/2024/01/15/a?utm_source=x
"""
FACTS = {
    "facts/trial/1.yaml": """\
document: trial
section: "1"
claims:
  - text: "The trial enrolled 1,204 patients in 2023."
    metrics:
      - {quote: "1,204 patients", indicator: enrolment, subject: trial, value: 1204, unit: patient, period: "2023", status: actual}
  - text: "Systolic pressure fell by 12.5 mmHg."
    about: {kind: fact, topics: [cardiology]}
    metrics:
      - {quote: 12.5 mmHg, indicator: blood-pressure-change, subject: Systolic pressure, value: 12.5, unit: mmHg, status: actual}
  - text: "The dose was 40 mg a day."
    metrics:
      - {quote: 40 mg, indicator: dose, subject: The dose, value: 0.00004, unit: kilogram, status: actual}
  - text: "Headache was reported by 8.3% of patients."
    metrics:
      - {quote: 8.3%, indicator: share, subject: Headache, value: 8.3, unit: percent, status: actual}
  - text: "Follow-up lasted 18 months."
    metrics:
      - {quote: 18 months, indicator: duration, subject: Follow-up, value: 18, unit: month, status: actual}
""",
    "facts/klima/1.yaml": """\
document: klima
section: "1"
claims:
  - text: "Die Temperatur stieg bis 2023 um 1,4 °C."
    metrics:
      - {quote: "1,4 °C", indicator: warming, subject: Die Temperatur, value: 1.4, unit: celsius, status: actual}
  - text: "Die Emissionen sanken auf 12,5 Millionen Tonnen."
    metrics:
      - {quote: "12,5 Millionen Tonnen", indicator: measurement, subject: Die Emissionen, value: 12500000000, unit: kilogram, status: actual}
  - text: "Der Anteil erneuerbarer Energien erreichte 52 %."
    metrics:
      - {quote: "52 %", indicator: share, subject: erneuerbarer Energien, value: 52, unit: percent, status: actual}
  - text: "Der Meeresspiegel stieg um 3,4 Millimeter."
    metrics:
      - {quote: "3,4 Millimeter", indicator: measurement, subject: Der Meeresspiegel, value: 0.0034, unit: metre, status: actual}
  - text: "Die Studie zählte 1.204 Patienten mit Hitzschlag."
    metrics:
      - {quote: "1.204 Patienten", indicator: enrolment, subject: Die Studie, value: 1204, unit: patient, status: actual}
""",
    "conflicts/across.yaml": """\
- slug: pressure-and-warming
  kind: scope
  title_en: Two figures of two reports
  title_zh: 两份报告的两个数字
  explanation_en: They measure different things.
  explanation_zh: 口径不同。
  members:
    drug: {document: trial, section: "1", quote: 12.5 mmHg}
    climate: {document: klima, section: "1", quote: "1,4 °C"}
  computed:
    - {label_en: Sum, label_zh: 合计, expression: drug + climate, unit: "1"}
""",
    "corroborations/across.yaml": """\
- slug: patients
  title_en: Patients
  title_zh: 患者
  differ: [period]
  members:
    - {document: trial, section: "1", quote: "1,204 patients"}
    - {document: klima, section: "1", quote: "1.204 Patienten"}
""",
}
XRAY = """\
# Doses of scans

## 1 Doses

A scan of the trunk gives 10 mSv [1]. Of these the chest gets 6.5 mSv [1].

## References

[1] Radiation registry, https://registry.example.org/doses
"""
DOSES = """\
document: xray
section: "1"
claims:
  - text: "A scan of the trunk gives 10 mSv."
    metrics:
      - {quote: "10 mSv", indicator: effective-dose, subject: "scan of the trunk", unit: mSv, period: "2024", period_basis: context}
  - text: "Of these the chest gets 6.5 mSv."
    metrics:
      - {quote: "6.5 mSv", indicator: effective-dose, subject: "scan of the trunk", unit: mSv, period: "2024", period_basis: context,
         qualifiers: {scope: "chest"}}
"""
INDICATORS = """\
- {slug: enrolment, name_en: Enrolment, unit_kind: count}
- {slug: blood-pressure-change, name_en: Change of blood pressure, unit_kind: pressure}
- {slug: dose, name_zh: 剂量, unit_kind: mass}
- {slug: warming, name_en: Warming, unit_kind: temperature}
"""
TOPICS = "- {slug: cardiology, name_en: Cardiology}\n"
UNITS = "- {code: patient, name_en: Patient, kind: count}\n- {code: mmHg, name_en: Millimetre of mercury, kind: pressure}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "seeds"
    init_folder(root)
    intake = Intake(root)
    intake.add_content(TRIAL.encode(), "trial.md")
    intake.add_content(CLIMATE.encode(), "klima.md")
    for name, added in (("indicators", INDICATORS), ("units", UNITS), ("topics", TOPICS)):
        path = root / "vocabulary" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    for name, text in FACTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_two_fields_are_curated_end_to_end(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = build(folder).rows
    assert [row["language"] for row in rows[m.Document]] == ["de", "en"]
    assert len(rows[m.Metric]) == 10
    assert {row["evidence"] for row in rows[m.Metric]} == {"cited"}
    assert [row["topics"] for row in rows[m.Claim] if row["topics"]] == [["cardiology"]]
    assert {row["name_en"] for row in rows[m.Indicator] if row["slug"] == "dose"} == {"剂量"}
    monkeypatch.setenv("FACTBASE_DATABASE_URL", f"sqlite:///{tmp_path / 'factbase.db'}")
    run = CliRunner().invoke
    assert run(cli, ["publish", "--seeds", str(folder)]).exit_code == 0
    result = run(cli, ["verify"])
    assert result.exit_code == 0, result.output
    status = run(cli, ["status"]).output.splitlines()
    assert status[0].split() == [
        "document",
        "language",
        "state",
        "sentences",
        "sentences",
        "left",
        "metrics",
        "figures",
        "left",
    ]
    assert status[1].split()[:3] == ["klima", "de", "in"]


def test_figures_of_several_reports_are_compared(folder: Path) -> None:
    rows = build(folder).rows
    (conflict,) = rows[m.Conflict]
    assert len(conflict["metric_ids"]) == 2
    (corroboration,) = rows[m.Corroboration]
    assert (corroboration["document"], corroboration["reference_numbers"], corroboration["metric_count"]) == (None, [], 2)
    # both cite registry pages of one publisher, and another page each
    assert corroboration["independent_publisher_count"] == 2
    assert len(rows[m.Source]) == 3


def test_a_member_says_of_which_document_it_is(folder: Path) -> None:
    path = folder / "corroborations" / "across.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("document: trial, ", ""), encoding="utf-8")
    with pytest.raises(SeedError, match="name its document"):
        build(folder)


@pytest.mark.anyio
async def test_a_folder_has_units_of_a_kind_of_its_own(folder: Path, empty: Settings) -> None:
    kinds = folder / "vocabulary" / "unit-kinds.yaml"
    kinds.write_text("- {slug: radiation-dose, name_en: Radiation dose, adds_up: true}\n", encoding="utf-8")
    Intake(folder).add_content(XRAY.encode(), "xray.md")
    for name, added in (
        ("units", "- {code: mSv, name_en: Millisievert, kind: radiation-dose}\n"),
        ("indicators", "- {slug: effective-dose, name_en: Effective dose, unit_kind: radiation-dose}\n"),
    ):
        path = folder / "vocabulary" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    (folder / "facts" / "xray").mkdir()
    (folder / "facts" / "xray" / "1.yaml").write_text(DOSES, encoding="utf-8")
    load(empty, build(folder))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(empty)), base_url="http://test") as client:

        async def asked(path: str) -> Any:
            answer = await client.get(f"/api/v1/{path}")
            assert answer.status_code == 200, answer.text
            return answer.json()

        found = (await asked("metrics?indicator=effective-dose&fields=value,unit,display_en,is_total"))["data"]
        assert found == [
            {"value": 10, "unit": "mSv", "display_en": "10 mSv", "is_total": True},
            {"value": 6.5, "unit": "mSv", "display_en": "6.5 mSv (chest)", "is_total": False},
        ]
        units = await asked("units?kind=radiation-dose&facets=kind")
        assert [one["code"] for one in units["data"]] == ["mSv"]
        assert {"value": "radiation-dose", "label": "Radiation dose", "count": 1} in units["facets"]["kind"]
        assert {"value": "money", "label": "Money", "count": 37} in units["facets"]["kind"]
        chinese = (await asked("units?facets=kind&lang=zh"))["facets"]["kind"]
        assert {"value": "money", "label": "金额", "count": 37} in chinese
        assert (await asked("indicators/effective-dose"))["unit_kinds"] == ["radiation-dose"]
        wrong = (await client.get("/api/v1/units?kind=radiation")).json()
        assert wrong["errors"][0]["nearest"] == "radiation-dose"


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("units", "- {code: mSv, name_en: Millisievert, kind: masss}", "unknown kind of unit 'masss'; did you mean 'mass'?"),
        ("indicators", "- {slug: i, name_en: I, unit_kind: [mass, dosis]}", "if it is a new one, add it to vocabulary/unit-kinds.yaml"),
        ("unit-kinds", "- {slug: mass, name_en: Mass}", "every folder has the kind of unit 'mass'"),
        ("unit-kinds", "- {slug: d, name_en: D}\n- {slug: d, name_en: D}", "kind of unit 'd' is given twice"),
    ],
)  # fmt: skip
def test_a_kind_of_unit_that_cannot_be_is_told(folder: Path, name: str, line: str, said: str) -> None:
    path = folder / "vocabulary" / f"{name}.yaml"
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + f"{line}\n", encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        build(folder)
    assert said in str(refused.value)


def test_an_indicator_of_a_new_folder_takes_each_of_its_units(tmp_path: Path) -> None:
    init_folder(tmp_path)
    rows = build(tmp_path).rows
    taken = {kind for row in rows[m.Indicator] for kind in row["unit_kinds"]}
    assert {row["kind"] for row in rows[m.Unit]} <= taken
