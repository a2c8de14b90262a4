"""seeds/ in, rows out, in one transaction.

files → schemas (shape) → vocabulary, documents, facts, conflicts (rows, checked by the annotation guide) → load.
Every problem of a run is collected, with file and line, before anything is refused.
"""
