"""Nothing fails on the real data, and each gate fails where what it guards was changed."""

import pytest
from sqlalchemy import text

from app.config import Settings
from app.store.engines import open_engine
from app.store.publishing import Build
from app.store.transactions import write
from app.store.verification import verify_dataset
from tests.conftest import loaded

pytestmark = pytest.mark.slow


def test_the_real_data_passes(seeded: Settings) -> None:
    engine = open_engine(seeded)
    with engine.connect() as connection:
        gates = list(verify_dataset(connection))
    engine.dispose()
    assert len(gates) > 3000
    assert [gate for gate in gates if not gate.passed] == []


CHANGES = {
    "document": "UPDATE document SET sha256 = '0000000000000000000000000000000000000000000000000000000000000000'",
    "sentence": "UPDATE claim SET text = text || '!' WHERE ordinal = 3",
    "marker": "UPDATE citation SET scope_start = scope_start + 1 WHERE number = 13",
    "quote": "UPDATE metric SET quote = '294.17 亿元' WHERE quote = '294.16 亿元'",
    "figure": "UPDATE metric SET value_text = '1' WHERE quote = '1509 个'",
    "citations": "UPDATE metric SET reference_numbers = '[9]' WHERE quote = '1509 个'",
    "mention": "UPDATE mention SET text = '千度' WHERE text = '百度'",
    "relation": "UPDATE relation_evidence SET quote = quote || '!'",
    "number": "UPDATE number SET reason = 'other' WHERE reason IS NULL AND text = '1509'",
    "counts": "DELETE FROM alias",
    "conflicts": "UPDATE claim SET in_conflict = NOT in_conflict WHERE ordinal = 3",
}


@pytest.mark.parametrize("gate", CHANGES)
@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
def test_each_gate_fails_where_its_words_were_changed(empty: Settings, built: Build, gate: str) -> None:
    engine = open_engine(loaded(empty, built))
    with write(engine) as connection:
        assert connection.execute(text(CHANGES[gate])).rowcount
    with engine.connect() as connection:
        failed = {found.name for found in verify_dataset(connection) if not found.passed}
    engine.dispose()
    assert gate in failed
