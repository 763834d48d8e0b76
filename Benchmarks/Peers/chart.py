"""How each operation grows with the vault, as a small SVG: chart.py RUNS.json CHART.svg

Runs in the Python that bench.py makes for the peers, which has matplotlib.
"""

import json
import statistics
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
# Text stays text; the same figures give the same bytes.
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "vesper", "font.size": 9,
                            "font.family": "sans-serif"})

from matplotlib import pyplot  # noqa: E402

OPERATIONS = ["export", "check", "search", "summary", "today", "write", "list --last 20"]
EMPTY = "an empty Swift process"


def main() -> None:
    run = json.loads(Path(sys.argv[1]).read_text())
    sizes = run["sizes"]

    def median(name: str) -> float:
        return statistics.median(wall * 1e3 for wall, *_ in run["runs"][name])

    figure, axes = pyplot.subplots(figsize=(6.4, 3.8))
    ends = []
    for name, marker in zip(OPERATIONS, "osD^vPX"):
        values = [median(f"{name}, {count:,}") for count in sizes]
        [line] = axes.plot(sizes, values, marker=marker, markersize=4, linewidth=1.2)
        ends.append((values[-1], name, line.get_color()))
    empty = median(EMPTY)
    axes.axhline(empty, color="grey", linewidth=0.8, linestyle="--")
    ends.append((empty, "an empty process", "grey"))
    axes.set(xscale="log", yscale="log", xlabel="entries", ylabel="milliseconds, median")
    axes.set_xticks(sizes, [f"{count:,}" for count in sizes])
    axes.minorticks_off()
    axes.grid(linewidth=0.3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    label(axes, sizes[-1], sorted(ends))
    figure.tight_layout()
    figure.savefig(sys.argv[2], metadata={"Date": None, "Title": "How each operation grows"})


def label(axes, end: int, ends: list[tuple[float, str, str]]) -> None:
    """Each line's name at its right end, moved up where it would cover the one below."""
    low, high = axes.get_ylim()
    apart = (high / low) ** 0.055
    below = 0.0
    for value, name, color in ends:
        place = max(value, below * apart)
        axes.annotate(name, (end, place), xytext=(8, 0), textcoords="offset points", color=color,
                      va="center", annotation_clip=False)
        below = place


if __name__ == "__main__":
    main()
