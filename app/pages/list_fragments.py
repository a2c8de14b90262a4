"""What stands around the rows of a list: their addresses as data, and by what they can be narrowed down."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from app.pages.texts import Texts

if TYPE_CHECKING:
    from app.pages.page_view import Address

# media types by the names of formats
Formats = Mapping[str, str]


def alternates(at: "Address", formats: Formats) -> Markup:
    """The addresses of the rows as data, for programs that read the head of a page."""
    links = [
        f'<link rel="alternate" type="{formats[name]}" href="{escape(address)}">\n'
        for name, address in at.data_addresses(formats).items()
    ]
    return Markup("".join(links))


def data_strip(at: "Address", formats: Formats, t: Texts) -> Markup:
    """The addresses of the rows as data, to be followed and copied."""
    addresses = at.data_addresses(formats)
    return address_strip(at, [(t.format(name), type_, addresses[name]) for name, type_ in formats.items()], t)


def address_strip(at: "Address", listed: Iterable[tuple[str, str, str]], t: Texts) -> Markup:
    """Addresses of data with what they are and their media types."""
    base = escape(at.base if not at.base.startswith("/") else "")
    entries = "".join(
        f'<dt><a href="{address}" type="{type_}" rel="nofollow">{escape(words)}</a></dt>\n<dd><code>{base}{address}</code></dd>\n'
        for words, type_, address in ((words, type_, escape(one)) for words, type_, one in listed)
    )
    title = escape(t("Take it along: the same as data"))
    return Markup(f'<details class="take">\n<summary>{title}</summary>\n<dl>\n{entries}</dl>\n</details>')


def facets_to_open(names: Iterable[str], at: "Address", t: Texts) -> Markup:
    """Facets that are counted when a reader opens them, each with a link for those without script."""
    counted = escape(at.part_of(at.path, "facets", at.first_page()))
    show = escape(t("Show"))
    return Markup("".join([_facet_to_open(name, f"{counted}&amp;facets={name}", show, at, t) for name in names]))


def _facet_to_open(name: str, address: str, show: str, at: "Address", t: Texts) -> str:
    chosen = len(at.values(name))
    count = f' <span class="muted">({chosen})</span>' if chosen else ""
    return (
        f'<details class="facet" id="facet-{name}" data-part="{address}" data-take="#facet-{name} > :not(summary)">\n'
        f"<summary>{escape(t.name(name))}{count}</summary>\n"
        f'<p class="small"><a href="{address}" rel="nofollow">{show}</a></p>\n</details>\n'
    )
