"""What the API says of a page, a publisher, an entity and caveats that many reports share: a bounded part, how many, and where."""

import hashlib
from pathlib import Path

import httpx
import pytest

from app.config import Settings
from app.lists import embedded_rows
from app.lists.known_values import KnownValues
from app.main import create_app
from app.seeding.build import build
from app.store.search_query import KnownWords
from tests.conftest import load
from tests.support.small_folder import REPORT, small_folder

pytestmark = pytest.mark.anyio
SLUGS = ["coffee", *(f"tea-{number}" for number in range(1, 7))]
CAFES, PRICES = "https://www.example.pt/cafes", "https://prices.example.org/2024"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven reports that list one page; the last of them lists no other, and has it twice."""
    root = small_folder(tmp_path / "seeds")
    for slug in SLUGS[1:]:
        text = REPORT.replace("Coffee", slug)
        if slug == SLUGS[-1]:
            text = text.replace("http://prices.example.org/2024", f"{CAFES}?utm_source=x")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        (root / f"documents/{slug}.md").write_text(text, encoding="utf-8")
        (root / f"documents/{slug}.yaml").write_text(f"slug: {slug}\nfile: {slug}.md\nsha256: {sha256}\nlanguage: en\n")
    return root


async def test_what_many_reports_share_is_bounded(folder: Path, empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_rows, "MAX_SHOWN", 3)
    load(empty, build(folder))
    app = create_app(empty)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:

        async def get(path: str) -> dict[str, object]:
            answer = await client.get(path if path.startswith("/") else f"/api/v1/{path}")
            assert answer.status_code == 200, answer.text
            found: dict[str, object] = answer.json()
            return found

        async def slugs(path: str) -> list[str]:
            return [row["slug"] for row in (await get(path))["data"]]  # type: ignore[attr-defined]

        (cafes, prices) = (await get("sources?sort=-document_count&include=references"))["data"]  # type: ignore[misc]
        assert (cafes["url"], cafes["reference_count"], cafes["document_count"]) == (CAFES, 8, 7)
        assert cafes["reference_ids"] == [f"{slug}:1" for slug in SLUGS[:5]]
        assert cafes["reference_numbers"] == [1] * 5
        assert [one["id"] for one in cafes["references"]] == cafes["reference_ids"]
        assert (prices["url"], prices["reference_count"], prices["document_count"]) == (PRICES, 6, 6)
        assert (await get("sources?document_count__gte=7&fields=url"))["data"] == [{"url": CAFES}]
        page = await get(f"sources/{cafes['id']}")
        assert [one["id"] for one in page["references"]] == cafes["reference_ids"][:3]  # type: ignore[attr-defined]
        assert len(page["claims"]) == 3  # type: ignore[arg-type]
        assert page["references_url"] == f"/api/v1/references?source={cafes['id']}"
        assert page["claims_url"] == f"/api/v1/claims?source={cafes['id']}"
        for address, count in ((page["references_url"], 8), (page["claims_url"], page["claim_count"])):
            assert (await get(str(address)))["page"]["count"] == count  # type: ignore[index]

        (publisher,) = (await get("publishers"))["data"]  # type: ignore[misc]
        # three sentences of each report carry a marker, and those of the last are all of one page
        assert (publisher["source_count"], publisher["document_count"]) == (2, 7)
        assert publisher["claim_count"] == (await get("claims?publisher=example"))["page"]["count"]  # type: ignore[index]
        assert await slugs(f"documents?source={prices['id']}") == SLUGS[:-1]
        assert await slugs(f"documents?source__ne={prices['id']}") == SLUGS[-1:]
        assert await slugs("documents?publisher=example&sort=-reference_count,slug") == SLUGS
        assert await slugs("documents?entity=lisbon") == ["coffee"]
        assert await slugs("documents?entity__ne=lisbon") == SLUGS[1:]

        lisbon = await get("entities/lisbon")
        assert (lisbon["document_count"], lisbon["documents"]) == (1, [{"document": "coffee", "claim_count": 1}])
        assert await slugs(str(lisbon["documents_url"])) == ["coffee"]
        assert (lisbon["relations"], lisbon["relation_count"]) == ([], 0)
        assert (await get(str(lisbon["relations_url"])))["data"] == []
    app.state.close()


def test_caveats_are_bounded_and_counted() -> None:
    def caveats(texts: list[str]) -> dict[str, dict[str, str]]:
        return {f"r{number:02}": {"document": f"r{number:02}", "caveat": text} for number, text in enumerate(texts)}

    various = KnownValues("1", KnownWords(), caveats([f"caveat {number}" for number in range(30)]), {})
    told = various.told_of(None)
    assert (told["caveat_count"], [one["document"] for one in told["caveats"]]) == (30, [f"r{n:02}" for n in range(20)])
    assert various.told_of(["r25", "none"]) == {"caveats": [various.caveats["r25"]], "caveat_count": 1}
    alike = KnownValues("1", KnownWords(), caveats(["the same"] * 29 + ["another"]), {})
    assert [one["document"] for one in alike.told_of(None)["caveats"]] == ["r00", "r29"]
