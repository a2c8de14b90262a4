"""What a report states about itself: date, author, issuer, address; null for what it does not state."""

import re
from dataclasses import dataclass

from app.intake.publication_dates import read_date
from app.report import Report

# lines in front of the first section that name something: `**Date:** 16 June 2026`, `发布日期：2026-06-16`
_LINE = re.compile(r"^[ \t>*_|-]*(?P<key>[^\n:：*_|]{2,30}?)[*_ \t]*[:：][*_ \t]*(?P<value>[^\n]{2,200}?)[ \t*_|\\]*$", re.M)
_KEYS = {
    "date": "date|published|publication date|published on|report date|date of report|research date|date generated|generated|"
    "generated on|compiled|date compiled|last updated|updated|datum|veröffentlicht|stand|date de publication|fecha|data|"
    "日期|发布日期|发布时间|报告日期|报告时间|撰写日期|撰写时间|调研日期|研究日期|生成时间|报告生成时间|更新日期|更新时间|最后更新|时间|發布日期|發布時間|"
    "公開日|発行日|作成日|更新日|작성일|발행일",
    "author": "author|authors|by|prepared by|written by|researcher|analyst|autor|autorin|autoren|auteur|autores|"
    "作者|撰写人|撰写|署名|研究员|分析师|撰稿|作成者|著者|작성자|저자",
    "issuer": "issuer|publisher|organization|organisation|institution|published by|herausgeber|éditeur|"
    "机构|发布机构|发布单位|编制单位|発行",
    "url": "url|link|source url|permalink|原文链接|链接",
}
_HEAD = 1500
# `**Date:** 4 May 2026 | **Author:** Jane Berg` are two fields of one line
_FIELDS = re.compile(r"\s+[|·•]\s+(?=[*_]{0,2}[^\n:：*_|]{2,30}[*_]{0,2}[:：])")
# `By Jane Berg, 4 May 2026`, `*By Jane Berg and Kim Lund*`
_NAME = r"[A-ZÀ-Þ][\w’'.-]*(?:\s+(?:(?:de|van|von|der|da|and|&)\s+)?[A-ZÀ-Þ][\w’'.-]*){1,7}"
_BYLINE = re.compile(
    rf"^[ \t>*_]*(?:[Bb]y|Von|Par|Por)[ \t]+(?P<author>{_NAME})[*_]*"
    rf"(?:[ \t]*(?:[,|·•–—-]|\bon\b)[ \t]*(?P<date>(?=[^\n]*\d)[^\n|·•*_]{{6,30}}))?[ \t*_]*$",
    re.M,
)


@dataclass(frozen=True)
class Stated:
    issuer: str | None
    author: str | None
    published_on: str | None
    url: str | None


def read_metadata(report: Report) -> Stated:
    front = {key.lower(): value for key, value in report.metadata.values.items() if value}
    head = _FIELDS.sub("\n", _head(report))
    lines = {match["key"].strip().lower(): match["value"].strip() for match in _LINE.finditer(head)}
    byline = _BYLINE.search(head)

    def said(name: str) -> str | None:
        keys = _KEYS[name].split("|")
        return next((found for key in keys if (found := front.get(key) or lines.get(key))), None)

    url = said("url")
    return Stated(
        issuer=_short(said("issuer")),
        author=_short("; ".join(report.metadata.authors) or said("author") or (byline["author"] if byline else None)),
        published_on=read_date(report.metadata.date)
        or read_date(said("date"))
        or read_date(byline["date"] if byline else None),
        url=url if url and re.fullmatch(r"https?://\S{1,1900}", url) else None,
    )


def _head(report: Report) -> str:
    """The lines before the first section, or the first of the text."""
    end = report.sections[0].start if report.sections else len(report.text)
    start = report.metadata.span[1] if report.metadata.span else 0
    return report.text[start : min(max(end, start + 1), start + _HEAD)]


def _short(text: str | None) -> str | None:
    return text[:500] if text else None
