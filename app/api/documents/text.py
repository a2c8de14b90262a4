"""Slices of a document's stored text."""

from typing import Any

from sqlalchemy import Connection

from app.api.provenance.queries import document_of
from app.errors import Fault, InvalidParameter
from app.vocabulary.names import say


def text_slice(row: dict[str, Any], start: int, end: int | None, connection: Connection) -> dict[str, Any]:
    """The fields of `TextSlice`, from code point `start` up to `end`. Raises `InvalidParameter` if they are out of range."""
    length, last = row["length"], row["length"] if end is None else end
    faults = []
    if last > length:
        faults.append(Fault("end", say(f"the document ends at {length}", f"文件止于 {length}")))
    if start > last:
        faults.append(Fault("start", say(f"start {start} is after end {last}", f"起点 {start} 在终点 {last} 之后")))
    if faults:
        raise InvalidParameter(*faults)
    text = document_of(row["slug"], connection)["text"][start:last]
    return {"document": row["slug"], "sha256": row["sha256"], "length": length, "start": start, "end": last, "text": text}
