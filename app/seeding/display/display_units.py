"""Units as `display` writes them, for every code that the reader of reports gives.

A unit with steps is written in the step of the text, else in the largest that the value reaches: 0.8 µm, 12 t, 2 h.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.report.figures.units import unit_of

_PREFIXES = (
    (18, "E", "艾"), (15, "P", "拍"), (12, "T", "太"), (9, "G", "吉"), (6, "M", "兆"), (3, "k", "千"), (0, "", ""),
    (-3, "m", "毫"), (-6, "µ", "微"), (-9, "n", "纳"),
)  # fmt: skip
_ONE = Decimal(1)


@dataclass(frozen=True)
class UnitWords:
    """What stands behind a number: for one, for several, and in Chinese. English words bring their space."""

    one: str
    many: str
    zh: str


@dataclass(frozen=True)
class Step:
    """A size that a unit is written in: its factor to the unit, its words, and whether only whole numbers of it are written."""

    factor: Decimal
    words: UnitWords
    whole: bool = False

    @property
    def exponent(self) -> int:
        """The power of ten, or 0 where the factor is none."""
        number = self.factor.normalize()
        return number.adjusted() if number.as_tuple().digits == (1,) else 0


def _words(symbol: str, zh: str) -> UnitWords:
    return UnitWords(symbol, symbol, zh)


def _si(symbol: str, zh: str, highest: int = 18, lowest: int = 0) -> tuple[Step, ...]:
    """The unit with SI prefixes; in Chinese the symbol where `zh` is empty."""
    return tuple(
        Step(_ONE.scaleb(power), _words(f" {prefix}{symbol}", f"{han}{zh}" if zh else f"{prefix}{symbol}"))
        for power, prefix, han in _PREFIXES
        if lowest <= power <= highest
    )


def _steps(*of: tuple[str, str, str]) -> tuple[Step, ...]:
    return tuple(Step(Decimal(factor), _words(f" {symbol}", zh)) for factor, symbol, zh in of)


STEPS: dict[str, tuple[Step, ...]] = {
    "FLOPS": _si("FLOPS", ""),
    "bit_per_second": _si("bps", ""),
    "byte_per_second": _si("B/s", ""),
    "byte": _si("B", ""),
    "watt_hour": _si("Wh", "瓦时", lowest=-3),
    "watt": _si("W", "瓦", lowest=-9),
    "joule": _si("J", "焦耳", lowest=-9),
    "volt": _si("V", "伏", highest=6, lowest=-9),
    "ampere": _si("A", "安", highest=3, lowest=-9),
    "ampere_hour": _si("Ah", "安时", highest=3, lowest=-3),
    "hertz": _si("Hz", "赫兹", lowest=-3),
    "pascal": _si("Pa", "帕", highest=9, lowest=-3),
    "newton": _si("N", "牛", highest=6, lowest=-9),
    "bar": _si("bar", "巴", highest=0, lowest=-3),
    "mole": _si("mol", "摩尔", highest=3, lowest=-9),
    "molar": _si("mol/L", "摩尔/升", highest=0, lowest=-9),
    "metre": _si("m", "米", highest=3, lowest=-9),
    "litre": _si("L", "升", highest=0, lowest=-6),
    "kilogram": _steps(
        ("1E3", "t", "吨"), ("1", "kg", "千克"), ("1E-3", "g", "克"), ("1E-6", "mg", "毫克"), ("1E-9", "µg", "微克")
    ),
    "square_metre": _steps(
        ("1E6", "km²", "平方千米"), ("1", "m²", "平方米"), ("1E-4", "cm²", "平方厘米"), ("1E-6", "mm²", "平方毫米")
    ),
    "cubic_metre": _steps(("1E9", "km³", "立方千米"), ("1", "m³", "立方米"), ("1E-6", "cm³", "立方厘米")),
    "second": (
        Step(Decimal(3600), _words(" h", "小时"), whole=True),
        Step(Decimal(60), _words(" min", "分钟"), whole=True),
        *_si("s", "秒", highest=0, lowest=-9),
    ),
}
WORDS: dict[str, UnitWords] = {
    "percent": _words("%", "%"),
    "percentage_point": UnitWords(" percentage point", " percentage points", "个百分点"),
    "times": _words(" times", "倍"),
    "person": UnitWords(" person", " people", "人"),
    "token": UnitWords(" token", " tokens", "token"),
    "parameter": UnitWords(" parameter", " parameters", "参数"),
    "day": UnitWords(" day", " days", "天"),
    "month": UnitWords(" month", " months", "个月"),
    "bit": UnitWords(" bit", " bits", "比特"),
    "frame": UnitWords(" frame", " frames", "帧"),
    "frame_per_second": _words(" fps", "帧/秒"),
    "token_per_second": _words(" tokens/s", "token/秒"),
    "pixel": _words(" px", "像素"),
    "score": UnitWords(" point", " points", "分"),
    "celsius": _words(" °C", "摄氏度"),
    "fahrenheit": _words(" °F", "华氏度"),
    "kelvin": _words(" K", "开尔文"),
    "degree": _words("°", "度"),
    "decibel": _words(" dB", "分贝"),
    "international_unit": _words(" IU", "国际单位"),
    "kilometre_per_hour": _words(" km/h", "千米/小时"),
    "metre_per_second_squared": _words(" m/s²", "米/秒²"),
    "revolution_per_minute": _words(" rpm", "转/分"),
    "count": _words("", ""),
    "1": _words("", ""),
}
# in Chinese, behind the number
CURRENCIES = {
    "AED": "阿联酋迪拉姆", "AUD": "澳元", "BRL": "巴西雷亚尔", "BTC": "比特币", "CAD": "加元", "CHF": "瑞士法郎", "CNY": "元人民币",
    "DEM": "德国马克", "DKK": "丹麦克朗", "ESP": "西班牙比塞塔", "EUR": "欧元", "FIM": "芬兰马克", "FRF": "法国法郎", "GBP": "英镑",
    "HKD": "港元", "IDR": "印尼盾", "ILS": "以色列新谢克尔", "INR": "印度卢比", "ITL": "意大利里拉", "JPY": "日元", "KRW": "韩元",
    "MXN": "墨西哥比索", "MYR": "马来西亚林吉特", "NOK": "挪威克朗", "NZD": "新西兰元", "PHP": "菲律宾比索", "PLN": "波兰兹罗提",
    "RUB": "卢布", "SAR": "沙特里亚尔", "SEK": "瑞典克朗", "SGD": "新加坡元", "THB": "泰铢", "TRY": "土耳其里拉", "TWD": "新台币",
    "USD": "美元", "VND": "越南盾", "ZAR": "南非兰特",
}  # fmt: skip


def step_of(unit: str, values: Sequence[Decimal], unit_text: str) -> Step | None:
    """The step to write values in, or None where the unit has none."""
    steps = STEPS.get(unit)
    if steps is None:
        return None
    fitting = [step for step in steps if not step.whole or all(value % step.factor == 0 for value in values)]
    written = unit_of(unit_text) if unit_text else None
    if written and (same := next((step for step in fitting if step.factor == written.factor), None)):
        return same
    size = abs(values[-1])
    plain = next(step for step in steps if step.factor == 1)
    if not size:
        return plain
    return next((step for step in fitting if size >= step.factor), fitting[-1])


def words_of(unit: str) -> UnitWords:
    """The words of a unit without steps; of one that is not known here, its code in words."""
    return WORDS.get(unit) or _words(f" {(name := unit.replace('_', ' '))}", name)


def is_currency(unit: str) -> bool:
    """Whether the code is one of ISO 4217's form, which stands before the number in English."""
    return unit in CURRENCIES or (len(unit) == 3 and unit.isascii() and unit.isupper() and unit.isalpha())
