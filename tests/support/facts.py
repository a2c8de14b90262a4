"""A reference implementation of all filters in plain Python, over the rows of the seeds, to compare SQL with.

A row of a list has *ways* to related rows: itself, its claim, its metrics, its markers. A way leads to *views*, the values of
one related row by filter name. All filters on one way must match the same view; a negation (`ne`, `isnull=true`) matches if
no view on its way has the negated value. `tests/support/ways.py` defines the ways of each list.
"""

import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache
from string import ascii_lowercase, ascii_uppercase
from typing import Any

View = Mapping[str, Any]
# parameters, each with the values given for it
Asked = Mapping[str, Sequence[Any]]
Test = Callable[[Any], bool]
_MONTHS = {"": (1, 12), "H1": (1, 6), "H2": (7, 12), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}
_COMPARED = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
# texts that are compared with A to Z and a to z alike
TEXTS = {
    "title", "title_en", "subject_en", "text", "text_en", "subject", "quote", "name_zh", "name_en", "alias", "author", "url", "slug",
}  # fmt: skip
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_PART_OF = ("part_of_series", "part_of", "subsidiary_of")


@dataclass(frozen=True)
class Way:
    """Which filters go by it, the views that it leads to by key of the row, and whether there is one of these at most."""

    names: Collection[str]
    views: Mapping[Any, Sequence[View]]
    is_single: bool = False


