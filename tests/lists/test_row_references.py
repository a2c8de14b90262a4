"""Bibliography entries of an answer: the same whether pages before have named them or not."""

from contextvars import copy_context

import pytest
from sqlalchemy import select

from app.config import Settings
from app.lists import row_references
from app.lists.row_references import KNOWN_REFERENCES, KnownReferences, load_references
from app.store.engines import open_engine
from app.store.tables import Reference, columns
from app.vocabulary.names import LANGUAGE


def test_entries_that_are_known_are_those_that_are_read(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_references, "_MOST_KNOWN", 5)
    copy_context().run(_compare, seeded)


def _compare(seeded: Settings) -> None:
    engine, known = open_engine(seeded), KnownReferences()
    with engine.connect() as connection:
        ids = list(connection.execute(select(columns(Reference).id)).scalars())
        asked = [set(ids[:3]), set(ids[2:5]), set(ids[4:9]), {"nothing:1", ids[3]}, set(ids), set(ids[1:4]), set[str]()]
        for lang in ("en", "zh", "en"):
            LANGUAGE.set(lang)
            for some in asked:
                KNOWN_REFERENCES.set(None)
                expected = load_references(some, connection)
                assert expected.keys() == {id_.rpartition(":")[2] for id_ in some & set(ids)}
                KNOWN_REFERENCES.set(known)
                for _ in range(2):
                    found = load_references(some, connection)
                    assert found == expected
                    for entry in found.values():
                        entry.clear()  # whose answer it is may do with it what it wants
                    assert len(known) <= 5
    engine.dispose()
