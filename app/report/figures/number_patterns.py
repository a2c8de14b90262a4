"""What numbers look like: expressions for each way to write them."""

import re
from functools import cache

from app.report.figures.number_words import DIGIT, HAN, forms, word_pattern
from app.report.figures.units import money_signs, money_words

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.)])\.\d+)"
# 500 兆 are megabytes in Chinese, and never in Japanese
_CHINESE_TRILLION = r"兆(?=\s?(?:[元円美日\d亿韩]|ドル|ユーロ|ウォン|規模|规模))"
_JAPANESE_TRILLION = r"兆(?!バイト)"


def _han_magnitude(trillion: str) -> str:
    # 百度, 3.2 百分点, 千问, 万科 begin with no magnitude, 兆 alone is a megabyte
    return (
        r"(?:十(?![一二三四五六七八九])|百(?![度分川模姓科慕])|千(?![问帆寻瓦克米卡伏牛帕焦赫]|里达|字节|比特)|万(?!科(?!威特)|[达物兴]|那杜)|亿(?![联航纬])"
        rf"|{trillion}|个亿){{1,4}}"
    )


_LETTERS = r"[KMBTk](?![A-Za-z])"
# au moins cinq, al menos 5, pelo menos, più o meno are no minus
_NOT_LEAST = r"(?<![^\W\d_])" + "".join(
    rf"(?<!\b(?i:{word})\s)" for word in ("au", "al", "lo", "pelo", "ao", "ou", "o", "du", "quanto")
)
# negative 3 %, but tested negative 3 times
_NEGATIVE = r"(?<!-)negative(?=\s[\d.,]+(?![\d.,]|\s(?:times|tests?|days|weeks|cases|patients)\b))"
_MINUS = rf"{_NOT_LEAST}(?i:minus|moins|menos|meno|минус|{_NEGATIVE})\s"
# Growth - 5 %: a dash; a loss of - 5 %
_SIGNED = r"(?<=\s(?:of|to|by|at|is|um|de|di|op)\s)|(?<=\s(?:was|von|auf|ist)\s)|(?<=\sfrom\s)|(?<=\sà\s)"
_HYPHEN = rf"(?:−|-(?!\s)|(?:(?<![A-Za-zÀ-ɏЀ-ӿ)]\s)|{_SIGNED})-)"
POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_POWER = (
    rf"\s?[×x*·]\s?10(?:\^\(?[-−]?\d{{1,3}}\)?|[{POWERS}]+)|[eE][+-]?\d{{1,3}}(?![A-Za-z\d]|\.\d)"
    rf"|(?<!\^)\^\(?[-−+]?\d{{1,3}}\)?(?!\w)"
    rf"|[的の]\s?[-−负]?\d{{1,2}}\s?(?:次方|次幂|乗)|\s(?:to\sthe\spower\sof|hoch)\s[-−]?\d{{1,2}}(?![\d.,])"
    rf"|(?<=(?<!\d)10)(?:\^\(?[-−]?\d{{1,3}}\)?|[{POWERS}]+)"
)
GLYPHS = dict(
    zip(
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6", "1/8", "3/8", "5/8", "7/8"),
        strict=True,
    )
)
_GLYPH = f"[{''.join(GLYPHS)}]"
_MIXED = rf"(?:\s(?:and\s|und\s)?|\s?[又と]\s?)\d{{1,2}}/\d{{1,3}}(?![\d/]|\.\d)|\s?{_GLYPH}|\sand\s(?:a|one)\s(?:half|quarter|third)\b"
_DASH = (
    r"(?:\s(?P<joint>and|und|et|y|y el|y la|y un|e|e il|e lo|e o|et la|en|bis zu)\s"
    r"|-(?:to|bis)-|-\s(?:bis|to|und|y|à|a|e)\s(?=\d)|\s(?:до|tot)\s(?=\d)|\s(?P<either>or|oder|ou|of|или)\s(?=\d)|\s*\\?(?:-{1,3}|–|—|~|至|到|から|(?<![^\W\d_])(?:bis(?=\s)|to(?=\s)|zu(?=\s\d)|à(?=\s)|a(?=\s\d)|till(?=\s)))\s*)"
)
# a unit in up to four pieces: all but the last are as long as they can be, so that each end is tried once
_SIGN = "[%％‰°℃℉²³/€$£¥]"
_CLOSED = rf"(?:[^\W\d_]{{1,12}}+\.?+|{_SIGN}){{0,3}}?(?:[^\W\d_]{{1,12}}\.?|{_SIGN})"

