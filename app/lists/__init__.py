"""The one list engine: what a list is, its filters, its SQL, cursors, counts, facets, embedded rows and full text.

A resource declares a `Listing`; `pagination.read_page` runs a request for it and returns one `Page`, `pagination.stream_rows` reads
all of it. The package imports `store`, `vocabulary` and `errors`, and knows nothing of HTTP or of file formats. `formats`,
`http`, `api` and `pages` import it.
"""
