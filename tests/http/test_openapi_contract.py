"""Schemathesis over every operation: what the OpenAPI document says of requests and answers holds for any request.

It is asked of PostgreSQL, which takes less than SQLite does: numbers have bounds there, and a text has no NUL.

`FACTBASE_TEST_EXAMPLES` says how many requests each operation gets; many of them are for a run by hand.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from app.config import Settings
from app.http.openapi import OTHER_CONTENT
from app.main import create_app
from tests.support.openapi import described, document

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("seeded", ["postgresql"], indirect=True)]

EXAMPLES = int(os.environ.get("FACTBASE_TEST_EXAMPLES", "1"))
# all checks are on. A value of the right form that is in no vocabulary is refused, and so are too many values at once:
# no schema can know either
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": [200, 404, 414, 422]},
        "negative_data_rejection": {"expected-statuses": [404, 414, 422]},
        # what is documented beside JSON is not in `content`: compared below
        "content_type_conformance": {"enabled": False},
    }
}
OPERATIONS = [(path, method) for path, methods in document()["paths"].items() for method in methods]
# its parameters are those of /metrics, and what negates one of them takes fifteen seconds to be made
ALIKE = "/api/v1/series"


@pytest.fixture(scope="module")
def schema(seeded: Settings) -> Iterator[Any]:
    # loaded by the worker that gets these tests
    import schemathesis
    from schemathesis.config import SchemathesisConfig as Config

    app = described(create_app(seeded))
    yield schemathesis.openapi.from_asgi("/openapi.json", app, config=Config.from_dict(CONFIG))
    app.state.close()


@pytest.mark.parametrize("is_fitting", [True, False], ids=["fitting", "unfitting"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_keeps_its_word(schema: Any, path: str, method: str, is_fitting: bool) -> None:
    from schemathesis import GenerationMode

    operation = schema[path][method]
    if not is_fitting and (path == ALIKE or not [one for one in operation.iter_parameters() if one.location != "path"]):
        return  # nothing to get wrong: any text is the part of a path

    mode = GenerationMode.POSITIVE if is_fitting else GenerationMode.NEGATIVE

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=EXAMPLES < 10,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        answer = case.call_and_validate()
        response = operation.definition.raw["responses"][str(answer.status_code)]
        documented = {name.partition(";")[0] for name in (*response["content"], *response.get(OTHER_CONTENT, ()))}
        (sent,) = answer.headers["content-type"]
        assert sent.partition(";")[0] in documented

    ask()
