"""The seeds folder: read, checked and turned into rows.

`build` reads the YAML files and reports of a seeds folder, checks what curators wrote against the text of the reports, and
returns the rows of every table, or raises `SeedError` with every problem and its file and line. This package may import
`app.report`, `app.store` and `app.vocabulary`; only the command line, the benchmarks and tests import it.
"""
