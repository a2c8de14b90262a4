"""Routes without a model of their parameters: pages of documentation and the like, which take a language at most."""

from typing import Any, get_args

from fastapi import Depends, Request

from app.errors import Fault, InvalidParameter
from app.http.known_routes import parameters_of
from app.http.problems import fault_of
from app.http.query_string import given_twice
from app.vocabulary import Language

# of parameters that are read where an answer is made, and not by its route
_VALUES: dict[str, tuple[str, ...]] = {"lang": get_args(Language), "keys": ("off",)}


def refusing_unknown(*known: str) -> Any:
    """A dependency: refuses all parameters but those that the route declares and `known`, and what is no value of these."""

    async def refuse(request: Request) -> None:
        declared = parameters_of(request.scope.get("route"))
        taken = sorted({*declared, *known})
        faults: list[Fault] = []
        for name in dict.fromkeys(request.query_params):
            values = request.query_params.getlist(name)
            if name not in {*taken, "_"}:
                faults.append(fault_of({"type": "extra_forbidden", "loc": ("query", name)}, taken))
            elif name != "_" and len(values) > 1:
                faults.append(given_twice(name, len(values)))
            elif name in known and name not in declared and values[0] not in _VALUES[name]:
                faults.append(fault_of(_no_value(name, values[0]), taken))
        if faults:
            raise InvalidParameter(*faults)

    return Depends(refuse)


def _no_value(name: str, value: str) -> dict[str, Any]:
    """What pydantic says of a value that is none of a parameter's."""
    expected = " or ".join(map(repr, _VALUES[name]))
    told = {"type": "literal_error", "msg": f"Input should be {expected}", "ctx": {"expected": expected}}
    return {**told, "loc": ("query", name), "input": value}
