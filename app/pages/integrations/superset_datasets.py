"""The datasets of the Superset bundle: columns with the meanings of the data dictionary, and measures that add up nothing."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.pages.integrations.captions_zh import TEXTS
from app.vocabulary.column_names import column_label
from app.vocabulary.names import Language


class Measure(NamedTuple):
    name: str
    title: str
    expression: str
    about: str
    format: str = ",d"


# a figure is shown where a bar is of one indicator in one unit, and never a sum or a comparison of unlike things
_ALIKE = "COUNT(DISTINCT unit) = 1 AND COUNT(DISTINCT indicator) = 1"
DATASETS: dict[str, tuple[Measure, ...]] = {
    "facts_flat": (
        Measure("figure", "Figure", f"CASE WHEN {_ALIKE} THEN MAX(value) END", "The figure; the largest where several meet."
         " Empty where indicators or units are mixed.", "SMART_NUMBER"),
        Measure("lowest", "Lowest", f"CASE WHEN {_ALIKE} THEN MIN(value_low) END", "The lowest lower end; open ones left out.",
         "SMART_NUMBER"),
        Measure("highest", "Highest", f"CASE WHEN {_ALIKE} THEN MAX(value_high) END", "The highest upper end; open ones left out.",
         "SMART_NUMBER"),
        Measure("facts", "Facts", "COUNT(*)", "How many facts there are, each once."),
        Measure("contradicted", "Contradicted facts", "COUNT(CASE WHEN in_conflict THEN 1 END)", "How many facts another figure or"
         " sentence contradicts."),
        Measure("uncited", "Uncited facts", "COUNT(CASE WHEN evidence = 'uncited' THEN 1 END)", "How many facts no marker supports."),
    ),
    "metrics_flat": (
        Measure("statements", "Statements", "COUNT(*)", "How many statements there are; a fact that is stated three times is three."),
        Measure("claims", "Sentences", "COUNT(DISTINCT claim_id)", "How many sentences state them."),
        Measure("cited", "Cited statements", "COUNT(CASE WHEN evidence = 'cited' THEN 1 END)", "How many statements a marker supports."),
    ),
}  # fmt: skip
_TIMES = ("period_start", "period_end", "period_mid")
_TYPES = {
    **dict.fromkeys(_TIMES, "DATE"),
    **dict.fromkeys(("value", "value_max", "deviation", "value_low", "value_high"), "DOUBLE PRECISION"),
    **dict.fromkeys(("year", "times_stated", "start_offset", "end_offset"), "BIGINT"),
    **dict.fromkeys(("is_forecast", "in_conflict", "is_cumulative", "is_total"), "BOOLEAN"),
}
_LANGUAGES = {"_en": " (English)", "_zh": " (Chinese)"}


def dataset(view: str, meanings: Mapping[str, str], id_of: Callable[[str], str], lang: Language) -> dict[str, Any]:
    """A dataset over a view; the meaning of the view itself has no name."""
    words = TEXTS if lang == "zh" else {}
    return {
        "table_name": view,
        "main_dttm_col": "period_mid",
        "description": meanings[""],
        "filter_select_enabled": True,
        "metrics": [
            {
                "metric_name": one.name, "verbose_name": words.get(one.title, one.title), "expression": one.expression,
                "description": words.get(one.about, one.about),
                "d3format": one.format, "metric_type": None,
            }
            for one in DATASETS[view]
        ],
        "columns": [_column(name, meaning, lang) for name, meaning in meanings.items() if name],
        "uuid": id_of(f"datasets/{view}"),
        "database_uuid": id_of("database"),
    }  # fmt: skip


def _column(name: str, meaning: str, lang: Language) -> dict[str, Any]:
    is_time = name in _TIMES
    return {
        "column_name": name,
        "verbose_name": label(name) if lang == "en" else column_label(name.removesuffix("_zh"), lang),
        "description": meaning,
        "type": _TYPES.get(name, "TEXT"),
        "is_dttm": is_time,
        "is_active": True,
        "groupby": True,
        "filterable": True,
        # SQLite has no dates but their text
        "python_date_format": "%Y-%m-%d" if is_time else None,
    }


def label(name: str) -> str:
    """The English label of a column: `series_name_zh` -> `Series name (Chinese)`."""
    language = _LANGUAGES.get(name[-3:], "")
    words = (name[:-3] if language else name).replace("_", " ")
    return words[:1].upper() + words[1:].replace(" id", " ID").replace(" url", " URL") + language
