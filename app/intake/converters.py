"""Files in other formats as Markdown: HTML, DOCX and PDF, by libraries that `pip install factbase[convert]` brings.

What a converter makes is the document from then on, and the original is kept beside it: another version of the converter
never changes a document that is there.
"""

import io
import logging
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from app.config import MAX_FILE_BYTES
from app.report import decode
from app.report.encoding_candidates import candidates

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
MARKDOWN = (".md", ".markdown", ".mdown", ".txt", ".text")


class ConversionError(ValueError):
    """The file cannot be converted; the message says why and what would help."""


@dataclass(frozen=True)
class Converted:
    """The text, and what made it: null where the file is the document itself."""

    text: str
    converter: str | None = None
    notes: tuple[str, ...] = ()


def to_markdown(content: bytes, name: str) -> Converted:
    """The file as Markdown. Raises `ConversionError`, or `ReportError` where its encoding is not read."""
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    kind = _sniffed(content, suffix)
    if kind is None:
        known = ", ".join(sorted({*MARKDOWN, *_CONVERTERS}))
        raise ConversionError(f"neither Markdown nor a format that is converted ({known}): save it as one of these")
    if kind in MARKDOWN:
        text = decode(content, "the file")
        # a lone carriage return ends a line in Markdown, as it did on old machines
        return Converted(text if "\n" in text else text.replace("\r", "\n"))
    try:
        return _CONVERTERS[kind](content, name)
    except ImportError as error:
        raise ConversionError(f"{kind} needs {error.name}: pip install 'factbase[convert]'") from None


def _sniffed(content: bytes, suffix: str) -> str | None:
    """What the file is: its first bytes count more than its name."""
    if content.startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(b"PK\x03\x04"):
        return ".docx" if suffix in {".docx", ""} else None
    if suffix in {".pdf", ".docx"}:
        raise ConversionError(f"it is named {suffix} and is none: open it and save it again")
    if suffix in {".htm", ".html", ".xhtml"}:
        return ".html"
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")) and not candidates(content):
        raise ConversionError("a binary file, no text: export the report as Markdown, HTML, DOCX or PDF")
    return ".md" if suffix in MARKDOWN or not suffix else None


def _html(content: bytes, name: str) -> Converted:
    return Converted(_html_to_markdown(decode(content, "the file")), _made_by("markdownify"))


def _html_to_markdown(html: str) -> str:
    import bs4
    import markdownify

    soup = bs4.BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["script", "style", "noscript", "template", "nav", "button", "svg", "iframe", "form"]):
        tag.extract()
    for tag in soup.select("[style], [hidden], [aria-hidden=true]"):
        if tag.has_attr("hidden") or tag.has_attr("aria-hidden") or _HIDDEN.search(str(tag["style"])):
            tag.extract()
    if soup.title is not None and soup.find("h1") is None and soup.title.string:
        heading = soup.new_tag("h1")
        heading.string = soup.title.string
        (soup.body or soup).insert(0, heading)
    for part in soup.find_all(["head"]):
        part.decompose()
    for cell in soup.find_all(["td", "th"]):
        for words in cell.find_all(string=re.compile(r"\|")):
            words.replace_with(words.replace("|", "\\|"))
    # a superscript without its tag is a digit of the number before it
    options: dict[str, Any] = {"heading_style": "ATX", "bullets": "-", "sup_symbol": "<sup>", "sub_symbol": "<sub>"}
    try:
        text: str = markdownify.MarkdownConverter(**options).convert_soup(soup)
    except RecursionError:
        raise ConversionError("its elements are nested too deeply: export the report in another format") from None
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _docx(content: bytes, name: str) -> Converted:
    import mammoth

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist() if part.filename.endswith(".xml"))
        if unpacked > MAX_FILE_BYTES:
            raise ValueError(f"its text is larger than {MAX_FILE_BYTES} bytes")
        made = mammoth.convert_to_html(io.BytesIO(content))
    except Exception as error:
        raise ConversionError(f"not read as DOCX ({error}): open it and save it again") from None
    notes = tuple(dict.fromkeys(message.message for message in made.messages))[:5]
    return Converted(_html_to_markdown(made.value), f"{_made_by('mammoth')}, {_made_by('markdownify')}", notes)


def _pdf(content: bytes, name: str) -> Converted:
    import pypdf

    # what it cannot read is reported once, by us
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        pages = [page.extract_text() for page in reader.pages]
    except Exception as error:
        raise ConversionError(f"not read as PDF ({error}): export the report in another format") from None
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    if len(text) < 20 * max(len(pages), 1):
        raise ConversionError("the PDF holds images of pages and no text: run OCR on it first, or export it as DOCX or HTML")
    note = "a PDF loses superscripts and headings: check its markers, or export the report as DOCX or HTML"
    return Converted(_paragraphs(text) + "\n", _made_by("pypdf"), (note,))


_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# addresses and compound words go on in the next line without a space
_BROKEN_WORD = re.compile(r"(https?://\S*[-_=&%]|\w-)\n(?=\w)")
_BROKEN_LINE = re.compile(r"(?<![.!?。！？:：\n])\n(?=[^\n])")
# the number of an entry: at the beginning of a line, or before an address
_ENTRY = re.compile(r"^[ \t]*(?:\[(\d{1,4})\]|(\d{1,4})[.)])(?=[ \t])|(?<=\s)\[(\d{1,4})\](?=\s+https?://)", re.M)


def _paragraphs(text: str) -> str:
    """Lines joined that only the page's width broke. Each entry of the last list that counts from 1 keeps a line of its own: that
    is the bibliography, where the report has one.
    """
    text = text.translate(_LIGATURES)
    parts = (_BROKEN_WORD.sub(r"\1", part.strip("\n")) for part in _before_entries(text))
    return "\n".join(_BROKEN_LINE.sub(" ", part) for part in parts)


def _before_entries(text: str) -> list[str]:
    """The text cut before each entry of the last list that counts 1, 2, 3 and on; whole where that has fewer than three."""
    starts: list[int] = []
    for entry in _ENTRY.finditer(text):
        number = int(entry[entry.lastindex or 0])
        if number == 1:
            starts = [entry.start()]
        elif starts and number == len(starts) + 1:
            starts.append(entry.start())
    places = [0, *starts, len(text)] if len(starts) >= 3 else [0, len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def _made_by(package: str) -> str:
    return f"{package} {version(package)}"


_CONVERTERS: dict[str, Callable[[bytes, str], Converted]] = {".html": _html, ".docx": _docx, ".pdf": _pdf}
FORMATS = frozenset({*MARKDOWN, ".htm", ".xhtml", *_CONVERTERS})