RANK = re.compile(
    rf"第\s?(?P<ordinal>\d+(?!\.?\d)|{HAN})(?:大(?!模型|会|赛)|名|位)?|(?P<top>首位|榜首)"
    rf"|(?<![目之以当此提空眼])前\s?(?P<first>\d+|{HAN})\s?(?:名|位|强)|(?:(?<![A-Za-z])No\.\s?|(?<!\w)#)(?P<no>\d{{1,3}}(?:,\d{{3}})+|\d+)"
    rf"|(?P<place>\d{{1,4}})\s?위(?=[를가에의로는도와 ,.)]|$)"
)
# 二、三十人; 第一、二批 and 一、二、三 are rows
_COMMA_PAIR = (
    "(?:(?<![第、])(?:[二三四五六七八九]?十)?(?:"
    + "|".join(f"{one}、(?={two})" for one, two in zip("一二三四五六七八", ("[二两]", *"三四五六七八九"), strict=True))
    + r")(?!.、))"
)
# 7、8个人
_DIGIT_PAIR = "|".join(f"{one}[、,，~]{one + 1}" for one in range(1, 9))
# 六块五一斤
_ONE_OF = "一[斤公克个只条张件瓶本份杯碗盒袋包天晚次桶度两平]"
_COIN = rf"(?:\d+(?:\.\d+)?|{HAN})"
# 二两茶叶: a tael, where something is weighed
_WEIGHED = "(?:[白米黄烧药散]?酒|茶|[黄白赤]?金(?!额|融)|[白纹]?银|[牛羊猪鸡]?肉|米饭|大米|面[条粉]|[香菜]?油|[白冰红]?糖|药|饭|重|饺|馄饨|人参|燕窝)"
WORD = re.compile(
    rf"(?<![{DIGIT}十百千])(?P<tenths>[一二两三四五六七八九]|\d\.\d(?=[成割])|(?<![\d.])\d(?=[成割]))[成割]"
    rf"(?P<more>半|[一二三四五六七八九](?![十百千万亿个家种年成大项款名位线分])|[一二三四五六七八九\d]分(?:[一二三四五六七八九\d]厘)?|(?<=\d[成割])\d(?![\d.,%]|\s?[万亿个年月人倍]))?"
    rf"(?![立为本果功长员就型熟分效品都交像绩合]|年(?!轻))"
    rf"|(?P<tenthpair>(?:一、?二|[二两]、?三|三、?四|四、?五|五、?六|六、?七|七、?八|八、?九)(?=[成割])).(?![立为本果功长员就型熟分效品都交像绩合])|(?P<halftenth>半成(?![品年本为立]))|(?P<discount>[对半](?=折)|(?<![{DIGIT}十百千\d.])(?:[{DIGIT}]{{1,2}}|\d(?:\.\d)?|\d\d|[{DIGIT}]点[{DIGIT}]))\s?折(?![叠磨旧扣腾中算合射线页])"
    rf"|(?P<kofold>두|세|네|다섯|열)\s?배(?![경추우열])|(?P<doubled>翻了?一?[番倍]|双倍|(?<![{DIGIT}十百千万亿兆数何\d])(?<!\d\s)倍(?=に(?!なる)|になる|の|以上の|増(?!計)))|(?P<doublings>翻了?[两三四五]番)"
    rf"|(?P<half>一半(?!导)|半价|半[額额](?=[^\W\d_]|$|[。、])|半数|절반|过半(?![年导])|近半(?![年个月天小数世])|半分(?=の|以上|が|は|を|に|[。、]|$))"
    rf"|(?P<percentminus>负的?|零下)?百分之\s?(?P<percent>负?(?:\d+(?:\.\d+)?|{HAN}(?:点[{DIGIT}]+)?))(?:(?:至|到)(?:百分之)?(?P<percenthigh>\d+(?:\.\d+)?|{HAN})(?!年))?"
    rf"|(?:(?P<denminus>(?<!正)负|マイナス)\s?)?(?:(?P<whole>{HAN})[又と])?(?P<den>{HAN}|(?<!\d)\d{{1,6}}[万亿兆]?)(?:分の|分之|분의)\s?(?P<num>{HAN}(?:点[{DIGIT}]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<powered>{HAN}[的の]{HAN}(?:次方|次幂|乗))"
    rf"|(?P<glyph>(?<!\d){_GLYPH})"
    rf"|(?P<of_all>(?<![\d.,])\d{{1,5}}|{HAN})(?:(?P<of_unit>世帯|社|校|組|店|家庭|頭|匹|台|回)に(?=(?:\d{{1,4}}|{HAN})(?P=of_unit))|(?:个|名)?人(?:に|[中里当]中?就?有)|명\s?중\s?)(?P<of_some>\d{{1,4}}|{HAN})(?:世帯|社|校|組|店|家庭|頭|匹|台|回|(?:个|名)?人|명)"
    rf"|(?P<taels>(?<![\d.])\d{{1,3}}(?:\.\d)?|[一二三四五六七八九十半]+)\s?两(?={_WEIGHED}|[，。、；]|$)"
    rf"|(?P<digitpair>(?<![第\d、.,])(?:{_DIGIT_PAIR})(?=\s?(?:[个個](?!方面|部分|问题|原因|阶段|层|步)|人|名|位|天|[歳岁]|次(?!方)|回(?!目)|年(?![级生度月目])|小时|分钟|时间|日(?=[はにでも間间ほく前後])|日休|か月|ヶ月|度|倍|件|台|本|枚|杯|斤|公里|キロ)))"
    rf"|(?P<coins>(?P<yuan>{_COIN})\s?[元块]\s?(?:(?P<jiao>{_COIN})\s?[角毛])?(?:\s?(?P<fen>{_COIN})\s?分|(?<=[角毛])(?P<fen_last>[{DIGIT}])(?=$|[，。、；]))?(?<![元块\s])钱?"
    rf"|(?P<bigcoin>{HAN})块(?P<smallcoin>[一二三四五六七八九](?:(?!{_ONE_OF})[一二三四五六七八九])?)(?!(?!{_ONE_OF})[{DIGIT}十百千万亿个块片家毛角分样起直])"
    rf"|(?P<jiao_alone>{_COIN})\s?[角毛](?:(?P<fen_after>{_COIN})分钱?|钱|(?=硬币)|(?<=毛)(?=零?钱|[。，；！？]|$|一[斤个只条包袋])|(?P<fen_bare>[{DIGIT}])(?=$|[，。、；])))"
    rf"|(?P<halfunit>(?<![一两大多过近后前年月上下中]|[{DIGIT}])半(?=个?(?:亿|月(?!底|初|末|刊|中)|世[纪紀]|公升|公斤|斤|小时|吨|公里|米|英里|克|磅|亩|升|打(?!工|算|开)|ダース|キロ|メートル|マイル|ポンド|トン|リットル|エーカー|インチ|フィート|ヤード|オンス|ガロン|加仑|日(?!元)|年间|时间|年(?:[，。、；,.的后後内前多了]|以|之|左右|时间|かか|で|$))))"
    rf"|(?:(?P<hanminus>(?<!正)负|零下|マイナス|氷点下|영하)\s?)?(?P<han>{_COMMA_PAIR}?{HAN}(?:点[{DIGIT}]+[十百千万亿兆]*)?)(?:(?:至|到(?!了)|から)(?P<highminus>负|零下|マイナス|氷点下)?(?P<hanhigh>{HAN})(?!年|月|日))?(?P<hanhalf>个半(?=小时|月|钟头|星期|世纪|時間|时间)|个亿)?"
)


