"""`{cite:p}`berg,lund``, `:cite:`berg``, `{% cite berg %}`, `{{< cite "berg" >}}`, `<d-cite key="berg">`: site generators.

MyST and Sphinx have roles, Jekyll and Hugo short codes, Distill elements. Their lists are often in a file of their own.
"""

import re

from app.report.markers.conventions.base import Convention
from app.report.markers.markers import Citation, Mark

_KEY = re.compile(r"[\w:.+/-]*\w")


def _read(match: re.Match[str]) -> Citation | None:
    group = next(name for name in ("role", "liquid", "shortcode", "element", "component") if match[name] is not None)
    marks = tuple(Mark(key, None, *match.span()) for key in _KEY.findall(match[group]))
    # the keys of a textual role stand where the author's name would
    kept = match.span("role") if match["textual"] else None
    return Citation("role", *match.span(), marks, match.span(), kept, can_speak=False) if marks else None


CONVENTION = Convention(
    "role",
    r"(?:(?:\{(?:foot)?cite(?:(?P<textual>:t|:ct)|:[a-z]{1,12})?\}|:(?:foot)?cite(?::[a-z]{1,12})?:)`(?P<role>[^`\n]{1,300})`"
    r"|\{%-?\s*cite\s+(?P<liquid>[^%\n]{1,200}?)\s*-?%\}"
    r"|\{\{[<%]\s*(?:cite|ref-?cite|citation)\s+(?P<shortcode>[^<>%{}\n]{1,200}?)\s*[>%]\}\}"
    r"|<(?:d|dt)-cite\s+(?:bibtex-)?key\s*=\s*[\"'](?P<element>[^\"'<>]{1,300})[\"'][^<>]{0,80}>\s*(?:</(?:d|dt)-cite>)?"
    r"|<(?:Cite|Citation|Ref|Reference|FootnoteRef)\s+(?:id|key|keys|n|num|number|ref|refs|source)\s*=\s*\{?[\"']?(?P<component>[\w:.+-]{1,60}(?:,\s?[\w:.+-]{1,60}){0,12})[\"']?\}?\s*(?:/>|>\s*</(?:Cite|Citation|Ref|Reference|FootnoteRef)>))",
    _read,
    listed=False,
    hint=r"cite|<(?:Cite|Citation|Ref|Reference|FootnoteRef)\s",
    examples=(
        ("Tolls rose {cite:p}`berg2021,lund`.", ("berg2021", "lund")),
        ("Tolls rose :cite:`berg2021`.", ("berg2021",)),
        ("Tolls rose {% cite berg2021 lund %}.", ("berg2021", "lund")),
        ('Tolls rose <Cite id="berg2021" />.', ("berg2021",)),
        ('Tolls rose <d-cite key="berg2021,lund"></d-cite>.', ("berg2021", "lund")),
    ),
)
