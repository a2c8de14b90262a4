"""Numbers in Chinese characters that are no figures: years, days, names, idioms, rows (annotation guide, "Metrics")."""

import re
from functools import cache

from app.report.figures.changes import is_change
from app.report.figures.date_exclusions import day_or_year
from app.report.figures.unit_declarations import declares_han
from app.report.figures.units import Unit, match_unit
from app.report.figures.units_in_context import is_turning
from app.report.word_lists import read_table

_TIMES = re.compile(r"[多余]?倍")
_MEASURED = re.compile(
    r"\s?[余多几来数]?\s?(?:级|元|美元|港元|人民币|卡|字|页|ページ|参数|家|款|项|人|户|次|台|张|块|亿|万|个|名|辆|起|套|篇|种|条|座|枚|颗|份|小时|公里|tokens?)"
)
# with one numeral before them these are words: 三角, 百度, 千里
_WORDY = "角度里伏瓦巴帕升节口"
_IDIOM = re.compile(
    r"十分(?![钟之间])|[百千万]年(?=[^\W\d_])(?![间以内后後前来多をだでもがほ])|十[大佳全足字]|千方百计|百分百|万一|千万(?:不|别)|万家灯火|百家(?:争鸣|号)|千家万户|万人空巷|百公里(?=加速|油耗|能耗|电耗|耗)|百人一首|[一二三四五六七八九十百]+[対对][一二三四五六七八九十百]+(?![人名])|一[^、。，\d]{1,9}?(?:当たり|あたり|につき)|十人十色|千人千面|万人迷|三分钟热度|千代(?=田)|五卅|十年树木|百年树人|(?<=大年)三十|[二三四六八]倍体|(?<=何)[十百千万]+|一分钱一分货|十二支|十二生肖|十二月党|一亩三分地|一年半载|[三两]长两短|[二三四五六七八九]?十代(?![理码价表])"
)


@cache
def _idioms() -> re.Pattern[str]:
    """Words, names and sayings that begin with a numeral: 千斤顶, 万歳, 百合."""
    return re.compile("|".join(row["words"] for row in read_table("idioms") if row["language"] in {"zh", "ja"}))


_COIN_IDIOM = re.compile("九牛一毛|一毛不拔|一块砖")
_DECIMAL = re.compile("[零〇一二两三四五六七八九十]点[零〇一二两三四五六七八九]")
_CLOCK = re.compile("[十刻分钟半]")
# what is counted also one by one: 三岁, 五社, 一打
_DURATION = re.compile(
    r"年(?=时间|之久|之内|[内后]|以来|间(?!谍))|个星期|刻钟|周(?=[大的内后前以左，。、；]|$)|个月|年半|か月|ヶ月|ヵ月|カ月|分钟|小时|个小时|钟头|(?<=[二三四五六七八九十两])天(?![下空然气津真使台才文])|年(?=から|後|ぶり|以上|ほど|越し|にわた|の間)|年(?=[零又]?(?:[一二两三四五六七八九十]{1,2}|\d{1,2})(?:个|か|ヶ|ヵ|カ)月)|年(?=[零又][一二两三四五六七八九十\d])|日间|周间|时间|年间|秒|分间|分(?=(?:\d|[一二三四五六七八九十])+秒|半(?:钟|$|[のをで、。後間间]))"
)
# 时隔三年, 历时五年
_LASTED = re.compile(
    "(?:生[後后]|猶予|时隔|历时|长达|为期|相隔|耗时|连续|放假|休假|持续|提前|推迟|延长|缩短|徒刑|期限?[为约是]?|[了满约]|足足|整整|至少|最多"
    "|超过|不到|经过|达到)$"
)
# 两年, but 这两年, 前两天
_TWO = re.compile("(?<![这那前过头])两[年天周]")
# 气温下降八度, 三度上がる; 八度 alone is an interval, 百度 a name
_HEAT_BEFORE = re.compile("(?:[升降高低]了?|温差(?:约|有|达)?|零上|プラス)$")
_HEAT_BEHIND = re.compile("度(?:も|ほど)?(?:上が|下が|上昇|低下|高[いくか]|低[いくか])")


def _is_heat(plain: str, match: re.Match[str]) -> bool:
    if match["han"] in {"零", "〇"} and plain.startswith("度", match.end()):
        return plain[match.start() - 1 : match.start()] not in {"对", "対"}
    if plain[match.end() : match.end() + 1] != "度" or match["han"] in "百千":
        return False
    before = _HEAT_BEFORE.search(plain, max(0, match.start() - 4), match.start())
    return bool(before or _HEAT_BEHIND.match(plain, match.end()))


