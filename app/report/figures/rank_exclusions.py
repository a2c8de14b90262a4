"""Ordinals that rank nothing: chapters, quarters, points of a list, numbers of issues."""

import re

_ORDINAL_OF = re.compile(
    r"(?:\s?[-–—~至到]\s?第?(?:\d+|[一二三四五六七八九十百]+)(?=\s?[页章条节届回话集期课卷]))?\s?[行桶视方面者国极極党步次节節章届期季产批个款代天轮线时性曲世手回页条卷版阶年月周日号部篇种类层项杯碗瓶盒袋话集课球场站任幕場]|\s?四半期|ページ|頁|\s?(?:分钟|小时|秒)"
)
# #20012 is an issue, #3 a place
_LONGEST_RANK = 3
_NUMBERED = re.compile(
    r"\b(?i:issues?|pr|pull requests?|bugs?|tickets?|comments?|rules?|patents?|cases?|commits?|discussions?|threads?|posts?|items?|symphon(?:y|ies)"
    r"|concertos?|sonatas?|quartets?|opus|articles?|regulations?|directives?|resolutions?|decrees?|bulletins?|amendments?|orders?|forms?|schedules?"
    r"|units?|volumes?|papers?|reports?|laws?|acts?)\s\(?$"
)
# 第三，反映…; but 排名第三，
_POINT_BEGINS = re.compile(r"(?:^|[。；;！？:：\n])\s?$")
_COMMAS = frozenset("，,、：:；")


def excluded_rank(plain: str, match: re.Match[str]) -> int | None:
    """第三方 and 第二季度 are names and dates; 前 12 位 selects whom a statement is about."""
    if match["no"] and (
        len(match["no"]) > _LONGEST_RANK or _NUMBERED.search(plain, max(0, match.start() - 16), match.start())
    ):
        return match.end()
    if (
        match["ordinal"]
        and _POINT_BEGINS.search(plain, max(0, match.start() - 3), match.start())
        and plain[match.end() : match.end() + 1] in _COMMAS
    ):
        return match.end()
    tier = plain.startswith(("梯队", "阵营"), match.end())
    row = _ORDINAL_OF.match(plain, match.end())
    return match.end() if match["first"] or tier else row.end() if row else None
