"""Vesper and what people would use instead, on the same texts, in the same run.

    python3 Benchmarks/Peers/bench.py [--short] [--into docs/performance.md] [--chart FILE.svg]

docs/performance.md says how it is done and how to read it. Nothing of the real home is read or
written. The corpora are kept in --cache for the next run.
"""

import argparse
import contextlib
import dataclasses
import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import figures
import machine
import tables
import writes
from homes import Homes
from measuring import Process, measure, say
from subjects import Bench, compile_c

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def environment(cache: Path) -> Path:
    """A Python of its own for the peers that are Python, with just what requirements.txt names."""
    wanted = HERE / "requirements.txt"
    name = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()[:16]
    venv = cache / f"venv-{name}"
    if not (venv / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r",
                        wanted], check=True)
        (venv / "ready").touch()
    return venv


def run_all(chosen: argparse.Namespace, venv: Path) -> dict:
    began = datetime.datetime.now(datetime.UTC)
    with contextlib.ExitStack() as open_things:
        folder = Path(open_things.enter_context(
            tempfile.TemporaryDirectory(prefix="vesper-bench-", dir=chosen.folder)))
        homes = Homes(chosen.cache, chosen.program)
        open_things.callback(homes.close)
        compile_c("clocked.c", folder / "clocked", "-static")
        Process.clocked = folder / "clocked"
        bench = Bench(chosen.program, folder, homes, venv, chosen.sizes, chosen.middle)
        open_things.callback(lambda: [close() for close in bench.closing])
        subjects = bench.subjects()
        home = bench.vaults[chosen.middle]
        extra = {
            "cells": bench.cells, "disk": writes.bytes_written(home, folder / "entry"),
            # The first command after ten minutes also remembers the time.
            "disk again": writes.bytes_written(home, folder / "entry"),
            "sync": writes.sync_after_one(homes(chosen.middle).copy(folder / "linked"),
                                          folder / "shared")}
        runs, loads = measure(subjects, chosen.rounds, chosen.budget)
    return {
        "account": machine.account(chosen.program, venv, loads, began)
        + f"Up to {chosen.rounds} rounds, up to {chosen.budget:g} seconds for each subject.\n",
        "sizes": chosen.sizes,
        "middle": chosen.middle, "extra": extra,
        "runs": {name: [dataclasses.astuple(one) for one in some] for name, some in runs.items()}}


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--short", action="store_true", help="up to 100,000 entries, fewer rounds")
    options.add_argument("--program", type=Path, default=ROOT / ".build/release/vesper")
    options.add_argument("--cache", type=Path, default=Path(f"/var/tmp/vesper-bench-{os.getuid()}"),
                         help="where corpora are kept")
    options.add_argument("--in", dest="folder", default="/var/tmp",
                         help="where the vaults are measured: a real disk, not one in memory")
    options.add_argument("--rounds", type=int, help="60, or 20 for the short form")
    options.add_argument("--budget", type=float, help="seconds for each subject: 15, or 4")
    options.add_argument("--sizes", type=int, nargs="+")
    options.add_argument("--middle", type=int, default=100_000, help="where peers stand beside it")
    options.add_argument("--into", type=Path, help="the page that gets the tables")
    options.add_argument("--chart", type=Path, help="the SVG that gets the growth")
    options.add_argument("--kept", type=Path, default=ROOT / "Benchmarks/.build/peers.json",
                         help="the file that keeps every run")
    options.add_argument("--again", action="store_true", help="the tables of the kept runs, no new ones")
    chosen = options.parse_args()
    sizes = [1_000, 10_000, 100_000] if chosen.short else [1_000, 10_000, 100_000, 1_000_000]
    chosen.sizes = sorted(chosen.sizes or sizes)
    chosen.rounds = chosen.rounds or (20 if chosen.short else 60)
    chosen.budget = chosen.budget or (4 if chosen.short else 15)
    if chosen.middle not in chosen.sizes:
        options.error("--middle has to be one of the sizes")
    if not os.access(chosen.program, os.X_OK):
        options.error(f"there is no program at {chosen.program}: make build")
    chosen.program = chosen.program.resolve()
    return chosen


def main() -> None:
    chosen = arguments()
    chosen.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    venv = environment(chosen.cache)
    if not chosen.again:
        run = run_all(chosen, venv)
        chosen.kept.parent.mkdir(parents=True, exist_ok=True)
        chosen.kept.write_text(json.dumps(run))
        say(f"every run is kept in {chosen.kept}")
    parts = tables.report(json.loads(chosen.kept.read_text()))
    for text in parts.values():
        print(text)
    if chosen.into:
        page = chosen.into.read_text()
        for name, text in parts.items():
            page = figures.put(page, name, text)
        chosen.into.write_text(page)
    if chosen.chart:
        subprocess.run([venv / "bin/python", HERE / "chart.py", chosen.kept, chosen.chart], check=True)


if __name__ == "__main__":
    main()
