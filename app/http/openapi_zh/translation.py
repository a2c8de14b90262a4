"""The document with every text of ours in Chinese. Names, types, operation ids and examples stay, so that clients made from it do."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.http.openapi_zh.answers import DETAIL, NOUNS, SCHEMAS
from app.http.openapi_zh.objects import OBJECTS
from app.http.openapi_zh.operations import ABOUT, HEADERS, OPERATIONS, RESPONSES, TAG_NAMES, TAGS
from app.http.openapi_zh.parameters import BUCKETS, OPERATORS, PARAMETERS

Json = dict[str, Any]
# the data dictionary's Chinese of a text, or that of a table of others
Meaning = Callable[[str, Mapping[str, str]], str]
_QUALIFIER = "Qualifier: "
_PATTERNS = [(re.compile(re.escape(english).replace(r"\{\}", "(.+)")), chinese) for english, chinese in OPERATORS.items()]
_BUCKET = re.compile(rf"Only buckets whose (\w+) is ({'|'.join(BUCKETS)}) this\.")
_DETAILS = {DETAIL.format(noun): f"{chinese}及其全部相关内容。" for noun, chinese in NOUNS.items()}
_OTHERS = SCHEMAS | OBJECTS | RESPONSES | HEADERS | _DETAILS
# what an example is, no text about it
_EXAMPLES = frozenset({"example", "examples", "x-codeSamples"})


def translated(schema: Json, example: tuple[str, str], meaning: Meaning) -> Json:
    """A copy of the document in Chinese.

    `example` is how an operation's description leads to its example, in both languages; `meaning` tells what
    fields mean. A text that nobody has translated stays English, which a test finds.
    """

    def moved(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: told(name, one) for name, one in value.items()}
        return [moved(one) for one in value] if isinstance(value, list) else value

    def told(name: str, value: Any) -> Any:
        if name in {"description", "summary"} and isinstance(value, str):
            # the schema of a parameter says what the parameter says
            return parameter(value) if (found := meaning(value, _OTHERS)) == value else found
        if name == "properties":
            return {field: moved(one) for field, one in value.items()}
        return value if name in _EXAMPLES else moved(value)

    def operation(one: Json) -> Json:
        summary, about = OPERATIONS.get(one["operationId"], (one["summary"], one["description"]))
        _, led, asked = one["description"].partition(example[0])
        parameters = [moved(each) | {"description": parameter(each["description"])} for each in one.get("parameters", ())]
        own = {"summary": summary, "description": f"{about}{led and example[1]}{asked}"}
        return {**moved(one), **own, **({"parameters": parameters} if parameters else {})}

    paths = {path: {method: operation(one) for method, one in item.items()} for path, item in schema["paths"].items()}
    # a tag's name is its key in operations and in clients made from them; ReDoc and the reference show the other
    tags = [
        one
        | {
            "description": TAGS.get(one["name"], one["description"]),
            "x-displayName": TAG_NAMES.get(one["name"], one["name"]),
        }
        for one in schema["tags"]
    ]
    components: Json = moved(schema["components"])
    components["examples"] = {
        name: one | {"summary": meaning(one["summary"], _OTHERS)}
        for name, one in schema["components"].get("examples", {}).items()
    }
    info = schema["info"] | {"description": ABOUT}
    own = {"info": info, "paths": paths, "tags": tags, "components": components}
    return {name: own[name] if name in own else moved(one) for name, one in schema.items()}


def parameter(words: str) -> str:
    """What a parameter means; the English where nobody has translated it."""
    if words in PARAMETERS:
        return PARAMETERS[words]
    if words.startswith(_QUALIFIER):
        return "限定词：" + parameter(words.removeprefix(_QUALIFIER))
    if found := _BUCKET.fullmatch(words):
        return f"只要 {found[1]} {BUCKETS[found[2]]}此值的组。"
    for pattern, chinese in _PATTERNS:
        if matched := pattern.fullmatch(words):
            return chinese.format(parameter(matched[1]), *matched.groups()[1:])
    return words
