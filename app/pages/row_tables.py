"""The rows of each list as a table, or as cards (`row_cards`): most of a page, and so functions and no templates.

`FIELDS` are the fields of a row that they show in a language, all that a page has to ask for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from app.pages.columns import Row, Rows, counted, escaped, filtered, linked, names, values, verbatim_words
from app.pages.fragments import evidence_of, figures, qualifiers, subjects
from app.pages.row_cards import conflicts, documents
from app.pages.safe_links import external, host
from app.pages.template_filters import readable, section_of
from app.pages.texts import Texts, label
from app.vocabulary.names import Language

if TYPE_CHECKING:
    from app.pages.page_view import Address

_FIGURE = "id,display,subject,subject_en,value,status,period,evidence"
_SUPPORT = "evidence,source_ids,conflict_ids,reference_numbers"
FIELDS: Mapping[str, str] = {
    "metrics": f"{_FIGURE},document,entity,entity_name_{{lang}},indicator,indicator_name_{{lang}},"
    f"qualifiers_{{lang}},quote,unit,{_SUPPORT.removeprefix('evidence,')}",
    "claims": f"id,document,text,text_en,kind,section,section_title,section_title_en,metric_ids,{_SUPPORT}",
    "entities": "slug,name_en,name_zh,type,aliases,metric_count,claim_count",
    "indicators": "slug,name_en,name_zh,description_en,description_zh,aggregation,metric_count",
    "sources": "id,title,title_en,url,publisher,publisher_name_{lang},publisher_kind,published_on,document_count,"
    "claim_count,sole_support_count",
    "publishers": "slug,name_{lang},kind,hosts,source_count,document_count",
    "corroborations": "id,title_{lang},metric_count,uncited_count,source_count,independent_publisher_count",
    "documents": "slug,title,title_en,claim_count,metric_count,reference_count",
    "conflicts": "id,kind,title_{lang},explanation_{lang},computed,metric_count,claim_count",
}


_NUMBERS = ' class="num"'


def row_table(name: str, at: "Address", rows: Sequence[Row], **named_in_them: Mapping[str, Any]) -> Markup:
    """The rows of a list, with what they name (`Rows`)."""
    return Markup(_SHOWN[name](Rows(rows, at, **named_in_them)))


def _table(of: Rows, title: str, columns: str, rows: Iterable[str], style: str = "") -> str:
    """A table whose `columns` are named in English, separated by `|`; numbers stand in those with `#` behind the name."""
    return f"{_table_head(title, columns, style, of.lang)}{''.join(rows)}</tbody>\n</table>\n</div>"


@cache
def _table_head(title: str, columns: str, style: str, lang: Language) -> str:
    t = Texts(lang)
    head = "".join(
        f'<th scope="col"{_NUMBERS if name.endswith("#") else ""}>{escape(t(name.rstrip("#")))}</th>'
        for name in columns.split("|")
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(t(title))}"><table class="stacked{style}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
    )


def _headed(of: Rows, name: str) -> str:
    """The beginning of a cell with a number, which says its column where the cells of a row stand below each other."""
    return f'<td class="num" data-head="{escape(of.t(name))}">'


def _metrics(of: Rows) -> str:
    before, behind = map(escape, of.at.ends("/documents/"))
    in_its_sentence = escape(of.t("In its sentence"))
    cells = zip(
        subjects(of.rows, of.at), figures(of.rows, of.at, of.t, of.lang), escaped(of.of("document")), escaped(of.of("id")),
        escaped([row["period"] or "–" for row in of.rows]),
        linked(of.at, "/indicators/", of.of("indicator"), names(of.rows, "indicator_name", of.lang)),
        qualifiers(of.rows, of.lang), verbatim_words(of.of("quote")),
        evidence_of(of.rows, of.publishers, of.references, of.at, of.t), strict=True,
    )  # fmt: skip
    rows = (
        f'<tr>\n<th scope="row">{who}</th>\n<td class="num">{figure} <span class="sub"><a href="{before}{document}{behind}#{id_}">'
        f'{in_its_sentence}</a></span></td>\n<td class="nowrap">{period}</td>\n<td>{indicator}\n{told}</td>\n<td>{words}</td>\n'
        f"<td>{support}</td>\n</tr>\n"
        for who, figure, document, id_, period, indicator, told, words, support in cells
    )
    return _table(of, "Figures", "Subject|Figure#|Period|Indicator|Words of the report|Evidence", rows, " figures")


def _claims(of: Rows) -> str:
    before, behind = map(escape, of.at.ends("/documents/"))
    in_the_report, figures_ = of.t("In the report"), escape(of.t("Figures"))
    kinds = {value: escape(label("kind", value, of.lang)) for value in set(of.of("kind"))}
    words = verbatim_words(of.of("text"))
    english = escaped([row["text_en"] or "" if of.lang == "en" else "" for row in of.rows])
    links = linked(of.at, "/claims/", of.of("id"), (one or said for one, said in zip(english, words, strict=True)))
    cells = zip(
        of.rows, links, english, words, escaped(of.of("document")), escaped(of.of("id")),
        escaped([section_of(row, of.lang) or in_the_report for row in of.rows]),
        evidence_of(of.rows, of.publishers, of.references, of.at, of.t), strict=True,
    )  # fmt: skip
    rows = (
        f'<tr>\n<td class="words">{link}\n{f"""<span class="sub">{said}</span>""" if rendered else ""}</td>\n'
        f'<td class="nowrap">{kinds[row["kind"]]}</td>\n'
        f'<td><a href="{before}{document}{behind}#{id_}">{section}</a></td>\n'
        f"{_figure_count(len(row['metric_ids']), figures_)}\n<td>{support}</td>\n</tr>\n"
        for row, link, rendered, said, document, id_, section, support in cells
    )
    return _table(of, "Claims", "Sentence|Kind|Section|Figures#|Evidence", rows)


def _figure_count(count: int, name: str) -> str:
    return f'<td class="num" data-head="{name}">{count}</td>' if count else '<td class="num"></td>'


def _entities(of: Rows) -> str:
    slugs, other = of.of("slug"), "name_zh" if of.lang == "en" else "name_en"
    figures_, claims = _headed(of, "Figures"), _headed(of, "Claims")
    cells = zip(
        linked(of.at, "/entities/", slugs, names(of.rows, "name", of.lang)), verbatim_words(of.of(other)),
        values(of.rows, "type", of.types), _aliases(of.rows),
        counted(of.at, "/metrics", "entity", slugs, [row["metric_count"] for row in of.rows]),
        counted(of.at, "/claims", "entity", slugs, [row["claim_count"] for row in of.rows]), strict=True,
    )  # fmt: skip
    rows = (
        f'<tr>\n<th scope="row">{link}<span class="sub">{name}</span></th>\n<td>{type_}</td>\n<td>{aliases}</td>\n'
        f"{figures_}{metric_count}</td>\n{claims}{claim_count}</td>\n</tr>\n"
        for link, name, type_, aliases, metric_count, claim_count in cells
    )
    return _table(of, "Entities", "Name|Type|Other names|Figures#|Claims#", rows)


def _aliases(rows: Iterable[Row]) -> list[str]:
    """The first of the other names of each."""
    others = [[one for one in row["aliases"][:6] if one not in (row["name_zh"], row["name_en"])] for row in rows]
    words = iter(verbatim_words([one for of_row in others for one in of_row]))
    return [", ".join(islice(words, len(of_row))) for of_row in others]


def _indicators(of: Rows) -> str:
    slugs, adding, figures_ = of.of("slug"), _headed(of, "Adding up").replace(_NUMBERS, ""), _headed(of, "Figures")
    rules = {value: label("aggregation", value, of.lang) for value in set(of.of("aggregation"))}
    cells = zip(
        linked(of.at, "/indicators/", slugs, names(of.rows, "name", of.lang)), names(of.rows, "description", of.lang),
        values(of.rows, "aggregation", rules),
        counted(of.at, "/metrics", "indicator", slugs, [row["metric_count"] for row in of.rows]), strict=True,
    )  # fmt: skip
    rows = (
        f'<tr>\n<th scope="row">{link}</th>\n<td>{description}</td>\n{adding}{rule}</td>\n{figures_}{count}</td>\n</tr>\n'
        for link, description, rule, count in cells
    )
    return _table(of, "Indicators", "Name|Meaning|Adding up|Figures#", rows)


def _sources(of: Rows) -> str:
    ids, published, alone = of.of("id"), escape(of.t("Published")), _headed(of, "Rest on it alone")
    reports, claims = _headed(of, "Reports"), _headed(of, "Claims")
    words = verbatim_words(of.of("title"))
    english = escaped([row["title_en"] or "" if of.lang == "en" else "" for row in of.rows])
    titles = linked(of.at, "/sources/", ids, (one or said for one, said in zip(english, words, strict=True)))
    cells = zip(
        of.rows, titles, english, words, map(_cited_page, escaped(of.of("url")), of.of("url")),
        linked(of.at, "/publishers/", of.of("publisher"), names(of.rows, "publisher_name", of.lang)),
        values(of.rows, "publisher_kind", of.kinds), escaped([row["published_on"] or "–" for row in of.rows]),
        counted(of.at, "/documents", "source", ids, [row["document_count"] for row in of.rows]),
        counted(of.at, "/claims", "source", ids, [row["claim_count"] for row in of.rows]), strict=True,
    )  # fmt: skip
    rows = (
        f'<tr>\n<th scope="row">{title}{_original(row, rendered, said)}<span class="sub">{page}</span></th>\n'
        f'<td>{publisher}<span class="sub">{kind}</span></td>\n<td class="nowrap" data-head="{published}">{day}</td>\n'
        f"{reports}{documents}</td>\n{claims}{claim_count}</td>\n{alone}{readable(row['sole_support_count'])}</td>\n</tr>\n"
        for row, title, rendered, said, page, publisher, kind, day, documents, claim_count in cells
    )
    return _table(of, "Sources", "Page|Publisher|Published|Reports#|Claims#|Rest on it alone#", rows, " sources")


def _original(row: Row, rendered: str, words: str) -> str:
    """The words of a title below their English rendering."""
    return f'<span class="sub">{words}</span>' if rendered and row["title_en"] != row["title"] else ""


def _cited_page(shown: str, url: str) -> str:
    """The address of a page by its host; what no browser should follow as text."""
    if external(url) is None:
        return f"<bdi>{shown}</bdi>"
    return f'<a href="{shown}" rel="noopener nofollow ugc">{escape(host(url))}</a>'


def _publishers(of: Rows) -> str:
    slugs, reports, pages = of.of("slug"), _headed(of, "Reports"), _headed(of, "Pages")
    sources = [readable(row["source_count"]) for row in of.rows]
    cells = zip(
        linked(of.at, "/publishers/", slugs, names(of.rows, "name", of.lang)), values(of.rows, "kind", of.kinds),
        escaped([", ".join(row["hosts"]) for row in of.rows]), filtered(of.at, "/sources", "publisher", slugs, sources),
        counted(of.at, "/documents", "publisher", slugs, [row["document_count"] for row in of.rows]), strict=True,
    )  # fmt: skip
    rows = (
        f'<tr>\n<th scope="row">{name}</th>\n<td>{kind}</td>\n<td>{hosts}</td>\n{pages}{source_count}</td>\n{reports}{documents}</td>\n</tr>\n'
        for name, kind, hosts, source_count, documents in cells
    )
    return _table(of, "Publishers", "Name|Kind|Hosts|Pages#|Reports#", rows)


def _corroborations(of: Rows) -> str:
    counts = {"Stated": "metric_count", "Uncited": "uncited_count", "Sources": "source_count"}
    counts["Independent publishers"] = "independent_publisher_count"
    cells = [(_headed(of, name), field) for name, field in counts.items()]
    titles = linked(of.at, "/corroborations/", of.of("id"), names(of.rows, "title", of.lang))
    rows = (
        f'<tr>\n<th scope="row">{title}</th>\n{"".join([f"{head}{row[field]}</td>" for head, field in cells])}\n</tr>\n'
        for title, row in zip(titles, of.rows, strict=True)
    )
    return _table(of, "Corroborations", "Fact|" + "".join(f"{name}#|" for name in counts).rstrip("|"), rows)


_SHOWN: Mapping[str, Callable[[Rows], str]] = {
    "metrics": _metrics, "claims": _claims, "entities": _entities, "indicators": _indicators, "sources": _sources,
    "publishers": _publishers, "corroborations": _corroborations, "documents": documents, "conflicts": conflicts,
}  # fmt: skip
