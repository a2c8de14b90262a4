"""What documents say against themselves, such as that a machine wrote parts of them: told wherever their rows leave."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.store.tables import Document, columns

Caveat = Mapping[str, Any]
# documents that a list names at most; of more, each text once
_FEW = 20


class Caveats:
    """The caveats of the documents by slug, read once for each version of the data."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._found: dict[str, Caveat] = {}

    def at(self, version: str, connection: Connection) -> dict[str, Caveat]:
        if version != self._version:
            row = columns(Document)
            statement = select(row.slug.label("document"), row.caveat, row.caveat_en).where(row.caveat.is_not(None))
            found: dict[str, Caveat] = {
                one["document"]: dict(one) for one in connection.execute(statement.order_by(row.slug)).mappings()
            }
            self._version, self._found = version, found
        return self._found


def caveats_of(documents: Collection[str] | None, known: Mapping[str, Caveat]) -> list[Caveat]:
    """The caveats of the documents; of every document where rows do not tell theirs. Of many, one for each text."""
    found = [known[slug] for slug in sorted(known if documents is None else known.keys() & set(documents))]
    return found if len(found) <= _FEW else list({one["caveat"]: one for one in reversed(found)}.values())[::-1]
