"""The conditions of a request: its parameters as SQL, those on the list's own rows and those on related rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, case, false, true

from app.lists.filters.filter import Filter, FullTextFilter
from app.lists.filters.join_paths import JoinPath, is_any_value


@dataclass
class Conditions:
    """The conditions of a request: on the list's `own` rows, and on `related` rows by the path to them.

    All conditions of one path hold of the same related row: `value__gte=1&value__lte=2` is not met by two metrics, one above
    and one below, nor `section=3&topic=market` by two claims.
    """

    own: list[ColumnElement[bool]]
    related: dict[JoinPath, list[ColumnElement[bool]]]
    # those of the list's own conditions that are that there is no such related row, with the steps to it
    negated: dict[ColumnElement[bool], int] = field(default_factory=dict)
    # those of the list's own conditions that look in the text index, as they are asked of each row by itself
    of_each_row: dict[ColumnElement[bool], ColumnElement[bool]] = field(default_factory=dict)
    # paths by which many rows are known to match, so that they are asked of those that the others select
    common: frozenset[JoinPath] = frozenset()

    def add(self, filter_: Filter, condition: ColumnElement[bool], negated: bool) -> None:
        """Add a condition on the row that holds a filter's value."""
        path = filter_.path
        if negated and isinstance(path, JoinPath):
            none_related = filter_.none_related(condition)
            self.own.append(none_related)
            self.negated[none_related] = len(path.steps)
        elif negated:
            # a row without a value is kept, for which `NOT` would be null. `IS NOT TRUE` means the same, but with it SQLite
            # scans the whole of a list of pairs for each row that is not in it
            self.own.append(case((path(condition), false()), else_=true()))
        elif isinstance(path, JoinPath):
            self.related.setdefault(path, []).append(condition)
        else:
            self.own.append(condition)

    def where(
        self, but: JoinPath | None = None, *, correlated: bool = False, apart: bool = False
    ) -> list[ColumnElement[bool]]:
        """Conditions on the list's rows, without those by the path `but` and the paths that continue it.

        `correlated` looks for related rows row by row, which is faster when rows are read in order until a page is full.
        With `apart`, PostgreSQL makes no join of it, which would begin with all rows and sort them.
        """
        words = list(self.of_each_row) if correlated else []
        own = [one for one in self.own if one not in self.negated and not (words and one in self.of_each_row)]
        # SQLite asks in this order: what is near first, and that there is no such row last, as most have none
        related = [(one, self._steps_of(path), False) for path, one in self._by_path(None, but, correlated, apart)]
        related += [(one, steps, True) for one, steps in self.negated.items()]
        elsewhere = [one for one, *_ in sorted(related, key=lambda told: told[1:])]
        # the text index at the very end, as a look into it takes longest
        return [*own, *elsewhere, *(self.of_each_row[one] for one in words)]

    def where_related(
        self, path: JoinPath, but: JoinPath | None = None, *, correlated: bool = False
    ) -> list[ColumnElement[bool]]:
        """Conditions on the rows that a path leads to, without those by the path `but` that continues it."""
        return [*self.related.get(path, []), *(one for _, one in self._by_path(path, but, correlated))]

    @property
    def only_path(self) -> JoinPath | None:
        """The first step of all conditions, if they all begin with the same one."""
        paths = self._continuing(None)
        return paths[0] if len(paths) == 1 and not self.own else None

    @property
    def first_steps(self) -> list[JoinPath]:
        """The steps from the list's rows that paths with conditions begin with."""
        return self._continuing(None)

    def of_step(self, step: JoinPath) -> "Conditions":
        """The conditions by the paths that begin with a step, alone."""
        return Conditions([], {path: held for path, held in self.related.items() if path.steps[0] is step})

    @property
    def has_negated(self) -> bool:
        """Whether rows are found by there being no related row."""
        return bool(self.negated)

    @property
    def reaches_far(self) -> bool:
        """Whether rows are found by others that are several tables away, or by there being none."""
        return self.has_negated or any(path.reaches_far for path in self.related)

    @property
    def looks_elsewhere(self) -> bool:
        """Whether rows are found by others or, besides other conditions, by words, any of which may be very many."""
        return bool(self.related or self.has_negated or (self.of_each_row and len(self.own) > 1))

    @property
    def deepest_path(self) -> JoinPath:
        """The path with the most steps among those with conditions."""
        return max(self.related, key=lambda path: len(path.steps))

    def _continuing(self, parent: JoinPath | None) -> list[JoinPath]:
        return list(dict.fromkeys(step for path in self.related for step in path.steps if step.parent is parent))

    def _by_path(
        self, parent: JoinPath | None, but: JoinPath | None, correlated: bool = False, apart: bool = False
    ) -> list[tuple[JoinPath, ColumnElement[bool]]]:
        paths = [path for path in self._continuing(parent) if path is not but]
        tell_little = set() if correlated else self._telling_little(parent, paths)
        held = [(path, correlated or path in tell_little) for path in paths]
        return [(path, self._by_one_path(path, row_by_row, apart)) for path, row_by_row in held]

    def _steps_of(self, first: JoinPath) -> int:
        """The steps of the longest path with conditions that begins with a step."""
        return max(len(path.steps) for path in self.related if path.steps[0] is first)

    def _by_one_path(self, path: JoinPath, row_by_row: bool, apart: bool) -> ColumnElement[bool]:
        condition = and_(*self.where_related(path, correlated=row_by_row))
        return path.exists(condition, apart=apart) if row_by_row else path.in_subquery(condition)

    def _telling_little(self, parent: JoinPath | None, paths: Sequence[JoinPath]) -> set[JoinPath]:
        """Those of the paths by which hardly a row is told from others, where other conditions tell more of them.

        Nearly all rows have a related row with any value, and some values are `common`: SQLite would list all of these rows for
        the few that other conditions select.
        """
        many = {path for path in paths if path in self.common or self._ends_in_any_value(path)}
        # what a step on leads to is always told by the rows before it
        is_told_otherwise = parent is not None or self.own
        return many if is_told_otherwise or len(many) < len(paths) else set()

    def _ends_in_any_value(self, path: JoinPath) -> bool:
        """Whether all conditions by a path are that there is a value."""
        return all(map(is_any_value, self.related.get(path, []))) and all(
            map(self._ends_in_any_value, self._continuing(path))
        )