# 工龄三年。 but 第三年, 这三年, 二十三年
_YEARS = re.compile("(?<![第这那前后每零〇一二三四五六七八九十百千年学级])[两二三四五六七八九十]年(?=[。，；,;.]|$)")
_COUNTED_ONE = "岁歳社打ダ軒"
# 三瓶, 两张票, 五辆车; 三个方面, 两种方式 and 三项措施 announce a list. 这两名, 第三名 and 一名 count nothing
_THINGS = re.compile(
    "(?<![第这那前后後上下另每某其哪同唯任几数余多进進半、])(?:"
    "[两二三四五六七八九](?:瓶|杯|碗|盒|箱(?!型)|袋|罐|辆|架(?!构|飞|空|设|子)|艘|匹|颗|棵|株|栋|枚|张(?!家|三|量|力)|册|冊|缶|皿(?!洗)|羽|頭|隻"
    "|机(?!器|构|会|場|場|床|械|能|关|动)|座(?!谈|位|标|右|次|落|机|椅|舱|城记)|条(?=生产线|河|线路|高速|铁路|管线|鱼|狗|船|街)|台(?!湾|州|北|中|南|阶|面|历|頭|词|账|形|式)|(?:名|位)(?=[一-鿿]{2})(?!一|数|次|于|以|牌|列|单|义|字|气|额|词|称|来|作|妃)|只(?=[一-鿿])(?!是|有|能|要|需|会|不|为|在))"
    ")"
)
# 三人の子供, 三本の木; 二人三脚 and 三人称 are words
_JAPANESE_THINGS = re.compile(
    "(?<![第他各同前后後数何残])[二三四五六七八九](?:人(?!称|組|目|前|三脚|乗|種|気|間|材|口)|本(?=[のをがはもだ、。]|$)|枚(?!目|挙)|匹(?!目)|冊(?!目)"
    "|杯(?!目)|皿|缶|袋|頭(?!身)|羽|只|両(?!立|方|親|者|国|面|端)|通(?!り|常|行|信|学)|着(?=[のをがはも、。])|个(?!人|別|性|展|室|体|々)|箱|台(?!数|風|本|詞|所|帳|湾|頭|目)|件(?!数|目)|店(?!員|舗|長)|校(?!長|舎|門)|畳(?=[のをがはだ、。]|$))"
)
_PLAIN = re.compile(
    "[廿卅][一二三四五六七八九]|[一二两三四五六七八九][十百千万亿兆]|[十百千万亿兆][零〇一二两三四五六七八九]|[十百千][万亿兆]"
)
_AFTER_PLAIN = re.compile(
    r"\s*(?:出头|有余|毫米汞柱|mm\s?Hg|ミリ水銀柱|左右|上下|以内|前[后後]|くらい|ぐらい|ほど|$|[。，、；,.;)）]|[和与到至]|之间|以[上下]|未満|未满|超|点(?:[をのがではだ。、，；以左上下关大]|$)|多(?!样|元)|[的是だでのがをにとはも])"
)
_BEFORE_PLAIN = re.compile("(?:[第初农周星千万数几成]|(?<!以)上|(?<!学)期|(?<!个)月)$")


# 播放量破亿
_BROKEN = re.compile("破[百千]?[万亿]$")
# 山路有八里
_WAY = re.compile("(?:有|走了?|跑了?|长|远|约|近|离|行|超过|不到|足足)$")
# 两亿三千万学生, 三万二千五百四十一票
_LARGE = re.compile(
    "[一二两三四五六七八九][十百千]*[万亿][零〇一二两三四五六七八九]|[一二两三四五六七八九][十百千][一二两三四五六七八九十百千]*[万亿]|[一二两三四五六七八九]千[零〇一二两三四五六七八九]+百"
)


def _is_plain(plain: str, match: re.Match[str]) -> bool:
    """A numeral of several characters with a place value (一百零五万) that no noun follows, or a large one."""
    return bool(_LARGE.match(match["han"])) or bool(
        _PLAIN.search(match["han"])
        and _AFTER_PLAIN.match(plain, match.end())
        and not _BEFORE_PLAIN.search(plain, max(0, match.start() - 2), match.start())
    )


# 十人目, 二十回目
_IN_ROW = re.compile(
    "(?:年|[かヶカヵ]月|[日周週回人件台店番社戸度本枚位代つ個个期校例冊杯号局話作]|时间|試合)目(?![標的指前処録次撃])"
)
# 百数十人, 两千几百元
_SOME_TENS = re.compile("(?<=[百千万亿])[数几][十百千]")
# 每日两次, 一天三次
_A_DAY = re.compile("[每一][日天周年月]$")
# 三升水, 十里路; 千里 and 四里 alone are words and names
_COUNTING = frozenset("两二三四五六七八九十")
_QUANTITY = re.compile("升(?=半?[的の水油酒米汽奶]|半|$|[，。、])|里(?=[路地外]|の[道山旅]|之外)")


