"""The text of a report file: UTF-8, or UTF-16 with a byte order mark. Other encodings are refused, with a guess at their name."""

import codecs
from pathlib import Path

from app.report.model import ReportError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_report(path: Path) -> str:
    """The unchanged text of a report file. Raises `ReportError` for an unsupported encoding."""
    return decode(path.read_bytes(), path.name)


def decode(raw: bytes, name: str) -> str:
    """UTF-8 byte for byte, a byte order mark included; UTF-16 where a mark says so."""
    if raw.startswith(_UTF16):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ReportError(
                f"{name} begins with a UTF-16 byte order mark but is not UTF-16: {error.reason} at byte {error.start}"
            ) from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        likely = _guess(raw)
        hint = f"; it looks like {likely}: save it as UTF-8" if likely else ""
        raise ReportError(f"{name} is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}{hint}") from None


def _guess(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    return best.encoding.replace("_", "-").upper() if best else None
