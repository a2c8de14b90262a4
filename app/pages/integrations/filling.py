"""Our values in the files of other formats, each set as a value of its format, so that no text can end it and go on as code."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.pages.integrations.captions_zh import CAPTIONS
from app.pages.integrations.question import Question
from app.pages.package_files import texts_below
from app.vocabulary.addresses import API
from app.vocabulary.names import Language

FILES = Path(__file__).with_name("files")
TEXTS = texts_below(FILES)


def read(name: str) -> str:
    return TEXTS[name]


def program(name: str, lang: Language) -> str:
    """The text of a file that people see the words of, with these in their language."""
    source = read(name)
    # a caption that is part of a longer one comes after it
    for english in sorted(CAPTIONS, key=len, reverse=True) if lang == "zh" else ():
        source = source.replace(english, CAPTIONS[english])
    return source


def python(source: str, base: str, question: Question) -> str:
    """A program with its constants set; strings, lists and objects of JSON are those of Python and JavaScript."""
    values = {"API": base + API, "QUESTION": question.as_constants()}
    for name, value in values.items():
        literal = json.dumps(value, ensure_ascii=False).replace("\\", "\\\\")
        source, count = re.subn(rf"^((?:const )?{name} =) .*?(;?)$", rf"\1 {literal}\2", source, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{name} is set {count} times")
    return source


def within(value: Any, words: Mapping[str, str]) -> Any:
    """A parsed document with words in place of `{{their names}}` in its texts."""
    if isinstance(value, str):
        return re.sub(r"\{\{(\w+)\}\}", lambda name: words[name[1]], value)
    if isinstance(value, dict):
        return {name: within(one, words) for name, one in value.items()}
    return [within(one, words) for one in value] if isinstance(value, list) else value


def put(value: Any, words: Mapping[str, str]) -> Any:
    """A parsed document with other words for those texts and names in it that are keys of `words`, whole."""
    if isinstance(value, dict):
        return {words.get(name, name): put(one, words) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [put(one, words) for one in value]
    return words.get(value, value) if isinstance(value, str) else value


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """An archive, whose bytes are the same for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
