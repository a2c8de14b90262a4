"""A report to read, each sentence with what it rests on: the same view for a curated report, for one that nobody has curated, and
for a file that is in no database.

`blocks` makes the view of the report's text alone, `curated` adds what the database knows, `page` and `audit_file` write HTML.
"""
