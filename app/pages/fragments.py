"""Small pieces of HTML that stand in pages by the hundred: the signs of evidence, words of reports, figures and references.

Functions and no macros of templates, as a call of these costs a tenth. Each escapes what is not ours. Those that take all rows
of a table make its cells as text; the same for one row returns `Markup`, for templates.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from app.pages.columns import Row, escaped, linked, verbatim_words
from app.pages.evidence import Sign, signs
from app.pages.template_filters import named
from app.pages.texts import Texts, label
from app.vocabulary.names import Language

if TYPE_CHECKING:
    from app.pages.page_view import Address


def verbatim(words: str) -> Markup:
    """Words of a report or a page, in the language of their script."""
    return Markup(verbatim_words([words])[0])


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


def figures(rows: Sequence[Row], at: "Address", t: Texts, lang: Language) -> list[str]:
    """The values of figures as they are shown, which lead to their pages."""
    key = f"display_{lang}"
    shown = escaped([row.get(key) or row["display"] for row in rows])
    before, behind = map(str, map(escape, at.ends("/metrics/")))
    return [
        f'<a class="figure" href="{before}{id_}{behind}"><data value="{row["value"]}">{words}</data></a>'
        if row["status"] == "actual"
        else f'<a class="figure" href="{before}{id_}{behind}"><data value="{row["value"]}" class="forecast-value">{words}</data></a>'
        f" {expected(row, t)}"
        for row, id_, words in zip(rows, escaped([row["id"] for row in rows]), shown, strict=True)
    ]


def figure(row: Row, at: "Address", t: Texts, lang: Language) -> Markup:
    """The value of a figure as it is shown, which leads to its page."""
    return Markup(figures([row], at, t, lang)[0])


def subjects(rows: Sequence[Row], at: "Address") -> list[str]:
    """Whose figures they are: the entity, and the words of the text where they are others."""
    whose = [named(row, "entity_name", at.lang) if row["entity"] else "" for row in rows]
    links = linked(at, "/entities/", [row["entity"] or "" for row in rows], escaped(whose))
    own = [(row.get("subject_en") or "") if at.lang == "en" else row["subject"] for row in rows]
    told = [
        f"<bdi>{words}</bdi>" if words else verbatim(row["subject"]) for row, words in zip(rows, escaped(own), strict=True)
    ]
    return [
        (link if who else "") + ("" if words == who else f'<span class="sub">{shown}</span>')
        for who, words, link, shown in zip(whose, own, links, told, strict=True)
    ]


def qualifiers(rows: Iterable[Row], lang: Language) -> list[str]:
    """What each figure is said to hold for, a line each."""
    colon = "：" if lang == "zh" else ": "
    told: list[Mapping[str, str]] = [row[f"qualifiers_{lang}"] or {} for row in rows]
    lines = [f"{label('qualifier', key, lang)}{colon}{value}" for one in told for key, value in one.items()]
    shown = iter([f'<span class="sub"><bdi>{line}</bdi></span>' for line in escaped(lines)])
    return ["".join(islice(shown, len(one))) for one in told]


def evidence_of(
    rows: Iterable[Row], publishers: Mapping[str, str], references: Mapping[str, Row], at: "Address", t: Texts
) -> list[str]:
    """What each row rests on: its signs and references, which its answer names by number, or by document and number."""
    made: dict[str, str] = {}

    def entry(row: Row, number: int) -> str:
        key = str(number) if str(number) in references else f"{row['document']}:{number}"
        if key not in made:
            made[key] = str(reference(number, references[key], at, t))
        return made[key]

    return [
        f'{_shown_signs(tuple(signs(row, publishers)), t.lang)}<span class="sub">'
        f"{' '.join([entry(row, one) for one in row['reference_numbers']])}</span>"
        for row in rows
    ]


@cache
def _shown_signs(several: tuple[Sign, ...], lang: Language) -> str:
    return "".join(f"{_sign(one, lang)} " for one in several)


def evidence(row: Row, publishers: Mapping[str, str], references: Mapping[str, Row], at: "Address", t: Texts) -> Markup:
    """What a row rests on."""
    return Markup(evidence_of([row], publishers, references, at, t)[0])


def reference(number: int, entry: Row, at: "Address", t: Texts) -> Markup:
    """The number of a reference, which leads to its source, or to what else cites it."""
    source = entry["source_id"]
    address = escape(at.to(f"/sources/{source}") if source else at.to("/metrics", reference=number))
    told = escape(entry["publisher_name"] or entry["title"])
    return Markup(f'<a href="{address}" aria-label="[{number}], {t("reference")} {number}: {told}">[{number}]</a>')
