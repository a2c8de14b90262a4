"""The entries of a report's bibliography as its view shows them, from the database or from the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.pages.page_view import PageView
from app.pages.safe_links import external, host
from app.pages.template_filters import named
from app.report.audit.audit import Audit
from app.report.audit.site_kinds import site_kind


@dataclass(frozen=True)
class Entry:
    """An entry: number, label as printed, title, address, and whom the page is from. `href` is its page here, if it has one."""

    number: int
    label: str
    title: str
    url: str | None
    site: str
    publisher: str
    kind: str
    date: str | None
    cited: bool
    href: str | None
    title_en: str | None = None


def entries_of_rows(facts: Mapping[str, Any], view: PageView) -> dict[int, Entry]:
    """The entries of a report in the database, by number."""
    found = {}
    for row in facts["references"]:
        source = facts["sources"].get(row["source_id"], {})
        found[row["number"]] = Entry(
            number=row["number"],
            label=str(row["number"]),
            title=row["title"],
            url=row["url"],
            site=_site(row["url"]),
            publisher=named(source, "publisher_name", view.lang),
            kind=source.get("publisher_kind", ""),
            date=source.get("published_on"),
            cited=row["cited"],
            href=view.to(f"/sources/{row['source_id']}") if row["source_id"] else None,
            title_en=row["title_en"] if view.lang == "en" and row["title_en"] != row["title"] else None,
        )
    return found


def entries_of_report(audit: Audit) -> dict[int, Entry]:
    """The entries read in a report, by number."""
    uncited = {one.number for one in audit.uncited_references}
    return {
        one.number: Entry(
            one.number,
            one.label,
            one.title,
            one.url,
            site := _site(one.url),
            site,
            site_kind(site) if site else "",
            None,
            one.number not in uncited,
            None,
        )
        for one in audit.report.references
    }


def _site(url: str | None) -> str:
    return host(url) if url and external(url) else ""
