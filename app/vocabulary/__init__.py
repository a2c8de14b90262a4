"""The words of the contract: closed lists, their names in both languages, the forms of periods, and the nearest word.

The package imports no other; every other may import it.
"""

from app.vocabulary.closed_lists import (
    NOT_YET_CURATED,
    PART_PREDICATES,
    SEARCHED,
    Aggregation,
    Change,
    ClaimKind,
    Comparator,
    ConflictKind,
    Direction,
    EntityType,
    Evidence,
    Granularity,
    PeriodBasis,
    Predicate,
    QualifierKey,
    Reason,
    Role,
    Script,
    Status,
    UnitKind,
)
from app.vocabulary.names import Language

__all__ = [
    "NOT_YET_CURATED",
    "PART_PREDICATES",
    "SEARCHED",
    "Aggregation",
    "Change",
    "ClaimKind",
    "Comparator",
    "ConflictKind",
    "Direction",
    "EntityType",
    "Evidence",
    "Granularity",
    "Language",
    "PeriodBasis",
    "Predicate",
    "QualifierKey",
    "Reason",
    "Role",
    "Script",
    "Status",
    "UnitKind",
]
