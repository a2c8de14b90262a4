"""Numbers that tell a day, a year, a time of day or a place in a row: part of no figure."""

import re

from app.report.figures.units import match_unit

_MONTHS = (
    r"(?:Jan(?:uary?|uari|\.)?|Jänner|Feb(?:ruary?|ruari|\.)?|Mar(?:ch|\.)|März|Apr(?:il|\.)?|Ma[yi]|Jun[ei]?\.?|Jul[yi]?\.?"
    r"|Aug(?:ust|ustus|\.)?|Sept?(?:ember|\.)?|O[ck]t(?:ober|\.)?|Nov(?:ember|\.)?|De[cz](?:ember|\.)?"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|novembre|dicembre"
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    r"|januari|februari|maart|mei|juni|juli|augustus|september|oktober|november|december)"
)
_DAY = re.compile(
    rf"(?:0?[1-9]|[12]\d|3[01])(?:\.|st|nd|rd|th|er|º)?(?:\s?(?:-|–|/|to|and|und|bis|et|y|e|al|au)\s?\d{{1,2}}\.?)?"
    rf"\s(?:of\s|de\s)?{_MONTHS}(?!\w)(?:,?\s(?:del?\s)?1[0-8]\d\d(?!\d|[.,]\d))?"
)
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_TIME = re.compile(
    rf"(?:{_CLOCK}\s?(?:-|–|to|until|till|and|bis|und)\s?)?{_CLOCK}\s?(?:[ap]\.m\.?|[AP]\.?M\b\.?|pm\b|am\b(?P<at>)|Uhr\b|o['’]clock\b|noon\b|midnight\b)"
)
# à 15 h 30; but il dure 2 h 45
_FRENCH_TIME = re.compile(r"\d{1,2}\s?h\s?[0-5]\d(?!\d)")
_LASTS = re.compile(r"\b(?:dur\w+|pendant|en|trajet de|moyenne|environ|près de)\s$")
_HOUR = r"\d{1,2}\s?时(?![间速代期段刻点])"
_MINUTE = r"(?:\s?\d{1,2}\s?分(?![钟间])|半)"
_JAPANESE_TIME = re.compile(rf"{_HOUR}{_MINUTE}?")
_TOLD_TIME = re.compile(rf"{_HOUR}{_MINUTE}?|\d{{1,2}}\s?点(?:半|\d{{1,2}}\s?分?|钟|整|许)?")
_CHINESE_TIME = re.compile(rf"{_HOUR}{_MINUTE}|\d{{1,2}}\s?点\s?[0-5]?\d\s?分(?!钟)|\d{{1,2}}\s?点钟")
_HALF_DAY = re.compile(
    r"(?:上午|下午|晚上|凌晨|早上|早晨|中午|傍晚|清晨|正午|午夜|深夜|夜里|夜间|午前|午后|当晚|今晚|[月日]\s?\d{1,2}\s?日)\s?(?:的|约)?$"
)
# 1368 年; 有 1500 年历史 and 1200年前 say how long
_HAN_YEAR = re.compile(r"1\d{3}\s?年(?!间|的?历史|的?歴史|之?久|以[上来前]|来|多|余|[前后後]|にわた|の歴史)")
_SPAN_BEFORE = re.compile(r"(?:有|经|历|约|近|过|达|长|满|逾|超|続|共|每|隔)\s?$")
_ERA = re.compile(
    r"(?:平成|令和|昭和|大正|明治|慶応|元禄|享保|天保|安政|文久|民国|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|贞观|开元|洪武|永乐|嘉靖|万历|崇祯|檀纪|公元前?|西元前?|西暦|紀元前|纪元前)\s?$"
)
_OF_ERA = re.compile(r"[\d元零〇一二三四五六七八九十百]+\s?年(?![间])")
# im 3. Quartal, der 14. Tag
ORDINAL_BEFORE = re.compile(
    r"\b(?:[AaIi]m|[Dd](?:e[mnrs]|ie|as)|[Vv]om|[Zz]u[mr]|[Bb]eim|ab|seit|bis|[Jj]ede[rsnm]?|sein(?:e[nmrs]?)?|ihr(?:e[nmrs]?)?)\s$"
)
_ORDINAL = re.compile(r"\d{1,3}\.\s(?=[^\W\d_])")
_CENTURY = re.compile(
    r"\d{1,2}\.(?:\s?(?:und|bis|/|-|–)\s?\d{1,2}\.)?\s(?:Jahrhundert|Jh\b)|\d{1,2}\s?世[纪紀](?:\s?\d0\s?年代)?|(?:(?:19|20)?\d0\s?(?:年代)?\s?[-–—~至到、]\s?)?(?:19|20)?\d0\s?年代"
)
_OF_THE_YEAR = re.compile(
    r"(?:\b[Tt]he\s(?!total|sum|average|mean|number|height|length|population|price|cost)\w+\sof|\b[A-Z]\w+\sof|\b[Yy]ears?|\bAD"
    r"|\b[Ii]m Jahre?|\b[Aa]nno)\s$"
)
# in 1648, the crash of 1837: without a comma, and nothing is counted
_OLD_YEAR = re.compile(r"1[0-8]\d\d(?:\s?(?:[-–]|to|until|and|bis|und)\s?(?:1\d{3}|\d\d))?(?!\d|[.,]\d)")
_OLD_YEAR_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Ff]rom|[Aa]round|[Cc]irca|c\.|[Ss]eit|[Uu]m|[Bb]is|[Nn]ach|[Vv]or|[Ee]n"
    r"|[Dd]esde|[Dd]epuis|[Nn]el|[Dd]al|[Ee]m|[Ii]nto)\s$"
)
# July 14, 1789
_MONTH_BEFORE = re.compile(rf"\b{_MONTHS}(?:\s\d{{1,2}}(?:st|nd|rd|th)?)?\s?,?\s$")
# rose by 1500, fell from 1800 to 1500
_CHANGE_BEFORE = re.compile(
    r"\b(?:increas|ris|rose|fell|fall|gr[eo]w|drop|cut|reduc|decreas|declin|gain|los[et]|expand|shr[aiu]nk|up|down|climb|jump|stieg|sank|wuchs|fiel"
    r"|erhöh|verringer|gestiegen|gesunken)\w*\s(?:\w+\s){0,3}(?:by|from|um|von)\s$"
)
_GERMAN_BEFORE = re.compile(
    r"\b(?:wurden?|begann|endete|starb|geboren|brach|war|entstand|gründete[n]?|erschien|fand|[Ss]eit|[Uu]m|[Bb]is|[Vv]on|[Aa]b|[Vv]or|[Nn]ach)\s$"
)
_GERMAN_BEHIND = re.compile(r"\s*(?:$|[,;:)\].–])|\s(?!auf\b)[a-zäöü]")
_NOTHING_COUNTED = re.compile(
    r"\s*(?:$|[,;:)\].–])|\s[A-Z]|\s(?:the|a|an|and|or|to|was|were|had|has|he|she|it|its|they|his|her|their|when|at|by|with|under|after|before|as|on"
    r"|did|ended?|began|in|over|for|through|[a-z]+ed|der|die|das|ein|eine|wurde|war|hatte|und|als|in|bis|von|zu|auf|el|la|los|se|fue|y|il|le|les|et|à|fut)\b"
)
_INTENSITY = re.compile(r"震度\s?(?:约|は|が)?$")
_GRADE = re.compile(r"\d[強弱强]?")


