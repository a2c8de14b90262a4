"""What a chart says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caption:
    """Title, unit with its name, and where the data is.

    With `is_grouped` a point is a group of figures, whose sources are at that address; `overlaps` is true if one figure can be
    in several.
    """

    title: str
    unit: str
    unit_name: str
    address: str
    is_grouped: bool = False
    overlaps: bool = False
    has_more: bool = False
