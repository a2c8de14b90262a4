"""Figures in running text: a number in digits or words, its unit, its hedges, and the numbers that are no figures.

`quantities` reads them. `numbers`, `han_numbers` and `latin_numbers` read the number by itself, `unit_search` finds its unit,
`hedges` its comparator; `mixed_numbers` and `compound_figures` join what is written in pieces. `exclusions` and the modules
beside it rule out dates, names, ranks, versions, idioms, the bases of rates (`rate_bases`) and declared units (`unit_declarations`).
"""
