"""The texts of search entries as the text index of each database takes them; apart, for processes that do nothing else."""

from collections.abc import Sequence

import orjson

from app.tokens import field_tokens


def tokenised(fields: Sequence[str], positions: bool) -> list[str]:
    """The tokens of each entry, from its fields as JSON; with `positions` as PostgreSQL writes a tsvector."""
    found = [field_tokens(orjson.loads(one).values()) for one in fields]
    if not positions:
        return list(map(" ".join, found))
    return [" ".join(f"'{token}':{position}" for position, token in enumerate(tokens, 1)) for tokens in found]
