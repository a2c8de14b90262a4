"""How far a report can be trusted by what it shows: how much is cited, what rests on what, what nothing answers.

The audit reads the report alone. It says what the report cites, never whether a cited page says so.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from app.report.audit.differing_figures import Varied, varied_figures
from app.report.audit.site_kinds import site_kind
from app.report.figures.quantity import Quantity
from app.report.model import Marker, Problem, Reference, Report
from app.report.table_heads import is_table_head


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the report, its sentence, and the numbers of the entries that its markers refer to."""

    quantity: Quantity
    sentence: int
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SectionShare:
    """A section by its index (null before the first heading): sentences and figures, and how many of each are cited."""

    section: int | None
    sentences: int
    cited: int
    figures: int
    cited_figures: int


@dataclass(frozen=True, slots=True)
class Page:
    """A cited page: the entries that lead to it, sentences and figures that cite it, and those that cite nothing else."""

    references: tuple[Reference, ...]
    site: str
    kind: str
    sentences: tuple[int, ...]
    sentences_alone: tuple[int, ...]
    figures: int
    figures_alone: int

    @property
    def title(self) -> str:
        return self.references[0].title

    @property
    def url(self) -> str | None:
        return self.references[0].url


@dataclass(frozen=True, slots=True)
class SiteKind:
    """A kind of site, judged by addresses only: pages of it, and sentences that cite one."""

    kind: str
    pages: int
    sentences: int


def plain_key(url: str) -> str:
    """The default key that distinguishes pages: host and path."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


class Audit:
    """The audit of a report. `page_key` says when two addresses lead to one page."""

    def __init__(self, report: Report, page_key: Callable[[str], str] = plain_key) -> None:
        self.report = report
        self._page_key = page_key
        self._entries = {one.number: one for one in report.references}

    @cached_property
    def _markers(self) -> Sequence[Sequence[Marker]]:
        """The answered markers of each sentence."""
        found: list[list[Marker]] = [[] for _ in self.report.sentences]
        for marker in self.report.markers:
            if marker.reference is not None:
                found[marker.sentence].append(marker)
        return found

    def cited(self, sentence: int) -> bool:
        """Whether a marker of the sentence is answered by an entry."""
        return bool(self._markers[sentence])

    @cached_property
    def cited_sentences(self) -> int:
        return sum(map(bool, self._markers))

    @cached_property
    def heads(self) -> frozenset[int]:
        """The sentences that are names of a table's columns and cite nothing. They state nothing that could be cited."""
        named = [is_table_head(self.report, one) for one in self.report.paragraphs]
        return frozenset(
            index for index, one in enumerate(self.report.sentences) if named[one.paragraph] and not self.cited(index)
        )

    @cached_property
    def sentence_count(self) -> int:
        """Sentences that could be cited."""
        return len(self.report.sentences) - len(self.heads)

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure of the body. A marker supports the figures within the words it covers."""
        starts = [one.start for one in self.report.sentences]
        found = []
        for quantity in self.report.quantities:
            sentence = bisect_right(starts, quantity.start) - 1
            supports = [
                one for one in self._markers[sentence] if one.scope_start <= quantity.start and quantity.end <= one.scope_end
            ]
            numbers = dict.fromkeys(one.reference for one in supports if one.reference is not None)
            found.append(Figure(quantity, sentence, tuple(numbers)))
        return found

    @cached_property
    def uncited_figures(self) -> list[Figure]:
        return [one for one in self.figures if not one.references]

    @cached_property
    def sections(self) -> list[SectionShare]:
        """Sections in order, those without a sentence left out; names of a table's columns are not counted."""
        sentences, cited = Counter[int | None](), Counter[int | None]()
        figures, cited_figures = Counter[int | None](), Counter[int | None]()
        for index, sentence in enumerate(self.report.sentences):
            sentences[sentence.section] += index not in self.heads
            cited[sentence.section] += self.cited(index)
        for figure in self.figures:
            at = self.report.sentences[figure.sentence].section
            figures[at] += 1
            cited_figures[at] += bool(figure.references)
        order = sorted((at for at in sentences if sentences[at] or figures[at]), key=lambda at: -1 if at is None else at)
        return [SectionShare(at, sentences[at], cited[at], figures[at], cited_figures[at]) for at in order]

    @cached_property
    def pages(self) -> list[Page]:
        """The cited pages, those first on which most rests alone."""
        entries: dict[str, list[Reference]] = defaultdict(list)
        for one in self.report.references:
            entries[self._key(one)].append(one)
        keys = {one.number: key for key, group in entries.items() for one in group}
        by_sentence = [
            {keys[marker.reference] for marker in found if marker.reference is not None} for found in self._markers
        ]
        by_figure = [{keys[number] for number in one.references} for one in self.figures]
        pages = [self._page(key, tuple(group), by_sentence, by_figure) for key, group in entries.items()]
        return sorted(
            (one for one in pages if one.sentences),
            key=lambda one: (-len(one.sentences_alone), -len(one.sentences), one.references[0].number),
        )

    def _page(
        self, key: str, entries: tuple[Reference, ...], by_sentence: Sequence[set[str]], by_figure: Sequence[set[str]]
    ) -> Page:
        sentences = tuple(index for index, keys in enumerate(by_sentence) if key in keys)
        url = entries[0].url or ""
        site = plain_key(url).partition("/")[0].partition("?")[0] if url else ""
        return Page(
            entries, site, site_kind(site), sentences, tuple(index for index in sentences if len(by_sentence[index]) == 1),
            sum(key in keys for keys in by_figure), sum(keys == {key} for keys in by_figure),
        )  # fmt: skip

    def _key(self, reference: Reference) -> str:
        try:
            return self._page_key(reference.url) if reference.url else f"entry {reference.number}"
        except ValueError:
            return reference.url or ""

    @cached_property
    def kinds(self) -> list[SiteKind]:
        """What kinds of sites the report cites, the most cited first."""
        pages, sentences = Counter[str](), defaultdict[str, set[int]](set)
        for page in self.pages:
            pages[page.kind] += 1
            sentences[page.kind] |= set(page.sentences)
        found = [SiteKind(kind, count, len(sentences[kind])) for kind, count in pages.items()]
        return sorted(found, key=lambda one: (-one.sentences, one.kind))

    @cached_property
    def unanswered(self) -> list[Marker]:
        """Markers that no entry answers."""
        return [one for one in self.report.markers if one.reference is None]

    @cached_property
    def uncited_references(self) -> list[Reference]:
        """Entries that no marker names."""
        named = {one.reference for one in self.report.markers}
        return [one for one in self.report.references if one.number not in named]

    @cached_property
    def varied(self) -> list[Varied]:
        """Pairs of figures that seem to state the same thing with different values."""
        return varied_figures(self.report)

    @cached_property
    def problems(self) -> list[Problem]:
        """Problems of reading, what could be wrong first."""
        return sorted(self.report.problems, key=lambda one: one.severity != "wrong")


def share(part: int, whole: int) -> float:
    """Per cent, to one decimal; 100 of nothing."""
    return round(100 * part / whole, 1) if whole else 100.0


def largest_share(audit: Audit) -> float:
    """Per cent of the cited sentences that cite the page that carries most."""
    return share(max((len(one.sentences) for one in audit.pages), default=0), audit.cited_sentences) if audit.pages else 0.0


def figure_words(figures: Iterable[Figure]) -> list[str]:
    """The figures as printed."""
    return [one.quantity.quote for one in figures]
