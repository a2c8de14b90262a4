"""Units and magnitudes as reports write them, each with its code and exact factor to the base unit.

Codes are those of the annotation guide (currencies: ISO 4217).
"""

import re
from decimal import Decimal

ONE = Decimal(1)

HAN_MAGNITUDES = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}
LATIN_MAGNITUDES = {
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "mn": Decimal(10**6),
    "bn": Decimal(10**9),
    "tn": Decimal(10**12),
    "k": Decimal(10**3),
    "K": Decimal(10**3),
    "M": Decimal(10**6),
    "B": Decimal(10**9),
    "T": Decimal(10**12),
}
MONEY_PREFIXES = {
    "US$": "USD", "USD": "USD", "$": "USD", "HK$": "HKD", "HKD": "HKD", "RMB": "CNY", "CNY": "CNY", "CN¥": "CNY",
    "¥": "CNY", "￥": "CNY", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
}  # fmt: skip

# Longest first is taken care of by the pattern below. SI symbols are matched by _SI instead.
_WORDS: dict[str, tuple[str, Decimal]] = {
    **dict.fromkeys(("元人民币", "人民币元", "人民币", "元", "yuan", "RMB", "CNY"), ("CNY", ONE)),
    **dict.fromkeys(("美元", "美金", "US dollars", "dollars", "USD"), ("USD", ONE)),
    **dict.fromkeys(("港元", "港币", "HKD"), ("HKD", ONE)),
    **dict.fromkeys(("%", "％", "percent", "per cent"), ("percent", ONE)),
    "‰": ("percent", Decimal("0.1")),
    **dict.fromkeys(("个百分点", "百分点", "percentage points", "percentage point", "pp"), ("percentage_point", ONE)),
    **dict.fromkeys(("倍", "×", "times", "-fold", "fold", "x"), ("times", ONE)),
    **dict.fromkeys(("tokens", "token", "Tokens", "Token", "词元"), ("token", ONE)),
    **dict.fromkeys(("tokens/s", "token/s", "tokens / 秒", "tokens/秒", "tokens per second"), ("token_per_second", ONE)),
    **dict.fromkeys(("总参数", "参数", "parameters", "parameter", "params"), ("parameter", ONE)),
    **dict.fromkeys(("秒钟", "秒", "seconds", "second", "secs", "sec"), ("second", ONE)),
    "毫秒": ("second", Decimal("1e-3")),
    "微秒": ("second", Decimal("1e-6")),
    "纳秒": ("second", Decimal("1e-9")),
    **dict.fromkeys(("分钟", "minutes", "minute", "mins", "min"), ("second", Decimal(60))),
    **dict.fromkeys(("个小时", "小时", "hours", "hour"), ("second", Decimal(3600))),
    **dict.fromkeys(("天", "日", "days", "day"), ("day", ONE)),
    **dict.fromkeys(("个星期", "周", "weeks", "week"), ("day", Decimal(7))),
    **dict.fromkeys(("个月", "months", "month"), ("month", ONE)),
    **dict.fromkeys(("年", "years", "year"), ("month", Decimal(12))),
    **dict.fromkeys(("米", "metres", "metre", "meters", "meter"), ("metre", ONE)),
    **dict.fromkeys(("公里", "千米"), ("metre", Decimal(1000))),
    "厘米": ("metre", Decimal("1e-2")),
    "毫米": ("metre", Decimal("1e-3")),
    "微米": ("metre", Decimal("1e-6")),
    "纳米": ("metre", Decimal("1e-9")),
    "瓦时": ("watt_hour", ONE),
    **dict.fromkeys(("千瓦时", "度电"), ("watt_hour", Decimal("1e3"))),
    "兆瓦时": ("watt_hour", Decimal("1e6")),
    "吉瓦时": ("watt_hour", Decimal("1e9")),
    "太瓦时": ("watt_hour", Decimal("1e12")),
    **dict.fromkeys(("比特", "bits", "bit"), ("bit", ONE)),
    **dict.fromkeys(("像素", "pixels", "pixel", "px"), ("pixel", ONE)),
    **dict.fromkeys(("帧率", "帧 / 秒", "帧/秒", "fps", "frames per second"), ("frame_per_second", ONE)),
    **dict.fromkeys(("帧", "frames", "frame"), ("frame", ONE)),
    **dict.fromkeys(("分", "points", "point"), ("score", ONE)),
    **dict.fromkeys(("人", "名", "用户", "教师", "开发者", "people", "persons", "users"), ("person", ONE)),
    **dict.fromkeys(
        (
            "个", "款", "项", "起", "台", "家", "张", "块", "席", "套", "篇", "种", "件", "次", "辆", "座", "条", "步",
            "基", "类", "例", "门", "层", "枚", "颗", "卡", "处", "所", "批", "轮", "笔", "份", "部", "代", "位", "大", "户",
            "人次", "models", "companies", "events", "cards", "chips",
        ),
        ("count", ONE),
    ),
}  # fmt: skip

