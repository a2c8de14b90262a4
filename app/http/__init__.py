"""Requests in, answers out: request context, caching, conditions, negotiation, problems, OpenAPI, the server.

It may import formats, lists, store, vocabulary, config and errors. api, pages and main import it.
"""
