"""What charts say in words."""

from collections.abc import Sequence

from app.formats.charts.points import Point
from app.vocabulary import Comparator
from app.vocabulary.names import HEDGES, Language

_OVER, _AT_LEAST, _UNDER, _AT_MOST, _ABOUT = (
    HEDGES[one] for one in (Comparator.GT, Comparator.GE, Comparator.LT, Comparator.LE, Comparator.APPROX)
)
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "about": f"ring: {_ABOUT[0]}", "more": f"▲: {_OVER[0]}, {_AT_LEAST[0]}", "less": f"▼: {_UNDER[0]}, {_AT_MOST[0]}", "range": "bar: from – to",
        "forecast": "hollow, dashed: forecast or target", "uncited": "□: uncited", "conflict": "≠: contradicted by another figure",
        "stated": "{n} statements of {drawn} figures, each drawn once",
        "missing": "{n} of {all} figures are not drawn: without a period, or too many", "sources": "Sources:", "no sources": "none cited",
        "more sources": " and {n} more", "log": ", logarithmic", "tip name": "Of", "tip text": "Figure", "tip period": "Period",
        "tip sources": "Sources",
        "missing groups": "{n} of {all} groups are not drawn: without a time, or too many", "first": "The first ones asked for; there are more",
        "overlap": "A figure can be in several groups",
        "computed": "From figures listed with their sources at", "alt groups": "{title}: {n} groups",
        "alt": "{title}: {n} figures", "alt one": "{title}: {label}", "alt time": ", from {first} ({first_label}) to {last} ({last_label})",
        "alt highest": "; the highest is {label}", "alt forecast": "; {n} forecasts or targets", "alt uncited": "; {n} uncited",
    },
    "zh": {
        "about": f"圆环：{_ABOUT[1]}", "more": f"▲：{_OVER[1]}、{_AT_LEAST[1]}", "less": f"▼：{_UNDER[1]}、{_AT_MOST[1]}",
        "range": "线段：区间", "forecast": "空心、虚线：预测或目标",
        "uncited": "□：无引用", "conflict": "≠：与其他数据矛盾", "stated": "{n} 处陈述，{drawn} 个不同数据各画一次",
        "missing": "{all} 个数据中有 {n} 个未画出：没有时期，或数量过多",
        "sources": "来源：", "no sources": "无引用", "more sources": " 等，另有 {n} 个", "log": "（对数刻度）", "tip name": "对象",
        "tip text": "数据", "tip period": "时期", "tip sources": "来源",
        "missing groups": "{all} 组中有 {n} 组未画出：没有时间，或数量过多", "first": "只取了前面的部分，还有更多",
        "overlap": "一个数据可属于多组",
        "computed": "数据及其来源见", "alt groups": "{title}：{n} 组",
        "alt": "{title}：{n} 个数据", "alt one": "{title}：{label}", "alt time": "，从 {first}（{first_label}）到 {last}（{last_label}）",
        "alt highest": "；最高：{label}", "alt forecast": "；其中预测或目标 {n} 个", "alt uncited": "；无引用 {n} 个",
    },
}  # fmt: skip


def description(points: Sequence[Point], title: str, lang: Language, *, is_grouped: bool = False) -> str:
    """The chart in words: what, how many, first, last and highest, how many are expected or uncited."""
    words = WORDS[lang]
    if len(points) == 1:
        return words["alt one"].format(title=title, label=f"{points[0].label} {points[0].sign}".strip())
    said = words["alt groups" if is_grouped else "alt"].format(title=title, n=len(points))
    dated = sorted((one for one in points if one.time), key=lambda one: one.time or "")
    if len({one.time for one in dated}) > 1:
        first, last = dated[0], dated[-1]
        said += words["alt time"].format(
            first=first.period, first_label=first.label, last=last.period, last_label=last.label
        )
    said += words["alt highest"].format(label=max(points, key=lambda one: one.top or one.value).label)
    counts = {"forecast": sum(not one.happened for one in points), "uncited": sum("□" in one.sign for one in points)}
    return said + "".join(words[f"alt {name}"].format(n=n) for name, n in counts.items() if n)
