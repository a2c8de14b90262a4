"""Small pieces of HTML that stand in pages by the hundred: the signs of evidence, words of reports, figures and references.

Functions and no macros of templates, as a call of these costs a tenth. Each escapes what is not ours.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from app.pages.evidence import Sign, signs
from app.pages.template_filters import named, script
from app.pages.texts import Texts, label
from app.vocabulary.names import Language

if TYPE_CHECKING:
    from app.pages.page_view import Address

Row = Mapping[str, Any]


def verbatim(words: str) -> Markup:
    """Words of a report or a page, in the language of their script."""
    return Markup(f'<bdi lang="{script(words)}">{escape(words)}</bdi>')


def sign(one: Sign, t: Texts) -> Markup:
    """A shape with its word."""
    return _sign(one, t.lang)


@cache
def _sign(one: Sign, lang: Language) -> Markup:
    word = escape(Texts(lang)(one.word))
    return Markup(f'<span class="sign {one.style}"><i aria-hidden="true">{one.shape}</i>{word}</span>')


def expected(row: Row, t: Texts) -> Markup:
    """The sign of a figure that has not happened."""
    return sign(Sign("◇", "Forecast" if row["status"] == "forecast" else "Target", "forecast"), t)


def figure(row: Row, at: "Address", t: Texts, lang: Language) -> Markup:
    """The value of a figure as it is shown, which leads to its page."""
    shown = escape(row.get(f"display_{lang}") or row["display"])
    address = escape(at.to(f"/metrics/{row['id']}"))
    if row["status"] == "actual":
        return Markup(f'<a class="figure" href="{address}"><data value="{row["value"]}">{shown}</data></a>')
    value = f'<data value="{row["value"]}" class="forecast-value">{shown}</data>'
    return Markup(f'<a class="figure" href="{address}">{value}</a> {expected(row, t)}')


def subject(row: Row, at: "Address", lang: Language) -> Markup:
    """Whose figure it is: the entity, and the words of the text where they are others."""
    who = named(row, "entity_name", lang) if row["entity"] else None
    own = row.get("subject_en") if lang == "en" else row["subject"]
    link = f'<a href="{escape(at.to("/entities/" + row["entity"]))}">{escape(who)}</a>' if who else ""
    if own == who:
        return Markup(link)
    words = f"<bdi>{escape(own)}</bdi>" if own else verbatim(row["subject"])
    return Markup(f'{link}<span class="sub">{words}</span>')


def qualifiers(row: Row, lang: Language) -> Markup:
    """What a figure is said to hold for, a line each."""
    told = row[f"qualifiers_{lang}"]
    if not told:
        return Markup()
    colon = "：" if lang == "zh" else ": "
    return Markup("").join(
        Markup(f'<span class="sub"><bdi>{escape(label("qualifier", key, lang))}{colon}{escape(value)}</bdi></span>')
        for key, value in told.items()
    )


def evidence(row: Row, publishers: Mapping[str, str], references: Mapping[str, Row], at: "Address", t: Texts) -> Markup:
    """What a row rests on: its signs and references."""
    shown = "".join(f"{sign(one, t)} " for one in signs(row, publishers))
    return Markup(f'{shown}<span class="sub">{references_of(row, references, at, t)}</span>')


def reference(number: int, entry: Row, at: "Address", t: Texts) -> Markup:
    """The number of a reference, which leads to its source, or to what else cites it."""
    source = entry["source_id"]
    address = escape(at.to(f"/sources/{source}") if source else at.to("/metrics", reference=number))
    told = escape(entry["publisher_name"] or entry["title"])
    return Markup(f'<a href="{address}" aria-label="[{number}], {t("reference")} {number}: {told}">[{number}]</a>')


def references_of(row: Row, references: Mapping[str, Row], at: "Address", t: Texts) -> Markup:
    """The references of a row, from those that its answer names by number, or by document and number."""
    numbers = row["reference_numbers"]
    entries = (references.get(str(number)) or references[f"{row['document']}:{number}"] for number in numbers)
    return Markup(" ".join(reference(number, entry, at, t) for number, entry in zip(numbers, entries, strict=True)))
