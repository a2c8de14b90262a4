"""The texts of search entries as the text index of each database takes them; apart, for processes that do nothing else."""

from collections.abc import Sequence
from itertools import chain, repeat
from operator import add

import orjson

from app.store.tokens import spaced_fields

# PostgreSQL counts no further, and takes the last one for all that follow
_POSITIONS = [f":{position} " for position in range(1, 1 << 14)]


def tokenised(fields: Sequence[str], positions: bool) -> list[str]:
    """The tokens of each entry, from its fields as JSON; with `positions` as PostgreSQL writes a tsvector."""
    found = [spaced_fields(orjson.loads(one).values()) for one in fields]
    return list(map(_positioned, found)) if positions else found


def _positioned(spaced: str) -> str:
    # no token has a character that a tsvector would have to quote
    return "".join(map(add, spaced.split(), chain(_POSITIONS, repeat(_POSITIONS[-1]))))
