"""Questions as people type them, read as the words that they are about.

A Chinese question has no spaces: what asks (`是多少`, `哪些`) or only joins (`的`) separates, a year stands by itself, and the rest
is cut at known names. An English question loses the words that only ask. A question for the largest loses the word that says so:
rows have values to sort by, and no such word. No question finds less than its words together would: whatever has these also has
the parts.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from app.store.tokens import fold
from app.vocabulary import UnitKind
from app.vocabulary.scripts import HAN, HAN_CHARACTER

_ASKING = re.compile(
    r"请问|告诉我|我想知道|(?:大概|大约|一共|总共|共)?(?:是|有|为|达|达到|占|需?要|花费?|卖|用|拿出)*了?多少(?:[亿万家个款种名位次钱元]|人(?![民力才工]))?"
    r"|(?:是|有|为|达|需?要|用)?多[长久](?:时间|$)|还?(?:是|有|为|达|需?要)多[大高长久快远强重低]|多[大高快远强重低]$|(?:是|有)?几[家个款种亿万名位次项年月天成倍]"
    r"|为什么|为何|什么时[候间]|(?:是|有|用|做)?了?什么是?|(?:是|有|由|用)?了?哪(?:[一二两三四五六七八九十几]?[些个家里几种款位年一儿])|是?谁是?|何时|怎么样?|怎样|如何|是否|有没有|会不会|能不能|是不是|[吗呢]$"
)
_YEAR = re.compile(
    r"(?<!\d)(?:19|20)\d\d年(?:上半年|下半年|第?[一二三四1-4]季度|\d{1,2}月(?:\d{1,2}[日号])?)?|(?<![\d.])20\d\d(?=[\u4e00-\u9fff])"
)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_MOST_CHINESE = re.compile(
    r"最(?:[大多高快强长贵好久远重新小少低慢弱短差]|便宜|受欢迎|集中|先进|流行|热门|常见|重要|严重|普遍|强大|优秀|关键)"
)
_SUPERLATIVES_ENGLISH = (
    "most largest biggest highest greatest top longest fastest strongest best latest least smallest lowest fewest shortest"
    " slowest cheapest weakest worst leads leading"
)
_JOINING = re.compile(r"的|用上了?|一[个款家](?!月)|[，。、；：？！,;:?!]")
# where a Latin word stands beside Chinese ones without a space
_SCRIPTS = re.compile(rf"(?<=[a-z]{{2}})(?=[{HAN}]{{2}})|(?<=[{HAN}]{{2}})(?=[a-z]{{2}})")
# Chinese words that mean nothing alone; cut off only where names leave them over
_EMPTY = frozenset("是有在为了和与及都会能将达占约还也已被把由从靠里中上内")
# the same where they begin a word, and where they end one: `内容`, `英伟达` and `智能` are words
_EMPTY_BEFORE = _EMPTY - frozenset("里中上内达")
_EMPTY_AFTER = _EMPTY - frozenset("达约会能把")
LONGEST_NAME = 20
_ASKING_ENGLISH = (
    "what which who whom whose when where why how is are was were do does did has have had can could will would should"
    " show tell give list been being"
)
_SAYING_NOTHING_ENGLISH = (
    "a an the of in on at for by to from with as it its there their this that these those any some me us you please about be"
    " happen happens happened mentioned named"
)
# verbs that in a question say only that there is an amount or a time: "how long does it take", "how many use it"
_LIGHT_WORDS = "use uses used take takes took taken need needs needed get gets got and or one money"
_LIGHT = frozenset(_LIGHT_WORDS.split())
_ASKED_IN_ENGLISH = frozenset(_ASKING_ENGLISH.split())
_SAYING_NOTHING = _ASKED_IN_ENGLISH | frozenset(_SAYING_NOTHING_ENGLISH.split())
_MOST_ENGLISH = frozenset(_SUPERLATIVES_ENGLISH.split())
# verbs of "how much", and the nouns by which figures are known
_AMOUNTS = {"cost": "price", "raise": "financing", "earn": "salary"}
_AMOUNTS |= {f"{verb}s": noun for verb, noun in _AMOUNTS.items()} | {"raised": "financing", "earned": "salary"}
# what a question asks for the amount of
_MONEY_CHINESE = re.compile(r"多少(?:[万亿]*(?:美|港|欧|日)?元|钱|人民币)|几[万亿]*[块元]|花费?(?:了|掉)?多少|多贵")
_TIME_CHINESE = re.compile(r"多久|多长时间|几[年天]|几个(?:月|小时|星期|季度)")
_MONEY_WORDS = (
    "money cost costs spend spends spent raise raised pay pays paid earn earns earned invest invests invested fund funds funded"
    " price priced charge charges charged worth dollars yuan"
)
_TIME_WORDS = "take takes taken took last lasts lasted need needs until before wait"
_AMOUNT = re.compile(
    r"\bhow (?:many|much|big|large|long|high|fast|far|often|old|accurate|powerful|expensive|cheap|strong)\b"
    r"|\b(?:percentage|percent|share|proportion|rate|number|size|price|cost|salary)\b"
    r"|多少|多[大高长久快远强重低贵]|几[个家倍成年天]|比例|占比|百分之|规模|价格"
)
_MONEY, _TIME = frozenset(_MONEY_WORDS.split()), frozenset(_TIME_WORDS.split())
_PUNCTUATION = ",;:?!."
_CONTRACTED = re.compile(r"(?i)(?:(?<=^who)|(?<=^how)|(?<=^what)|(?<=^when)|(?<=^where))['’](?:s|re|d|ll|ve)$")
_HOW = frozenset(["many", "much", "big", "large", "long", "high", "fast", "far", "often", "old"])


def is_question(words: Sequence[str]) -> bool:
    """Whether English words are a question: they begin with a question word, or end with a question mark."""
    first = _CONTRACTED.sub("", words[0]).lower() if words else ""
    return bool(words) and ((first in _ASKED_IN_ENGLISH and len(words) > 1) or words[-1].endswith("?"))


def without_asking(words: Sequence[str]) -> list[str]:
    """The words of an English question that say what it is about; all of them if none does."""
    bare = [_CONTRACTED.sub("", word.rstrip(_PUNCTUATION) or word) for word in words]
    told = [
        word
        for number, word in enumerate(bare)
        if word == "US"  # the country
        or (
            word.lower() not in _SAYING_NOTHING | _MOST_ENGLISH
            and not (number and bare[number - 1].lower() == "how" and word.lower() in _HOW)
        )
    ]
    # what is left of a question of light verbs alone is about them; `money back` is one word
    heavy = [
        word for word, after in zip(told, [*told[1:], ""], strict=False) if word.lower() not in _LIGHT or after == "back"
    ]
    return heavy or told or list(words)


def amounts(words: Sequence[str]) -> dict[str, str]:
    """Words of the question what or how much something cost or raised, or how many people do something, each with what the answer
    may be called.
    """
    asked = [word.lower().rstrip(_PUNCTUATION) for word in words]
    is_amount = ("how", "much") in pairwise(asked) or (asked[:1] == ["what"] and asked[-1] in _AMOUNTS)
    people = {"people": "user"} if ("many", "people") in pairwise(asked) else {}
    return people | ({one: _AMOUNTS[one] for one in asked if one in _AMOUNTS} if is_amount else {})


def asked_kind(text: str) -> UnitKind | None:
    """What a question asks for an amount of: money (`how much does it cost`, `多少钱`) or time; null if neither, or no question."""
    folded = fold(text)
    words = [word.strip(_PUNCTUATION) for word in folded.split()]
    pairs, others = set(pairwise(words)), set(words)
    if _MONEY_CHINESE.search(folded) or (words[:1] == ["what"] and others & {"cost", "costs", "price"}):
        return UnitKind.MONEY
    if ("how", "much") in pairs and others & _MONEY:
        return UnitKind.MONEY
    return UnitKind.TIME if _TIME_CHINESE.search(folded) or (("how", "long") in pairs and others & _TIME) else None


def asks_amount(text: str) -> bool:
    """Whether a question asks for an amount of anything (`how many`, `what share`, `多少`, `多大`)."""
    return _AMOUNT.search(fold(text)) is not None


def superlatives(words: Sequence[str]) -> list[str]:
    """What asks for the largest, the fewest and so on among the words."""
    english = [bare for word in words if (bare := word.rstrip("?")).lower() in _MOST_ENGLISH]
    return english + [match[0] for word in words for match in _MOST_CHINESE.finditer(word)]


def asks(word: str) -> bool:
    """Whether a word with Chinese in it asks something."""
    folded = fold(word)
    return HAN_CHARACTER.search(folded) is not None and (_ASKING.search(folded) is not None or folded.endswith("?"))


def with_years(words: Sequence[str]) -> list[str]:
    """The words with `2030 年`, as it is often typed, as one."""
    found: list[str] = []
    for word in words:
        is_year = word.startswith("年") and found and _YEAR_ALONE.fullmatch(found[-1])
        found = [*found[:-1], found[-1] + word] if is_year else [*found, word]
    return found


def parts_of(word: str, names: Collection[str], *, always: bool = False) -> list[str]:
    """The parts of a word with Chinese in it: the word itself, unless it is a question or has a year before or behind others.

    With `always`, every word is cut at names.
    """
    folded = fold(word)
    if len(folded) != len(word) or not HAN_CHARACTER.search(folded):
        return [word]
    is_cut = always or asks(word)
    cuts = [match.span() for one in (_ASKING, _JOINING, _MOST_CHINESE) for match in one.finditer(folded)] if is_cut else []
    years = [match.span() for match in _YEAR.finditer(folded)]
    found: list[tuple[int, int]] = []
    at = 0
    for start, end, is_kept in sorted([(*one, False) for one in cuts] + [(*one, True) for one in years]):
        if start < at:
            continue
        found += [(at, start), *([(start, end)] if is_kept else [])]
        at = end
    found.append((at, len(folded)))
    found = [(start, end) for start, end in found if start < end]
    if is_cut:
        found = [cut for start, end in found for cut in _at_names(folded, start, end, names, years)]
    return [word[start:end] for start, end in found] or [word]


def _at_names(
    text: str, start: int, end: int, names: Collection[str], whole: Collection[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The span cut into names and what is between them: as little of it as can be, then as few names as can be."""
    if (start, end) in whole:
        yield start, end
        return
    # cost and first cut of the best way from each place to the end
    best: list[tuple[int, int, int, bool]] = [(0, 0, end, False)] * (end - start + 1)
    for at in range(end - 1, start - 1, -1):
        over, count, *_ = best[at + 1 - start]
        best[at - start] = (over + 1, count, at + 1, False)
        for stop in range(at + 2, min(end, at + LONGEST_NAME) + 1):
            over, count, *_ = best[stop - start]
            if text[at:stop] in names and (over, count + 1) < best[at - start][:2]:
                best[at - start] = (over, count + 1, stop, True)
    left = at = start
    name: tuple[int, int] | None = None
    while at < end:
        *_, stop, is_name = best[at - start]
        if is_name:
            yield from _beside(text, name, left, at)
            name, left = (at, stop), stop
        at = stop
    yield from _beside(text, name, left, end)


def _beside(text: str, name: tuple[int, int] | None, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name, and what is between it and the next; one sign behind it is its end: `幻觉率` of the name `幻觉`."""
    if name and end - start == 1 and HAN_CHARACTER.match(text[start]) and text[start] not in _EMPTY:
        yield name[0], end
        return
    if name:
        yield name
    yield from _left_over(text, start, end)


def _left_over(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What is between names, without words that mean nothing alone, cut where Latin letters meet Chinese.

    Of a word of two, such as `性能`, both are kept: what would mean nothing alone is part of it.
    """
    if all(one in _EMPTY or one.isspace() for one in text[start:end]):
        return
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    # one at either end, as a name may end in such a sign: `英伟达在`
    start += text[start] in _EMPTY_BEFORE and end - start > 2
    end -= text[end - 1] in _EMPTY_AFTER and end - start > 2
    cuts = [start, *(cut.start() for cut in _SCRIPTS.finditer(text, start, end)), end]
    yield from pairwise(cuts)
