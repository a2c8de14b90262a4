"""The parameter `roles`: `plain` leaves out figures that have a role, such as a capability or a threshold.

Such a figure is true of its subject, but must be neither drawn on one line with plain figures nor added to them.
"""

from dataclasses import dataclass
from typing import Any, Literal

from app.lists.parameter_types import parameter_field
from app.vocabulary import QualifierKey

FILTER = f"qualifier.{QualifierKey.ROLE}"
HAS_NONE = f"{FILTER}__isnull"


def asks_for_roles(name: str) -> bool:
    """Whether a parameter of this name says which roles are wanted, besides `roles`."""
    return name.partition("__")[0] == FILTER


@dataclass(frozen=True)
class RoleFilter:
    """That rows are figures which may have a role, and which are shown unless `roles` or a filter on roles is given."""

    default: Literal["plain", "all"]

    def parameter(self) -> Any:
        asked = f", or `all` with a filter on `{FILTER}`" if self.default == "plain" else ""
        described = (
            "`plain` leaves out the figures that have a role (`qualifiers.role`): a capability, a threshold, a class, the value"
            f" before a change. `all` keeps every one. Default: {self.default}{asked}."
        )
        return Literal["plain", "all"] | None, parameter_field(described, "all")

    def applied(self, query: Any) -> Any:
        """The query with the filter that `roles` stands for."""
        given = getattr(query, "roles", None)
        asks = any(asks_for_roles(name) and getattr(query, name) is not None for name in query.model_fields_set)
        wanted = given or ("all" if asks else self.default)
        return query.model_copy(update={HAS_NONE: True}) if wanted == "plain" and not _is_given(query, HAS_NONE) else query


def _is_given(query: Any, name: str) -> bool:
    return getattr(query, name, None) is not None


def applied_roles(query: Any) -> Literal["plain", "all"]:
    """How a request treats roles, once they were applied."""
    return "plain" if getattr(query, HAS_NONE, None) is True else "all"
