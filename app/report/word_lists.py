"""The data files of this package: words that languages use, as rows of tab-separated values."""

import csv
from functools import cache
from importlib.resources import files
from types import MappingProxyType

Row = MappingProxyType[str, str]


@cache
def read_table(name: str) -> tuple[Row, ...]:
    """The rows of `data/<name>.tsv`; lines that begin with `# ` are comments."""
    text = (files("app.report") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("# ")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(MappingProxyType({key: value or "" for key, value in row.items() if key}) for row in rows)


@cache
def words(table: str, kind: str) -> frozenset[str]:
    """All words of one kind in a table, of every language, in lower case."""
    return frozenset(word.lower() for row in read_table(table) if row["kind"] == kind for word in row["words"].split("|"))
