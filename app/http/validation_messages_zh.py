"""Why a parameter cannot be used, in Chinese, by the type of error that pydantic or one of our types raises."""

from collections.abc import Mapping
from typing import Any

from app.vocabulary.periods import FORMS_ZH

_SAID = {
    "missing": "缺少这个参数",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "整数过大",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "应不小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "应不大于 {le}",
    "less_than": "应小于 {lt}",
    "string_too_long": "最多 {max_length} 个字符",
    "string_too_short": "至少 {min_length} 个字符",
    "too_long": "最多 {max_length} 个值",
    "too_short": "至少 {min_length} 个值",
    "string_pattern_mismatch": "应符合格式 {pattern}",
    "enum": "不在可选值之中",
    "literal_error": "不在可选值之中",
    "not_listed": "{word} 不在可选值之中",
    "given_twice": "同一个值给出了两次",
    "many_fields": "列出了 {count} 个字段；一次最多显示 {most} 个",
    "alias": "{alias} 不能作字段名称：只能用字母、数字和 _，不以数字开头，最多 {most} 个字符",
    "unstorable": "文本中没有 NUL 和单独的代理字符",
    "quotes": "双引号没有闭合，或出现在值的中间",
    "empty_value": "值为空；请去掉它",
    "period": f"不是时期；可写 {FORMS_ZH}",
    "reference": "应为编号，或 `文件:编号`",
    "words": "{chinese}",
    "date": "{text} 不是日历中的日期",
    "moment": "{text} 是一个时刻，而比较的是日期；请给出日期，例如 {day}（Grafana 写作 `${{__from:date:YYYY-MM-DD}}`、`${{__to:date:YYYY-MM-DD}}`）",
    "braces": "文本中可以有逗号，多个文本请重复这个参数；Grafana 写作 `${{name:queryparam}}`",
    "needs_entity": "它扩展筛选 `entity`；请同时给出实体",
    "nothing_not_blank": "为空；请至少输入一个字符",
}


def said_in_chinese(kind: str, context: Mapping[str, Any]) -> str:
    return _SAID.get(kind, "不能使用这个值").format_map({name: str(value) for name, value in context.items()})
