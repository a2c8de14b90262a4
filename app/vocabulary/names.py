"""The names of the closed lists' values in both languages, what else readers call some of them, and the language that a request
is answered in.
"""

from collections.abc import Collection, Iterable, Mapping
from contextvars import ContextVar
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from app.vocabulary.closed_lists import (
    Aggregation,
    ClaimKind,
    Comparator,
    ConflictKind,
    Direction,
    EntityType,
    Evidence,
    Granularity,
    PeriodBasis,
    Predicate,
    QualifierKey,
    Reason,
    Role,
    Script,
    Status,
    UnitKind,
)

Language = Literal["en", "zh"]
# of the request that is being answered
LANGUAGE: ContextVar[Language] = ContextVar("language", default="en")


def say(en: str, zh: str) -> str:
    """What we say, in the language of the request: `say("no such parameter", "没有这个参数")`."""
    return zh if LANGUAGE.get() == "zh" else en


CHINESE: dict[type[StrEnum], list[str]] = {
    ClaimKind: ["事实", "预测", "目标", "观点", "建议", "背景", "尚未整理"],
    Evidence: ["有引用", "无引用"],
    Status: ["实际值", "预测值", "目标值"],
    Granularity: ["年", "半年", "季度", "月", "日", "区间"],
    PeriodBasis: ["本句", "上下文"],
    Comparator: ["等于", "大于", "不小于", "小于", "不大于", "约", "区间", "允差"],
    EntityType: ["企业", "模型", "芯片", "政策", "机构", "产品", "框架", "基准", "行业", "地区"],
    Role: ["主体", "提及"],
    Predicate: [
        "由…研发", "由…推出", "由…制造", "由…发布", "子公司", "属于系列", "组成", "基于", "运营", "合作伙伴", "部署于", "由…出版",
    ],
    QualifierKey: [
        "计量内容", "占何者", "范围", "地区", "口径", "每", "场景", "评测或榜单", "条件", "比较对象", "方向", "角色",
    ],
    Script: ["阿拉伯数字", "汉字数字"],
    Reason: ["日期", "名称", "标题", "序数", "其他", "尚未整理"],
    ConflictKind: ["数值冲突", "计算不符", "口径不同", "时间矛盾"],
    UnitKind: [
        "金额", "比率", "数量", "名次", "得分", "时间", "长度", "能量", "数据量", "速率", "数字",
        "质量", "面积", "体积", "温度", "压强", "功率", "速度", "频率", "电学量", "浓度", "物质的量", "力", "加速度", "角度", "级",
    ],
    Direction: ["越高越好", "越低越好", "中性"],
    Aggregation: ["可求和", "可求平均", "不可聚合"],
}  # fmt: skip
ENGLISH: dict[type[StrEnum], list[str]] = {
    PeriodBasis: ["Said in the sentence", "Known from the context"],
    Comparator: [
        "Equal to", "Greater than", "At least", "Less than", "At most", "About", "Between", "Within a tolerance",
    ],
    QualifierKey: [
        "What is measured", "Whole of the share", "Scope", "Region", "Basis", "Per", "Scenario", "Benchmark or ranking",
        "Condition", "Compared with", "Direction", "Role",
    ],
}  # fmt: skip
# how a value relates to the true one, as words before a number: display, labels of charts and the views for SQL say the same
HEDGES: dict[Comparator, tuple[str, str]] = {
    Comparator.EQ: ("exactly", "等于"), Comparator.GT: ("over", "超过"),
    Comparator.GE: ("at least", "不低于"), Comparator.LT: ("under", "不足"),
    Comparator.LE: ("at most", "不超过"), Comparator.APPROX: ("about", "约"),
    Comparator.RANGE: ("between", "区间"), Comparator.TOLERANCE: ("within", "允差"),
}  # fmt: skip
# the comparators that are said before a number; a range and a tolerance are written as two numbers
SAID_BEFORE = (
    Comparator.GT, Comparator.GE, Comparator.LT, Comparator.LE,
    Comparator.APPROX,
)  # fmt: skip
# what the reader of reports takes a number for
READ_AS = {
    "figure": ("Figure", "数据"), "date": ("Date", "日期"), "name": ("Name", "名称"), "heading": ("Heading", "标题"),
    "ordinal": ("Ordinal", "序数"), "other": ("Other", "其他"), "other: DOI": ("Other: DOI", "其他：DOI"),
    "other: ISBN": ("Other: ISBN", "其他：ISBN"), "other: arXiv": ("Other: arXiv", "其他：arXiv"),
    "other: around the clock": ("Other: around the clock", "其他：全天候"), "other: aspect ratio": ("Other: aspect ratio", "其他：宽高比"),
    "other: base of a rate": ("Other: base of a rate", "其他：比率的基数"), "other: status code": ("Other: status code", "其他：状态码"),
    "other: list of numbers": ("Other: list of numbers", "其他：数字列表"),
    "other: code or formula": ("Other: code or formula", "其他：代码或公式"), "other: decade": ("Other: decade", "其他：年代"),
    "other: law": ("Other: law", "其他：法规"), "other: list enumerator": ("Other: list enumerator", "其他：列表编号"),
    "other: phone number": ("Other: phone number", "其他：电话号码"), "other: reference": ("Other: reference", "其他：图表或页码"),
    "other: shopping festival": ("Other: shopping festival", "其他：购物节"), "other: time of day": ("Other: time of day", "其他：时刻"),
    "other: version": ("Other: version", "其他：版本号"),
}  # fmt: skip
# what readers call some values besides, whichever list has the value
OTHERS: dict[str, str] = {
    Status.ACTUAL: "real, historical, realised, realized, 实际, 已实现",
    Status.FORECAST: "projected, projection, expected, estimate, estimated, prediction, 预测, 预计, 预期",
    Status.TARGET: "goal, planned, plan, 目标, 规划",
    Evidence.CITED: "sourced, supported, 有来源, 已引用",
    Evidence.UNCITED: "unsourced, unsupported, 无来源, 未引用",
    Comparator.EQ: "exact, exactly, =, ==, 准确",
    Comparator.GT: "more than, over, above, >, 超过, 以上",
    Comparator.GE: "no less than, >=, 至少, 不低于",
    Comparator.LT: "below, under, <, 不足, 低于",
    Comparator.LE: "no more than, up to, <=, 至多, 不超过",
    Comparator.APPROX: "approximately, around, circa, roughly, ~, 大约, 近",
    Comparator.RANGE: "interval, 之间, 范围",
    EntityType.COMPANY: "firm, corporation, enterprise, 公司",
    EntityType.ORGANIZATION: "organisation, institution, body, 组织",
    EntityType.REGION: "country, place, 国家, 地方",
    EntityType.INDUSTRY: "sector, 产业",
    ClaimKind.RECOMMENDATION: "advice, suggestion",
}
# the names of languages that reports are written in, by their ISO 639 code
LANGUAGES = {
    "zh": "Chinese, Mandarin, 中文, 汉语, 汉文", "en": "English, 英文, 英语", "ja": "Japanese, 日文, 日语", "ko": "Korean, 韩文, 韩语",
    "de": "German, 德文, 德语", "fr": "French, 法文, 法语", "es": "Spanish, 西班牙文, 西班牙语", "ru": "Russian, 俄文, 俄语",
}  # fmt: skip
# closed lists by the filter that takes their values
NAMED: dict[str, type[StrEnum]] = {
    "status": Status, "kind": ClaimKind, "evidence": Evidence,
    "comparator": Comparator,
    "reason": Reason, "script": Script, "direction": Direction,
    "aggregation": Aggregation,
}  # fmt: skip


