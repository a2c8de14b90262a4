"""Numbers of any notation in one: the text with its digits, separators and numerals as English and Chinese write them.

One character stands for one, so that offsets stay.
"""

import re
from functools import cache

from app.report.word_lists import read_table

_WIDE, _PLAIN = (
    "０１２３４５６７８９．％：∶／＋－−～〜＾＄￥\u00a0\u2009\u202f\u2007\u3000"
    "萬億個噸頓圓塊兩點幾餘約過達倍週間時鐘張條隻輛臺台幣歐鎊盧韓負贰叁壹貳參肆伍陸柒捌玖拾佰仟數對雙組磅碼畝頃價劑層樓項種類貫銭錢圖屆級號歲",
    "0123456789.%::/+--~~^$￥     "
    "万亿个吨顿元块两点几余约过达倍周间时钟张条只辆台台币欧镑卢韩负二三一二三四五六七八九十百千数对双组磅码亩顷价剂层楼项种类贯钱钱图届级号岁",
)
_NARROW = dict(zip(_WIDE, _PLAIN, strict=True))
_WIDER = re.compile(f"[{_WIDE}]")
# 이백오십 명, 십만 원: numerals in Hangul where a unit follows, which tells them from other words
_HANGUL = dict(zip("일이삼사오육칠팔구십백천만억조", "一二三四五六七八九十百千万亿兆", strict=True))
_KOREAN = re.compile(
    f"(?<![가-힣\\d])(?=[일이삼사오육칠팔구]?[십백천만억조])[{''.join(_HANGUL)}]+(?:\\s[{''.join(_HANGUL)}]+)?"
    "(?=\\s?(?:여\\s)?(?:원|명|퍼센트|프로|개|달러|유로|엔|위안|킬로|미터|센티|년|세(?!기)|살|시간|분(?!기)|초|배|톤|그램|리터|도(?!시)|마리|대(?!학)|권|장|인분|건|곳|가구|주(?!년)|평|만|억|조))"
)


# 스무 살, 서른 명
_TENS = {
    **dict.fromkeys(("스무", "스물"), "二十"), "서른": "三十", "마흔": "四十", "예순": "六十", "일흔": "七十", "여든": "八十", "아흔": "九十",
}  # fmt: skip
_NATIVE = re.compile(f"(?<![가-힣])(?:{'|'.join(_TENS)})(?=\\s?(?:살|명|개|마리|권|시간|번|곳|대|장)(?![가-힣]{{3}}))")


def _in_han(match: re.Match[str]) -> str:
    return "".join(_HANGUL.get(letter, letter) for letter in match[0])


# 95才; 才能 is another word, and in Chinese 才 says when
_AGE = re.compile(r"(?<=[\d一二三四五六七八九十百])才(?!能)")
# 三十五・五度; 三・一運動 is a day
_POINT = re.compile(
    "(?:(?<=分の[一二三四五六七八九])|(?<=マイナス[一二三四五六七八九])|(?<=マグニチュード[一二三四五六七八九]))・(?=[一二三四五六七八九])|(?<=[一二三四五六七八九十〇零])・(?=[一二三四五六七八九〇零]+"
    "(?:度|倍|%|パーセント|ポイント|メートル|センチ|ミリ|キロ|グラム|トン|リットル|ヘクタール|エーカー|インチ|フィート|ヤード|マイル|ポンド|オンス|ガロン|坪|ユーロ|ヘルツ|ボルト|アンペア|馬力|気圧|カロリー|ジュール|カラット|か月|周间|年|平方|立方|ワット|ノット|秒|时间|万|亿|兆|人|円|ドル|割|点))"
)
# 二十三・四五 alone
_POINT_OF_ALL = re.compile(
    "(?<=^[一二三四五六七八九〇零])・(?=[一二三四五六七八九〇零]+[。、]?$)|(?<=[十百千万][一二三四五六七八九])・(?=[一二三四五六七八九〇零]+(?:[。、]|$|です|だ))"
    "|(?<=[一二三四五六七八九][十百])・(?=[一二三四五六七八九〇零]+[。、]?$)"
)
# ゼロパーセント, ゼロ件
_ZERO = re.compile(r"(?<![ァ-ヶー一-鿿])ゼロ(?=\s?(?:パーセント|%|度|円|人|件|歳|社|回|ポイント|メートル|ドル))")
_DIGIT = re.compile(r"\d")
_FULL_COMMA = re.compile(r"(?<=\d)[，](?=\d{3}(?!\d))")
_CANDIDATE = re.compile(r"\d(?<![\w.,]\d)[\d.,’' ]*\d")
# 1.234,5  12 500,75  94.000
_CONTINENTAL = re.compile(
    r"(?<!\d)\d{1,3}(?:(?P<group>[.’' ])\d{3})(?:(?P=group)\d{3})*(?!\d|(?P=group)\d)(?:,\d+)?|\d+,\d+"
)
# 2.850,- Euro, CHF 20.–
_EVEN_PRICE = re.compile(r"(?<=\d)[,.][-–—]{1,2}(?=\s?(?:€|Euro|EUR|Franken|CHF|Fr\.|DM|Mark|kr)|\s?[.,;)]|$)")
# ,5 ml
_BARE_COMMA = re.compile(r"(?<![^\s(=]),(?=\d)")
# 1.234.567, 0,75 and 39,8 °C in a language that writes 1,234,567 and 0.75
_FOREIGN = re.compile(
    r"(?<![\w.,-])(?:[1-9]\d{0,2}\.\d{3}\.\d{3}(?:,\d+)?(?![\w]|[.,]\d)|[1-9]\d{0,2}(?:\.\d{3})+,\d+(?![\w]|[.,]\d)|0,\d{1,2}(?![\w]|[.,]\d)"
    r"|\d{1,3},\d{1,2}(?=[eE][+-]?\d|\s?(?:[°%€℃^]|[-–]\s?\d{1,3},\d{1,2}\s?[%€]|(?:[kcm]?m|k?g|m?l|t|[kMGT]Wh?|Mio|Mrd)\b"
    r"|(?:Euro|Franken|Prozent|Grad|Millionen|Milliarden|(?:[Kk]ilo|[Zz]enti|[Mm]illi)?[Mm]eter|(?:Kilo|Mega|Giga|Tera)byte|Liter|(?:Kilo)?[Gg]ramm|Tonnen"
    r"|Hektar|Stunden|mètres?|litres?|millions|milliards|millones|milhões|milioni|miliardi|metros?|metri|gradi|grados|graus|degrés|euros)\b)))"
    r"|(?<=\d,\d[-–])\d{1,3},\d{1,2}(?=\s?[%€])|(?<=\d,\d\d[-–])\d{1,3},\d{1,2}(?=\s?[%€])"
)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)")
_SWISS = re.compile(r"\d{1,3}(?:[’']\d{3})+(?:[.,]\d+)?(?!\d)")


