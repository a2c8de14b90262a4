"""The package's own README, for who unpacks it and has nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.export.descriptor import ABOUT, RIGHTS, TITLE

_README = """# {title}

Dataset version `{version}`. {about}

## What is in it

| file | rows | what a row is |
|---|---|---|
{tables}

`documents/` has the untouched text of each document, byte for byte: {documents}.
`datapackage.json` describes every file and field, with types, keys, sizes and SHA-256 (Frictionless Data Package).

The CSV files have the same columns as the lists of the API. `section_id` and `parent_id` name rows of `data/sections.csv`.

- UTF-8 with a byte order mark, comma, one header row, lines end in CR LF, an empty cell is a missing value.
- Lists and objects are JSON: `["a","b"]`.
- A text that a spreadsheet would take for a formula has an apostrophe in front; take one apostrophe off every cell that
  begins with apostrophes and then, after blank or invisible characters, one of `= + - @ ＝ ＋ － ＠`, a tab or a line break.
- `value` has every digit that the text gives, in the unit named in `unit`; `comparator` says how it relates to the true
  value. `start` and `end` count Unicode code points into the document's text, end excluded.

## How to join

- a metric's sentence: `metrics.claim_id` = `claims.id`
- the markers behind a metric: `metrics.id` = `metric_citations.metric_id`, `metric_citations.citation_id` = `citations.id`
- the page behind a marker: `citations.source_id` = `sources.id`
- the bibliography entry behind a marker: `citations.document`, `citations.number` = `references.document`, `references.number`
- who is named in a sentence: `mentions.claim_id`, `mentions.entity` = `entities.slug`

## How to cite

Cite a fact by its id and this dataset version, with the page that its markers name: the report says so, on the ground of that
page. `/api/v1/claims/<id>`, `/metrics/<id>` and `/sources/<id>` of the service give the citation ready made with
`?format=bibtex`, `ris`, `csl`, `gbt7714` or `apa`. Name the dataset as a whole "factbase, dataset version {version}".

## How to check

    pip install frictionless
    frictionless validate datapackage.json

compares sizes, hashes, types, primary and foreign keys. That every figure stands in its document:

    import csv, pathlib
    rows = csv.DictReader(open("data/metrics.csv", encoding="utf-8-sig", newline=""))
    texts = {{file.stem: file.read_bytes().decode() for file in pathlib.Path("documents").glob("*.md")}}
    for row in rows:
        words = texts[row["document"]][int(row["start"]) : int(row["end"])]
        assert row["quote"] in (words, "'" + words), row["id"]

## Rights and caveats

{rights}
{caveats}"""


def readme(version: str, tables: Sequence[tuple[str, int, str]], documents: Sequence[Mapping[str, Any]]) -> str:
    """The README of a dataset version: `tables` with path, number of rows and meaning, `documents` with slug and caveat."""
    caveats = "".join(
        f"\nOf `{one['slug']}` its own text says: {one['caveat']} {one['caveat_en'] or ''}".rstrip() + "\n"
        for one in documents
        if one["caveat"]
    )
    return _README.format(
        title=TITLE,
        version=version,
        about=ABOUT,
        tables="\n".join(f"| `{path}` | {rows} | {about.splitlines()[0]} |" for path, rows, about in tables),
        documents=", ".join(f"`{one['slug']}.md`" for one in documents),
        rights=RIGHTS,
        caveats=caveats,
    )
