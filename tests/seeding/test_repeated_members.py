"""A figure of a conflict that many sentences repeat: all of them are in conflict, a hundred are named, and all are counted."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.seeding.build import build
from app.store import tables as m
from tests.conftest import load
from tests.support.small_folder import small_folder

MANY = 130
_CLAIM = """\
document: coffee
section: "{number}"
claims:
  - text: "Lisbon had {count} cafes in 2024."
    about: {{kind: fact, topics: [market], subject: [lisbon]}}
    metrics:
      - {{quote: "{count}", indicator: cafe-count, subject: Lisbon, entity: lisbon, period: "2024", unit: count}}
"""
CONFLICT = """\
- slug: cafes
  document: coffee
  kind: value
  title_en: Two numbers of cafes
  explanation_en: One of them is wrong.
  members:
    more: {section: "1.1", quote: "420"}
    fewer: {section: "3.31", quote: "400"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    counts = {f"{number // 50 + 1}.{number % 50 + 1}": 420 if number < MANY else 400 for number in range(MANY + 1)}
    stated = [f"## {number} Part\n\nLisbon had {count} cafes in 2024 [1].\n" for number, count in counts.items()]
    root = small_folder(
        tmp_path, "# Coffee\n\n" + "\n".join(stated) + "\n## References\n\n1. [Cafes](https://www.example.pt/cafes)\n"
    )
    for number, count in counts.items():
        (root / f"facts/coffee/{number}.yaml").write_text(_CLAIM.format(number=number, count=count), encoding="utf-8")
    (root / "facts/coffee/1.yaml").unlink()
    (root / "conflicts").mkdir()
    (root / "conflicts/coffee.yaml").write_text(CONFLICT, encoding="utf-8")
    return root


@pytest.mark.anyio
async def test_repeats_of_a_member_are_counted_and_named_up_to_a_hundred(folder: Path, empty: Settings) -> None:
    built = build(folder)
    (row,) = built.rows[m.Conflict]
    assert (row["metric_count"], row["claim_count"]) == (MANY + 1, MANY + 1)
    assert len(row["metric_ids"]) == len(row["claim_ids"]) == 100
    # every one of them says that it is contradicted, named or not
    assert {tuple(one["conflict_ids"]) for one in built.rows[m.Metric]} == {(row["id"],)}
    load(empty, built)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(empty)), base_url="http://test") as client:

        async def asked(path: str) -> Any:
            answer = await client.get(f"/api/v1/{path}")
            assert answer.status_code == 200, answer.text
            return answer.json()

        found = await asked(f"conflicts/{row['id']}")
        assert (found["metric_count"], len(found["metric_ids"])) == (MANY + 1, 100)
        told = {one["name"]: (one["repeat_count"], len(one["repeat_ids"])) for one in found["members"]}
        assert told == {"more": (MANY - 1, 100), "fewer": (0, 0)}
        # both members are named before any repeat
        assert {one["metric_id"] for one in found["members"]} == set(found["metric_ids"][:2])
        listed = (await asked("conflicts?include=metrics"))["data"][0]
        assert len(listed["metrics"]) == 100
        every = await asked("metrics?in_conflict=true&count=exact&limit=200")
        assert len(every["data"]) == MANY + 1
