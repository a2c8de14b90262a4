"""What a rate counts by: the 100,000 of `3.6 per 100,000 people` and `每10万人`, which is no figure of its own."""

import re

from app.report.figures.units import match_unit

# powers of ten from a hundred on
_BASE = re.compile(r"1(?:0{0,3}\s?[百千万亿]{1,2}|0{0,2}(?:,000){1,2}|0{2,6})(?![\d%]|[.,]\d)")
_BEFORE = re.compile(
    r"(?:\b(?i:per(?:\severy)?|for\severy|pro|je|par|pour|por(?:\scada)?|a\scada|op\sde|su|ogni|на)\s|[每毎]\s?|(?<=[A-Za-z])/)$"
)
_BEHIND = re.compile(r"\s?[^\d\s、。，]{1,8}?(?:当たり|あたり|につき|对し|に対し|분의|당(?=\s))")


def rate_base(plain: str, start: int) -> int | None:
    """Where the base of a rate ends that begins at `start`; null where the number is none."""
    base = _BASE.match(plain, start)
    if base is None:
        return None
    unit = match_unit(plain, base.end() + plain.startswith(" ", base.end()))
    if unit is not None and unit.kind != "count":
        # 350 kcal je 100 g: how much is a figure, too
        return None
    if _BEFORE.search(plain, max(0, start - 12), start) or _BEHIND.match(plain, base.end()):
        return base.end()
    return None
