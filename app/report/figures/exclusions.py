"""Numbers in running text that are no figures: dates, versions, names, ordinals and idioms (annotation guide, "Metrics").

Every function gets the text and a match of one of the patterns of `quantities`, and says where what the number belongs to
ends, or null where the number is a figure.
"""

import re
from decimal import Decimal

from app.report.figures.date_exclusions import date_or_time
from app.report.figures.hedges import hedge_before
from app.report.figures.labels import is_labelled, statistics
from app.report.figures.name_exclusions import in_formula, name_end
from app.report.figures.rate_bases import rate_base
from app.report.figures.scores import is_rating, score_end
from app.report.figures.unit_search import is_degrees
from app.report.figures.units import match_unit
from app.report.word_lists import words

_YEAR = r"(?:19|20)\d\d"
_DASH = r"\s?(?:-|–|—|~|至|到|/|、|和|与)\s?"
# 2022-23, 1914–18
_YEARS_OF_CENTURY = (
    r"(?:19|20)(?:" + "|".join(rf"{tens}\d[-–—~/](?:{tens}\d|{tens + 1}\d)" for tens in range(9)) + r"|9\d[-–/]9\d)"
)
_DATE = re.compile(
    rf"""{_YEAR}(?P<separator>[-/.])\d{{1,2}}(?P=separator)\d{{1,2}}(?!\d)   # 2025-07-01
    |{_YEAR}[-/](?:0[1-9]|1[0-2])(?!\d)                                      # 2025-07
    |{_YEARS_OF_CENTURY}(?![\d%.,])
    |{_YEAR}{_DASH}{_YEAR}\s?年                                              # 2021 至 2025 年
    |{_YEAR}(?:\s?[-–—]\s?{_YEAR})?(?:-[а-я]{{1,2}})?\s(?:год[ауе]?м?|годов|годах|годы|гг?\.)(?!\w)              # 2020 году
    |{_YEAR}\s?(?:년(?!간)|财?年(?!薪)|H[12](?!\d)|Q[1-4](?!\d))                      # 2025 年, 2025H1
    |(?:(?<=月)|(?<=月\s))\d{{1,2}}\s?日(?![活均间間])                         # 7 月 12 日
    |\d{{1,2}}(?:{_DASH}\d{{1,2}})?\s?(?:月(?![活均])|日(?![活均间間圆]|元(?!旦)|本[円元]|以内|以上|之内|内(?!蒙)|ほど|かか|かけ|ぶり|連続|连续|前に|前から))
    |{_YEAR}\s?[~-]\s?{_YEAR}\s?년|\d{{1,2}}\s?월(?:\s?\d{{1,2}}\s?일)?   # 2008~2010년, 3월 5일
    |\d{{1,2}}\s?시(?!간)(?:\s?\d{{1,2}}\s?분)?                              # 3시 30분
    |\d{{1,2}}:[0-5]\d:[0-5]\d(?!\d)|\d{{1,2}}:0\d(?!\d)                     # 9:05
    """,
    re.X,
)
# above the 1850–1900 average
_OLD_YEARS = re.compile(r"1[5-8]\d\d\s?[-–—~至到]\s?(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d)(?:\s?年(?!间))?")
# 生後10日, 延べ30日
_LASTED = re.compile(r"(?:生後|产后|わずか|周|延べ|のべ|最長|最短|连続|连续|历时|为期|仅用|用时)\s?$")
_YEARS = re.compile(rf"{_YEAR}(?:{_DASH}{_YEAR})?(?![\d,.:/]*\d)")
# `2021 in Bonn` measures no inches
_IN_PLACE = re.compile(r"\sin\s+[^\W\d_]")
_IN_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|im Jahr|[Ee]n|[Nn]el|[Ee]m|[Ii]n het jaar)\s$")
# what tells the count 2000 from the year 2000
_COUNTED = re.compile(r"\s?(?:[的の]\d|及?以[上下内]|余|多(?![模元样任语])|\+)")
_VERSION = re.compile(r"\d+(?:\.\d+){2,}|\d+\.\d+(?=\s?(?:正式|预览|测试)?版)")
_GLUED = re.compile(r"(?:\^[{(]{0,2}-?|[α-ωΑ-ΓΕ-Ω]|[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*[-_.]?|[A-Za-z0-9][.:/])$")
_WORD_BEFORE = re.compile(r"(?<![A-Za-zÀ-ɏ]{2}['’])(?<![A-Za-zÀ-ɏ\d])(?P<word>[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ\d_+-]*)\s$")
_LETTER = re.compile(r"[A-Za-z]")
_LETTERS = re.compile(r"[A-Za-z0-9.]*")


