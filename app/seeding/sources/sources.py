"""Sources: the pages that references point to, one row for each page, however many addresses lead to it."""

from collections.abc import Mapping

from app.seeding.public_ids import public_id
from app.seeding.seed_files.folder import Seeds
from app.seeding.seed_files.schemas import MAX_URL_BYTES, SourceSeed
from app.seeding.seed_files.yaml_files import Location
from app.seeding.sources.urls import canonical_url, page_key
from app.seeding.vocabularies import UNKNOWN_KIND
from app.seeding.vocabulary_lookup import check_known
from app.store.publishing import Row, Rows
from app.store.tables import Source


def add_sources(seeds: Seeds, rows: Rows) -> None:
    publishers = {publisher.slug for publisher, _ in seeds.publishers}
    kinds = {kind.slug for kind, _ in seeds.publisher_kinds} | {UNKNOWN_KIND}
    kind_of = {publisher.slug: publisher.kind for publisher, _ in seeds.publishers}
    seen: dict[str, str] = {}
    for source, location in seeds.sources:
        known = _words_known(source, publishers, kinds, location)
        if not _url_is_canonical(source, location):
            continue
        key = page_key(source.url)
        if key in seen:
            (location / "url").add_problem(f"this page is given twice; it is also {seen[key]}")
        elif known:
            seen[key] = source.url
            rows[Source].append(_source_row(source, source.kind or kind_of[source.publisher]))


def page_key_or_none(url: str) -> str | None:
    """What identifies the page; null where the URL is none of http or https, or longer than any that is stored."""
    try:
        return page_key(url) if len(url.encode("utf-8", "surrogatepass")) <= MAX_URL_BYTES else None
    except ValueError:
        return None


def _words_known(source: SourceSeed, publishers: set[str], kinds: set[str], location: Location) -> bool:
    known = check_known(source.publisher, publishers, "publisher", location / "publisher")
    if source.kind is not None:
        known &= check_known(source.kind, kinds, "publisher kind", location / "kind")
    if source.platform is not None:
        known &= check_known(source.platform, publishers, "publisher", location / "platform")
    if (source.published_on is None) != (source.published_from is None):
        (location / "published_on").add_problem("published_on and published_from must be given together")
        known = False
    return known


def _url_is_canonical(source: SourceSeed, location: Location) -> bool:
    try:
        canonical = canonical_url(source.url)
    except ValueError as error:
        (location / "url").add_problem(str(error))
        return False
    if canonical != source.url:
        (location / "url").add_problem(f"the URL is not canonical; write {canonical}")
    return canonical == source.url


def check_references(seeds: Seeds, urls: Mapping[tuple[str, int], str | None]) -> None:
    """Check that each reference listed for a source links to the source's page. `urls` has those by document and number."""
    for source, location in seeds.sources:
        for document, numbers in source.references.items():
            for number in numbers:
                url = urls.get((document, number))
                if url is None or page_key_or_none(url) != page_key_or_none(source.url):
                    (location / "references").add_problem(f"reference {number} of {document} links to another page: {url}")


def listed_references(seeds: Seeds) -> set[tuple[str, int]]:
    """The references, by document and number, that sources list."""
    return {
        (document, number)
        for source, _ in seeds.sources
        for document, numbers in source.references.items()
        for number in numbers
    }


def _source_row(source: SourceSeed, kind: str) -> Row:
    row = source.model_dump(exclude={"references", "kind", "published_from"})
    counts: Row = {
        "source_group": None,
        "same_as": [],
        "reference_numbers": [],
        "reference_ids": [],
        "reference_count": 0,
        "document_count": 0,
        "claim_count": 0,
        "metric_count": 0,
        "sole_support_count": 0,
    }
    return {
        "id": public_id("src", page_key(source.url)),
        **row,
        **_dated_from(source.published_from),
        "publisher_kind": kind,
        **counts,
    }


# what a date of publication may be read from
_DATED_FROM = {"url path": "网址路径", "title": "标题"}


def _dated_from(said: str | None) -> Row:
    """`published_from` in both languages."""
    zh = said
    for en, han in _DATED_FROM.items():
        zh = zh and zh.replace(f"{en} ", f"{han} ", 1)
    return {"published_from_en": said, "published_from_zh": zh}
