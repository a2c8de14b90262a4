"""Which runs of `*`, `_` and `~~` are emphasis, and which are text."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Run:
    """A run of `*`, `_` or `~~`: index of its first character among the shown ones, and what of it is still unpaired."""

    char: str
    first: int
    left: int
    opens: bool
    closes: bool


def paired(runs: Sequence[Run]) -> set[int]:
    """Indices of the emphasis characters that pair: `**a**` is markup, the star of `3*5` is text."""
    hidden: set[int] = set()
    openers: dict[str, list[Run]] = {"*": [], "_": [], "~": []}
    for run in runs:
        stack = openers[run.char]
        while run.closes and run.left and stack:
            opener = stack[-1]
            count = min(opener.left, run.left)
            hidden.update(range(opener.first + opener.left - count, opener.first + opener.left))
            hidden.update(range(run.first, run.first + count))
            opener.left -= count
            run.first += count
            run.left -= count
            if not opener.left:
                stack.pop()
        if run.opens and run.left:
            stack.append(run)
    return hidden
