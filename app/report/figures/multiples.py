"""What the words before a figure make of it (annotation guide, "Multiples" and comparator).

A multiple behind a word of growth says by how much: `提升 260 倍` is 26,000 percent, `翻倍` 100. One that says what a thing
comes to is a ratio: `是 2023 年的两倍`, `增长至 3 倍`. A hedge may stand before the thing compared: `约为…的 12 倍`.
"""

import re
from dataclasses import replace
from decimal import Decimal

from app.report.figures.hedges import comparator_of, hedge_of_comparison
from app.report.figures.quantity import Quantity

# 提升了近 5 倍, 增幅达 3 倍, 提升系统吞吐一倍; but 提升至 3 倍, 提高到原来的 3 倍
_GROWTH = re.compile(
    r"(?:(?:增长|增加|增至?多|上升|上涨|激增|暴增|飙升|大增|增幅|增速|涨幅|升幅)|(?:提升|提高|增强|加快|扩大|改善)[一-鿿]{0,8}?)"
    r"(?:了|达到?|高达|超过?|近|约|逾|足足)*\s*$"
)
_REACHED = re.compile(r"[至到成为的](?:了|约|近|超过?)*\s*$")
_BY_ITSELF = re.compile(r"翻|双倍")


def in_context(quantity: "Quantity", before: str) -> "Quantity":
    """The figure in the context of the words before it in the sentence; without context it is read as written."""
    quantity = _grown(quantity, before)
    if quantity.comparator == "eq" and (hedge := hedge_of_comparison(before)):
        quantity = replace(quantity, comparator=comparator_of([hedge]), parts=(*quantity.parts, ("hedge", hedge)))
    return quantity


def _grown(quantity: "Quantity", before: str) -> "Quantity":
    if quantity.unit != "times":
        return quantity
    doubled = any(kind == "word" and _BY_ITSELF.match(word) for kind, word in quantity.parts)
    if not doubled and (not quantity.unit_text.endswith("倍") or _REACHED.search(before) or not _GROWTH.search(before)):
        return quantity
    one = Decimal(doubled)
    high = None if quantity.value_max is None else (quantity.value_max - one) * 100
    return replace(quantity, value=(quantity.value - one) * 100, value_max=high, unit="percent")
