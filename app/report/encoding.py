"""The text of a report file: UTF-8, or UTF-16 with a byte order mark. Others are refused, with the encodings that it may be in."""

import codecs
from pathlib import Path

from app.report.encoding_candidates import candidates, is_in_escapes
from app.report.model import ReportError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_report(path: Path) -> str:
    """The unchanged text of a report file. Raises `ReportError` for an unsupported encoding."""
    return decode(path.read_bytes(), path.name)


def decode(raw: bytes, name: str) -> str:
    """UTF-8 byte for byte, a byte order mark included; UTF-16 where a mark says so."""
    if raw.startswith(_UTF16) and not raw.startswith(_UTF32):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ReportError(
                f"{name} begins with a UTF-16 byte order mark but is not UTF-16: {error.reason} at byte {error.start}"
            ) from None
    # every byte may be ASCII where the text is something else
    if (b"\0" in raw[:4096] or is_in_escapes(raw)) and (told := _told(raw)):
        raise ReportError(f"{name} is not UTF-8{told}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(f"{name} is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}{_told(raw)}") from None


def _told(raw: bytes) -> str:
    """What the text may be, for a person to choose; empty where it is like nothing that is known."""
    found = candidates(raw)
    if not found:
        return ""
    named = " or ".join(f"{one.name} ({one.words!r})" for one in found)
    return f"; it may be {named}: open it as {'that' if len(found) == 1 else 'the one that reads well'} and save it as UTF-8"
