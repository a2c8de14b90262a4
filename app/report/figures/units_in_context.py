"""What a unit means by the words around the figure: 华氏 100 度, 时速 60 公里, pounds that are paid, currencies named before."""

import re
from dataclasses import replace
from decimal import Decimal

from app.report.figures.unit_search import Found
from app.report.figures.units import POUND, unit_of

_SCALE_BEFORE = re.compile(
    r"(?:(?P<fahrenheit>(?:华氏|華氏|화씨)(?:温度)?)|(?P<kelvin>开氏|绝对温度|絶対温度)|(?P<speed>时速|每小时|시속|每时|毎时)|(?P<second>秒速|每秒|毎秒|초속))(?:约|达到?|为|可达|超过|至|が|は)?\s?$"
)


def said_before(plain: str, start: int, found: Found) -> Found:
    """The unit as words around the figure mean it (华氏 100 度, 时速 60 公里), or as it was found."""
    if (
        found.code == "count"
        and plain.endswith("块", 0, found.end)
        and (_COIN.match(plain, found.end) or _PAY.match(plain, found.end))
    ):
        told = _PAY.match(plain, found.end) or _SPENT.search(plain, max(0, start - 8), start)
        return replace(found, code="CNY", kind="money") if told else found
    if (
        found.code == "CNY"
        and plain.endswith("元", 0, found.end)
        and (other := _HAN_NAMES.search(plain, max(0, start - 6), start))
    ):
        return replace(found, code=other.lastgroup)
    if (
        found.code == "bit_per_second"
        and found.factor == 1
        and plain.endswith("bps", 0, found.end)
        and _YIELDS.search(plain)
    ):
        return replace(found, code="percentage_point", kind="share", factor=Decimal("0.01"))
    if found.kind == "length" and plain.endswith("码", 0, found.end) and _INTEREST.search(plain, max(0, start - 6), start):
        return replace(found, code="percentage_point", kind="share", factor=Decimal("0.25"))
    if found.kind == "speed" and found.factor == _KNOT and _THOUSANDS.match(plain, start):
        # a cluster of 5.000 Knoten is not that fast
        return replace(found, code="count", kind="count", factor=Decimal(1))
    if found.code == "times" and plain.endswith(("раз", "раза"), 0, found.end) and not plain.endswith("в ", 0, start):
        return replace(found, code="count", kind="count")
    if (
        found.code == "count"
        and plain.startswith("回転", found.end - 1)
        and _A_MINUTE.search(plain, max(0, start - 4), start)
    ):
        return Found("revolution_per_minute", "rate", Decimal(1), found.end + 1)
    if found.code in {"frame", "bit", "byte"} and _A_SECOND.search(plain, max(0, start - 4), start):
        return replace(found, code=f"{found.code}_per_second", kind="rate")
    if found.code == "count" and plain[found.end - 1] in "ls" and _SIZED_MODEL.fullmatch(plain, start, found.end):
        return replace(found, code="parameter")
    if found.code is None and (meant := _of_bare_number(plain, start, found)):
        return meant
    if found.code == "GBP" and plain.endswith("ポンド", 0, found.end) and _weighs(plain, start, found.end):
        return replace(found, code="kilogram", kind="mass", factor=POUND)
    if found.code == "score" and plain.endswith("分", 0, found.end) and _MINUTES.match(plain, found.end):
        return replace(found, code="second", kind="time", factor=Decimal(60))
    return _of_measure(plain, start, found) if found.kind in {"temperature", "length", "mass"} else found


def _of_bare_number(plain: str, start: int, found: Found) -> Found | None:
    """Of a number without a unit: a currency named before, turns a minute, knots, months of age."""
    if found.kind == "" and (named := _named_before(plain, start)):
        return replace(found, code=named, kind="")
    if (turns := _TURNS.match(plain, found.end)) and _A_MINUTE.search(plain, max(0, start - 4), start):
        return Found("revolution_per_minute", "rate", Decimal(1), turns.end())
    if plain.startswith("节", found.end) and _SAILS.search(plain, max(0, start - 8), start):
        return Found("kilometre_per_hour", "speed", Decimal("1.852"), found.end + 1)
    if found.kind == "" and AGED.search(plain, max(0, start - 8), start):
        return replace(found, code="month", kind="time", factor=Decimal(12)) if _AGE.match(plain, start) else found
    return None


def is_turning(plain: str, start: int, end: int) -> bool:
    """每分钟四十五转."""
    return bool(_TURNS.match(plain, end) and _A_MINUTE.search(plain, max(0, start - 4), start))


