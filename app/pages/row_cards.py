"""The rows of the lists that are shown as cards: reports and conflicts."""

from collections.abc import Sequence
from itertools import islice

from markupsafe import escape

from app.pages.columns import Row, Rows, escaped, filtered, linked, names, verbatim_words
from app.pages.evidence import SIGNS
from app.pages.fragments import figures, sign
from app.pages.template_filters import named, readable
from app.pages.texts import label
from app.vocabulary.names import Language


def documents(of: Rows) -> str:
    """Reports, with how much there is of each."""
    slugs, t = of.of("slug"), of.t
    titles = linked(of.at, "/documents/", slugs, names(of.rows, "title", of.lang))
    claims = filtered(
        of.at, "/claims", "document", slugs, [f"{readable(row['claim_count'])} {t('sentences')}" for row in of.rows]
    )
    curated = filtered(
        of.at, "/metrics", "document", slugs, [f"{readable(row['metric_count'])} {t('figures')}" for row in of.rows]
    )
    rows = (
        f'<li class="card">\n<h2>{title}</h2>\n{_printed_title(row, of.lang, words)}<p>{sentences} · '
        f"{figures_ if row['metric_count'] else t('figures not yet curated')} · {readable(row['reference_count'])} {t('references')}</p>\n</li>\n"
        for row, title, words, sentences, figures_ in zip(
            of.rows, titles, verbatim_words(of.of("title")), claims, curated, strict=True
        )
    )
    return f'<ul class="plain">\n{"".join(rows)}</ul>\n'


def _printed_title(row: Row, lang: Language, words: str) -> str:
    is_rendered = lang == "en" and row["title_en"] and row["title"] != row["title_en"]
    return f'<p class="muted">{words}</p>\n' if is_rendered else ""


def conflicts(of: Rows) -> str:
    """Conflicts with their arithmetic, and with the figures of each side where the answer has them (`include=metrics`)."""
    kinds = {value: escape(label("conflict", value, of.lang)) for value in set(of.of("kind"))}
    titles = linked(of.at, "/conflicts/", of.of("id"), names(of.rows, "title", of.lang))
    sides = iter(_sides(of, [one for row in of.rows for one in row.get("metrics") or []]))
    computed = iter(_computed(of, [one for row in of.rows for one in row["computed"]]))
    colon = "：" if of.lang == "zh" else ": "
    figures_, claims = f"{of.t('Figures')}{colon}", f"{of.t('Claims')}{colon}"
    rows = (
        f'<li class="card">\n<h2>{title} <span class="sign conflict"><i aria-hidden="true">≠</i>{kinds[row["kind"]]}</span></h2>\n'
        f"<p>{explanation}</p>\n{''.join(islice(computed, len(row['computed'])))}{''.join(islice(sides, len(row.get('metrics') or [])))}"
        f'<p class="muted">{figures_}{readable(row["metric_count"])} · {claims}{readable(row["claim_count"])}</p>\n</li>\n'
        for row, title, explanation in zip(of.rows, titles, names(of.rows, "explanation", of.lang), strict=True)
    )
    return f'<ul class="plain">\n{"".join(rows)}</ul>\n'


def _computed(of: Rows, several: Sequence[Row]) -> list[str]:
    """What would follow if all sides were true: the arithmetic in figures, and its result."""
    colon = "：" if of.lang == "zh" else ": "
    calculations = escaped([named(one, "calculation", of.lang) for one in several])
    results = escaped([named(one, "display", of.lang) for one in several])
    return [
        f'<p class="follows">{name}{colon}{calculation} = <strong>{result}</strong></p>\n'
        for name, calculation, result in zip(names(several, "label", of.lang), calculations, results, strict=True)
    ]


def _sides(of: Rows, sides: Sequence[Row]) -> list[str]:
    """The figures that contradict each other."""
    uncited = str(sign(SIGNS["none"], of.t))
    cited = f'<span class="sign cited"><i aria-hidden="true">■</i>{escape(of.t("Cited"))}</span>'
    subject = f"subject_{of.lang}"
    whose = verbatim_words([one.get(subject) or one["subject"] for one in sides])
    periods = escaped([f" · {one['period']}" if one["period"] else "" for one in sides])
    return [
        f'<p>{figure} <span class="muted">{who}{period}</span> {uncited if one["evidence"] == "uncited" else cited}</p>\n'
        for one, figure, who, period in zip(sides, figures(sides, of.at, of.t, of.lang), whose, periods, strict=True)
    ]
