"""factbase: a citation-backed fact database with a REST API."""