def _of_measure(plain: str, start: int, found: Found) -> Found:
    """Of a degree, a length or a mass: money, energy, an angle, a speed or another scale."""
    if found.kind == "mass" and found.factor == POUND and _is_money(plain, start, found.end):
        return replace(found, code="GBP", kind="money", factor=Decimal(1))
    if (
        found.kind == "mass"
        and plain.endswith("キロ", 0, found.end)
        and (_WAY.match(plain, found.end) or _LENGTH.search(plain, max(0, start - 10), start))
    ):
        return replace(found, code="metre", kind="length", factor=found.factor * 1000)
    if (
        found.code == "celsius"
        and plain.endswith("度", 0, found.end)
        and _ELECTRICITY.search(plain, max(0, start - 8), start)
    ):
        return replace(found, code="watt_hour", kind="energy", factor=Decimal(1000))
    if found.code == "celsius" and plain.endswith(("度", "Grad"), 0, found.end) and _is_angle(plain, start, found.end):
        return replace(found, code="degree", kind="angle")
    kilo = found.kind == "mass" and plain.endswith("キロ", 0, found.end)
    if kilo and (_ACCELERATES.match(plain, found.end) or _SPEED.search(plain, max(0, start - 8), start)):
        return replace(found, code="kilometre_per_hour", kind="speed")
    said = _SCALE_BEFORE.search(plain, max(0, start - 10), start)
    if said and said["fahrenheit"] and found.code == "celsius":
        return replace(found, code="fahrenheit")
    if said and said["kelvin"] and found.code == "celsius":
        return replace(found, code="kelvin")
    if said and said["second"] and (found.kind == "length" or plain.endswith("キロ", 0, found.end)):
        factor = found.factor if found.kind == "length" else found.factor * 1000
        return replace(found, code="kilometre_per_hour", kind="speed", factor=factor * Decimal("3.6"))
    if said and said["speed"] and (found.kind == "length" or plain.endswith("キロ", 0, found.end)):
        factor = found.factor / 1000 if found.kind == "length" else Decimal(1)
        return replace(found, code="kilometre_per_hour", kind="speed", factor=factor)
    return found


# Mexican pesos 300, rupees 500, 人民币500万; the dollar 3 is none: a currency of one word is also a word of the sentence
_WORDS_BEFORE = re.compile(r"(?<!\d\s)\b(?:[^\W\d_]{2,20}\s){1,3}$")
_ALONE = frozenset({"rupees", "euro", "euros", "ringgit", "baht", "dirhams", "shekels", "rupien"})
_HAN_NAMES = re.compile(
    r"(?:(?P<CNY>人民币)|(?P<HKD>港[币元])|(?P<USD>美金)|(?P<TWD>新?台币)|(?P<fahrenheit>华氏度)|(?P<celsius>摄氏度))\s?$"
)


def _named_before(plain: str, start: int) -> str | None:
    """The currency or the degree whose name stands right before a bare number."""
    before = plain[start - 1 : start]
    if before in {"币", "元", "金", "度"} or (before == " " and plain[start - 2 : start - 1] in {"币", "元"}):
        said = _HAN_NAMES.search(plain, max(0, start - 6), start)
        return said.lastgroup if said else None
    if before != " " or not plain[start].isdigit() or not (named := _WORDS_BEFORE.search(plain, max(0, start - 50), start)):
        return None
    words = named[0].split()
    for first in range(len(words)):
        name = " ".join(words[first:])
        if (first < len(words) - 1 or name.lower() in _ALONE) and (unit := unit_of(name)) and unit.kind == "money":
            return unit.code if unit.factor == 1 else None
    return None


