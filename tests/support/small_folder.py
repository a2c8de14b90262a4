"""A small seeds folder, quick to build: one report of five sentences, two of them curated."""

import hashlib
from pathlib import Path

REPORT = """# Coffee in Lisbon

## 1 Market

Lisbon had 420 cafes in 2024 [1]. They sold coffee worth EUR 90 million [1][2]. Prices rose by 4% [2].

## 2 Outlook

Prices rose by 4% [2]. Sales may reach EUR 100 million in 2026 [1].

## References

1. [Cafes of Lisbon](https://www.example.pt/cafes)
2. [Prices](http://prices.example.org/2024)
"""
_NAMED = "name_zh: 名称, name_en: Name, description_en: What it is, description_zh: 说明"
FILES = {
    "vocabulary/topics.yaml": f"- {{slug: market, {_NAMED}}}\n",
    "vocabulary/publisher-kinds.yaml": f"- {{slug: industry-media, {_NAMED}}}\n",
    "vocabulary/units.yaml": "- {code: EUR, name_zh: 欧元, name_en: Euro, kind: money, symbol: €}\n"
    "- {code: count, name_zh: 个, name_en: Count, kind: count, symbol: ''}\n",
    "vocabulary/indicators.yaml": f"- {{slug: market-size, {_NAMED}, unit_kind: money, direction: neutral, aggregation: sum}}\n"
    f"- {{slug: revenue, {_NAMED}, unit_kind: money, direction: neutral, aggregation: sum}}\n"
    f"- {{slug: cafe-count, {_NAMED}, noun: {{one: cafe, many: cafes, zh: 咖啡馆}}, unit_kind: count, direction: neutral, aggregation: sum}}\n",
    "publishers.yaml": "- {slug: example, name_zh: 例, name_en: Example, kind: industry-media, hosts: [example.pt]}\n",
    "sources.yaml": "".join(
        f"- {{url: '{url}', title: Page, publisher: example, platform: null, author: null, kind: industry-media, "
        "published_on: null, published_from: null, references: {}}\n"
        for url in ("https://www.example.pt/cafes", "https://prices.example.org/2024")
    ),
    "source-groups.yaml": "[]\n",
    "entities/region.yaml": f"- {{slug: lisbon, {_NAMED}, aliases: [{{text: Lisbon, lang: en}}]}}\n",
    "facts/coffee/1.yaml": """\
document: coffee
section: "1"
claims:
  - text: "Lisbon had 420 cafes in 2024."
    en: Lisbon had 420 cafes in 2024.
    about: {kind: fact, topics: [market], subject: [lisbon]}
    metrics:
      - {quote: "420", indicator: cafe-count, subject: Lisbon, entity: lisbon, value: 420, unit: count, period: "2024", status: actual}
    numbers: {date: ["2024"]}
  - text: "They sold coffee worth EUR 90 million."
    en: They sold coffee worth EUR 90 million.
    about: {kind: fact, topics: [market]}
    metrics:
      - {quote: EUR 90 million, indicator: market-size, subject: Coffee, value: 90000000, unit: EUR, status: actual}
  - text: "Prices rose by 4%."
    en: Prices rose by 4%.
    about: {kind: fact, topics: [market]}
    numbers: {other: {"4": a rate that nobody needs}}
""",
}


def small_folder(root: Path, report: str = REPORT) -> Path:
    """Write the folder, with this text as its report."""
    document = f"slug: coffee\nfile: coffee.md\nsha256: {_sha256(report)}\ntitle_en: Coffee in Lisbon\nlanguage: en\n"
    for name, text in {**FILES, "documents/coffee.yaml": document, "documents/coffee.md": report}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def replace(root: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` of a file; the line it stands on."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text, old
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
