"""What can be searched for, and suggestions for search boxes."""

from sqlalchemy import BigInteger, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.base import Json, word
from app.vocabulary import SEARCHED


def entry_ids(name: str) -> tuple[int, int]:
    """First and last id of the search entries of a list: a range far longer than any list."""
    first = (SEARCHED.index(name) + 1) * 10**12
    return first, first + 10**12 - 1


class SearchEntry(SQLModel, table=True):
    """The searchable texts of one row of a list, by field. `id` orders the rows of a list by weight, and is their key in the
    table `search_index`, which each database has in its own form (`app.store.dialects`).
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("list", "key"),)
    # on SQLite only a column of exactly this type is the rowid
    id: int = Field(sa_type=BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    list: str = word()
    key: str = word()
    fields: dict[str, str] = Field(sa_type=Json)


class Synonym(SQLModel, table=True):
    """A word or name that means the same as the others of its group; some only as names, not where texts are searched."""

    group: int = Field(primary_key=True)
    text: str = word(primary_key=True)
    searched: bool


class Suggestion(SQLModel, table=True):
    """A completion: `folded` is the folded name of a row, or the rest of it from some word on.

    `list` has the row, or is the name of the filter that takes `key` where a closed list has it.
    """

    __table_args__ = (Index(None, "folded"),)
    id: int = Field(primary_key=True)
    list: str = word()
    key: str = word()
    text: str
    folded: str = word()
    whole: bool
    weight: int
