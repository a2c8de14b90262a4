"""How PostgreSQL finds what is searched for: by the text index of the very list, whatever other lists hold."""

import pytest
from sqlalchemy import literal, select, text

from app.config import Settings
from app.db import open_engine
from app.searching import asked, terms_found
from app.seeding.bulk import settle
from app.sql import search_index
from app.tokens import parse_query

# lists of more rows than are found by their ids
LONG = ("entities", "claims", "metrics", "sources", "references", "relations")


@pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)
def test_a_word_is_looked_up_in_the_index_of_its_list(seeded: Settings) -> None:
    engine = open_engine(seeded)
    settle(engine)
    found = {}
    with engine.connect() as connection:
        # the report is small enough to be read through
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_indexscan = off"))
        for name in LONG:
            statement = select(literal(1)).select_from(search_index).where(*terms_found(name, asked(parse_query("百度"))))
            said = statement.compile(engine, compile_kwargs={"literal_binds": True})
            plan = connection.execute(text(f"EXPLAIN {said}")).scalars().all()
            found[name] = [line.partition(" on ")[2].split()[0] for line in plan if "Bitmap Index Scan" in line]
    engine.dispose()
    assert found == {name: [f"ix_search_index_{name}"] for name in LONG}