# 12.3m containers; 100m races are metres
_IN_MILLIONS = (
    "people|users|customers|subscribers|tonnes|tons|barrels|units|containers|passengers|jobs|homes|households|vehicles|cars|shares"
    "|copies|doses|visitors|viewers|workers|voters|residents|patients|children|accounts|downloads|views|hectares|acres|litres|bags"
    "|transactions|members|followers|students|inhabitants|bottles|devices|phones|tests|cases|records|trees|visits|tourists|travellers|TEU"
)


@cache
def arabic(language: str, *, ranged: bool = True) -> re.Pattern[str]:
    """Numbers in digits as the language writes them; with the same groups where a second number is never taken."""
    money = "|".join(re.escape(sign) for sign in sorted(money_signs(), key=len, reverse=True))
    words = sorted({form for one in {"en", language} for form in forms(one, "magnitude")}, key=len, reverse=True)
    ends = "|".join(re.escape(word) + (r"(?![^\W\d_])" if word[-1] < "\u2e80" else "") for word in words)
    named = "|".join(sorted(map(re.escape, money_words()), key=len, reverse=True))
    han = _han_magnitude(_JAPANESE_TRILLION if language == "ja" else _CHINESE_TRILLION)
    magnitude = rf"(?:\s*{han}|\s?-?(?i:{ends})|{_LETTERS}|\s[kKM](?=[€$£]))"
    letters = r"(?<![A-Za-z])"
    # no number begins with another character: most are passed at one look
    firsts = "".join(sorted({re.escape(sign[0]) for sign in money_signs()}))
    signed = (
        rf"(?=[\d.±正−プマ负零氷영mMpPnNмМ{firsts}+-])(?:(?P<pm>(?:±|正负|プラスマイナス|\+/-|\bplus(?:\sor\s|/)minus)\s?)|(?P<sign>(?<![A-Za-z0-9)%]){_HYPHEN}(?=(?:{money})?\s?\.?\d)|(?:マイナス|负|零下|氷点下|영하|{_MINUS}))\s?)?"
        rf"(?P<money>(?:{letters}(?:{money}))\s?)?(?P<low>{_NUMBER})"
    )
    second = (
        rf"\s*(?P<op>[:/]|(?<=\d)\s?比(?=\s?\d)|(?<=\d)[対对](?=\d{{1,3}}の(?:比|割合))|(?<=\d)(?:\s[^\W\d_]{{3,14}})?\s(?:sur|su)\s(?=\d)|(?<=\d)\s(?:op\sde|von|из)\s(?=\d)|(?<=\d)\sout\sof(?:\severy)?(?=\s)|(?<=\d)\sin\severy(?=\s\d)|(?<=\d)\s(?:de|em)\scada(?=\s\d)|(?<!\d\d)(?<![.,]\d)(?<=\d)\sin(?=\s\d))\s*(?P<per>{_NUMBER})(?![\d/:])"
        rf"|(?P<mag1>{magnitude})?(?P<unit1>\s?{_CLOSED})??"
        rf"(?:{_DASH}(?:(?:{money})\s?)?(?(sign)(?P<highsign>(?:[-−]|零下|负|マイナス|{_MINUS})\s?)?)(?:(?:\bplus\s|\+)(?=\d))?(?P<high>{_NUMBER})|\s?±\s?(?P<tolerance>{_NUMBER}))"
    )
    # `$5m` and `5m euros` are five million, `5m` five metres
    end = (
        rf"(?P<plus>\s?\+(?!\s?\d))?(?P<mag>{magnitude}|(?(money)\s?m(?![\w²³/-])|\s?m(?=\s(?i:{named}|{_IN_MILLIONS})\b)))?"
        rf"(?P<tail>(?<=[万亿兆千만억조천])\s?(?:{_NUMBER})(?![\d年月%])\s?(?:[亿万千百]{{1,2}}|[천백십]?[억만]|천|백)?)?"
    )
    factor = rf"(?:(?P<power>{_POWER})|(?P<mixed>{_MIXED}))"
    head = rf"{signed}{factor}?"
    return re.compile(rf"{head}(?:{second})?{end}" if ranged else rf"{head}(?:(?!)(?:{second}))?{end}")