def excluded_number(plain: str, match: re.Match[str], language: str = "en") -> int | None:
    """An Arabic numeral in a date, a version or a name."""
    if match["money"] or match["pm"]:
        return None
    start, end = match.span("low")
    if (years := _OLD_YEARS.match(plain, start)) and (plain[years.end() - 1] == "年" or not _measured(plain, years.end())):
        return years.end()
    if plain[start - 1 : start] == "第":
        return end
    if whole := _whole(plain, start) or date_or_time(plain, start, language):
        return whole
    if named := name_end(plain, match, language):
        return named
    if match["op"] == "/" and not match["mag"] and (_above_one(match) or _are_two(match)):
        return match.end("per")
    if (date := _DATE.match(plain, start)) or (date := _VERSION.match(plain, start)):
        days = date[0].endswith("日") and (_LASTED.search(plain, max(0, start - 4), start) or _longer_than_a_month(match))
        return None if days else date.end()
    if _is_name(plain, match, language):
        letters = _LETTERS.match(plain, end)
        return letters.end() if letters else end
    years = _YEARS.match(plain, start)
    if (
        years
        and match["high"]
        and _IN_YEAR.search(plain, max(0, start - 9), start)
        and not _COUNTED.match(plain, years.end())
    ):
        # in 2022 to $1.8bn
        return years.end()
    if years is None or match["op"] or match["mag"]:
        return None
    at = years.end()
    counted = _measured(plain, at) and not (_counts_nouns(plain, at) or _IN_PLACE.match(plain, at))
    return None if counted else at


def _longer_than_a_month(match: re.Match[str]) -> bool:
    """90日 is no day of a month."""
    return match["low"].isdecimal() and int(match["low"]) > 31


def _above_one(match: re.Match[str]) -> bool:
    """120/80: two readings, not a fraction."""
    low, per = (Decimal(match[group].replace(",", "")) for group in ("low", "per"))
    return low > per > 1 or low + per == 100


def _are_two(match: re.Match[str]) -> bool:
    """2.5/2.6, 3 / 3.1: two versions or readings, no fraction; 4.7/5.0 is a rating."""
    return "." in match["per"].removesuffix(".0") or ("." in match["low"] and not is_rating(match))


