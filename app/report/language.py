"""The language of a report or a part of it: by its script, then, for Latin script, by py3langid."""

import copy
import re
from functools import cache
from typing import Any

from app.report.tables import read_table

_SAMPLE = 6000
# fewer letters say too little against the language of the whole
_LEAST = 120
# so many of a language's commonest words, and half as many of any other at most, leave no doubt
_PLAINLY = 8
_NOISE = re.compile(r"\(?https?://\S+|`[^`\n]*`|<[^<>]*>|\x01+")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9d]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+")
LATIN = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "no", "fi", "cs", "tr", "vi", "id", "ro", "hu")
CYRILLIC = ("ru", "uk", "bg")


def detect_language(text: str, whole: str | None = None) -> str:
    """ISO 639-1 code of the language that most of the text is in.

    Of a part, `whole` is the language of the whole: it holds where the part says too little, or plainly the same.
    """
    default = whole or "en"
    sample = _NOISE.sub(" ", text[: _SAMPLE * 2])[:_SAMPLE]
    letters = sum(map(len, _WORD.findall(sample)))
    if by_script := script_language(sample, letters):
        return by_script
    if letters < _LEAST:
        return default if default != "en" else quick_language(sample)
    if whole is not None and _is_plainly(sample, whole):
        return whole
    return str(_identifier(CYRILLIC if len(_CYRILLIC.findall(sample)) * 2 > letters else LATIN).classify(sample.lower())[0])


def _is_plainly(sample: str, language: str) -> bool:
    """Whether the commonest words of the language outnumber those of any other by far: what costs more is not asked."""
    counts = _counts(sample)
    own = counts.pop(language, 0)
    return own >= _PLAINLY and own >= 2 * max(counts.values(), default=0)


def script_language(sample: str, letters: int | None = None) -> str | None:
    """Chinese, Japanese or Korean, where the script says so."""
    if sample.isascii():
        return None
    count = sum(map(len, _WORD.findall(sample))) if letters is None else letters
    han, kana, hangul = (len(pattern.findall(sample)) for pattern in (_HAN, _KANA, _HANGUL))
    if hangul * 4 > count and hangul > kana:
        return "ko"
    if kana and kana * 12 > han and (kana + han) * 5 > count:
        return "ja"
    return "zh" if han * 6 > count else None


def quick_language(text: str) -> str:
    """The language of a sentence, by its script and its commonest words; English where neither says another."""
    if text.isascii() and not _WORD.search(text):
        return "en"
    if by_script := script_language(text):
        return by_script
    counts = _counts(text)
    most = max(counts.values(), default=0)
    best = tuple(language for language in counts if counts[language] == most)
    if len(best) == 1:
        return best[0]
    if len(_WORD.findall(text)) < 3:
        return "en"
    return str(_identifier(best or LATIN[:6]).classify(text.lower())[0])


def _counts(text: str) -> dict[str, int]:
    """How many of the commonest words of each language the text holds."""
    common = _common_words()
    counts: dict[str, int] = {}
    for word in _WORD.findall(text.lower()):
        for language in common.get(word, ()):
            counts[language] = counts.get(language, 0) + 1
    return counts


@cache
def _common_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in read_table("languages"):
        for word in filter(None, row["common"].split()):
            found[word] = (*found.get(word, ()), row["language"])
    return found


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    identifier = copy.copy(_model())
    identifier.set_languages(list(languages))
    return identifier


@cache
def _model() -> Any:
    """The model of all languages, which is read once."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_DIR / MODEL_FILE)
