"""Which entries of a list of references a block consists of."""

import re
from collections.abc import Sequence

from app.report.bibliography.entries import Entry, has_access
from app.report.bibliography.headings import heading_kind
from app.report.bibliography.labels import STRONG, Label, bare_labels, bullet_label, label_at, labels
from app.report.markdown.blocks import Block

ADDRESS = re.compile(r"https?://|ftp://|\bwww\.|\bdoi\b|\b10\.\d{4,9}/|arxiv|\bISBN\b|\bPMID\b|\bPMC\d{5}", re.I)
YEAR = re.compile(r"[(（,，.\s]\s?(?:19|20)\d\d[a-z]?\s?[)）.,，年\]]|\bn\.d\.|(?:19|20)\d\d\s*$")
_CELL = re.compile(
    r"^(?:[\s|\x01]|</?(?:td|th|tr|b|strong|a|span)\b[^<>]*>)*(?:\*\*)?\\?[\[【(]?[\^#]?(?P<label>\d{1,4}|[A-Z]{1,3}-?\d{1,3})\\?[\]】).]?(?:\*\*)?\s*"
    r"(?:\||</t[dh]>)",
    re.M,
)
# `[1]` and `[B]` may label entries of one list
_KEYED = {"bracket", "key"}
_TITLED_ADDRESS = re.compile(r"\d{1,3}[ \t]+[^\r\n]{3,300}\r?\n[ \t]*<?https?://\S+")
_LATER_CELL = re.compile(r"\|\s*(?:\*\*)?\\?\[?(?P<label>\d{1,3})\\?[\].]?(?:\*\*)?\s*\|")
# behind an entry on the same line, the label of another
_INNER = re.compile(r"(?<=[^\s\[])[ \t;；|]+(?P<label>\\?\[\d{1,3}\\?\](?![(:\[])[ \t]*(?=[^\s\[(]))")
# `…in 2024 ([USGS](https://…)). Brines hold 58 %…`: what cites in its sentences, and goes on behind an address
_CITES = re.compile(r"[^\W\d_][\w%,]*\s[(（]\s?\[[^\[\]\n]{1,120}\]\([^()\s]+\)\s?[)）]")
_GOES_ON = re.compile(
    r"\]\([^()\s]+\)[)）]?[.,。，]?\s?(?:[^\W\d_][\w'’-]*[,;]?\s){4}|\]\([^()\s]+\)[)）]?[。，]?[\u4e00-\u9fff]{10}"
)
# `Berg, A., & Lund, K. (2021). Tolls`, `Port Board. (2020). Fares`, `王强（2021）`
_AUTHORS = re.compile(
    r"[ \t>\\*_]*(?:[A-ZÀ-Þ][\w’'.-]*(?:[\s,&;]+(?:[\w’'.-]+|&|…)){0,40}?[.,]?\s*[(（]"
    r"|[\u4e00-\u9fff]{2,20}(?:[,，、]\s?[\u4e00-\u9fff]{2,20}){0,8}等?[.。,，]?\s?[(（])"
    r"(?:(?:19|20)\d\d[a-z]?|n\.d\.|in press|forthcoming)[^()（）]{0,20}[)）]"
)
SOURCE_HEAD = re.compile(
    r"\b(?:sources?|references?|citations?|links?|urls?|quellen?|fuentes?|fontes?|fonti)\b|来源|來源|出处|文献|链接|連結|网址|出典|출처"
)
LINE = re.compile(r"[^\r\n]+")
_FEWEST_LINES = 3


def block_entries(text: str, block: Block, *, headed: bool) -> list[Entry]:
    """The entries that a block consists of; empty if it is something else."""
    match block.kind:
        case "definition":
            return [definition(block)]
        case "list_item":
            return [_item(text, block)] if headed or is_labelled(text, block) else []
        case "paragraph" | "quote":
            return _lines(text, block, headed=headed)
        case "table_row" if headed:
            return _row(text, block)
        case _:
            return []


def is_labelled(text: str, block: Block) -> bool:
    """Whether a block has a number or key before it, or begins with one."""
    return bool(
        block.label is not None
        or label_at(text, block.start, block.end)
        or numbered_bullet(text, block)
        or _is_titled_address(text, block)
    )


def _is_titled_address(text: str, block: Block) -> bool:
    """Whether a paragraph is a number with a title, and an address on the next line, as PDFs of ChatGPT have their sources."""
    return block.kind == "paragraph" and bool(_TITLED_ADDRESS.fullmatch(text, block.start, block.end))


def numbered_bullet(text: str, block: Block) -> Label | None:
    """The bare number that begins a bullet with an address."""
    if block.kind != "list_item" or block.label is not None:
        return None
    label = bullet_label(text, block.start, block.end)
    return label if label and ADDRESS.search(text, label.content, block.end) else None


def is_prose(text: str, block: Block) -> bool:
    """Whether a paragraph cites with its links and goes on, as no entry of a list does."""
    raw = text[block.start : block.end]
    return bool(_CITES.search(raw) or _GOES_ON.search(raw))


def definition(block: Block) -> Entry:
    return Entry(block.label or "", "definition", block.start, block.start, block.end)


def _item(text: str, block: Block) -> Entry:
    printed = label_at(text, block.start, block.end) or numbered_bullet(text, block)
    if printed and (printed.form == "bare" or printed.form in STRONG or (block.label is None and printed.form == "round")):
        return Entry(printed.text, printed.form, block.start, printed.content, block.end, True, block.label, printed.address)
    return Entry(block.label or "", "item", block.start, block.start, block.end, explicit=block.label is not None)


