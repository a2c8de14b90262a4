"""Response formats: rows in, bytes out.

JSON, CSV, NDJSON, Parquet, JSON-LD and bibliographic formats, collected in `writers.py`. May import `app.lists`, `app.store`
and `app.vocabulary`; imported by `app.http`, `app.api` and `app.pages`. Knows nothing of requests.
"""
