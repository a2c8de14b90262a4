"""The tokens of search entries in the form of each database's text index.

A module of its own, so that processes that only tokenise import little else.
"""

from collections.abc import Sequence
from itertools import chain, repeat
from operator import add

import orjson

from app.store.tokens import spaced_fields

# PostgreSQL's positions end here; the last one stands for all that follow
_POSITIONS = [f":{position} " for position in range(1, 1 << 14)]


def tokenised(fields: Sequence[str], positions: bool) -> list[str]:
    """The tokens of each entry, given its fields as JSON: separated by spaces, or with `positions` a tsvector literal."""
    found = [spaced_fields(orjson.loads(one).values()) for one in fields]
    return list(map(_positioned, found)) if positions else found


def _positioned(spaced: str) -> str:
    # no token has a character that a tsvector would have to quote
    return "".join(map(add, spaced.split(), chain(_POSITIONS, repeat(_POSITIONS[-1]))))