# 5'11", 6’ 2”
_FEET_AND_INCHES = re.compile(r"(?<![\w.,])(\d{1,3})['’′](\s?\d{1,2}(?:\.\d+)?)[\"”″](?!\w)")


# a 14" display
_INCHES = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{1,2})?)[\"”](?=[\s-](?:[\w-]+\s){0,2}?(?:[\w-]+-)?(?:displays?|screens?|monitors?|panels?|touchscreens?|tablets?|TVs?|wheels?|pipes?"
    r"|disks?|diskettes?|tall|wide|long|deep|thick|diameter|rims?|tyres?|tires?|laptops?|pizzas?|nails?)\b)"
)


def _with_primes(match: re.Match[str]) -> str:
    return f"{match[1]}′{match[2]}″"


def _narrow(match: re.Match[str]) -> str:
    return _NARROW[match[0]]


def narrowed(text: str) -> str:
    """Narrow signs and simplified numerals and units, character by character."""
    return text if text.isascii() else _WIDER.sub(_narrow, text)


def normalise(text: str, language: str | None) -> str:
    """The same length, with `.` before decimals and `,` between groups, narrow digits, simplified numerals."""
    plain = narrowed(text)
    if language == "ko":
        plain = _NATIVE.sub(lambda match: _TENS[match[0]], _KOREAN.sub(_in_han, plain))
    if language == "ja" and "才" in plain:
        plain = _AGE.sub("歳", plain)
    if language == "ja" and "ゼロ" in plain:
        plain = _ZERO.sub("零零", plain)
    if language == "ja" and "・" in plain:
        plain = _POINT_OF_ALL.sub("点", _POINT.sub("点", plain))
    if "'" in plain or "’" in plain or "′" in plain:
        plain = _FEET_AND_INCHES.sub(_with_primes, plain)
    if '"' in plain or "”" in plain:
        plain = _INCHES.sub(lambda found: f"{found[1]}″", plain)
    if "，" in plain:
        plain = _FULL_COMMA.sub(",", plain)
    if not _DIGIT.search(plain):
        return plain
    if language and decimal_comma(language):
        if "," in plain or ".-" in plain or ".–" in plain:
            plain = _EVEN_PRICE.sub(lambda match: "," + "0" * (len(match[0]) - 1), plain)
            plain = _BARE_COMMA.sub(".", plain)
        return _CANDIDATE.sub(_from_continental, plain)
    if (plain.count(".") > 1 or "," in plain) and _FOREIGN.search(plain):
        plain = _FOREIGN.sub(_from_continental, plain)
    if " " in plain or "'" in plain or "’" in plain:
        plain = _CANDIDATE.sub(_from_spaced, plain)
    return plain


@cache
def decimal_comma(language: str) -> bool:
    return any(row["language"] == language and row["decimal"] == "," for row in read_table("languages"))


def _from_continental(match: re.Match[str]) -> str:
    return _CONTINENTAL.sub(_swapped, match[0])


def _swapped(match: re.Match[str]) -> str:
    if match["group"] is None:
        return match[0].replace(",", ".", 1)
    whole, comma, decimals = match[0].partition(",")
    return re.sub(r"[.’' ]", ",", whole) + (comma and ".") + decimals


def _from_spaced(match: re.Match[str]) -> str:
    """`12 500` and `12'500`; in English, two numbers that are merely adjacent are recognised by their digits: `2024 500`."""
    spaced = _SPACED.sub(lambda found: found[0].replace(" ", ","), match[0])
    return _SWISS.sub(lambda found: re.sub("[’']", ",", found[0]), spaced)
