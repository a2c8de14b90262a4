"""Removed rows: ids that others may have written down still lead to what they named."""

from sqlmodel import SQLModel

from app.store.tables.base import word


class Tombstone(SQLModel, table=True):
    """A removed row of a list (`list`, `key`): its words, the last version that had it, and when it was removed.

    `version` is the last that had it. `successor` is the key of the row of the same list that now stands nearest to its words
    in the same document. Publishing keeps these rows, and takes them away when the row itself is there again.
    """

    list: str = word(primary_key=True)
    key: str = word(primary_key=True)
    document: str | None
    text: str | None
    version: str
    gone_in: str
    gone_at: str
    successor: str | None
