"""Names of values in English and Chinese, for facets and wherever else a value is shown to people."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import Connection, Select

from app import vocabulary

Language = Literal["en", "zh"]

_CHINESE: dict[type[StrEnum], list[str]] = {
    vocabulary.ClaimKind: ["事实", "预测", "目标", "观点", "建议", "背景", "尚未整理"],
    vocabulary.Evidence: ["有引用", "无引用"],
    vocabulary.Status: ["实际值", "预测值", "目标值"],
    vocabulary.Comparator: ["等于", "大于", "不小于", "小于", "不大于", "约", "区间"],
    vocabulary.EntityType: ["企业", "模型", "芯片", "政策", "机构", "产品", "框架", "基准", "行业", "地区"],
    vocabulary.Role: ["主体", "提及"],
    vocabulary.Predicate: [
        "由…研发", "由…制造", "由…发布", "子公司", "属于系列", "基于", "运营", "合作伙伴", "部署于", "由…出版",
    ],
    vocabulary.Script: ["阿拉伯数字", "汉字数字"],
    vocabulary.Reason: ["日期", "名称", "标题", "序数", "其他", "尚未整理"],
    vocabulary.ConflictKind: ["数值冲突", "计算不符", "口径不同", "时间矛盾"],
    vocabulary.UnitKind: ["金额", "比率", "数量", "名次", "得分", "时间", "长度", "能量", "数据量", "速率", "数字"],
    vocabulary.Direction: ["越高越好", "越低越好", "中性"],
    vocabulary.Aggregation: ["可求和", "可求平均", "不可聚合"],
}  # fmt: skip
_ENGLISH: dict[type[StrEnum], list[str]] = {
    vocabulary.Comparator: [
        "Equal to", "Greater than", "At least", "Less than", "At most", "About", "Between",
    ],
}  # fmt: skip
# values whose names are looked up at once; neither database takes any number
_MOST = 10_000


@dataclass(frozen=True)
class Labels:
    """Where values have their names: `names` (English, Chinese) for a closed list, or rows of value, English, Chinese."""

    names: dict[Any, tuple[str, str]] | None = None
    rows: Select[Any] | None = None

    def of(self, values: Collection[Any], lang: Language, connection: Connection) -> dict[Any, str]:
        """The label of each value; the value itself where it has no name, or several."""
        index = 1 if lang == "zh" else 0
        if self.names is not None:
            return {value: self.names[value][index] if value in self.names else str(value) for value in values}
        if self.rows is None:
            return {value: str(value) for value in values}
        found: dict[Any, set[str]] = {}
        wanted = [value for value in values if value is not None]
        for first in range(0, len(wanted), _MOST):
            some = self.rows.selected_columns[0].in_(wanted[first : first + _MOST])
            for value, *names in connection.execute(self.rows.where(some)):
                found.setdefault(value, set()).add(names[index] or names[1 - index])
        return {value: next(iter(found[value])) if len(found.get(value, ())) == 1 else str(value) for value in values}


# what rows without a value are called
MISSING: dict[Language, str] = {"en": "None", "zh": "没有"}
PLAIN = Labels()
YES_NO = Labels({True: ("Yes", "是"), False: ("No", "否")})


def closed(kind: type[StrEnum]) -> Labels:
    """The names of a closed list's values."""
    english = _ENGLISH.get(kind) or [value.replace("_", " ").capitalize() for value in kind]
    return Labels({value.value: names for value, *names in zip(kind, english, _CHINESE[kind], strict=True)})  # type: ignore[misc]
