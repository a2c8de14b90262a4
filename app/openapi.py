"""What the OpenAPI document says beyond the routes: what the whole is, and the one shape of every error."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.errors import ProblemBody

ABOUT = """Facts from documents, each with the words that state it, the marker behind those words and the page it cites.

**Lists** share one grammar: `field=value` (repeat it or separate by commas for OR), `field__ne`, `__gt`, `__gte`, `__lt`,
`__lte`, `__contains`, `__isnull`; `sort=-value,period`; `limit` 1 to 1000; `cursor` from `page.next_cursor`;
`fields=a,b`; `count=exact|none`. An unknown parameter or value is refused, never ignored.

**Errors** are problem details (RFC 9457): which parameter, what is allowed, what was probably meant.

**Offsets** are Unicode code points into the document's untouched text, start included, end excluded.
"""


def describe(app: FastAPI) -> None:
    """Make `app.openapi()` give the whole document, worked out once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
            components = schema.setdefault("components", {}).setdefault("schemas", {})
            definitions = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
            components |= definitions.pop("$defs") | {"ProblemBody": definitions}
            for unused in ("HTTPValidationError", "ValidationError"):
                components.pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
