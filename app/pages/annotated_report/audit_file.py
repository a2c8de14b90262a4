"""The view of any report as one file that needs nothing else: style and script inside, nothing loaded, nothing that can run."""

import base64
import hashlib

from markupsafe import Markup

from app.pages.annotated_report.blocks import read_sections, read_sentences
from app.pages.annotated_report.entries import entries_of_report
from app.pages.annotated_report.page import reading_values
from app.pages.assets import STATIC
from app.pages.page_view import Address
from app.pages.rendering import render
from app.pages.texts import Texts
from app.report.audit.audit import Audit, share
from app.vocabulary.names import Language

_KINDS = ("government", "academic", "encyclopedia", "code and models", "platform", "other")


def audit_page(audit: Audit, name: str, lang: Language, failures: list[str]) -> str:
    """The HTML of the audit of a report that was read from a file of this name."""
    report, at = audit.report, Address("/", b"lang=zh" if lang == "zh" else b"")
    sentences = read_sentences(audit)
    style = "".join((STATIC / one).read_text(encoding="utf-8") for one in ("factbase.css", "reading.css"))
    script = (STATIC / "reading.js").read_text(encoding="utf-8")
    texts = Texts(lang)
    values = reading_values(report, read_sections(report, sentences), sentences, entries_of_report(audit))
    return render(
        "audit.html", at, audit=audit, report=report, name=name, failures=failures, served=False, filtered=False,
        kinds={kind: texts(f"site {kind}") for kind in _KINDS}, percent=lambda part, whole: f"{share(part, whole):g}%",
        style=Markup(style), style_hash=_hash(style), script=Markup(script), script_hash=_hash(script), **values,
    )  # fmt: skip


def _hash(text: str) -> str:
    """What a content security policy names the text by (CSP Level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def default_language(audit: Audit) -> Language:
    """Chinese for a Chinese report, else English."""
    return "zh" if audit.report.language == "zh" else "en"