# aged 42, at the age of nine
AGED = re.compile(r"\b(?:[Aa]ged?|[Aa]ges? of|[Aa]ges)\s$|(?:享年|得年|行年|年仅|时年|終年|终年)\s?$")
# 7 bps are basis points where something is said of interest
_YIELDS = re.compile(
    r"\b(?i:yields?|margins?|spreads?|rates?|hike|bonds?|treasur|basis|coupon|fed|ecb|bund|fees?|returns?|alpha|Rendite|Zins)|收益率|利率|利差|加息|降息|净息差|毛利|利回り|金利"
)
_KNOT = Decimal("1.852")
_THOUSANDS = re.compile(r"\d{4}|\d{1,3},\d{3}")
# 降息一码: a quarter of a point
_INTEREST = re.compile("(?:[降升加]息|利率|调[升降])[^，。]{0,3}$")
# 每分钟600转
_A_MINUTE = re.compile(r"[每毎](?:分钟?|分)(?:约|达)?\s?$")
# an 8B model has so many parameters
_SIZED_MODEL = re.compile(r"\d{1,4}(?:\.\d+)?(?:[BT]|-?\s?[bt]illion)[\s-]models?")
_A_SECOND = re.compile(r"[每毎]秒(?:约|达)?\s?$")
_TURNS = re.compile("转(?!账|发|让|移)|回転")
# 阵风45节
_SAILS = re.compile("(?:风速?|航速|船速|时速|速度)(?:约|达到?|为|高达|超过)*\\s?$")
_AGE = re.compile(r"(?:1[0-3]\d|\d{1,2})(?!\d|,\d|\s?%)|[a-z]")
# 卖八十块 is money, but 花八十块石头
_SPENT = re.compile(
    "[便贵省卖花价售付赚费值收罚奖挣欠买薪票要交找借给][^，。；]{0,5}$|[一每][个件斤本张天次杯碗份瓶盒只条双套]\\s?$"
)
_COIN = re.compile("(?:左右|以上|以下|一[个件斤本张天次])?(?:[。，、；！？买]|$)")
# 十万块奖金
_PAY = re.compile(
    "的?(?:奖金|奖励|工资|薪水|月薪|押金|定金|订金|罚款|学费|房租|租金|彩礼|存款|预算|积蓄|欠款|债|礼金|红包|人民币|本金|赔偿|补贴|补助|捐款|现金|利息|成本|费)"
)
# 用电 300 度
_ELECTRICITY = re.compile("(?:[用发耗省节]电|电量|电费|供电)(?:量|约|达|了|为|为约|超过?|近|需|可)*\\s?$")
# 千キロ behind a length
_LENGTH = re.compile(
    "(?:長さ|距離|全長|延長|航続|半径|片道|往復|(?<![キログラム])から|まで(?:あと|残り)?|走行|沖合?|標高|高度|上空|深さ|高さ|道のり|マラソン|から[^、。\\d]{1,12}まで|燃費|リットル(?:当たり|あたり))(?:は|が|约|で|に|を|、)*$"
)
# 旋转 90 度, 北纬三十度, 120 度的视角
_ANGLE_BEFORE = re.compile(
    "(?:[旋回逆顺]转|[转弯拐倾歪偏]了?|倾斜|倾き|傾斜|傾き|仰角|俯角|夹角|倾角|视角|角度|视场|视野|視野|[北南][纬緯]|[东西東][经経]|内角|角|折叠|翻转|开合)"
    "(?:约|达到?|了|为|是|成|呈|至|は|が|を|で)*\\s?$"
    r"|(?:(?:[Ww]inkel|Neigung|Drehung|Steigung)\s(?:von|um|beträgt|ist)|(?:neigt|dreht|kippt|schwenkt)e?\s(?:sich\s)?um)\s$"
)
_ANGLE_BEHIND = re.compile(
    "的?[的の]?(?:[直锐钝仰俯弯斜夹转视广]?角|旋转|翻转|转弯|掉头|环绕|全景|回転|傾|转)"
    r"|-(?:Winkel|Drehung|Wende|Kurve|Kamera|Blick|Ansicht|Schwenk)|\s(?:(?:nördlich|südlich|östlich|westlich)er|Neigung|Steigung|Gefälle|gedreht)"
)


# 三百六十度, unless something is so hot
_TURNED = re.compile(r"(?:180|270|360|720|百八十|二百七十|三百六十|七百二十)\s?度")
_HOT = re.compile("[温熱热烤焼燃烧煮融熔沸℃]|摄氏|加热|オーブン|高达")


def _is_angle(plain: str, start: int, end: int) -> bool:
    if _TURNED.fullmatch(plain, start if plain[start] != "一" else start + 1, end) and not _HOT.search(plain):
        return True
    return bool(_ANGLE_BEHIND.match(plain, end) or _ANGLE_BEFORE.search(plain, max(0, start - 18), start))


