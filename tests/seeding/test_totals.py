"""Figures that contain another one."""

from typing import Any

import pytest

from app.seeding.comparisons.totals import add_totals
from app.store import tables as m
from app.store.publishing import Rows

WHOLE = {
    "document": "d", "claim_id": "c", "indicator": "i", "unit": "CNY", "entity": "e", "subject": "s", "period": "2025", "as_of": False,
    "status": "actual", "qualifiers": {}, "value": 9.0, "role": None, "repeat_group": None,
}  # fmt: skip
PART = {**WHOLE, "value": 3.0, "qualifiers": {"condition": "x"}}


@pytest.mark.parametrize(
    ("part", "whole", "is_total"),
    [
        (PART, {}, True),
        ({**PART, "qualifiers": {"region": "china"}}, {"qualifiers": {"region": "worldwide"}}, True),
        ({**PART, "entity": "member", "qualifiers": {}}, {}, True),
        ({**PART, "entity": None, "subject": "s"}, {"entity": None}, True),
        # another measure of the same, or the same in other words
        ({**PART, "qualifiers": {"basis": "x"}}, {}, False),
        ({**PART, "qualifiers": {"of": "y"}}, {"qualifiers": {"of": "x"}}, False),
        ({**PART, "value": 9.0}, {}, False),
        ({**PART, "entity": "stranger", "qualifiers": {}}, {}, False),
        ({**PART, "entity": "member"}, {}, False),
        ({**PART, "document": "f"}, {}, False),
        ({**PART, "period": "2024"}, {}, False),
        ({**PART, "status": "forecast"}, {}, False),
        ({**PART, "role": "threshold"}, {}, False),
        ({**PART, "unit": "percent"}, {"unit": "percent"}, False),
        # without a period, only in one sentence
        ({**PART, "period": None}, {"period": None}, True),
        ({**PART, "period": None, "claim_id": "f"}, {"period": None}, False),
    ],
)
def test_a_total_contains_another_figure(part: dict[str, Any], whole: dict[str, Any], is_total: bool) -> None:
    figures = [{**WHOLE, **whole, "id": "whole"}, {**part, "id": "part"}]
    copy = {**WHOLE, "id": "copy", "document": "g", "repeat_group": "whole"}
    figures[0]["repeat_group"] = "whole"
    rows = Rows(list)
    rows[m.Metric] = [*figures, copy]
    rows[m.Unit] = [{"code": "CNY", "kind": "money"}, {"code": "percent", "kind": "ratio"}]
    rows[m.KindOfUnit] = [{"slug": "money", "adds_up": True}, {"slug": "ratio", "adds_up": False}]
    rows[m.RelationPredicate] = [{"slug": "part_of", "is_part": True}, {"slug": "made_by", "is_part": False}]
    rows[m.Relation] = [{"subject": "member", "object": "e", "predicate": "part_of"}]
    add_totals(rows)
    assert {row["id"]: row["is_total"] for row in [*figures, copy]} == {"whole": is_total, "part": False, "copy": is_total}
