"""The README of the data package, which assumes no access to the service."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.export.descriptor import ABOUT, RIGHTS, TITLE

_README = """# {title}

Dataset version `{version}`. {about}

## Contents

| file | rows | what a row is |
|---|---|---|
{tables}

`documents/` has the unchanged text of each document, byte for byte: {documents}.
`datapackage.json` describes every file and field, with types, keys, sizes and SHA-256 (Frictionless Data Package).

The CSV files have the same columns as the CSV of the API's lists. `section_id` and `parent_id` refer to rows of `data/sections.csv`.

- UTF-8 with a byte order mark, comma-separated, one header row, CR LF line ends. An empty cell is a missing value.
- Lists are joined by `; ` (`a; b`, an empty cell if there is nothing in it), objects are JSON: `{{"a":"b"}}`.
- Text that a spreadsheet would evaluate as a formula is prefixed with an apostrophe. To undo this, remove one apostrophe from
  every cell that begins with apostrophes, then optional blank or invisible characters, then one of `= + - @ ＝ ＋ － ＠`, or
  that begins with apostrophes followed by a tab or a line break.
- `value` has every digit of the text, in the unit given by `unit`; `comparator` tells how it relates to the true value.
- `start_offset` and `end_offset` are offsets into the document's text, in Unicode code points; the end is exclusive.

## How to join

- a metric's sentence: `metrics.claim_id` = `claims.id`
- the markers behind a metric: `metrics.id` = `metric_citations.metric_id`, `metric_citations.citation_id` = `citations.id`
- the page behind a marker: `citations.source_id` = `sources.id`
- the bibliography entry behind a marker: `citations.document`, `citations.number` = `references.document`, `references.number`
- the entities mentioned in a sentence: `mentions.claim_id`, `mentions.entity` = `entities.slug`

## How to cite

Cite a fact by its id and this dataset version, together with the pages that its markers cite. The service returns ready-made
citations from `/api/v1/claims/<id>`, `/api/v1/metrics/<id>` and `/api/v1/sources/<id>` with
`?format=bibtex`, `ris`, `csl`, `gbt7714` or `apa`. Cite the whole dataset as "factbase, dataset version {version}".

## How to check

    pip install frictionless
    frictionless validate datapackage.json

checks sizes, hashes, types, primary keys and foreign keys. This checks that every quote is in its document:

    import csv, pathlib
    rows = csv.DictReader(open("data/metrics.csv", encoding="utf-8-sig", newline=""))
    texts = {{file.stem: file.read_bytes().decode() for file in pathlib.Path("documents").glob("*.md")}}
    for row in rows:
        words = texts[row["document"]][int(row["start_offset"]) : int(row["end_offset"])]
        assert row["quote"] in (words, "'" + words), row["id"]

## Rights and caveats

{rights}
{caveats}"""


def readme(version: str, tables: Sequence[tuple[str, int, str]], documents: Sequence[Mapping[str, Any]]) -> str:
    """The README of a dataset version, from the path, row count and description of each table, and from the documents."""
    caveats = "".join(
        f"\n`{one['slug']}` says about itself: {one['caveat']} {one['caveat_en'] or ''}".rstrip() + "\n"
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
