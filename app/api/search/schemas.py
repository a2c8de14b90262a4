"""Parameters and responses of /search."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from app.api.schemas import Caveat, DatasetInfo, ReferenceSummary
from app.api.search.queries import DEFAULT_LISTS, MAX_RANKED
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters
from app.lists.filters import common_filters
from app.lists.parameter_types import Words
from app.lists.parameters import JSON_PARAMETER, choices
from app.store.tables import Document, columns
from app.vocabulary import SEARCHED, Evidence, Status

_LISTS: Any = choices("list", SEARCHED, f"Lists to search; by default {', '.join(DEFAULT_LISTS)}.", "claims,metrics")

_INCLUDE: Any = choices("include", ("row",), "What to embed in each result: the row itself.", "row")
DOCUMENT = common_filters.document(columns(Document).slug)
_DOCUMENTS: Any = DOCUMENT.fields()["document"]

# defined here because the fields named `list` hide the type
_Spans = list[tuple[int, int]]
_Words = list[str]
_Numbers = list[int]
_Caveats = list[Caveat]


class SearchQuery(Parameters):
    filter_names: ClassVar = frozenset({"document"})
    q: Words = Field(
        description="Words that must all occur, Chinese, or English in any inflected form. Put a phrase in double quotes, such as "
        '"市场规模"; `OR` or `|` matches either side, `NOT` or `-` excludes what follows, parentheses group.',
        examples=["百度"],
    )
    list: _LISTS[0] = _LISTS[1]
    include: _INCLUDE[0] = _INCLUDE[1]
    document: _DOCUMENTS[0] = _DOCUMENTS[1]
    limit: Annotated[int, Field(ge=1, le=100, description="Maximum number of results, 1 to 100.", examples=[10])] = 20
    format: JSON_PARAMETER[0] = JSON_PARAMETER[1]


class HitFigure(ResponseModel):
    """A figure of a result."""

    id: str = Field(description="Id of the figure.")
    indicator: str = Field(description="Slug of the indicator.")
    indicator_name: str = Field(description="Name of the indicator in the requested language.")
    subject: str = Field(description="What the figure is about, in the document's words.")
    subject_en: str | None = Field(description="The same in English.")
    display: str = Field(description="The value with its unit and conditions, in the requested language.")
    unit: str = Field(description="Code of the unit.")
    period: str | None = Field(description="The period that the figure is of, null if the document gives none.")
    status: Status = Field(description="Whether it is an actual value, a forecast or a target.")
    quote: str = Field(description="The figure in the document's own words.")
    evidence: Evidence = Field(description="Whether it carries a marker of a source.")
    reference_numbers: _Numbers = Field(description="Numbers of the bibliography entries that it cites.")
    conflict_ids: _Words = Field(description="Conflicts that it is part of.")
    url: str = Field(description="Path of the figure.")


_Figures = list[HitFigure]


class Hit(ResponseModel):
    """A row that matches the query."""

    list: str = Field(description="List that contains the row.")
    id: str = Field(description="Id of the row in that list.")
    title: str = Field(description="Name or title, in the requested language if there is one.")
    score: float = Field(description="Relevance; comparable only within one response.")
    field: str = Field(description="Field that matches best.")
    snippet: str = Field(description="HTML around the first match: matches are in `<mark>`, everything else is escaped.")
    text: str = Field(description="Full text of that field.")
    spans: _Spans = Field(description="Offsets of the matches in `text`, in Unicode code points, end exclusive.")
    missing: _Words = Field(
        description="Words of the query that the row does not have; empty if it has all. A row may have a related word"
        " instead, see `related`."
    )
    url: str = Field(description="Path of the row.")
    document: str | None = Field(description="Slug of its document, if the row is a sentence or a figure.")
    claim_id: str | None = Field(description="Id of the sentence, if the row is a sentence or a figure.")
    sentence: str | None = Field(description="The sentence, or that of the figure, in the document's own words.")
    sentence_en: str | None = Field(description="The same in English.")
    evidence: Evidence | None = Field(
        description="Whether the sentence or figure carries a marker of a source; null for other rows."
    )
    reference_numbers: _Numbers = Field(description="Numbers of the bibliography entries that it cites, see `references`.")
    source_ids: _Words = Field(description="Ids of the sources that these entries name.")
    conflict_ids: _Words = Field(description="Ids of the conflicts that the sentence or figure is in.")
    figures: _Figures = Field(description="The figures of the sentence, in its order; the row itself if it is a figure.")
    row: dict[str, Any] | None = Field(default=None, description="The row as its list returns it; only with `include=row`.")


class ListHits(ResponseModel):
    list: str = Field(description="Name of the list.")
    count: int = Field(description="Number of its rows that contain all words.")
    count_is_estimate: bool = Field(description="True if there are more rows than `count` says.")
    url: str = Field(description="Path that lists these rows.")


class SearchMeta(ResponseModel):
    caveats: _Caveats = Field(
        description="What the documents say about themselves; of many documents each text once, and at most twenty."
    )
    caveat_count: int = Field(
        description="Number of documents that make such a statement; `/api/v1/documents` lists them all."
    )


class SearchResult(ResponseModel):
    """Results from all searched lists, best first."""

    data: list[Hit] = Field(
        description=f"The best matches; up to {MAX_RANKED} rows of each list are ranked. If `q` is a question, or no row has all"
        " words, these are the rows that have most of them, or related words, and `missing` says what each does not have."
    )
    note: str | None = Field(
        description="What was not found, and what is shown instead, in words; null if the best result has all words."
    )
    lists: list[ListHits] = Field(description="Number of matching rows in each list, and the path that lists them.")
    read_as: str | None = Field(
        description="The words to which a question, or a word that contains a year, was reduced; null if the query was used as written."
    )
    left_out: _Words = Field(
        description="Words that were left out because no row has all of them, and words of a question that no row has, such"
        " as `most`: sort rows of one unit by `value` instead. Empty if no row has any of the words."
    )
    unknown_words: _Words = Field(
        description="Words of the query that no row of the searched lists has, alone or with others."
    )
    related: dict[str, _Words] = Field(
        description="Related words that were looked for beside a word of the query, such as `medical` for `hospital`. They count"
        " for less than the word itself. Empty if results are the rows that have all words."
    )
    nearest: dict[str, str] = Field(
        description="For an English word of the query that no row has: the most similar word that some row has and that"
        " begins with the same three letters. Suggested only if no row has all words, and never used in place of the word."
    )
    references: dict[str, ReferenceSummary] = Field(
        description="The bibliography entries that the results cite, by number; by id if they are of several documents."
    )
    meta: SearchMeta
    dataset: DatasetInfo
