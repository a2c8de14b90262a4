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
        "undated": "Without a period, not drawn: {n} of {all} figures", "many": "The {drawn} largest of {all} figures",
        "best": "The {drawn} best of {all} figures", "periods": "Of different periods, named beside them",
        "some undated": "Of different periods, named beside them where there is one",
        "cited": "cited", "not cited": "uncited", "contradicted": "contradicted by another figure",
        "axis rank": "rank, 1 is the best", "sources": "Sources:", "no sources": "none cited",
        "more sources": " and {n} more", "log": ", logarithmic", "tip name": "Of", "tip words": "Figure",
        "tip evidence": "Evidence", "tip period": "Period",
        "tip sources": "Sources",
        "undated groups": "Without a year, not drawn: {n} of {all} groups", "many groups": "The {drawn} largest of {all} groups",
        "indicators": "One indicator after another", "first": "The first ones asked for; there are more",
        "overlap": "A figure can be in several groups",
        "computed": "From figures listed with their sources at", "alt groups": "{title}: {n} groups",
        "alt": "{title}: {n} figures", "alt one": "{title}: {label}", "alt time": ", from {first} ({first_label}) to {last} ({last_label})",
        "alt years": ", {first}–{last}", "alt year": ", {first}", "alt highest": "; the largest: {label}", "alt best": "; the best: {label}",
        "alt forecast": "; forecasts or targets: {n}", "alt uncited": "; uncited: {n}",
    },
    "zh": {
        "about": f"圆环：{_ABOUT[1]}", "more": f"▲：{_OVER[1]}、{_AT_LEAST[1]}", "less": f"▼：{_UNDER[1]}、{_AT_MOST[1]}",
        "range": "线段：区间", "forecast": "空心、虚线：预测或目标",
        "uncited": "□：无引用", "conflict": "≠：与其他数据矛盾", "stated": "{n} 处陈述，{drawn} 个不同数据各画一次",
        "undated": "{all} 个数据中有 {n} 个没有时期，未画出", "many": "共 {all} 个数据，画出最大的 {drawn} 个",
        "best": "共 {all} 个数据，画出名次最前的 {drawn} 个", "periods": "各数据时期不同，见名称旁",
        "some undated": "各数据时期不同，有时期者见名称旁",
        "cited": "有引用", "not cited": "无引用", "contradicted": "与其他数据矛盾",
        "axis rank": "名次，1 为最前",
        "sources": "来源：", "no sources": "无引用", "more sources": " 等，另有 {n} 个", "log": "（对数刻度）", "tip name": "对象",
        "tip words": "数据", "tip evidence": "证据", "tip period": "时期", "tip sources": "来源",
        "undated groups": "{all} 组中有 {n} 组没有年份，未画出", "many groups": "共 {all} 组，画出最大的 {drawn} 组",
        "indicators": "按指标依次列出", "first": "只取了前面的部分，还有更多",
        "overlap": "一个数据可属于多组",
        "computed": "数据及其来源见", "alt groups": "{title}：{n} 组",
        "alt": "{title}：{n} 个数据", "alt one": "{title}：{label}", "alt time": "，从 {first}（{first_label}）到 {last}（{last_label}）",
        "alt years": "，{first}–{last} 年", "alt year": "，{first} 年", "alt highest": "；最大：{label}", "alt best": "；名次最前：{label}",
        "alt forecast": "；其中预测或目标 {n} 个", "alt uncited": "；无引用 {n} 个",
    },
}  # fmt: skip


def evidence(point: Point, lang: Language) -> str:
    """What the signs of a figure say, in words."""
    words = WORDS[lang]
    said = [words["not cited" if "□" in point.sign else "cited"]]
    said += [words["contradicted"]] if "≠" in point.sign else []
    return ("、" if lang == "zh" else ", ").join(said)


def description(
    points: Sequence[Point], drawn: Sequence[Point], title: str, lang: Language, *, unit: str, is_grouped: bool = False
) -> str:
    """The chart in words: what, how many, of which years, first and last where all are of one thing, the largest that is drawn or
    the best rank, how many are expected or uncited."""
    words = WORDS[lang]
    if len(points) == 1:
        return words["alt one"].format(title=title, label=f"{points[0].label} {points[0].sign}".strip())
    said = words["alt groups" if is_grouped else "alt"].format(title=title, n=len(points))
    several = len({one.series for one in drawn}) > 1
    said += _years(drawn, lang) if several else _course(drawn, lang)
    if unit == "rank":
        said += words["alt best"].format(label=_said(min(drawn, key=lambda one: one.value), lang, several))
    else:
        said += words["alt highest"].format(label=_said(max(drawn, key=lambda one: one.top or one.value), lang, several))
    counts = {"forecast": sum(not one.happened for one in points), "uncited": sum("□" in one.sign for one in points)}
    return said + "".join(words[f"alt {name}"].format(n=n) for name, n in counts.items() if n)


def _course(points: Sequence[Point], lang: Language) -> str:
    """The first and the last of one thing at several times."""
    dated = sorted((one for one in points if one.time), key=lambda one: one.time or "")
    if len({one.time for one in dated}) < 2:
        return ""
    first, last = dated[0], dated[-1]
    return WORDS[lang]["alt time"].format(
        first=first.period, first_label=first.label, last=last.period, last_label=last.label
    )


def _years(points: Sequence[Point], lang: Language) -> str:
    """The years of several things, where each that is drawn has one; two things at two times are no course of one."""
    if not all(one.time for one in points):
        return ""
    first = min((one.period_start or one.time or "")[:4] for one in points)
    last = max((one.period_end or one.time or "")[:4] for one in points)
    return WORDS[lang]["alt year" if first == last else "alt years"].format(first=first, last=last)


def _said(point: Point, lang: Language, several: bool) -> str:
    """A figure, of several things with whose it is."""
    if not several or not point.name:
        return point.label
    return f"{point.name}，{point.label}" if lang == "zh" else f"{point.name}, {point.label}"