# telephone, time, aspect, support around the clock, decades, numbers of laws, identifiers, shopping festivals, hours of work
_WHOLE = re.compile(
    r"\d{1,3}[\"”]?\s?国集团|\d{1,4}\([a-z]{1,2}\)(?:\(\d{1,2}\))?|\d{1,4}条(?=[ぁ-ん]|\d)"
    # 2年目, 3社目; 3个目标 are so many
    r"|\d{1,4}\s?(?:年|[かヶカヵ]月|[日周週回人件台店番社戸度本枚位代つ個个期校例冊杯号局話作]|时间|試合)目(?![标標的指前処录録次击撃睹光送测盛])|\d{1,4}\s?周年"
    r"|\d{1,3}[ -]?\(\d{2,4}\)[ -]?\d{3,4}[- ]\d{3,4}|\d{3}-\d{3,4}-\d{4}(?!\d)|0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)|\d-\d{3}-\d{3}-\d{4}(?!\d)"
    r"|0\d{2,}(?:[ /,-]\d{2,})*(?!\.?\d)|\d{2,4}-\d{7,8}(?!\d)"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)"
    r"|(?:16:9|4:3|21:9|9:16|16:10|50[:/-]50)(?!\d)|9/11(?![\d/])|\d{1,2}泊\d{1,2}日|\d{1,2}박\s?\d{1,2}일|\d{1,4}\s?[-–—~至到]\s?\d{1,4}\s?(?:ページ|頁|页)|24\s?[/-]\s?7(?!\d)|7[x×*]24|(?:1\d|20)?\d0['’]?s\b|\d[\d.]*/(?:19|20)\d\d(?!\d)|10\.\d{4,9}/\S+"
    r"|(?:19|20)\d\d(?=十大)|618(?!\d|\s?[元万亿个家])|315(?=\s?晚会)|996(?!\d|\s?[元万亿个家])|\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d(?!\d)|\d{1,4}\s?行目|\d{1,2}(?:st|nd|rd|th)\b"
    r"|\d{1,4}\s?强(?![度化大调烈制者势行])|\d\s?型(?=[一-鿿])(?!的)|\d{2,4}(?:-\d{3})?\s?(?:型(?!的)|系列|系(?!数)|客机|战机)|\d{1,4}\s?[国省]道|\d{1,2}\s?(?:분기|세기|세대|차(?![례선])|층|호기?|교시|반기)|\d{1,3}\s?대\s(?:기업|그룹|도시|과제|뉴스|은행|건설사|산업|브랜드)"
    r"|[1-7]0대\s?(?:남|여|직장|청년|초반|중반|후반|소비자|고객|사용자|이상|이하|층|들)|\d{1,3}(?:丁目|番地)|\d0[岁歳]代|\d桁|\d{1,2}[·∙ㆍ]\d{1,2}(?![\d^])|1\s?(?:분|초|톤|배럴|인|명|대|개|시간|일|년|리터|㎡|가구)당|\d{1,3}(?:\.\d+)?\s?[对対]\s?\d{1,3}(?!\d|の(?:比|割合))|\d{1,3}番(?![目组])|[1-9]0代(?!理码价)|\d{1,3}\s?号(?!召)|\d\s?年[A-Z]?[生級级组組]|\d{3,4}\s?室(?!内|外|温)|\d{3}-0\d{3}(?!\d)|\d\s?期(?=临床|臨床|治験|治验)|1\s?[^\d\s、。，]{1,9}(?:当たり|あたり|につき)|\d{4}[.:]\d{4,5}(?:v\d+)?(?!\d)"
    # verses, addresses, standards, rooms, generations, rounds
    r"|\d{1,3}:\d{1,3}-\d{1,3}(?!\d)|\d{1,3}-\d{1,3}-\d{1,3}(?![\d-])|\d{4,5}[:-](?:19|20)\d\d(?!\d)|\d{3,4}\s?(?:会[议議]室|教室|病房)|[05-9]0后(?!\s?[天年期])"
    r"|1/\d{1,2}\s?(?:决赛|決勝)|[1-5]A级|(?:211|985)(?=工程|高校|院校)|\d次(?=予選|試験|審査|産業)|\d{1,2}回[裏表]"
    r"|\d{1,2}\.\s(?:OG|UG|Stock|FC|SC|Liga|Bundesliga|Auflage|Kammer|Senat)\b"
    # around the clock, bus lines, aircraft
    r"|24\s?(?:时间|小时|h)[、・,，]?\s?365\s?[日天]|365\s?[日天][、・,，]?\s?24\s?(?:时间|小时)|7\s?天\s?24\s?小时"
    r"|\d{1,2}-(?:for|of|on)-\d{1,3}\b|9-to-5\b|1-in-[\d,]{2,7}-year|(?<=[前後后]半)\d{1,3}分|\d{1,4}ページ(?=目|を?参照)|\d{1,2}\sU\.?S\.?C\b\.?(?:\s§?\s?\d+)?|\d{1,4}\s?届|\d\d\s?年(?=卒|入社|生まれ)|\d\sBv[RLFEQ]\s\d+/\d\d|\d{1,4}\s(?:BCE?\b|B\.C\.|[vn]\.\s?Chr|av\.\sJ|apr\.\sJ|[ad]\.\s?C\.)"
    r"|\d{2,4}[民刑行执知财破][一-鿿]{1,2}\d+号|\d{1,2}投\d{1,2}中|\d{2,5}\s?端口|[45]\d\d\s?错误"
    r"|(?:480|720|1080|1440|2160)[pi](?!\w)|[248]K(?=[\s-]?(?:TVs?\b|[Vv]ideo|[Dd]isplay|[Mm]onitor|streaming|screen|Fernseh|电视|超高清|屏|显示器|テレビ|放送|モニター))"
    r"|\d{1,5}\s(?:[A-Z][a-z]+\s){1,2}(?:Street|Avenue|Road|Boulevard|Lane|Drive|Square|Court|Terrace|Blvd|Rd\.|Ave\.|St\.)(?!\w)"
    r"|\d{1,3}\s?路(?=[公车巴电]|$|[，。、；])|7[0-8]7-\d{1,2}0{1,2}(?:ER|LR|F)?\b"
    # 1トン4560元, 1ドル=110円, 1美元兑7.1元: what the price is of
    r"|1\s?(?:キロワット时|kWh|バレル|リットル|トン|オンス|グラム|キロ(?:グラム)?|株|ドル|ユーロ|ポンド|平方メートル|坪|泊|食|台|个|本|枚|杯|箱|袋|缶)\s?[=＝]?\s?(?=约?[\d.,一二三四五六七八九十百千]+\s?[万亿兆千百]?(?:円|ドル|元|ユーロ|ペンス|ルピー|ポンド|ウォン))"
    r"|1\s?(?:美元|欧元|英镑|吨|公斤|桶|股)\s?(?:[=＝]|兑换?|合|约?等于|约合|折合)\s?(?=[\d.,]+)"
)
# 文心 5.0, 鸿蒙系统 4.2: a version stands behind a product's name; 评分 4.5 is a figure
PRODUCT = (
    r"(?:文心(?:一言)?|千问|豆包|混元|盘古|星火|鸿蒙|百川|日日新|太初|天工|悟道|可灵|即梦|飞桨|昇思|欧拉|麒麟|工业|书生|星辰|元宝|智谱清言|澎湃"
    r"|版本|大模型|操作系统|协议|蓝牙|安卓|引擎)(?:系统|模型|大模型|版本)?"
)
_PRODUCT = re.compile(rf"{PRODUCT}\s?$")
_VERSION_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}(?![\d.%％]|\s?[万亿元倍个美])")
# tel. 06 1234567
_CALLED = re.compile(
    r"\b(?i:tel|tél|teléfono|telefono|telefone|telefon|téléphone|telefoon|phone|fax|mobile|тел|телефон)\b[.:]?\s?(?:[Nn]r\.\s?)?(?:\+\d{1,3}\s?)?$"
)
_ABROAD = re.compile(r"[1-9]\d{0,2}(?:[ .-]\d{2,9}){2,5}(?![\d%])|[1-9]\d[ .-]\d{1,4}[ .-]\d{5,9}(?![\d%])")
_PHONE = re.compile(r"\d{2,5}(?:[ ./-]?\d{2,9}){1,6}(?!\d)")
# 鞋码42码, 地下3階, 제22대
_SIZED = re.compile(r"(?:[鞋尺]码|地下|(?<![가-힣])제)(?:为|是|约|:)?\s?$")
_RUN = re.compile(
    r"[\dXx]+(?:(?:[-–,./&:~]|\s(?:to|through|bis|and|und|or|oder|of|von|de|sur|di|à|a|y|e|et|en)\s|から|[〜～])\s?\d[\dXx]*)*(?:\(\w{1,3}\))*"
)


