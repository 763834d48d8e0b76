"""The micro-benchmarks as one table, each beside its limit. Standard library only.

    python3 Benchmarks/Peers/ratios.py Benchmarks/.build/Current_run.jmh.json

"X | limit" is the least work that could do what X does; both come from the same run.
"""

import json
import sys
from pathlib import Path

PREFIX = "package.benchmark.VaultBenchmarks."
LIMIT = " | limit"
ORDER = ["append one record", "read the newest 20", "read 10,000 records", "verify 10,000 records",
         "unlock"]


def milliseconds(path: Path) -> dict[str, dict[str, float]]:
    """Percentiles of every benchmark's wall clock, by its name; JMH's unit there is the microsecond."""
    found = {}
    for element in json.loads(path.read_text()):
        name = element["benchmark"].removeprefix(PREFIX).replace("_", " ")
        wall = element["secondaryMetrics"]["Time (wall clock)"]
        points = {point: value / 1e3 for point, value in wall["scorePercentiles"].items()}
        found[name] = points | {"count": len(wall["rawData"][0])}
    return found


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    found = milliseconds(Path(sys.argv[1]))
    print("| operation | runs | median ms | p95 ms | least ms | limit: median ms | p95 ms | least ms "
          "| ratio of medians | ratio of p95 | ratio of least |")
    print("|---|" + "---|" * 10)
    points = ["50.0", "95.0", "0.0"]
    for name in ORDER:
        own, limit = found[name], found[name + LIMIT]
        cells = [name, f"{own['count']}", *(f"{own[p]:.3f}" for p in points),
                 *(f"{limit[p]:.3f}" for p in points),
                 *(f"{own[p] / limit[p]:.2f}" for p in points)]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