def _lines(text: str, block: Block, *, headed: bool) -> list[Entry]:
    found = labels(text, block.start, block.end)
    first = label_at(text, block.start, block.end) if _is_cut(text, block) else None
    if first and first.form == "bracket":
        found = [first, *found]
    found = [label for label in found if headed or label.form in STRONG or label.form == "point"]
    if (
        not headed
        and found
        and found[0].form == "bracket"
        and found[0].content == found[0].start + len(f"[{found[0].text}]")
        and not ADDRESS.search(text, block.start, block.end)
    ):
        # `[1]甲` is a sentence that begins with a marker
        return []
    if found and found[0].start == block.start:
        alike = _KEYED if found[0].form in _KEYED else {found[0].form}
        return _entries(text, block, [label for label in found if label.form in alike])
    if (
        (headed or _is_titled_address(text, block))
        and (bare := bare_labels(text, block.start, block.end))
        and bare[0].start == block.start
    ):
        return _entries(text, block, bare)
    return _unlabelled(text, block) if headed else []


def _is_cut(text: str, block: Block) -> bool:
    """Whether a paragraph was cut off from the words before it on its line: `Sources: [1] Gazette`."""
    before = text[max(text.rfind("\n", 0, block.start), text.rfind("\r", 0, block.start)) + 1 : block.start]
    return block.kind == "paragraph" and "<" not in before and any(char.isalnum() for char in before)


def _with_inner(text: str, found: Sequence[Label], end: int) -> list[Label]:
    """The labels with those of further entries on their lines: `[1] Gazette https://… [2] Board https://…`."""
    taken = {label.text for label in found}
    all_of_them: list[Label] = []
    for label, last in zip(found, [*(label.start for label in found[1:]), end], strict=True):
        all_of_them.append(label)
        for match in _INNER.finditer(text, label.content, last) if label.form == "bracket" else ():
            inner = label_at(text, match.start("label"), last)
            own = ADDRESS.search(text, all_of_them[-1].content, match.start())
            if (
                own
                and inner
                and inner.form == "bracket"
                and inner.text not in taken
                and ADDRESS.search(text, inner.content, last)
            ):
                all_of_them.append(inner)
                taken.add(inner.text)
    return all_of_them


def _entries(text: str, block: Block, found: Sequence[Label]) -> list[Entry]:
    found = _with_inner(text, found, block.end)
    ends = [*(label.start for label in found[1:]), block.end]
    return [
        Entry(
            printed,
            label.form,
            label.start,
            label.content,
            label.start + len(text[label.start : end].rstrip()),
            address=label.address,
        )
        for label, end in zip(found, ends, strict=True)
        for printed in (label.text, *label.others)
    ]


def _unlabelled(text: str, block: Block) -> list[Entry]:
    """Lines or a paragraph of a list without numbers: each has an address or a year."""
    lines = list(LINE.finditer(text, block.start, block.end))
    if parted := _dated_lines(text, block, lines):
        return parted
    if len(lines) > 1 and (all(ADDRESS.search(line[0]) for line in lines) or _say_when_read(lines)):
        return [Entry("", "plain", line.start(), line.start(), line.end(), explicit=False) for line in lines]
    raw = text[block.start : block.end]
    if ADDRESS.search(raw) or (YEAR.search(raw) and not heading_kind(raw) and len(raw) < 700):
        return [Entry("", "plain", block.start, block.start, block.end, explicit=False)]
    return []


def _say_when_read(lines: Sequence[re.Match[str]]) -> bool:
    """Whether lines are entries without addresses, as a list of Gemini's is pasted: `Gazette - Port, accessed March 3, 2026,`."""
    return len(lines) >= _FEWEST_LINES and sum(has_access(line[0]) for line in lines) * 5 >= len(lines) * 4


def _dated_lines(text: str, block: Block, lines: Sequence[re.Match[str]]) -> list[Entry]:
    """Entries that begin with authors and a year, each on a line of its own; other lines go on with the entry before."""
    firsts = [line.start() for line in lines if _AUTHORS.match(line[0])]
    if len(firsts) < 2 or firsts[0] != lines[0].start():
        return []
    ends = [*firsts[1:], block.end]
    return [
        Entry("", "plain", start, start, start + len(text[start:end].rstrip()), explicit=False)
        for start, end in zip(firsts, ends, strict=True)
    ]


def table_entries(text: str, rows: Sequence[Block]) -> list[Entry]:
    """The entries of a table that is a list of sources: its head says so, and its rows have keys and addresses."""
    if len(rows) < 3 or not SOURCE_HEAD.search(text[rows[0].start : rows[0].end].lower()):
        return []
    entries = [entry for row in rows[1:] for entry in _row(text, row)]
    addressed = sum(bool(ADDRESS.search(text, entry.start, entry.end)) for entry in entries)
    return entries if len(entries) == len(rows) - 1 and addressed * 5 >= len(entries) * 4 else []


def _row(text: str, block: Block) -> list[Entry]:
    match = _CELL.match(text, block.start, block.end)
    if match is None:
        bare = ADDRESS.search(text, block.start, block.end)
        return [Entry("", "row", block.start, block.start, block.end, explicit=False)] if bare else []
    starts = [match, *_further_cells(text, match.end(), block.end)]
    ends = [*(one.start() for one in starts[1:]), block.end]
    return [
        Entry(one["label"], "row", block.start if one is match else one.start(), one.end(), end)
        for one, end in zip(starts, ends, strict=True)
    ]


def _further_cells(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Numbers in later cells of a row, where the table has its entries in two columns: each has an address behind it."""
    cells = list(_LATER_CELL.finditer(text, start, end))
    bounds = [start, *(cell.end() for cell in cells)]
    ends = [*(cell.start() for cell in cells), end]
    parts = zip(bounds, ends, strict=True)
    return cells if cells and all(ADDRESS.search(text, *part) for part in parts) else []