def _whole(plain: str, start: int) -> int | None:
    """End of the expression that contains the number, for expressions that differ from figures by form or by the word before."""
    if plain[start - 1 : start] in {"$", "€", "£", "¥"}:
        return None
    if plain[start] == "1" and (base := rate_base(plain, start)):
        return base
    if form := _WHOLE.match(plain, start):
        return form.end()
    if _PRODUCT.search(plain, max(0, start - 12), start) and (version := _VERSION_NUMBER.match(plain, start)):
        return version.end()
    if score := score_end(plain, start):
        return score
    if _SIZED.search(plain, max(0, start - 4), start) and (run := _RUN.match(plain, start)):
        return run.end() + 1
    if plain[start - 1 : start] == "+" and (abroad := _ABROAD.match(plain, start)):
        return abroad.end()
    if (phone := _PHONE.match(plain, start)) and _CALLED.search(plain, max(0, start - 14), start):
        return phone.end()
    if is_labelled(plain, start) and (run := _RUN.match(plain, start)):
        return None if _is_measured_label(plain, run.end()) else run.end()
    return None


def _is_measured_label(plain: str, at: int) -> bool:
    """Phase 40 km long; Tier 1 cities, Rule 144A and Seat 34B are names."""
    unit = match_unit(plain, at + plain.startswith(" ", at))
    return unit is not None and unit.kind != "count" and not (unit.end == at + 1 and plain[at].isupper())


def _measured(plain: str, at: int) -> bool:
    return bool(
        _COUNTED.match(plain, at)
        or match_unit(plain, at)
        or (plain[at : at + 1] in {" ", "-"} and match_unit(plain, at + 1))
    )


def _counts_nouns(plain: str, at: int) -> bool:
    """`2026 events`: a year before a noun, unless a hedge says that they are counted."""
    unit = match_unit(plain, at + 1) if plain[at : at + 1] == " " else None
    return unit is not None and unit.kind == "count" and plain[at + 1].isascii() and plain[at + 1].isalpha()


_BETWEEN = frozenset({"between", "zwischen", "entre", "tra", "fra", "tussen"})
# im Jahr 4.312 Patienten
_NOUN = re.compile(r"\s[A-ZÄÖÜ][a-zäöü]")
# the class of '98
_CUT_YEAR = re.compile(r"(?:^|\s)['’]$")
# Boeing 777s
_SEVERAL = re.compile(r"\d{2,4}s\b")
# 5 Euro 30
_MONEY_BEFORE = re.compile(r"\d\s(?:Meter|Euro|Dollar|Franken|Pfund|Mark|Kronen)\s$")


