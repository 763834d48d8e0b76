"""What the runs come to: medians, ratios, targets, tables in Markdown. Standard library only."""

import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from measuring import Run

# What issue 8 calls 32 MB, in KiB.
ROOM = 32_000_000 / 1024
# Flat: what is not slower by more than this in a vault a thousand times as large.
FLAT = 1.3


@dataclass(frozen=True)
class Figure:
    """Milliseconds; KiB."""

    runs: int
    median: float
    p95: float
    least: float
    processor: float
    peak: int | None

    @staticmethod
    def of(runs: list[Run]) -> "Figure":
        walls = [run.wall * 1e3 for run in runs]
        peaks = [run.peak for run in runs if run.peak is not None]
        return Figure(
            len(runs), statistics.median(walls), p95(walls), min(walls),
            statistics.median(run.processor * 1e3 for run in runs), max(peaks, default=None))

    def __add__(self, other: "Figure") -> "Figure":
        """One after the other."""
        return Figure(min(self.runs, other.runs), self.median + other.median, self.p95 + other.p95,
                      self.least + other.least, self.processor + other.processor, self.peak)


def p95(values: list[float]) -> float:
    """Of fewer than twenty, the greatest."""
    if len(values) < 20:
        return max(values)
    return statistics.quantiles(values, n=20, method="inclusive")[18]


@dataclass(frozen=True)
class Target:
    """One promise of issue 8, and what was measured of it."""

    promise: str
    # Both in the unit of `limit`; the second by processor time, where that says anything.
    measured: float
    by_processor: float | None
    limit: float
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        return self.measured <= self.limit

    @property
    def verdict(self) -> str:
        words = "met" if self.is_met else "missed"
        if self.by_processor is None or (self.by_processor <= self.limit) == self.is_met:
            return words
        return f"{words}; by processor time {'missed' if self.is_met else 'met'}"

    def cells(self) -> list[str]:
        return [self.promise, self.number(self.limit), self.number(self.measured),
                "" if self.by_processor is None else self.number(self.by_processor), self.verdict]

    def number(self, value: float) -> str:
        shown = f"{value:,.0f}" if self.unit in ("bytes", "blocks") else f"{value:.2f}"
        return f"{shown} {self.unit}"


def ratio(promise: str, own: Figure, base: Figure, limit: float) -> Target:
    return Target(promise, own.median / base.median,
                  own.processor / base.processor if base.processor else None, limit)


def beyond(promise: str, own: Figure, base: Figure, limit: float) -> Target:
    """How many milliseconds more."""
    return Target(promise, own.median - base.median, own.processor - base.processor, limit, "ms more")


def room(promise: str, own: Iterable[Figure], empty: Figure) -> Target:
    """The greatest peak beside that of an empty process, in MB."""
    most = max(figure.peak for figure in own) - empty.peak
    return Target(promise, most * 1024 / 1e6, None, ROOM * 1024 / 1e6, "MB more")


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def row(name: str, own: Figure, base: Figure | None, against: str) -> list[str]:
    """One subject, beside what it is measured against."""
    def beside(one: float, other: float) -> str:
        return f"{one / other:.2f}" if other else ""

    ratios = [""] * 3 if base is None else [
        beside(own.median, base.median), beside(own.p95, base.p95),
        beside(own.processor, base.processor)]
    memory = "" if own.peak is None else f"{own.peak / 1024:.1f}"
    return [name, f"{own.runs}", *map(digits, (own.median, own.p95, own.least, own.processor)), memory,
            against, *ratios]


HEAD = ["subject", "runs", "median ms", "p95 ms", "least ms", "processor ms", "peak MiB", "against",
        "ratio of medians", "of p95", "of processor"]


def digits(value: float) -> str:
    """Milliseconds: three figures that say something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def put(page: str, name: str, text: str) -> str:
    """The page with what stands between the two marks of this name replaced."""
    begin, end = f"<!-- {name}: written by make bench -->", f"<!-- {name}: end -->"
    found = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    if len(found.findall(page)) != 1:
        raise ValueError(f"the page has not exactly one part {name}")
    return found.sub(lambda _: f"{begin}\n{text.strip()}\n{end}", page)
