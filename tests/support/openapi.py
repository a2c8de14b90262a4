"""The OpenAPI document, made once for all workers: it takes seconds, and no database."""

import json
from functools import cache
from typing import Any

from app.config import Settings
from app.http.openapi import operations
from app.main import Service, create_app
from tests.support.run import shared

Json = dict[str, Any]


@cache
def app() -> Service:
    """An app that is only asked for its documents."""
    return create_app(Settings(database_url="sqlite:///nothing-is-asked-of-it.db"))


@cache
def document() -> Json:
    """The document as it is sent; nobody may change it."""
    return shared("openapi", lambda: json.loads(json.dumps(app().openapi())))


def described(app: Service) -> Service:
    """The app with the document, which takes longer to make than most tests."""
    app.openapi_schema = document()
    return app


def by_name() -> dict[str, tuple[str, Json]]:
    """Path and description of each operation by its name."""
    return {operation["operationId"]: (path, operation) for path, operation in operations(document())}
