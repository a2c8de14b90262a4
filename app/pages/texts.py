"""What pages say, in English and Chinese. English is written in the templates; `CHINESE` has each text by its English."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache

from app import vocabulary
from app.pages.texts_zh import CHINESE, FILTERS
from app.vocabulary import names
from app.vocabulary.names import Language

KINDS: Mapping[str, type[StrEnum]] = {
    "kind": vocabulary.ClaimKind, "evidence": vocabulary.Evidence, "status": vocabulary.Status,
    "comparator": vocabulary.Comparator, "conflict": vocabulary.ConflictKind,
    "reason": vocabulary.Reason, "aggregation": vocabulary.Aggregation,
    "direction": vocabulary.Direction, "qualifier": vocabulary.QualifierKey,
}  # fmt: skip


class Texts:
    """Our own texts in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def __call__(self, words: str, **values: object) -> str:
        """A text with its values filled in. Raises `KeyError` if it has no translation."""
        found = CHINESE[words] if self.lang == "zh" else _SITES.get(words, words)
        return found.format(**values) if values else found

    def name(self, parameter: str) -> str:
        """The name of a filter, with what its operator means: `value__gte` -> `Value ≥`."""
        return _parameter_name(parameter, self.lang)

    @staticmethod
    def format(name: str) -> str:
        """The name of a format, which is the same in both languages."""
        return _FORMATS.get(name, name.upper())


# English names that differ from the key
_SITES = {
    "site government": "government", "site academic": "academic", "site encyclopedia": "encyclopedia", "site code and models": "code and models",
    "site platform": "platform", "site other": "other",
}  # fmt: skip
_FILTERS = {"q": "Words"}
_FORMATS = {
    "parquet": "Parquet", "csl": "CSL JSON", "bibtex": "BibTeX", "gbt7714": "GB/T 7714", "jsonld": "JSON-LD", "vega-lite": "Vega-Lite",
    "svg-narrow": "SVG (narrow)",
}  # fmt: skip
_OPERATORS = {
    "ne": ("is not", "不是"), "gt": (">", ">"), "gte": ("≥", "≥"), "lt": ("<", "<"), "lte": ("≤", "≤"), "contains": ("contains", "包含"),
    "isnull": ("is missing", "缺失"),
}  # fmt: skip


@lru_cache(maxsize=1000)
def _parameter_name(parameter: str, lang: Language) -> str:
    field, _, operator = parameter.partition("__")
    if field.startswith("qualifier."):
        words = label("qualifier", field.removeprefix("qualifier."), lang)
        return f"{words} {_OPERATORS[operator][lang == 'zh']}" if operator in _OPERATORS else words
    words = field.replace("_", " ").capitalize()
    name = FILTERS.get(field, words) if lang == "zh" else _FILTERS.get(field, words)
    return f"{name} {_OPERATORS[operator][lang == 'zh']}" if operator in _OPERATORS else name


def label(kind: str, value: str, lang: Language) -> str:
    """The name of a value of a closed list; the value itself where it is none."""
    return _labels(kind, lang).get(value, value)


@cache
def _labels(kind: str, lang: Language) -> dict[str, str]:
    listed = KINDS[kind]
    english = names.ENGLISH.get(listed) or [value.replace("_", " ").capitalize() for value in listed]
    return dict(zip(listed, names.CHINESE[listed] if lang == "zh" else english, strict=True))
