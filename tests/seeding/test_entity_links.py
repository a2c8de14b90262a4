"""Entities of several reports: what is one by itself, what curators decide, what is listed for them."""

from pathlib import Path

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.seeding.build import build
from app.seeding.entity_candidates import entity_candidates
from app.seeding.seed_files.folder import read_folder
from app.seeding.seed_files.problems import SeedError
from app.store import tables as m
from tests.conftest import load
from tests.support.small_folder import REPORT, replace, small_folder

pytestmark = pytest.mark.anyio
OTHER = REPORT.replace("Coffee in Lisbon", "Coffee in Portugal").replace("https://www.", "http://m.").replace("420", "430")
ENTITIES = {
    "entities/company.yaml": "- {slug: nvidia, name_en: Nvidia}\n- {slug: apple, name_en: Apple Computer}\n",
    "entities/company/porto.yaml": "- {slug: nvda, name_en: NVIDIA, aliases: [{text: Nvidia, lang: en}]}\n"
    "- {slug: nvidia-corp, name_en: NVIDIA Corporation}\n- {slug: nvidia, name_zh: 英伟达, name_en: Nvidia}\n",
    "entities/organization.yaml": "- {slug: who, name_en: World Health Organization}\n- {slug: who-office, name_en: WHO}\n",
    "entities/product.yaml": "- {slug: apple-fruit, name_en: Apple Computer}\n- {slug: gpt-4, name_en: GPT model 4}\n"
    "- {slug: gpt-5, name_en: GPT model 5}\n- {slug: copilot, name_en: Github Copilot}\n- {slug: copilott, name_en: Github Copilott}\n",
    "entities/region/porto.yaml": "- {slug: lisboa, name_zh: 里斯本, name_en: Name, formerly: [lisbon-city]}\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports; the second has an entry of its own for what the first names as well."""
    root = small_folder(tmp_path / "seeds")
    second = small_folder(tmp_path / "second", OTHER)
    (root / "facts/porto").mkdir()
    facts = (root / "facts/coffee/1.yaml").read_text(encoding="utf-8").replace("coffee", "porto", 1).replace("420", "430")
    (root / "facts/porto/1.yaml").write_text(
        facts.replace("[lisbon]", "[lisboa]").replace("entity: lisbon", "entity: lisboa")
    )
    (root / "documents/porto.md").write_text(OTHER)
    document = (second / "documents/coffee.yaml").read_text(encoding="utf-8").replace("coffee", "porto")
    (root / "documents/porto.yaml").write_text(document)
    for name, text in ENTITIES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def decide(folder: Path, *lines: str) -> None:
    (folder / "entity-decisions.yaml").write_text("".join(f"- {line}\n" for line in lines), encoding="utf-8")


def kept(folder: Path) -> dict[str, str]:
    links = read_folder(folder).links
    assert {entry[0].slug for entry in links.entities}.isdisjoint(links.kept)
    return links.kept


def test_one_name_and_type_are_one_entity(folder: Path) -> None:
    rows = build(folder).rows
    (lisbon,) = (row for row in rows[m.Entity] if row["type"] == "region")
    assert (lisbon["slug"], lisbon["claim_count"], lisbon["metric_count"]) == ("lisbon", 2, 2)
    (nvidia,) = (row for row in rows[m.Entity] if row["slug"] == "nvidia")
    assert (nvidia["name_zh"], nvidia["aliases"]) == ("英伟达", ["Nvidia", "NVIDIA"])
    assert kept(folder) == {"nvda": "nvidia", "lisboa": "lisbon", "lisbon-city": "lisbon"}
    assert {row["slug"]: row["entity"] for row in rows[m.EntityRedirect]} == kept(folder)


def test_decisions_join_and_keep_apart_and_are_taken_back(folder: Path) -> None:
    before = build(folder).rows
    decide(folder, "{same: [nvda, nvidia-corp], because: its legal name}", "{unsure: [lisbon, lisboa]}")
    assert kept(folder) == {"nvidia": "nvda", "nvidia-corp": "nvda", "lisbon-city": "lisboa"}
    assert {row["metric_count"] for row in build(folder).rows[m.Entity] if row["type"] == "region"} == {1}
    (folder / "entity-decisions.yaml").unlink()
    assert build(folder).rows == before


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{same: [nvidia, nvidea-corp]}"], "1: unknown entity 'nvidea-corp'; did you mean 'nvidia-corp'"),
        (["{same: [nvidia]}"], "1: .*two slugs or more"),
        (["{same: [apple, who], different: [apple, gpt-4]}"], "1: .*give exactly one of"),
        (["{same: [apple, who]}", "{same: [who, gpt-4]}", "{different: [apple, gpt-4]}"], "3: apple and gpt-4 are different"),
        (["{same: [apple, who]}", "{same: [gpt-4, who]}"], "2: gpt-4 and apple are one by several decisions"),
    ],
)  # fmt: skip
def test_decisions_that_cannot_be_are_told(folder: Path, lines: list[str], said: str) -> None:
    decide(folder, *lines)
    with pytest.raises(SeedError, match=f"^entity-decisions.yaml:{said}"):
        build(folder)