# characters that make another word of a unit: 4K 分辨率, 5.0 参数量, 1.2 亿日均, 2025 人工智能大会
_NOT_BEFORE = {
    "元": "素宇组器旦件", "倍": "率频", "分": "辨别析布支类为之散", "参数": "量规面化级", "天": "津然气空地才下堑",
    "年": "薪均度产收销费利轻级代底初报会货", "日": "均活常志本益前新", "周": "年期边围转", "米": "兰德其哈",
    "人": "工类才民均形机力物脸口员", "大": "模会赛学型数语规幅量家厂湾众部厦约概", "个": "性别股案", "位": "置于居",
    "家": "庭用居电长族里乡园", "项": "目", "部": "门分署委落", "起": "来步点源草初到", "名": "称单列义字气牌额次",
    "款": "式项", "篇": "章幅", "套": "利件餐路", "处": "理于罚置", "所": "有以需谓示述在得", "批": "准量评发", "笔": "记",
    "份": "额", "条": "件款例", "种": "植子", "座": "谈椅", "块": "链", "张": "量力", "台": "湾式积", "步": "骤伐",
    "基": "础于金本准座站因地建", "门": "户槛店", "层": "面次", "类": "似型别", "例": "如", "代": "表码理价", "卡": "车片通",
}  # fmt: skip

_SI = {
    "FLOPS": r"FLOPS|FLOPs|Flops|flops|FLOP/s",
    "bit_per_second": r"bps|bit/s|b/s",
    "byte_per_second": r"Bps|B/s|byte/s",
    "watt_hour": r"Wh",
    "second": r"s(?![A-Za-z])",
    "metre": r"m(?![A-Za-z])",
}
# SI Brochure (BIPM, 9th edition), table 7; both characters that are written for micro, and the common K for kilo
_SI_FACTORS = {
    "": ONE, "n": ONE.scaleb(-9), "µ": ONE.scaleb(-6), "μ": ONE.scaleb(-6), "m": ONE.scaleb(-3), "c": ONE.scaleb(-2),
    **{prefix: Decimal(10**power) for prefix, power in zip("kKMGTPEZ", (3, 3, 6, 9, 12, 15, 18, 21), strict=True)},
}  # fmt: skip
_SI_PREFIX = {"watt_hour": "[kMGTP]?", "second": "[mµμn]?", "metre": "[kcmµμn]?"}
_SI_PATTERN = "|".join(
    rf"(?P<{code}>(?P<{code}_prefix>{_SI_PREFIX.get(code, '[kKMGTPEZ]?')})(?:{symbols}))" for code, symbols in _SI.items()
)


def _word(word: str) -> str:
    pattern = re.escape(word).replace(r"\ ", r"\s?")
    if word in {"x", "×"}:
        # 1024 × 768 is a size, not a multiple
        return pattern + r"(?![A-Za-z]|\s?\d)"
    others = ("A-Za-z" if word[-1].isascii() and word[-1].isalpha() else "") + _NOT_BEFORE.get(word, "")
    return pattern + (f"(?![{others}])" if others else "")


_WORD_PATTERN = "|".join(_word(word) for word in sorted(_WORDS, key=len, reverse=True))
UNIT = re.compile(rf"(?:{_SI_PATTERN}|(?P<word>{_WORD_PATTERN}))")
_BY_WORD = {re.sub(r"\s", "", word): unit for word, unit in _WORDS.items()}
# the same without groups, to be part of other patterns
UNIT_PATTERN = re.sub(r"\?P<\w+>", "?:", UNIT.pattern)


def read_unit(match: re.Match[str]) -> tuple[str, Decimal]:
    """Code and exact factor of a match of `UNIT`."""
    if match["word"] is not None:
        return _BY_WORD[re.sub(r"\s", "", match["word"])]
    code = next(code for code in _SI if match[code] is not None)
    return code, _SI_FACTORS[match[f"{code}_prefix"]]