# the same, and those that no filter takes, by the field that holds their values; `kind` is another list in each resource
_IN_FIELDS: dict[str, tuple[type[StrEnum], ...]] = {
    **{name: (kind,) for name, kind in NAMED.items()},
    "kind": (ClaimKind, ConflictKind),
    "period_basis": (PeriodBasis,), "period_kind": (Granularity,), "granularity": (Granularity,),
    "role": (Role,),
}  # fmt: skip


# by field, the English and Chinese names of its values in the vocabularies that a folder extends: of the version of the data that
# the request at hand is answered from
FOLDER_NAMES: ContextVar[Mapping[str, Mapping[str, tuple[str, str]]]] = ContextVar(
    "folder_names", default=MappingProxyType({})
)


def labels_of_field(field: str, lang: Language) -> dict[str, str]:
    """The names of the values of a field that holds words of a closed list or of one that folders extend; empty for any other."""
    extended = FOLDER_NAMES.get().get(field, {})
    closed = {value.value: names_of(value)[lang == "zh"] for kind in _IN_FIELDS.get(field, ()) for value in kind}
    return {**{slug: names[lang == "zh"] for slug, names in extended.items()}, **closed}


def names_of(value: StrEnum) -> list[str]:
    """The names of a value in both languages, and its others."""
    kind = type(value)
    place = list(kind).index(value)
    english = ENGLISH[kind][place] if kind in ENGLISH else value.value.replace("_", " ").capitalize()
    others = OTHERS[value].split(", ") if value in OTHERS else []
    return [english, CHINESE[kind][place], *others]


def names_among(allowed: Collection[str]) -> Iterable[tuple[str, str]]:
    """Each name of the closed list that `allowed` is, with the value that it names."""
    for kind in CHINESE:
        if {value.value for value in kind} == set(allowed):
            yield from ((name, value.value) for value in kind for name in (value.value, *names_of(value)))
