"""Whole processes, measured in rounds of random order. Standard library only."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from homes import secret_pipe

BLOCK = 1024
# A subject that takes this long is measured this often at least, whatever it costs.
LEAST = 3


@dataclass(frozen=True)
class Run:
    """Seconds passed, seconds of processor, and the most memory held, in KiB."""

    wall: float
    processor: float
    peak: int | None = None


@dataclass
class Process:
    """From before it is started until it has been waited for; its output goes nowhere."""

    line: list
    environment: dict[str, str]
    given: Path | str = "/dev/null"
    # For `{fd}` in the line: the lines that this descriptor gives.
    secrets: list[str] = field(default_factory=list)
    # Done before each run, and not measured.
    before: Callable[[], None] = lambda: None
    least: int = LEAST
    clocked: Path = Path()

    def run(self) -> Run:
        self.before()
        line, inherited = [str(word) for word in self.line], ()
        if self.secrets:
            end = secret_pipe(self.secrets)
            line, inherited = [word.replace("{fd}", str(end)) for word in line], (end,)
        done = subprocess.run([Process.clocked, str(self.given), "/dev/null", *line],
                              env=self.environment, pass_fds=inherited, capture_output=True)
        for descriptor in inherited:
            os.close(descriptor)
        if done.returncode != 0:
            raise SystemExit(f"{line[0]}: {done.stderr.decode()}")
        wall, processor, peak, code = map(int, done.stdout.split())
        if code != 0:
            raise SystemExit(f"{' '.join(line)[:300]} ended with {code}\n{done.stderr.decode()}")
        return Run(wall / 1e9, processor / 1e6, peak)


class Sync:
    """One durable append to a file on the same disk as the vaults."""

    least = LEAST

    def __init__(self, folder: Path):
        self.descriptor = os.open(folder / "synced", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.block = os.urandom(BLOCK)

    def run(self) -> Run:
        began, used = time.perf_counter(), time.process_time()
        os.write(self.descriptor, self.block)
        os.fdatasync(self.descriptor)
        return Run(time.perf_counter() - began, time.process_time() - used)


def turns(wanted: int, rounds: int) -> list[int]:
    """In which of so many rounds something runs that is to run so often, evenly spread."""
    return [number for number in range(rounds)
            if (number + 1) * wanted // rounds > number * wanted // rounds]


def measure(subjects: dict, rounds: int, budget: float) -> tuple[dict[str, list[Run]], list[float]]:
    """All runs of every subject, and the load of the machine in every round.

    Each runs once before the rounds, which is not counted. What takes longer than `budget` seconds in
    all rounds together runs in fewer of them; of what takes so long even once, the first run counts.
    """
    planned: dict[str, set[int]] = {}
    runs: dict[str, list[Run]] = {name: [] for name in subjects}
    for name, subject in subjects.items():
        first = subject.run()
        wanted = max(subject.least, min(rounds, int(budget / first.wall)))
        if first.wall > budget:
            runs[name].append(first)
            wanted -= 1
        planned[name] = set(turns(min(wanted, rounds), rounds))
        say(f"{name}: {first.wall * 1e3:.1f} ms, to run {wanted} times")
    loads = []
    began = time.monotonic()
    for number in range(rounds):
        order = [name for name in subjects if number in planned[name]]
        random.shuffle(order)
        loads.append(os.getloadavg()[0])
        for name in order:
            runs[name].append(subjects[name].run())
        say(f"round {number + 1} of {rounds}, {time.monotonic() - began:.0f} s, load {loads[-1]:.1f}")
    return runs, loads


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
