"""Names of columns where SQL reads them: in CSV, flat Parquet, the data package and the views."""

# words that SQL reserves, and one that does not say that it is a boolean
_COLUMNS = {"start": "start_offset", "end": "end_offset", "as_of": "is_cumulative"}


def column_name(field: str) -> str:
    """The column of a field of the API: the field's name, but for reserved words."""
    return _COLUMNS.get(field, field)
