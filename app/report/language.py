"""The language of a report or a part of it: by its script, then, for Latin script, by py3langid."""

import copy
import re
from collections import Counter
from functools import cache
from typing import Any

from app.report.figures.number_words import speaks_numbers
from app.report.word_lists import read_table

_SAMPLE = 6000
# fewer letters say too little against the language of the whole
_LEAST = 120
# so many of a language's commonest words, and half as many of any other at most, leave no doubt
_PLAINLY = 8
_PLAINLY_OF_ALL = 60
# in running text, one of a language's commonest words stands among so many letters at most
_LETTERS_A_WORD = 100
_NO_PROSE = re.compile(r"\s*(?:[|#]|\*\*[^*]*\*\*:?\s*$)")
# letters of a part that most often say it
_BEGINNING = 500
# each begins with a character of its own, which makes looking for them fast
_NOISE = re.compile(r"https?://\S+|`[^`\n]*`|<[^<>]*>|\x01\x01*")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9d]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_HANGUL = re.compile(r"[\uac00-\ud7af]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+")
_CHARACTER = re.compile(r"[\u3040-\u30ff\uff66-\uff9d\u3400-\u9fff\uac00-\ud7af]")
LATIN = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "no", "fi", "cs", "tr", "vi", "id", "ro", "hu")
CYRILLIC = ("ru", "uk", "bg")


def detect_language(text: str, whole: str | None = None) -> str:
    """ISO 639-1 code of the language that most of the text is in.

    Of a part, `whole` is the language of the whole: it holds where the part says too little, or plainly the same.
    """
    default = whole or "en"
    if whole and not text.isascii() and script_language(_NOISE.sub(" ", text[:_BEGINNING])) == whole:
        return whole
    sample = _NOISE.sub(" ", text[: _SAMPLE * 2])[:_SAMPLE]
    if by_script := script_language(sample):
        return by_script
    if whole and (same := _no_other_language(sample, whole)):
        return same
    letters = _letters(sample)
    if letters < _LEAST:
        return default if default != "en" else quick_language(sample)
    if plain := _plain_language(sample, whole):
        return plain
    return str(_identifier(CYRILLIC if len(_CYRILLIC.findall(sample)) * 2 > letters else LATIN).classify(sample.lower())[0])


def _no_other_language(sample: str, whole: str) -> str | None:
    """The language of the whole, where the part has words of it and hardly of another, or is no running text.

    This passes nearly every part without the model, whose reading takes longer than that of most reports.
    """
    if plain := _plain_language(sample[:_BEGINNING], whole):
        return plain
    # headings and the cells of tables have few of the words that tell a language
    running = _letters("\n".join(line for line in sample.splitlines() if not _NO_PROSE.match(line)))
    counts = _counts(sample)
    own = counts.pop(whole, 0)
    other = max(counts.values(), default=0)
    if own < 2 * other:
        return None
    return whole if running < _LEAST or own * _LETTERS_A_WORD >= running else None


def _letters(sample: str) -> int:
    return sum(map(len, _WORD.findall(sample)))


def _plain_language(sample: str, whole: str | None) -> str | None:
    """The language whose most common words far outnumber those of any other, so that the expensive checks are skipped.

    For a part, only the language of the whole is considered; for the whole, the margin must be larger.
    """
    counts = _counts(sample)
    language = whole or max(counts, key=counts.__getitem__, default="")
    own = counts.pop(language, 0)
    least, times = (_PLAINLY, 2) if whole else (_PLAINLY_OF_ALL, 4)
    return language if own >= least and own >= times * max(counts.values(), default=0) else None


def script_language(sample: str) -> str | None:
    """Chinese, Japanese or Korean, where the script says so."""
    if sample.isascii() or not _CHARACTER.search(sample):
        return None
    count = _letters(sample)
    han, kana, hangul = (sum(map(len, pattern.findall(sample))) for pattern in (_HAN, _KANA, _HANGUL))
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
    if not text.isascii() and len(_CYRILLIC.findall(text)) * 2 > _letters(text):
        # so short a text is not told from other languages of the script, which write numbers alike
        return "ru"
    counts = _counts(text)
    most = max(counts.values(), default=0)
    best = tuple(sorted(language for language in counts if counts[language] == most))
    if len(best) == 1 and most > 1:
        return best[0]
    # a single word may be one of several languages, a number in words hardly
    if spoken := speaks_numbers(text.lower(), (best or LATIN) if most > 1 else LATIN):
        return spoken
    if len(best) == 1:
        return best[0]
    if len(_WORD.findall(text)) < 3:
        return "en"
    return str(_identifier(best or LATIN[:6]).classify(text.lower())[0])


def _counts(text: str) -> Counter[str]:
    """How many of the commonest words of each language the text holds."""
    common = _common_words()
    found = Counter(_WORD.findall(text.lower()))
    counts: Counter[str] = Counter()
    for word in common.keys() & found.keys():
        for language in common[word]:
            counts[language] += found[word]
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
