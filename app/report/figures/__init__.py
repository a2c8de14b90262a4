"""Figures in running text: a number in digits or words, its unit, its hedges, and the numbers that are no figures.

`quantities` reads them. `numbers`, `han_numbers` and `latin_numbers` read the number by itself, `unit_search` finds its unit,
`hedges` its comparator; `exclusions` and the two modules beside it rule out dates, names, versions and idioms.
"""
