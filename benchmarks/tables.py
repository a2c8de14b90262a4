"""Results as tables: by workload with ratios on the terminal, and as Markdown in the README.

python -m benchmarks.tables results.json            prints the Markdown
python -m benchmarks.tables results.json README.md  puts it between the marks there
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_MARKS = re.compile(r"(<!-- results -->\n).*?(<!-- end of results -->)", re.DOTALL)
HEADINGS = ("workload", "database", "metrics", "server", "measured", "against factbase", "rows", "note")


def rows(results: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """One row a result. `against factbase`: how many times as many requests factbase answered under the same workload."""
    ours = {_key(one): one["value"].get("rate") for one in results if one["server"] == "factbase"}
    return [
        [
            one["workload"], one["backend"], f"{one['metrics']:,}", one["server"], _measured(one["value"]),
            _ratio(ours.get(_key(one)), one), one["same"], one["note"],
        ]
        for one in results
    ]  # fmt: skip


def _key(one: Mapping[str, Any]) -> tuple[str, str, int]:
    return one["workload"], one["backend"], one["metrics"]


def _ratio(ours: float | None, one: Mapping[str, Any]) -> str:
    theirs = one["value"].get("rate")
    return f"{ours / theirs:.2f}" if ours and theirs and one["server"] != "factbase" else ""


def _measured(value: Mapping[str, Any]) -> str:
    if value.get("requests") == 0:
        return "none finished"
    if "p50" in value:
        failed = f", {value['failed']:.0f} FAILED" if value["failed"] else ""
        return (
            f"{value['rate']:,.0f}/s, p50 {value['p50']:.2f} ms, p99 {value['p99']:.2f} ms, {value['rss']:.0f} MB{failed}"
            if "rss" in value
            else f"{value['rate']:,.0f}/s, p50 {value['p50']:.2f} ms, p99 {value['p99']:.2f} ms{failed}"
        )
    return ", ".join(f"{name} {size:,.4g}" if size < 10_000 else f"{name} {size:,.0f}" for name, size in value.items())


def markdown(told: Mapping[str, Any]) -> str:
    """The table, and on what it was measured."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows(told["results"])]
    about = ", ".join(f"{name} {value}" for name, value in told["about"].items())
    return f"Measured: {about}.\n\n" + "\n".join(lines) + "\n"


def fill(readme: Path, told: Mapping[str, Any]) -> None:
    """Replace what stands between the marks."""
    text = readme.read_text(encoding="utf-8")
    if not _MARKS.search(text):
        raise ValueError(f"{readme} has no marks for results")
    readme.write_text(_MARKS.sub(lambda found: found[1] + markdown(told) + found[2], text), encoding="utf-8")


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if len(sys.argv) > 2:
        fill(Path(sys.argv[2]), told)
    else:
        sys.stdout.write(markdown(told))


if __name__ == "__main__":
    main()