# 5º, 3ª, 2e, 3-й; 5 ºC is so warm
_ORDINAL_SIGN = frozenset({"es", "pt", "it", "fr", "nl", "ru"})
_ORDINAL_LETTERS = re.compile(
    r"\d{1,3}(?:[ºª](?!\s?[CF]\b)|[oa]\.|(?:er|ère|e|ème|ième|de|ste|-?(?:й|го|я|ое|му|м|ю|х|е))(?!\w))"
)
# vom 12.05.
_GERMAN_DAY = re.compile(r"[0-3]?\d\.[01]?\d\.(?!\d)")
_ON_DAY = re.compile(r"\b(?:[Vv]om|dem|den|[AaZz]m|zum|seit|bis)\s$")
# il 50° anniversario
_DEGREE_ORDINAL = re.compile(
    r"\d{1,3}°\s(?:anniversario|posto|piano|secolo|giorno|compleanno|edizione|congresso|aniversario|aniversário|puesto|lugar|piso)\b"
)
# om 15.30 uur, в 15.30
_DUTCH_TIME = re.compile(r"[012]?\d\.[0-5]\d\s?uur\b")
# los años 90, gli anni Novanta
DECADE_BEFORE = re.compile(r"\b(?:jaren|anni|años|anos|années)\s['’]?$")
_TENS = re.compile(r"(?:19|20)?\d0(?![\d.,%])")


