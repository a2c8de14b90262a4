"""The publisher of a page by its host, and a name for one that the folder does not know yet."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

# under these every name belongs to somebody else
_SHARED = (
    "github.io", "gitlab.io", "blogspot.com", "wordpress.com", "substack.com", "medium.com", "netlify.app", "vercel.app",
    "pages.dev", "web.app", "herokuapp.com", "readthedocs.io", "hf.space", "notion.site", "wixsite.com", "tumblr.com",
    "weebly.com", "bearblog.dev", "hatenablog.com", "typepad.com",
)  # fmt: skip
# second levels under which a country's names begin: example.co.uk, example.gov.cn
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gob", "gouv", "gov", "go", "mil", "ne", "net", "nhs", "or", "org", "re", "sch"}
_SLUG = re.compile(r"[^a-z0-9]+")


def host_of(url: str) -> str:
    """The host without `www.`, in lower case."""
    return re.sub(r"^www\d?\.", "", (urlsplit(url).hostname or "").lower())


def site_of(host: str) -> str:
    """The name that one owner registered: `example.co.uk` of `news.example.co.uk`."""
    shared = next((one for one in _SHARED if host.endswith(f".{one}")), None)
    labels = host.split(".")
    if shared is not None:
        return ".".join(labels[-(shared.count(".") + 2) :])
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-3:])
    # an address of numbers is a name as a whole
    return host if labels[-1].isdecimal() else ".".join(labels[-2:])


class Publishers:
    """The publishers of a folder by the hosts that are theirs, and those that were added."""

    def __init__(self, known: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.by_host: dict[str, str] = {}
        self.slugs: set[str] = set()
        for slug, hosts in known:
            self.slugs.add(slug)
            self.by_host |= {re.sub(r"^www\d?\.", "", host.lower()): slug for host in hosts}
        self.added: list[Mapping[str, Any]] = []

    def of(self, url: str, kind: str) -> str:
        """The slug of the publisher of a page: of the longest known host that its own ends in, else a new one of this kind."""
        host = host_of(url)
        labels = host.split(".")
        for start in range(len(labels) - 1):
            if slug := self.by_host.get(".".join(labels[start:])):
                return slug
        site = site_of(host)
        slug = self._free_slug(_SLUG.sub("-", site.encode("idna").decode() if not site.isascii() else site).strip("-"))
        self.slugs.add(slug)
        self.by_host[site] = slug
        self.added.append({"slug": slug, "name_en": site, "kind": kind, "hosts": [site]})
        return slug

    def _free_slug(self, slug: str) -> str:
        number = 1
        found = slug or "unknown"
        while found in self.slugs:
            number += 1
            found = f"{slug}-{number}"
        return found
