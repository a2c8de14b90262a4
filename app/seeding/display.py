"""Values in English words: `over CNY 70 billion`, `2–4 months`, `180 EFLOPS`. Each parses back to the same value."""

from decimal import Decimal

from app.store.exact_numbers import digits

_HEDGE = {"gt": "over ", "ge": "at least ", "lt": "under ", "le": "at most ", "approx": "about "}
_SCALE = ((12, " trillion"), (9, " billion"), (6, " million"))
_SI_UP = ((18, "E"), (15, "P"), (12, "T"), (9, "G"), (6, "M"), (3, "k"))
_SI_DOWN = ((0, ""), (-3, "m"), (-6, "µ"), (-9, "n"))
_SI = {"FLOPS": "FLOPS", "bit_per_second": "bps", "byte_per_second": "B/s", "watt_hour": "Wh", "second": "s", "metre": "m"}
_NOUNS = {
    "percent": ("%", "%"),
    "percentage_point": (" percentage point", " percentage points"),
    "times": (" times", " times"),
    "person": (" person", " people"),
    "token": (" token", " tokens"),
    "parameter": (" parameter", " parameters"),
    "day": (" day", " days"),
    "month": (" month", " months"),
    "bit": (" bit", " bits"),
    "frame": (" frame", " frames"),
    "frame_per_second": (" fps", " fps"),
    "token_per_second": (" tokens/s", " tokens/s"),
    "pixel": (" px", " px"),
    "score": (" point", " points"),
    "count": ("", ""),
    "1": ("", ""),
}


def display(value: Decimal, value_max: Decimal | None, comparator: str, unit: str, deviation: Decimal | None = None) -> str:
    """A value, or a range, in words. `unit` is a unit code; a code that has no entry here is a currency, written in front."""
    if deviation is not None:
        around = f"±{display(deviation, None, 'eq', unit)}"
        return f"{display(value, None, 'eq', unit)} {around}" if value else around
    hedge = _HEDGE.get(comparator, "")
    highest = value_max if value_max is not None else value
    if unit == "rank":
        return f"{hedge}No. {digits(value)}" + (f"–{digits(highest)}" if value_max is not None else "")
    exponent, suffix = _suffix(highest, unit)
    numbers = _scaled(value, exponent) + (f"–{_scaled(highest, exponent)}" if value_max is not None else "")
    if unit in _SI:
        return f"{hedge}{numbers} {suffix}{_SI[unit]}"
    if unit in _NOUNS:
        return f"{hedge}{numbers}{suffix}{_NOUNS[unit][highest != 1]}"
    return f"{hedge}{unit} {numbers}{suffix}"


def _suffix(value: Decimal, unit: str) -> tuple[int, str]:
    """The power of ten to divide by, and the word or prefix for it."""
    size = abs(value)
    steps = _SCALE if unit not in _SI else _SI_UP if size >= 1000 else _SI_DOWN
    if unit in _SI and not size:
        return 0, ""
    return next((step for step in steps if size >= Decimal(10) ** step[0]), (0, "") if steps is not _SI_DOWN else steps[-1])


def _scaled(value: Decimal, exponent: int) -> str:
    scaled = value.scaleb(-exponent)
    if exponent > 0:
        scaled = scaled.normalize()
    return format(scaled, ",f")