# 两三个月, 二、三十人; 三四线, 二三年级, 五六年 and the second heading, 二、三个方面, count nothing
_PAIR = re.compile(
    "三五|(?:[二三四五六七八九]?十)?[一二两三四五六七八]、?[二两三四五六七八九]|[一二两三四五六七八]、[二两三四五六七八九][十百千万亿]+"
)
# 二、三日休む, 七、八歳: no day of a month and no heading in Japanese
_JAPANESE_PAIR = re.compile("日(?!付|目)|人|歳|回|时间|年(?![生度])|か月|ヶ月|分间?|秒|度")
_PAIR_OF_ROW = re.compile("年[级生]|[月日号楼期线世届等类]|年(?<![一两二三][两二三四]年)(?!间)")
_ROW_BEFORE = re.compile(r"(?:[第初周月]|^|\n)\s*$")


def _is_counted_pair(plain: str, match: re.Match[str], language: str) -> bool:
    at = match.end()
    if language == "ja" and _JAPANESE_PAIR.match(plain, at) and plain[match.start() - 1 : match.start()] not in {"月", "第"}:
        return True
    if _PAIR_OF_ROW.match(plain, at) or (
        match["han"][1:-1] == "、" and _ROW_BEFORE.search(plain, max(0, match.start() - 2), match.start())
    ):
        return False
    return match_unit(plain, at + (plain[at : at + 1] == " ")) is not None


def excluded_word(plain: str, match: re.Match[str], language: str) -> int | None:
    """Chinese numerals are figures only with a magnitude or several digits, followed by something measured."""
    if idiom := _idioms().match(plain, match.start()):
        return idiom.end()
    if match["han"] is None:
        coins = _COIN_IDIOM.search(plain, max(0, match.start() - 2), match.end() + 5)
        return coins.end() if coins else None
    if idiom := _IDIOM.match(plain, match.start()):
        return idiom.end()
    if not match["hanhalf"] and plain.startswith(("世纪", "世紀"), match.end()):
        # 二十世纪; 三个世纪 are so long
        return match.end()
    if language == "ja" and _IN_ROW.match(plain, match.end()):
        return match.end()
    if declares_han(plain, match):
        return match.end()
    if day := day_or_year(plain, match.start()):
        return day
    if _PAIR.fullmatch(match["han"]):
        return None if _is_counted_pair(plain, match, language) else match.end()
    if match["hanminus"] or _DECIMAL.search(match["han"]):
        return match.end() if not match["hanminus"] and _CLOCK.match(plain, match.end()) else None
    several = (
        len(match["han"]) > 1 or match["han"] in "十百千万亿" or plain[match.start() - 1 : match.start()] in {"数", "几"}
    )
    if several and is_turning(plain, match.start(), match.end()):
        return None
    if plain[max(0, match.start() - 2) : match.start()].rstrip().endswith("每"):
        return match.end()
    if _A_DAY.search(plain, max(0, match.start() - 2), match.start()) and plain.startswith(("次", "回"), match.end()):
        return None
    if match["han"] in {"十一", "十二"} and plain.startswith("双", match.start() - 1):
        return match.end()
    things = _JAPANESE_THINGS if language == "ja" else _THINGS
    if len(match["han"]) == 1 and not match["hanhigh"] and things.match(plain, match.start()):
        return None
    at = match.end() + (plain[match.end() : match.end() + 1] in {" ", "多", "余", "几", "来", "数"})
    at += bool(_SOME_TENS.match(plain, match.end()))
    unit = match_unit(plain, at)
    if unit is not None and unit.code == "JPY" and language != "ja" and plain.startswith("钱", at):
        unit = None
    if (
        several
        and unit is None
        and (_is_plain(plain, match) or _BROKEN.search(plain, max(0, match.start() - 1), match.end()))
    ):
        return None
    if unit is not None and match["han"] in _COUNTING and _QUANTITY.match(plain, match.end()):
        return None
    if unit is not None and plain[unit.end - 1] == "里" and _WAY.search(plain, max(0, match.start() - 2), match.start()):
        return None
    if (
        unit is not None
        and len(match["han"]) == 1
        and plain[unit.end - 1] in _WORDY
        and unit.end - match.end() == 1
        and not _is_heat(plain, match)
        and not (language == "ja" and match["han"] in "十百千")
    ):
        unit = None
    measured = match["hanhalf"] or (unit is not None and (several or _is_measure(plain, match, unit, at, language)))
    measured = measured or (unit is not None and match["hanhigh"] is not None and not is_change(plain, match.start()))
    figure = _TIMES.match(plain, match.end()) or measured or (several and _MEASURED.match(plain, match.end()))
    return None if figure else match.end()


def _is_measure(plain: str, match: re.Match[str], unit: Unit, at: int, language: str) -> bool:
    """Whether a small numeral with the unit at `at` measures: `两吨`, `历时三年`, but not `三个` or `这两年`."""
    if unit.kind not in {"count", "time", "score", "angle"}:
        return True
    if plain[at] in _COUNTED_ONE or plain.startswith("周岁", at) or _DURATION.match(plain, at):
        return True
    return unit.kind == "time" and bool(
        _LASTED.search(plain, max(0, match.start() - 3), match.start())
        or _TWO.match(plain, match.start())
        or (language != "ja" and _YEARS.match(plain, match.start()))
    )