def date_or_time(plain: str, start: int, language: str) -> int | None:
    """Where the day, the year, the time or the ordinal ends that the number at `start` is part of."""
    if language in _ORDINAL_SIGN and (
        ordinal := _ORDINAL_LETTERS.match(plain, start) or _DEGREE_ORDINAL.match(plain, start)
    ):
        return ordinal.end()
    if language == "de" and (day := _GERMAN_DAY.match(plain, start)) and _ON_DAY.search(plain, max(0, start - 5), start):
        return day.end()
    if language in {"nl", "ru"} and (hour := _DUTCH_TIME.match(plain, start)):
        return hour.end()
    if (tens := _TENS.match(plain, start)) and DECADE_BEFORE.search(plain, max(0, start - 10), start):
        return tens.end()
    for pattern in (_DAY, _CENTURY):
        if found := pattern.match(plain, start):
            return found.end()
    if (time := _TIME.match(plain, start)) and not (time["at"] is not None and language in {"de", "nl"}):
        return time.end()
    if language in {"fr", "pt"} and (hour := _FRENCH_TIME.match(plain, start)):
        return None if _LASTS.search(plain, max(0, start - 16), start) else hour.end()
    if "年" in plain and (end := _year(plain, start)):
        return end
    if ("时" in plain or "点" in plain) and (end := _hour(plain, start, language)):
        return end
    if old := _OLD_YEAR.match(plain, start):
        return old.end() if _is_old_year(plain, start, old.end(), language) else None
    if (ordinal := _ORDINAL.match(plain, start)) and ORDINAL_BEFORE.search(plain, max(0, start - 8), start):
        return ordinal.end()
    if _INTENSITY.search(plain, max(0, start - 5), start):
        grade = _GRADE.match(plain, start)
        return grade.end() if grade else None
    return None


def _is_old_year(plain: str, start: int, end: int, language: str) -> bool:
    if _MONTH_BEFORE.search(plain, max(0, start - 18), start):
        return not match_unit(plain, end + 1)
    if _OF_THE_YEAR.search(plain, max(0, start - 32), start):
        return not match_unit(plain, end + 1)
    if _CHANGE_BEFORE.search(plain, max(0, start - 40), start):
        return False
    if language == "de" and _GERMAN_BEFORE.search(plain, max(0, start - 16), start):
        # what is counted is a noun, and begins with a capital
        return bool(_GERMAN_BEHIND.match(plain, end)) and not match_unit(plain, end + 1)
    return bool(_OLD_YEAR_BEFORE.search(plain, max(0, start - 16), start) and _NOTHING_COUNTED.match(plain, end))


# 二〇〇八年, 零八年; but 三〇年間
_DIGIT_YEAR = re.compile(r"(?:[一二][零〇一二三四五六七八九]{3}|[零〇][一二三四五六七八九])年(?![间前])")

# 三月十一日; but 二十日间, 十日以内
_HAN_DAY = re.compile(
    "(?:(?:[一二]?十)?[一二三四五六七八九]|[一二三]?十|三十一)日"
    "(?![活均间元本]|以内|以上|之内|内(?!蒙)|ほど|かか|ぶり|连续|前[にか]|后)"
)

# 生後三日
_DAYS_BEFORE = re.compile("(?:生[後后]|[产産][後后]|連続|连续|延べ|のべ)$")
# 两点十五分
_HAN_MINUTES = re.compile("[零〇一二三四五六七八九十]{1,4}分(?![钟间])")


def day_or_year(plain: str, start: int) -> int | None:
    """平成七年, 康熙三年, 二〇〇八年, 三月十一日."""
    if _ERA.search(plain, max(0, start - 4), start) and (year := _OF_ERA.match(plain, start)):
        return year.end()
    lasted = _DAYS_BEFORE.search(plain, max(0, start - 2), start)
    told = _DIGIT_YEAR.match(plain, start) or (None if lasted else _HAN_DAY.match(plain, start))
    if told is None and plain[start - 1 : start] in {"点", "时"}:
        told = _HAN_MINUTES.match(plain, start)
    return told.end() if told else None


# 2030年までに43%、35年までに60%
_LATER_YEAR = re.compile(r"\d\d年(?=まで[にの]|には|度|時点|时点|末|初|以降|比)")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d年")


def _year(plain: str, start: int) -> int | None:
    if (later := _LATER_YEAR.match(plain, start)) and _FULL_YEAR.search(plain, 0, start):
        return later.end()
    if year := _HAN_YEAR.match(plain, start):
        return None if _SPAN_BEFORE.search(plain, max(0, start - 2), start) else year.end()
    return day_or_year(plain, start)


def _hour(plain: str, start: int, language: str) -> int | None:
    told = _HALF_DAY.search(plain, max(0, start - 8), start)
    pattern = _TOLD_TIME if told else _JAPANESE_TIME if language == "ja" else _CHINESE_TIME
    found = pattern.match(plain, start)
    return found.end() if found else None