_HALVES = {
    "en": r"half(?:\s+|-)an?|(?:a\s+)?half(?=[- ](?:million|billion|trillion)\b)"
    r"|(?:a\s+)?half(?=[- ](?:mile|ton|inch|hour|pound|litre|liter|gallon|pint|ounce|acre|metre|meter|kilo)\w*)",
    "de": r"(?:ein|zwei|drei)(?:ein|drei)viertel"
    r"|ein(?:e[nmrs]?)?\s+halbe[rnms]?|(?:ein\s+)?dreiviertel|anderthalb|eineinhalb|zweieinhalb|dreieinhalb|viereinhalb|halbe[rnms]?",
    "fr": r"(?:une?\s+)?demie?",
    "es": r"medi[oa]",
    "pt": r"mei[oa]",
    "it": r"mezz[oa]",
    "nl": r"(?:een\s+)?halve|een\s+half|anderhal(?:f|ve)|(?:twee|drie)ënhal(?:f|ve)|(?:vier|vijf|zes)enhal(?:f|ve)",
}


_BETWEEN = {
    "en": ("between", "and"),
    "de": ("zwischen", "und"),
    "fr": ("entre", "et"),
    "es": ("entre", "y"),
    "pt": ("entre", "e"),
    "it": ("(?:tra|fra)", "e"),
    "nl": ("tussen", "en"),
    "ru": ("от", "до"),
}
# five to ten, two or three
_TO = {
    "en": "(?:to|or)",
    "de": "(?:bis|oder)",
    "fr": "(?:à|ou)",
    "es": "(?:a|o)",
    "pt": "(?:a|ou)",
    "it": "(?:a|o)",
    "nl": "(?:tot|of)",
    "ru": "(?:до|или)",
}
# uno de cada cuatro, un Français sur quatre
_OF_SO_MANY = {
    "fr": r"(?:\s+[^\W\d_]{2,14})?\s+sur\s+",
    "es": r"\s+(?:de|por)\s+cada\s+",
    "pt": r"\s+em\s+cada\s+",
    "it": r"(?:\s+[^\W\d_]{2,14})?\s+su\s+",
    "nl": r"\s+op\s+(?:de\s+)?",
    "ru": r"\s+из\s+",
}
# every tenth is a share, but where it says how often
_EVERY = {
    "de": r"jede[rsnm]?\s+(?:{})(?!\s+(?:Mal|Tag|Nacht|Woche|Monat|Quartal|Jahr|Stunde|Minute|Sekunde|Sonntag|Montag|Dienstag"
    r"|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Wochenende))",
    "ru": r"кажд(?:ый|ая|ое)\s+(?:{})(?!\s+(?:раз|день|год|месяц|час|недел|минут|секунд|сут|квартал))",
}