# 三ポンド半の肉
_WEIGHT_BEFORE = re.compile("(?:体重|重さ|重量|目方)(?:は|が|を|約|约|、)*$")
_WEIGHT_BEHIND = re.compile(
    r"\s?(?:\d+(?:\.\d+)?|[一二三四五六七八九十]+)\s?オンス|"
    "半?(?:の[^、。]{0,8}(?:球|ボール|魚|犬|猫|ダンベル|バーベル|七面鳥|カボチャ|袋|箱|肉|バター|砂糖|小麦|米|荷物|魚|鉄|石|豆|チーズ|野菜|果物|赤ちゃん|男|女|体|選手|力士|ボクサー)"
    "|(?:ほど|も)?(?:痩せ|やせ|太っ|減量|重))"
)


def _weighs(plain: str, start: int, end: int) -> bool:
    return bool(_WEIGHT_BEHIND.match(plain, end) or _WEIGHT_BEFORE.search(plain, max(0, start - 8), start))


# 3分20秒
_MINUTES = re.compile(r"\s?(?:\d{1,2}(?:\.\d+)?|[一二三四五六七八九十]{1,3})\s?秒|半钟")


# a pound is money behind what is paid, unless it is a pound of something
_PAID = re.compile(
    r"\b(?:costs?|pa(?:y|ys|id|ying)|priced?|prices|sells?|sold|worth|fees?|fine[ds]?|budget|spen[dt]s?|earn(?:s|ed)?|salary|wages?"
    r"|rents?|debts?|loans?|donated|invest(?:s|ed)?|owe[sd]?|charge[sd]?|tax(?:es)?|bought|buys?|raised|bill|cheque|price tag"
    r"|kost(?:et|ete|eten|en)|zahl\w*|bezahl\w*|\w*[Pp]reis\w*|verkauf\w*|wert|Gebühr|verdien\w*|Gehalt|Miete|Schulden|schulde\w*|spende\w*)\b"
)
_MILLIONS = re.compile(
    r"(?:[\d.,]+\s(?:and|to|und|bis)\s)?(?:[\d.,]+|[a-z][a-z -]{0,40})\s?(?:m|bn|[mb]illion(?:en)?|[Mm]illion(?:en)?|Mio\.|Mrd\.|Milliarden?)\s"
)
_POUND_WORD = re.compile(r"(?i:pounds?|pfund)$")
# 2,5 Mio. Pfund Schaden
_PAID_FOR = re.compile(
    r"[\s-](?:notes?|coins?|fines?|tickets?|jackpots?|prizes?|salar(?:y|ies)|deposits?|fees?|fares?|deals?|cheques?|bonus(?:es)?|loans?|budgets?|pensions?|windfall"
    r"|Note|Noten|Schein\w*|Münzen?)\b|\s(?:Schaden|Umsatz|Verlust|Gewinn|Strafe|Bußgeld|Schulden|Kosten|Förder\w*|Investition\w*|Miete|Gehalt|Einnahmen|Ausgaben|Entschädigung|Kredit\w*"
    r"|Steuer\w*|Ablöse\w*|Honorar|Budget|Kapital|Darlehen|Preisgeld|Zuschuss|Zuschüsse|Abfindung|Defizit|Überschuss|Erlös\w*|Spenden|Lohn|Jahresumsatz|Profit)\b"
)
_OF_IT = re.compile(r"\s(?:of|each of)\s|\s(?:and\s|und\s)?\S+\s(?i:ounces?|oz|unzen?)\b|\s[A-ZÄÖÜ][a-zäöü]")


def _is_money(plain: str, start: int, end: int) -> bool:
    if not _POUND_WORD.search(plain, max(0, end - 6), end):
        return False
    if _PAID_FOR.match(plain, end):
        return True
    said = not _OF_IT.match(plain, end)
    return bool(said and (_MILLIONS.match(plain, start) or _PAID.search(plain, max(0, start - 60), start)))


# a kilo that is walked or driven is a kilometre
_SPEED = re.compile("(?<![秒分时])速度?(?:は|が|を|约|、|に|で)*$")
_ACCELERATES = re.compile("(?:まで|に)[^。]{0,12}(?:加速|減速)")
_WAY = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十百]+)\s?(?:メートル|m(?![a-z]))|"
    "半?(?:[をもほど约]{0,2}(?:歩|走|進|泳|離れ|先[のにで]|移動|飛[行びんぶべ]|航行|運転)|まで(?:近づ|接近|迫)|を[^、。]{0,12}(?:走|歩|泳|飛)|の[^、。\\d]{0,6}(?:コース|ルート|マラソン|レース)|の(?:道|距離|地点|沖|ところ|国境|海岸|川|路線|コース|区間|トンネル)|に(?:及ぶ|わたる)(?:国境|海岸|路線|道|川))"
)
