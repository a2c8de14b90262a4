"""Subjects that nobody understands without their sentence: `该模型`, `三大区域`, `the latter`."""

import re

# 其他行业 and 其余 say what they are, 三大运营商 is a name
_POINTS_BACK = re.compile(
    r"(?:该|其(?![他余])|这|上述|[两二三]者|前者|后者|它们?|他们)"
    r"|[两二三四五六七八九十]大(?:区域|地区|城市|行业|领域|市场|方向|公司|企业|厂商|平台|模型|产品)$"
    r"|(?:this|these|those|it|its|they|their|both|the (?:latter|former|same))\b",
    re.IGNORECASE,
)


def points_back(subject: str) -> bool:
    """Whether a subject only points to what its sentence, or one before it, names."""
    return _POINTS_BACK.match(subject) is not None