def conditions(
    filters: Iterable[Filter], query: BaseModel, but: Filter | None = None, *, by_members: bool = False
) -> Conditions:
    """The conditions of a request's parameters, without those of the filter `but`.

    With `by_members`, a condition on related rows that no other shares is answered by the precomputed members of short lists.
    """
    given = {name: getattr(query, name) for name in query.model_fields_set}
    related = bool(given.get("related"))
    wanted = [
        (filter_, name.partition("__")[2], value)
        for filter_ in filters
        for name, value in given.items()
        if name.partition("__")[0] == filter_.name and value is not None and filter_ is not but
    ]
    shared = Counter(
        one.path.steps[0]
        for one, operator, value in wanted
        # that there is no related row is asked of the list's own row, and shared by none
        if isinstance(one.path, JoinPath) and not (operator == "ne" or (operator == "isnull" and value))
    )
    found = Conditions([], {})
    for filter_, operator, value in wanted:
        condition, negated = filter_.condition(operator, value, related=related)
        if isinstance(filter_, FullTextFilter):
            found.of_each_row[condition] = filter_.condition_of_each_row(value)
        held, path = None, filter_.path
        if by_members and not related and isinstance(path, JoinPath) and (negated or shared[path.steps[0]] == 1):
            held = filter_.member_condition(operator, value, filter_.none_related(condition) if negated else path(condition))
        if held is None:
            found.add(filter_, condition, negated)
        else:
            found.own.append(held)
    return found
