"""Rows come back as they were added, wherever they are meanwhile."""

import pytest

from app.store.spooled_rows import SpooledRows, of_documents

ROWS = [{"document": f"d{number // 4}", "value": number, "list": [number]} for number in range(23)]


@pytest.mark.parametrize("most", [1, 5, 1000])
def test_rows_come_in_the_order_in_which_they_were_added(most: int) -> None:
    rows = SpooledRows(most)
    rows += ROWS
    assert len(rows) == 23
    assert rows == ROWS
    assert rows != ROWS[1:]
    assert isinstance(rows.settled(), list) is (most == 1000)
    assert list(of_documents(rows, {"d1", "d5"})) == list(of_documents(ROWS, {"d1", "d5"})) == ROWS[4:8] + ROWS[20:]


def test_held_rows_can_be_changed_and_keep_their_place() -> None:
    rows = SpooledRows(3, on_request=True)
    for row in ROWS:
        rows.append(dict(row))
        rows.spill(lambda row: row["value"] % 5 == 0)
    for row in rows.held:
        row["value"] += 100
    changed = {row["value"] for row in rows if row["value"] >= 100}
    assert changed >= {100, 105, 110, 115}
    assert [row["list"] for row in rows] == [row["list"] for row in ROWS]
