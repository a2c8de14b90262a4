"""Results as tables: by workload with ratios on the terminal, and as Markdown in the README.

python -m benchmarks.tables results.json …            prints the Markdown
python -m benchmarks.tables results.json … README.md  puts it between the marks there

Several result files are several runs; servers are compared within each run.
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


def growth(results: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of what factbase takes by size: one row a workload and database that was measured at several.

    Where several runs measured the same, the first counts, which is then of the same run as the other sizes.
    """
    found: dict[tuple[str, str], dict[int, str]] = {}
    for one in results:
        if one["server"] == "factbase" and (cost := _cost(one["value"])):
            found.setdefault((one["workload"], one["backend"]), {}).setdefault(one["metrics"], cost)
    grown = {key: costs for key, costs in found.items() if len(costs) > 1}
    sizes = sorted({size for costs in grown.values() for size in costs})
    cells = [[workload, backend, *(costs.get(size, "") for size in sizes)] for (workload, backend), costs in grown.items()]
    return ["workload", "database", *(f"{size:,}" for size in sizes)], cells


def _cost(value: Mapping[str, Any]) -> str:
    """What a request takes when nothing else is asked, or a second under load."""
    if "first_byte_ms" in value:
        return f"{value['first_byte_ms']:.0f} ms, then {value['rows'] / value['seconds']:,.0f} rows/s"
    if "rss" in value:
        return f"{value['rate']:,.0f}/s"
    if "p50" in value:
        return f"{value['p50']:.2f} ms"
    return f"{value['seconds']:.2f} s" if "seconds" in value else ""


def markdown(told: Sequence[Mapping[str, Any]]) -> str:
    """What grows with the size, then for each run on what it was measured, and all of it."""
    headings, cells = growth([one for run in told for one in run["results"]])
    parts = [_table(headings, cells)] if cells else []
    for run in told:
        about = ", ".join(f"{name} {value}" for name, value in run["about"].items())
        parts += [f"Measured: {about}.\n", _table(HEADINGS, rows(run["results"]))]
    return "\n".join(parts)


def _table(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *cells]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def fill(readme: Path, told: Sequence[Mapping[str, Any]]) -> None:
    """Replace the text between the marks."""
    text = readme.read_text(encoding="utf-8")
    if not _MARKS.search(text):
        raise ValueError(f"{readme} has no marks for results")
    readme.write_text(_MARKS.sub(lambda found: found[1] + markdown(told) + found[2], text), encoding="utf-8")


def main() -> None:
    paths = [Path(given) for given in sys.argv[1:]]
    told = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.suffix != ".md"]
    if paths[-1].suffix == ".md":
        fill(paths[-1], told)
    else:
        sys.stdout.write(markdown(told))


if __name__ == "__main__":
    main()
