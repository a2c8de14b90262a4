"""What stands above and below every page: rendered once for each place in the menu, language and path of the service."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from app.pages.texts import Texts
from app.vocabulary.addresses import PREFIX

if TYPE_CHECKING:
    from jinja2 import Environment

    from app.pages.page_view import Address

NAVIGATION = {
    "/dashboard": "Dashboard", "/documents": "Reports", "/metrics": "Figures", "/claims": "Claims", "/entities": "Entities",
    "/indicators": "Indicators", "/sources": "Sources", "/conflicts": "Conflicts",
}  # fmt: skip
_SEARCH = "/search"


class SiteFrame:
    """Header and footer, made by the templates of an environment."""

    def __init__(self, environment: "Environment") -> None:
        self._environment = environment
        self._kept = lru_cache(maxsize=256)(self._render)

    def header(self, at: "Address") -> Markup:
        """The menu and the search box; the link to the other language follows."""
        place = next((path for path in NAVIGATION if at.path == path or at.path.startswith(f"{path}/")), "")
        words = at.value("q") if at.path == _SEARCH else ""
        key = at.lang, at.keys_off, PREFIX.get(), place, at.path == place
        # words of a search are not kept
        return self._render("site_header.html", *key, words=words) if words else self._kept("site_header.html", *key)

    def footer(self, at: "Address") -> Markup:
        """What the site is, and the pages that are not in the menu."""
        return self._kept("site_footer.html", at.lang, at.keys_off, PREFIX.get(), "", False)

    def _render(self, template: str, *key: Any, words: str = "") -> Markup:
        # a report as one file has no site around it, and needs no addresses
        from app.pages.page_view import Address

        lang, keys_off, _, place, is_place = key
        at = Address("", b"")
        at.lang, at.keys_off = lang, keys_off
        made = self._environment.get_template(template).render(
            at=at, t=Texts(lang), lang=lang, navigation=NAVIGATION, place=place, is_place=is_place, words=words
        )
        return Markup(made)