def _is_name(plain: str, match: re.Match[str], language: str) -> bool:
    """GPT-4, A100: letters before. 3D, 5G: a letter after it that is not a unit. Gemini 2.5: a bare number after a word."""
    start, end = match.span("low")
    before = plain[max(0, start - 40) : start]
    if _CROSSED.match(plain, start) or (before[-1:] in {"x", "×"} and _crosses(plain, start, end)):
        return False
    if "$" in plain and "{" in plain and in_formula(plain, start):
        return True
    if _CUT_YEAR.search(before) and end - start == 2:
        return True
    if not before[-1:].isspace() and _GLUED.search(before) and not before.endswith("-by-"):
        return True
    if _LETTER.match(plain, match.end()) and not (
        plain.startswith("mmHg", match.end())
        or match["mag"]
        or match_unit(plain, match.end())
        or is_degrees(plain, match.end())
    ):
        return True
    word = _WORD_BEFORE.search(before) if before[-1:].isspace() else None
    if word and "." in match["low"] and _is_version(plain, match):
        said = _VERSION_BEFORE.search(plain, max(0, start - 90), start)
        if said and said["word"].lower() in words("versioned", "product"):
            return True
    if (
        word
        and word["word"][0].isupper()
        and _SEVERAL.match(plain, start)
        and word["word"].lower() not in words("citing", "opening")
    ):
        return True
    two = match["op"] == "/" and _VERSIONS.match(plain, start)
    if word and word["word"].lower() in words("versioned", "product") and (two or _is_version(plain, match)):
        return True
    if word and word["word"].isupper() and len(word["word"]) > 1 and not match["mag"] and _counts_nouns(plain, end):
        return True
    joint = match["joint"] and word and word["word"].lower() not in _BETWEEN
    ranged = match["high"] and not (match["either"] or joint)
    if word and not (match["mag"] or match["op"] or match["power"] or ranged or _measured(plain, end)):
        known = word["word"] in {"PUE", "TOP", "Top"} or (word["word"].islower() and len(word["word"]) > 1)
        known = known or bool(_MONEY_BEFORE.search(before))
        if match["low"].find(",") > 0 or (language == "de" and _NOUN.match(plain, end)):
            return False
        if language == "de" and word["word"] == "A":
            return True
        if word["word"].isupper() and len(word["word"]) > 1 and word["word"] not in statistics():
            # B-AB 1234 begins with no hedge
            return not known
        opening = word["word"].lower() in words("citing", "opening") or word["word"] in statistics()
        return not (known or opening or hedge_before(before, language))
    return False


# Veo 3/3.1
_VERSIONS = re.compile(r"\d{1,2}(?:\.\d{1,2})?/\d{1,2}(?:\.\d{1,2})?(?![\d%]|[.,]\d)")
_VERSION_NUMERAL = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


def _is_version(plain: str, match: re.Match[str]) -> bool:
    """Windows 11 users, but iPhone 30 % and Android 3 billion: only things that are counted follow."""
    if match["mag"] or match["high"] or match["op"] or not _VERSION_NUMERAL.fullmatch(match["low"]):
        return False
    at = match.end("low")
    unit = match_unit(plain, at + (plain[at : at + 1] == " "))
    return unit is None or unit.kind == "count"


# 6x8 inches; 1024x768 measures nothing
_CROSSED = re.compile(
    r"\d+(?:\.\d+)?[x×](?:\d+(?:\.\d+)?[x×])?\d+(?:\.\d+)?[\s-]?(?:inch(?:es)?|in\.|feet|foot|ft|[cm]?m|yards?|Zoll|Meter)\b"
)
_CROSSING = re.compile(r"(?<![\w.])\d+(?:\.\d+)?[x×](?:\d+(?:\.\d+)?[x×])?$")


def _crosses(plain: str, start: int, end: int) -> bool:
    side = _CROSSING.search(plain, max(0, start - 16), start)
    return side is not None and _CROSSED.match(plain, side.start()) is not None


# Python 3.11 is faster than 3.10
_VERSION_BEFORE = re.compile(
    r"\b(?P<word>[A-Za-z][\w.+-]*)\s\d{1,2}\.\d{1,2}\b(?:[^.;]|\d\.\d){0,60}\b(?:than|from|and|or|over|versus|vs\.?|beats|replaces)\s$"
)