def test_one_slug_of_two_entities_is_told_with_the_way_out(folder: Path) -> None:
    replace(folder, "entities/company/porto.yaml", "name_zh: 英伟达, name_en: Nvidia", "name_en: Another")
    with pytest.raises(
        SeedError, match=r"company/porto.yaml:3: entity 'nvidia' is given twice.*Nvidia \(company\).*another slug"
    ):
        build(folder)


def test_candidates_are_listed_with_their_reasons_until_they_are_decided(folder: Path) -> None:
    def listed() -> dict[tuple[str, str], str]:
        return {one.slugs: "; ".join(one.reasons) for one in entity_candidates(read_folder(folder).links)}

    assert listed() == {
        ("nvidia", "nvidia-corp"): "their names differ in the legal form only",
        ("apple", "apple-fruit"): "both are called 'Apple Computer' as company and product",
        ("who", "who-office"): "WHO may stand for 'World Health Organization'",
        ("copilot", "copilott"): "'github copilot' and 'github copilott' are spelled nearly alike",
    }
    decide(folder, "{same: [nvidia, nvidia-corp]}", "{different: [apple, apple-fruit]}", "{unsure: [who, who-office]}")
    assert list(listed()) == [("copilot", "copilott")]


async def test_a_former_slug_leads_to_the_entity(folder: Path, empty: Settings) -> None:
    load(empty, build(folder))
    app = create_app(empty)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        for path, now in {
            "/api/v1/entities/lisboa": "/api/v1/entities/lisbon",
            "/api/v1/metrics?entity=lisboa,nvidia&unit=count": "/api/v1/metrics?entity=lisbon,nvidia&unit=count",
            "/api/v1/claims.csv?entity__ne=lisbon-city": "/api/v1/claims?format=csv&entity__ne=lisbon",
            "/api/v1/series?indicator=cafe-count&entity=lisboa": "/api/v1/series?indicator=cafe-count&entity=lisbon",
        }.items():
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["location"]) == (308, now)
            assert (await client.get(now)).status_code == 200
        page = await client.get("/entities/lisboa?lang=zh", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (308, "/entities/lisbon?lang=zh")
        wrong = (await client.get("/api/v1/metrics?entity=lisboa,lisbno")).json()
        assert [one["nearest"] for one in wrong["errors"]] == ["lisbon", "lisbon"]
        detail = (await client.get("/api/v1/entities/lisbon")).json()
        assert detail["former_slugs"] == ["lisboa", "lisbon-city"]
        assert detail["documents"] == [{"document": name, "claim_count": 1} for name in ("coffee", "porto")]
        suggested = (await client.get("/api/v1/suggest?q=lisboa")).json()["data"]
        assert [one["id"] for one in suggested] == ["lisbon"]
        # the same pages under other addresses are the same sources, of entries of either report
        found = (await client.get("/api/v1/claims?reference=porto:2&fields=document,reference_numbers")).json()
        assert {(row["document"], *row["reference_numbers"]) for row in found["data"]} == {("porto", 1, 2), ("porto", 2)}
        for lists in ("metrics", "citations", "sources", "references", "publishers", "numbers"):
            of = [
                (await client.get(f"/api/v1/{lists}?reference={one}&count=exact")).json()["page"]["count"]
                for one in ("1", "coffee:1", "porto:1", "coffee:1,porto:1")
            ]
            assert of[1] > 0
            assert of[0] == of[3] == (of[1] if lists in {"sources", "publishers"} else of[1] + of[2])
        (source, _) = (await client.get("/api/v1/sources?sort=-url")).json()["data"]
        assert source["reference_ids"] == ["coffee:1", "porto:1"]
        hits = (await client.get("/api/v1/search?q=cafes&list=claims,documents&document=porto")).json()
        assert [hit["text"] for hit in hits["data"]] == ["Lisbon had 430 cafes in 2024."]
        assert hits["lists"][0] == {
            "list": "claims", "count": 1, "count_is_estimate": False, "url": "/api/v1/claims?q=cafes&document=porto",
        }  # fmt: skip
        for refused in ("claims?reference=porto:9", "claims?reference=porto", "search?q=a&document=prto"):
            assert (await client.get(f"/api/v1/{refused}")).status_code == 422
    app.state.close()
