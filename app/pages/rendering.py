"""Templates: Jinja2 with autoescape, so that words of a report are always text, and with undefined names as errors."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.pages import fragments
from app.pages.assets import asset
from app.pages.evidence import SIGNS, signs
from app.pages.list_fragments import address_strip, alternates, data_strip, facets_to_open
from app.pages.package_files import texts_below
from app.pages.row_tables import row_table
from app.pages.safe_links import external, host
from app.pages.site_frame import SiteFrame
from app.pages.template_filters import around, coded, named, readable, runs, script, section_of
from app.pages.texts import Texts, label
from app.vocabulary.names import Language

if TYPE_CHECKING:
    from jinja2 import Environment

    from app.pages.page_view import Address

_TEMPLATES = texts_below(Path(__file__).with_name("templates"))

# functions that templates call by their name
_FRAGMENTS = ("verbatim", "sign", "figure", "expected", "evidence", "reference")

# the files of macros, by the names under which all templates have them
_MACROS = {"ui": "macros", "facet_list": "facet_list"}


@cache
def environment() -> "Environment":
    # loaded with the first page, so that services without readers never load it
    from jinja2 import DictLoader, StrictUndefined

    from app.pages.template_environment import PageEnvironment

    made = PageEnvironment(
        loader=DictLoader(_TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    made.filters |= {
        "external": external,
        "host": host,
        "readable": readable,
        "coded": coded,
        "named": named,
        "script": script,
        "groupby_run": runs,
    }
    made.globals |= {
        "asset": asset,
        "signs": signs,
        "all_signs": SIGNS,
        "around": around,
        "row_table": row_table,
        "site": SiteFrame(made),
    }
    made.globals |= {one.__name__: one for one in (address_strip, alternates, data_strip, facets_to_open)}
    made.globals |= {name: getattr(fragments, name) for name in _FRAGMENTS}
    # read once: each import by a page would compare all names of both
    made.globals |= {name: made.get_template(f"{file}.html").module for name, file in _MACROS.items()}
    return made


def render(template_: str, at: "Address", **values: Any) -> str:
    """A page in the language of its address."""
    return environment().get_template(template_).render(**in_language(at.lang), at=at, **values)


def in_language(lang: Language) -> dict[str, Any]:
    """What templates say words with: `t` our own texts, `label` the names of closed lists' values."""
    return {
        "lang": lang,
        "colon": "：" if lang == "zh" else ": ",
        "t": Texts(lang),
        "label": lambda kind, value: label(kind, value, lang),
        "named": lambda row, field="name": named(row, field, lang),
        "section_of": lambda row: section_of(row, lang),
    }
