"""The data dictionary in Chinese: what fields mean, what their values count, and what these were read or derived from."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from app.api.fields.meanings_zh import MEANINGS
from app.api.fields.origins_zh import ORIGINS

_ENDS = {
    " Where `fields` names it.": "仅在 `fields` 写明时给出。",
    ", in the requested language": "（所请求的语言）",
    ", in English": "（英文）",
    ", in Chinese": "（中文）",
}
_CHINESE = MEANINGS | ORIGINS
_NONE: Mapping[str, str] = MappingProxyType({})
_BUCKET = re.compile(r"Value of (\w+) in this bucket; null for metrics without one\.")


def in_chinese(words: str, others: Mapping[str, str] = _NONE) -> str:
    """The Chinese translation from the dictionary or from `others`. A text without one stays English, which a test finds."""
    if words in others:
        return others[words]
    if words in _CHINESE:
        return _CHINESE[words]
    # where in the seeds folder a value is curated
    if re.fullmatch(r"seeds/[\w.-]+", words):
        return words
    if found := _BUCKET.fullmatch(words):
        return f"此组中 {found[1]} 的值；没有该值的数据为 null。"
    for end, chinese in _ENDS.items():
        if words.removesuffix(".").endswith(end.removesuffix(".")):
            rest = words.removesuffix(".").removesuffix(end.removesuffix(".")).removesuffix(".") + "."
            told = in_chinese(rest, others)
            if told == rest:
                return words
            return told + chinese if chinese.endswith("。") else told.removesuffix("。") + chinese + "。"
    return words
