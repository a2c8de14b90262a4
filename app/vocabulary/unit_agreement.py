"""Whether a metric's unit agrees with its quote."""

# units that a classifier such as 个 or 位 may count: the sentence says which, the quote alone does not
_COUNTED = {"count", "person", "token", "parameter", "frame", "pixel", "bit"}


def unit_fits(unit: str, read: str | None, kind: str | None = None) -> bool:
    """Whether a unit is the one `read` from the quote, or one that the quote leaves open.

    A unit of the `kind` count that a vocabulary adds, such as patients, may count what the quote counts.
    """
    if read == "person" and kind == "count":
        return unit == read or unit not in {"count", *_COUNTED}
    return read is None or unit == read or (read == "count" and (unit in _COUNTED or kind == "count"))