@dataclass(frozen=True)
class List:
    """The rows of a list by key, and how its filters reach what they speak of. The first way is the row itself."""

    rows: Mapping[Any, View]
    ways: Sequence[Way]
    _values: dict[str, Counter[Any]] = dataclass_field(default_factory=dict)
    _keys_by_value: dict[str, dict[Any, set[Any]]] = dataclass_field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Every name that the list can be filtered by."""
        return [name for way in self.ways for name in way.names]

    def way(self, name: str) -> Way:
        return next(way for way in self.ways if name in way.names)

    def values(self, name: str) -> Counter[Any]:
        """How many views have each value of a filter."""
        if name not in self._values:
            views = self.way(name).views
            self._values[name] = Counter(view[name] for key in self.rows for view in views.get(key, ()))
        return self._values[name]

    def keys_by_value(self, name: str) -> dict[Any, set[Any]]:
        """The rows that have each value of a filter."""
        if name not in self._keys_by_value:
            found: dict[Any, set[Any]] = defaultdict(set)
            views = self.way(name).views
            for key in self.rows:
                for view in views.get(key, ()):
                    found[view[name]].add(key)
            self._keys_by_value[name] = found
        return self._keys_by_value[name]


class Facts:
    """Lists that can be asked. `relations` are subject, predicate and object."""

    def __init__(self, lists: Mapping[str, List], relations: Collection[tuple[str, str, str]]) -> None:
        self.lists = lists
        self._relations = relations
        self._related: dict[tuple[str, ...], set[str]] = {}
        self._asked: dict[str, list[Any]] = {}
        self._counted: dict[str, Counter[Any]] = {}

    def ask(self, name: str, asked: Asked) -> list[Any]:
        """Keys of the rows of a list that meet all that is asked; worked out once, for both databases."""
        question = f"{name} {asked!r}"
        if question not in self._asked:
            self._asked[question] = self.among(self.lists[name], self.lists[name].rows, asked)
        return self._asked[question]

    def among(self, list_: List, keys: Iterable[Any], asked: Asked) -> list[Any]:
        """Those of the keys whose rows meet all that is asked."""
        left = list(keys)
        for way in list_.ways:
            met, missing = by_way(way, asked)
            if len(met) == 1:
                ((field, values),) = met.items()
                chosen = self._having(list_, field, values, asked)
                left = [key for key in left if key in chosen]
            elif met:
                meets = self._meeting(met, asked)
                left = [key for key in left if any(map(meets, way.views.get(key, ())))]
            for field, values in missing.items():
                refused = self._having(list_, field.removesuffix("__ne"), values, asked)
                left = [key for key in left if key not in refused]
        return left

    def _having(self, list_: List, field: str, values: Sequence[Any], asked: Asked) -> set[Any]:
        """The rows of a list that have a view which meets one thing that is asked."""
        test = self._test(field, values, asked)
        by_value = list_.keys_by_value(name_of(field))
        return {key for value, keys in by_value.items() if value is not None and test(value) for key in keys}

    def facet(self, name: str, filter_: str, asked: Asked) -> Counter[Any]:
        """How many rows there are by value of a filter, under all filters but itself; counted once, for both databases."""
        question = f"{name} {filter_} {asked!r}"
        if question not in self._counted:
            self._counted[question] = self._count(name, filter_, asked)
        return self._counted[question]

    def _count(self, name: str, filter_: str, asked: Asked) -> Counter[Any]:
        way = self.lists[name].way(filter_)
        others = {field: values for field, values in asked.items() if name_of(field) != filter_}
        met, _ = by_way(way, others)
        meets = self._meeting(met, others)
        found: Counter[Any] = Counter()
        for key in self.ask(name, others):
            views = way.views.get(key, ()) or ([{filter_: None}] if way.is_single else [])
            left = filter(meets, views)
            found.update({group for view in left for group in _groups(filter_, view[filter_], way.is_single)})
        return found

    def _meeting(self, given: Asked, asked: Asked) -> Test:
        """Whether a view meets all that is given."""
        tests = [(name_of(field), self._test(field, values, asked)) for field, values in given.items()]
        return lambda view: all(view[name] is not None and test(view[name]) for name, test in tests)

    def _test(self, parameter: str, values: Sequence[Any], asked: Asked) -> Test:
        """Whether a value that is there is what is asked for."""
        name, _, how = parameter.partition("__")
        if how == "isnull":
            return lambda held: True
        if how == "contains":
            piece = lower(values[0])
            return lambda held: piece in lower(held)
        if name == "period" and how == "exact":
            return lambda held: held in values
        if name == "period":
            periods = [days(value) for value in values]
            return lambda held: any(_in_period(how, days(held), period) for period in periods)
        if how:
            (bound,) = values
            return lambda held: bool(_COMPARED[how](held, bound))
        if name in TEXTS:
            texts = {lower(value) for value in values}
            return lambda held: lower(held) in texts
        chosen = set(self.related(tuple(values)) if name == "entity" and asked.get("related") == [True] else values)
        if name == "section":
            return lambda held: not chosen.isdisjoint(sections_around(held))
        return lambda held: held in chosen

    def related(self, slugs: tuple[str, ...]) -> set[str]:
        """The entities, what a stated relation joins to one of them, and to any depth what is part of any of these."""
        if slugs not in self._related:
            self._related[slugs] = self._reached(set(slugs))
        return self._related[slugs]

    def _reached(self, given: set[str]) -> set[str]:
        found = given | {a for a, _, b in self._relations if b in given} | {b for a, _, b in self._relations if a in given}
        while parts := {a for a, how, b in self._relations if how in _PART_OF and b in found} - found:
            found |= parts
        return found


def by_way(way: Way, asked: Asked) -> tuple[Asked, Asked]:
    """What is asked by a way: what one view must have, and what none may have."""
    given = {field: values for field, values in asked.items() if name_of(field) in way.names}
    met = {field: values for field, values in given.items() if not is_negated(field, values)}
    return met, {field: values for field, values in given.items() if field not in met}


def name_of(field: str) -> str:
    """The filter that a parameter belongs to."""
    return field.partition("__")[0]


def is_negated(field: str, values: Sequence[Any]) -> bool:
    """Whether it says what no view may have."""
    return field.endswith("__ne") or (field.endswith("__isnull") and values[0])


@cache
def days(period: str) -> tuple[str, str]:
    """First and last day of a period. Every month has 31 here: as text, no day of a month comes after its 31st."""
    first, _, last = period.partition("/")
    return _edges(first)[0], _edges(last or first)[1]


def _edges(part: str) -> tuple[str, str]:
    year, _, rest = part.partition("-")
    month, _, day = rest.partition("-")
    first, last = _MONTHS[rest] if rest in _MONTHS else (int(month), int(month))
    return f"{year}-{first:02}-{day or '01'}", f"{year}-{last:02}-{day or '31'}"


def _in_period(operator: str, held: tuple[str, str], asked: tuple[str, str]) -> bool:
    (start, end), (first, last) = held, asked
    match operator:
        case "gt":
            return start > last
        case "gte":
            return start >= first
        case "lt":
            return end < first
        case "lte":
            return end <= last
    return start <= last and end >= first


@cache
def sections_around(slug: str) -> set[str]:
    """A section and those that enclose it, by its number: 3.1 is in 3."""
    parts = slug.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts) + 1)}


def year_of(row: View) -> str | None:
    """The year that holds the period of a metric."""
    years = {row["period_start"][:4], row["period_end"][:4]} if row["period"] else set()
    return years.pop() if len(years) == 1 else None


@cache
def lower(text: str) -> str:
    """A to Z in lower case."""
    return text.translate(_LOWER)


def _groups(name: str, value: Any, is_single: bool) -> Iterator[Any]:
    """What a value counts for: a section for all that enclose it; nothing for itself, where there is one value at most."""
    if value is not None and name == "section":
        yield from sections_around(value)
    elif value is not None or is_single:
        yield value
