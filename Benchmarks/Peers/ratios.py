"""The micro-benchmarks as one table, each beside its limit. Standard library only.

    python3 Benchmarks/Peers/ratios.py Benchmarks/.build/Current_run.jmh.json [PAGE]

The page, if one is named, gets the table in its place. "X | limit" is the least work that could do what X does; both come from the same run.
"""

import datetime
import json
import os
import sys
from pathlib import Path

import figures
import machine

PREFIX = "package.benchmark.VaultBenchmarks."
LIMIT = " | limit"
ORDER = ["append one record", "read the newest 20", "read 10,000 records", "verify 10,000 records",
         "search 10,000 entries", "decode 1,000 bodies", "settle consent, 10 agreements", "unlock"]


def milliseconds(path: Path) -> dict[str, dict[str, float]]:
    """Percentiles of every benchmark's wall clock, by its name; JMH's unit there is the microsecond."""
    found = {}
    for element in json.loads(path.read_text()):
        name = element["benchmark"].removeprefix(PREFIX).replace("_", " ")
        wall = element["secondaryMetrics"]["Time (wall clock)"]
        points = {point: value / 1e3 for point, value in wall["scorePercentiles"].items()}
        found[name] = points | {"count": len(wall["rawData"][0])}
    return found


def rows(found: dict[str, dict[str, float]]) -> list[list[str]]:
    points = ["50.0", "95.0", "0.0"]
    made = []
    for name in ORDER:
        own, limit = found[name], found[name + LIMIT]
        made.append([name, f"{own['count']}", *(f"{own[p]:.3f}" for p in points),
                     *(f"{limit[p]:.3f}" for p in points), *(f"{own[p] / limit[p]:.2f}" for p in points)])
    return made


def main() -> None:
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    results = Path(sys.argv[1])
    ended = datetime.datetime.fromtimestamp(results.stat().st_mtime, datetime.UTC)
    head = ["operation", "runs", "median ms", "p95 ms", "least ms", "limit: median ms", "p95 ms",
            "least ms", "ratio of medians", "ratio of p95", "ratio of least"]
    text = (f"{ended:%Y-%m-%d, %H:%M} UTC; load {os.getloadavg()[2]:.1f}; vault of {machine.commit()}.\n\n"
            + figures.table(head, rows(milliseconds(results))))
    print(text)
    if len(sys.argv) == 3:
        page = Path(sys.argv[2])
        page.write_text(figures.put(page.read_text(), "vault", text))


if __name__ == "__main__":
    main()