@cache
def latin_words(language: str) -> re.Pattern[str]:
    """Numbers in words of a language in Latin script: fractions, multiples, plain numbers."""
    number = word_pattern(language)
    parts = "|".join(sorted(map(re.escape, forms(language, "part")), key=len, reverse=True))
    multiples = "|".join(sorted(map(re.escape, forms(language, "multiple")), key=len, reverse=True)) or "(?!)"
    magnitudes = "|".join(
        sorted(
            (form for form in forms(language, "magnitude") if (len(form) > 3 and form.isalpha()) or form == "mil"),
            key=len,
            reverse=True,
        )
    )
    halves = _HALVES.get(language, "(?!)")
    and_half = {
        "en": r"(?:\s+|-)and(?:\s+|-)(?:a|one|three)(?:\s+|-)(?:half|quarters?|third|fourth|fifth|sixth|eighth|tenth)",
        "de": "einhalb",
        "nl": r"\s+en\s+een\s+half|eneenhalf",
        "fr": r"\s+et\s+demie?",
        "es": r"\s+y\s+medi[oa]",
        "pt": r"\s+e\s+mei[oa]",
        "it": r"\s+e\s+mezz[oa]",
        "ru": r"\s+с\s+половиной",
    }.get(language, "(?!)")
    of_a = r"\s+of\s+an?\s+(?P<part_mag>thousand|million|billion|trillion)" if language == "en" else "(?P<part_mag>(?!))"
    digits = "|".join(form for form, value in forms(language, "unit").items() if value < 10)
    one_and = (
        rf"(?<!half )an?(?=\s+(?!(?:{number})\b)[a-z]{{3,12}}\s+and\s+(?:a|three)\s+(?:half|quarters?)\b"
        rf"|\s+(?:hour|day|week|month|year|minute|foot|pound|dollar|kilo)\s+and\s+(?:\d{{1,2}}|{number})\s+(?:minutes|seconds|hours|days|weeks|months|inches|cents|pence|ounces|grams)\b)"
        if language == "en"
        else "(?!)"
    )
    point = {
        "en": "point",
        "de": "komma",
        "fr": "virgule",
        "es": "coma",
        "pt": "vírgula",
        "it": "virgola",
        "nl": "komma",
    }.get(language, "(?!)")
    between = _BETWEEN.get(language)
    bounds = (
        rf"(?<={between[0]}\s)(?P<lower>{number})\s+{between[1]}\s+(?P<upper>{number})"
        if between
        else "(?P<lower>(?!))(?P<upper>(?!))"
    )
    to = _TO.get(language, "(?!)")
    ordinals = "|".join(sorted(map(re.escape, forms(language, "every")), key=len, reverse=True))
    every = _EVERY[language].format(ordinals) if ordinals else "(?!)"
    share = rf"{number}(?:\s+(?:in|out\s+of)\s+(?:every\s+|an?\s+)?|-in-)(?:{number})" if language == "en" else "(?!)"
    if language in _OF_SO_MANY:
        share = rf"(?:{number}|une?|un[oa]|uma?){_OF_SO_MANY[language]}(?:{number})"
    if language == "de":
        share = rf"{number}\s+von\s+(?:{number})(?=\s+(?-i:[A-ZÄÖÜ])|\s*(?:[.,;:!?]|$))"
    return re.compile(
        rf"(?={_beginnings(language)})"
        rf"(?<![\w-])(?i:(?P<half_of>{halves})(?:[\s-]+(?P<half_mag>{magnitudes}))?(?!\w)|(?P<parts>(?:{_NOT_LEAST}(?P<part_minus>minus|negative|moins|menos|meno|min|минус)\s+)?(?:(?P<some>{number}(?:\s+und\s+{number})?|an?\s+(?=hundred|thousand|million){number}|an?|eine?[nmrs]?|un|une|una|um|uma)[\s-]+|(?:a\s+)?)(?P<part>{parts}))(?!\w)(?!\s+(?:year|hour|century|time|place|of\s+(?:19|20)))(?:{of_a})?"
        rf"|(?P<fold>{number}(?:einhalb)?|anderthalb)-?(?:fold|fache|fach|mal)(?!\w)|(?P<multiple>{multiples})(?!\w)"
        rf"|{bounds}(?!\w)|(?P<every>{every})(?!\w)|(?P<one_of>{share})(?!\w)|(?P<one_and>{one_and})|(?:(?:a|an)\s+(?=hundred|thousand|million|billion|trillion|dozen))?"
        rf"(?:(?P<minus>{_NOT_LEAST}(?:minus|negative|moins|menos|meno|min|минус))\s+)?"
        rf"(?P<words>{number})(?:(?P<open>-)?\s+{to}\s+(?P<wordshigh>{number})(?!\w))?(?P<decimals>\s+{point}(?:(?:\s+(?:{digits}|oh)\b)+|\s+{number}\b)(?:\s+(?P<point_mag>{magnitudes})(?!\w))?)?(?:(?P<and_half>{and_half})(?:\s+(?P<and_mag>{magnitudes})(?!\w))?)?(?:(?!\w)|(?=(?:jähr|monat|wöch|täg|stünd|minüt|sekünd|prozent)ig)))"
    )


@cache
def _beginnings(language: str) -> str:
    """The first two letters of every word that a number in words begins with: most words are passed at once."""
    known = [
        form
        for kind in ("unit", "hundred", "magnitude", "part", "multiple")
        for form in forms(language, kind)
        if len(form) > 1
    ]
    pairs: dict[str, set[str]] = {}
    first_words = (
        "an",
        "eine",
        "un",
        "anderthalb",
        "minus",
        "negative",
        "moins",
        "menos",
        "meno",
        "half",
        "halbe",
        "demi",
        "zweiein",
        "минус",
    )
    more = (
        *(("jede", "каждый") if language in _EVERY else ()),
        "medio",
        "meio",
        "mezzo",
        "een",
        "halve",
        "dreiviertel",
        "um",
        "una",
        "une",
    )
    for word in (*known, *first_words, *more):
        pairs.setdefault(word[0].lower(), set()).add(word[1].lower())
    either = "|".join(
        f"[{first}{first.upper()}][{''.join(sorted(seconds | {one.upper() for one in seconds}))}]"
        for first, seconds in pairs.items()
    )
    return rf"(?<![\w-])(?:{either}|[aA]\s)"
