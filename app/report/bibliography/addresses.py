"""The addresses of an entry: links, bare addresses, and identifiers that resolve to one."""

import re
from dataclasses import dataclass

from app.report.markdown.inline import unescape
from app.report.markdown.inline_tokens import TARGET

_LINK = re.compile(r"!?\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,80}\]){0,1000})\]" + TARGET.format(name="url"))
_HREF = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"'](?P<url>[^\"'<>]+)[\"'][^<>]*>(?P<text>[^<>]{0,500})</a>", re.I)
_BARE = re.compile(r"<?(?P<url>(?:https?|ftp)://[^\s<>\"，。；、）】》」）]+)>?")
_WWW = re.compile(r"(?<![\w/.@-])(?P<url>www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s<>\"，。；、）】》]*)?)", re.I)
_DOMAIN = re.compile(
    r"(?<![\w/.@-])(?P<url>(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|io|cn|de|jp|fr|uk|eu|int|ai|info|co)(?:\.[a-z]{2})?/[^\s<>\"，。；、）】》]+)",
    re.I,
)
_DOI = re.compile(r"(?:\bdoi\s*[:：.]?\s*(?:org/)?|(?<![\w/.]))(?P<doi>10\.\d{4,9}/[^\s<>\"，。；、）】》]+)", re.I)
_ARXIV = re.compile(
    r"\barxiv\s*[:：.]?\s*(?:preprint\s+)?(?:arxiv\s*[:：]\s*)?(?P<id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.I,
)
_ISBN = re.compile(r"\bISBN(?:-1[03])?\s*[:：]?\s*(?P<isbn>(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx])", re.I)
_PUBMED = re.compile(r"\bPMID\s*[:：]?\s*(?P<pmid>\d{4,8})\b|\b(?:PMCID\s*[:：]?\s*)?(?P<pmc>PMC\d{5,8})\b")
_ARCHIVE = re.compile(r"^https?://(?:web\.archive\.org/web/|archive\.(?:org|ph|is|today)/|perma\.cc/|webcache\.)")
_SITE = re.compile(r"https?://[^/?#]+/?")
_SCHEME = re.compile(r"^(?:https?|ftp)://", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """An address, its position in the entry, and the words shown instead of it (null if the address itself is shown).

    `resolved`: the entry has an identifier that resolves to it.
    """

    url: str
    start: int
    end: int
    text: str | None
    resolved: bool = False


def addresses(raw: str) -> list[Found]:
    """Every address of an entry in order; what one finding covers is not looked at again."""
    found: list[Found] = []
    folded = raw.lower()
    for hint, pattern, read in _FORMS:
        for match in pattern.finditer(raw) if hint in folded else ():
            one = read(match)
            if one and not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def main_address(found: list[Found]) -> str | None:
    """The page itself rather than its archived copy, a page rather than an identifier's resolver.

    `arXiv:2101.00001v2 [cs.LG] 4 May 2021, accessed …, https://…` has an identifier for its title.
    """
    if len(found) > 1 and found[0].resolved and not found[0].start and not found[-1].resolved:
        found = found[1:]
    own = [one.url for one in found if not _ARCHIVE.match(one.url)] or [one.url for one in found]
    own = [url for url in own if not _is_of_site(url, own)]
    pages = [url for url in own if not url.startswith("https://openlibrary.org/isbn/")]
    return next(iter(pages or own), None)


def _is_of_site(url: str, urls: list[str]) -> bool:
    """Whether an address is only that of a site, and a page stands beside it: one of its own, as where `www.gazette.example` is the
    title, or one behind it, as in `A list for https://gazette.example - Port, https://port.example/list`."""
    if _SITE.fullmatch(url) is None:
        return False
    own = any(other.startswith(f"{url.rstrip('/')}/") and other != url for other in urls)
    return own or (url != urls[-1] and _SITE.fullmatch(urls[-1]) is None)


def without_passage(url: str) -> str:
    """The page, without the passage of it that `#:~:text=` marks."""
    return url.partition("#:~:")[0]


def _link(match: re.Match[str]) -> Found | None:
    url = unescape(match["url"]).strip()
    if url.lower().startswith("www."):
        url = f"https://{url}"
    if not _SCHEME.match(url):
        return None
    shown = unescape(match["text"]).strip()
    return Found(
        url,
        match.start(),
        match.end(),
        None if "://" in shown or shown.lower().startswith("www.") or not shown else match["text"],
    )


def _bare(match: re.Match[str]) -> Found | None:
    url = trim(match["url"])
    end = match.start("url") + len(url)
    end += match.string[end : end + 1] == ">" and match[0][0] == "<"
    address = unescape(url)
    return Found(address if _SCHEME.match(address) else f"https://{address}", match.start(), end, None)


def _doi(match: re.Match[str]) -> Found:
    doi = trim(match["doi"])
    return Found(f"https://doi.org/{unescape(doi)}", match.start(), match.start("doi") + len(doi), None, resolved=True)


def _arxiv(match: re.Match[str]) -> Found:
    return Found(f"https://arxiv.org/abs/{match['id']}", *match.span(), None, resolved=True)


def _isbn(match: re.Match[str]) -> Found:
    return Found(f"https://openlibrary.org/isbn/{re.sub('[- ]', '', match['isbn'])}", *match.span(), match[0], resolved=True)


def _pubmed(match: re.Match[str]) -> Found:
    page = f"pubmed.ncbi.nlm.nih.gov/{match['pmid']}/" if match["pmid"] else f"pmc.ncbi.nlm.nih.gov/articles/{match['pmc']}/"
    return Found(f"https://{page}", *match.span(), None, resolved=True)


# what an address of the form holds, which is asked before anything that costs more
_FORMS = (
    ("](", _LINK, _link),
    ("href", _HREF, _link),
    ("://", _BARE, _bare),
    ("www.", _WWW, _bare),
    ("10.", _DOI, _doi),
    ("arxiv", _ARXIV, _arxiv),
    ("isbn", _ISBN, _isbn),
    ("pm", _PUBMED, _pubmed),
    ("/", _DOMAIN, _bare),
)


def trim(url: str) -> str:
    """Without punctuation that belongs to the sentence, and with round brackets only where they pair.

    What follows `](` is a second address, of a link that a cut file does not close.
    """
    url = url.partition("](")[0]
    while url and (url[-1] in ".,;:!?'\"*_]}>’”" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url
