"""The names of the closed lists' values in Chinese, and in English where they are not the values themselves."""

from enum import StrEnum
from typing import Literal

from app import vocabulary

Language = Literal["en", "zh"]

CHINESE: dict[type[StrEnum], list[str]] = {
    vocabulary.ClaimKind: ["事实", "预测", "目标", "观点", "建议", "背景", "尚未整理"],
    vocabulary.Evidence: ["有引用", "无引用"],
    vocabulary.Status: ["实际值", "预测值", "目标值"],
    vocabulary.PeriodBasis: ["本句", "上下文"],
    vocabulary.Comparator: ["等于", "大于", "不小于", "小于", "不大于", "约", "区间"],
    vocabulary.EntityType: ["企业", "模型", "芯片", "政策", "机构", "产品", "框架", "基准", "行业", "地区"],
    vocabulary.Role: ["主体", "提及"],
    vocabulary.Predicate: [
        "由…研发", "由…制造", "由…发布", "子公司", "属于系列", "基于", "运营", "合作伙伴", "部署于", "由…出版",
    ],
    vocabulary.Script: ["阿拉伯数字", "汉字数字"],
    vocabulary.Reason: ["日期", "名称", "标题", "序数", "其他", "尚未整理"],
    vocabulary.ConflictKind: ["数值冲突", "计算不符", "口径不同", "时间矛盾"],
    vocabulary.UnitKind: [
        "金额", "比率", "数量", "名次", "得分", "时间", "长度", "能量", "数据量", "速率", "数字",
        "质量", "面积", "体积", "温度", "压强", "功率", "速度", "频率", "电学量", "浓度", "物质的量", "力", "加速度", "角度", "级",
    ],
    vocabulary.Direction: ["越高越好", "越低越好", "中性"],
    vocabulary.Aggregation: ["可求和", "可求平均", "不可聚合"],
}  # fmt: skip
ENGLISH: dict[type[StrEnum], list[str]] = {
    vocabulary.PeriodBasis: ["Said in the sentence", "Known from the context"],
    vocabulary.Comparator: [
        "Equal to", "Greater than", "At least", "Less than", "At most", "About", "Between",
    ],
}  # fmt: skip
