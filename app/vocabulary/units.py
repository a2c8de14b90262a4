"""Which units a figure may have by the words of its quote."""

# what a classifier such as 个 or 位 may count; the text says which, the quote alone does not
_COUNTED = {"count", "person", "token", "parameter", "frame", "pixel", "bit"}


def unit_fits(unit: str, read: str | None) -> bool:
    """Whether a row's unit is what the quote says, or what it leaves open."""
    return read is None or unit == read or (read == "count" and unit in _COUNTED)
