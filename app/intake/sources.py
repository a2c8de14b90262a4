"""The sources of a report's references: pages that the folder knows already, and new ones with publisher and date."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.intake.publication_dates import stated_date
from app.intake.publishers import Publishers
from app.report import Report
from app.seeding.sources.sources import page_key_or_none
from app.seeding.sources.urls import canonical_url
from app.seeding.vocabularies import UNKNOWN_KIND

_MOST_CHARACTERS = 500


class Sources:
    """The pages of a folder, each once, by every address that a report gives for it."""

    def __init__(self, urls: Iterable[str], publishers: Publishers) -> None:
        self.keys = {page_key_or_none(url) for url in urls}
        self.publishers = publishers

    def of(self, report: Report) -> list[Mapping[str, Any]]:
        """The sources that the report cites and the folder lacks; they are known from then on."""
        added: list[Mapping[str, Any]] = []
        for reference in report.references:
            key = page_key_or_none(reference.url) if reference.url else None
            if key is None or key in self.keys or reference.url is None:
                continue
            self.keys.add(key)
            url = canonical_url(reference.url)
            title = reference.title[:_MOST_CHARACTERS].strip(" ,;，；") or url[:_MOST_CHARACTERS]
            date, where = stated_date(url, title) or (None, None)
            added.append(
                {
                    "url": url,
                    "title": title,
                    "publisher": self.publishers.of(url, UNKNOWN_KIND),
                    "published_on": date,
                    "published_from": where,
                }
            )
        return added
