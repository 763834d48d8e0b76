"""Where the time goes, by counting instructions: they do not depend on who else is busy.

    python3 Benchmarks/Peers/instructions.py [--sizes 1000 10000] [--into docs/performance.md] [NAME…]

Runs each operation under `valgrind --tool=callgrind` on copies of filled vaults, after it ran there once, and prints what it
takes at each size, and of the largest the functions that hold most of it, what they call included.
Standard library only.
"""

import argparse
import contextlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

import corpus
import figures
import machine
from homes import Homes
from peers import bare

ROOT = Path(__file__).resolve().parents[2]
SHOWN = 10
TOTAL = re.compile(r"^([\d,]+) \(\d+\.\d+%\)\s+PROGRAM TOTALS", re.M)
FUNCTION = re.compile(r"^\s*([\d,]+) \(\s*(\d+\.\d+)%\)\s+\S*?:(.*?)(?: \[([^\]]*)\])?$", re.M)
# What only begins the program, or hands on.
UNINTERESTING = re.compile(
    r"^(0x|\(below main\)|main$|vesper_main|_start|start_thread|__libc_start|_dl_|static (Main|Program)\.|ReadingCommand\.|"
    r".*(closure|partial apply|protocol witness|merged|thunk))")


def counted(line: list, environment: dict[str, str], given: Path | str, folder: Path) -> Path:
    """Callgrind's own file of one run."""
    out = folder / "callgrind.out"
    out.unlink(missing_ok=True)
    with open(given) as text:
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={out}", *map(str, line)],
            env=environment, stdin=text, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise SystemExit(f"{line}: {done.stderr.decode()}")
    return out


def annotated(out: Path) -> tuple[int, list[tuple[float, str]]]:
    """All instructions; the share of each function with what it calls, the greatest first."""
    text = subprocess.check_output(
        ["callgrind_annotate", "--inclusive=yes", "--auto=no", "--threshold=99.9", out], text=True,
        stderr=subprocess.DEVNULL)
    text = subprocess.run(["swift", "demangle", "--simplified"], input=text, capture_output=True,
                          text=True, check=True).stdout
    return reading(text)


def reading(text: str) -> tuple[int, list[tuple[float, str]]]:
    total = int(TOTAL.search(text)[1].replace(",", ""))
    found: dict[str, float] = {}
    for _, share, name, _ in FUNCTION.findall(text[text.index("PROGRAM TOTALS"):]):
        name = short(name)
        # The same function in several instances stands once, with the greatest.
        if not UNINTERESTING.match(name):
            found.setdefault(name, float(share))
    return total, sorted(((share, name) for name, share in found.items()), reverse=True)


def short(name: str) -> str:
    """Without the marks of one instance: recursion, specialization, arguments' types."""
    name = re.sub(r"'\d+$", "", name.strip())
    name = re.sub(r"^(generic |function |merged )*(specialization|specialized) (<[^>]*> )?(of )?", "", name)
    if name.startswith("swift_"):
        name = name.split("(")[0]
    return name.replace("|", "\\|")[:90]


def operations(visit: str, folder: Path) -> dict[str, tuple]:
    (folder / "entry").write_text(corpus.words("w", 0, 1))
    (folder / "word").write_text(corpus.RARE)
    return {
        "write": (["write", "--file", "-"], folder / "entry"),
        "list --last 20": (["list", "--last", "20"], "/dev/null"),
        "today": (["today"], "/dev/null"), "search": (["search", "--file", "-"], folder / "word"),
        "summary": (["visit", "export", visit, "--output", "-"], "/dev/null"),
        "export": (["export", "--both", "--output", "-"], "/dev/null"),
        "check": (["check"], "/dev/null"), "--version": (["--version"], "/dev/null"),
    }


def growth(counts: dict[int, int]) -> str:
    """Thousands of instructions for each entry more."""
    least, most = min(counts), max(counts)
    return f"{(counts[most] - counts[least]) / (most - least) / 1e3:.1f}" if least < most else ""


def empty(folder: Path) -> int:
    """What a process takes that does nothing."""
    source = folder / "empty.swift"
    source.write_text("")
    subprocess.run(["swiftc", "-O", "-static-stdlib", source, "-o", folder / "empty"], check=True,
                   capture_output=True)
    return annotated(counted([folder / "empty"], bare(folder), "/dev/null", folder))[0]


def profiles(chosen: argparse.Namespace, folder: Path, homes: Homes) -> str:
    counts: dict[str, dict[int, int]] = {}
    shares: dict[str, list[tuple[float, str]]] = {}
    for size in chosen.sizes:
        home = homes.working(size, folder / f"home-{size}")
        for name, (words, given) in operations(homes.visit(size), folder).items():
            if chosen.names and name not in chosen.names:
                continue
            with open(given) as text:
                subprocess.run([chosen.program, *words], env=home.environment, stdin=text,
                               stdout=subprocess.DEVNULL, check=True)
            out = counted([chosen.program, *words], home.environment, given, folder)
            counts.setdefault(name, {})[size], shares[name] = annotated(out)
    rows = [["an empty Swift process", f"{empty(folder) / 1e6:.1f}", *[""] * len(chosen.sizes)]]
    parts = []
    for name, found in counts.items():
        rows.append([f"`{name}`", *(f"{found[size] / 1e6:.1f}" for size in chosen.sizes), growth(found)])
        if name != "--version":
            parts.append(f"\n`{name}` of {max(found):,}:\n\n" + figures.table(
                ["function, with what it calls", "share"],
                [[f"`{what}`", f"{share:.0f} %"] for share, what in shares[name][:SHOWN]]))
    head = ["million instructions", *(f"{size:,} entries" for size in chosen.sizes),
            "thousand for each entry more"]
    return (f"Counted: {machine.origin(chosen.program)}.\n\n" + figures.table(head, rows) + "".join(parts))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="*", help="which operations; all, if none is named")
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--program", type=Path, default=ROOT / ".build/release/vesper")
    options.add_argument("--cache", type=Path, default=Path(f"/var/tmp/vesper-bench-{os.getuid()}"))
    options.add_argument("--into", type=Path, help="the page that gets the tables")
    chosen = options.parse_args()
    chosen.program = chosen.program.resolve()
    chosen.sizes.sort()
    with contextlib.ExitStack() as open_things:
        folder = Path(open_things.enter_context(
            tempfile.TemporaryDirectory(prefix="vesper-bench-", dir="/var/tmp")))
        homes = Homes(chosen.cache, chosen.program)
        open_things.callback(homes.close)
        text = profiles(chosen, folder, homes)
    print(text)
    if chosen.into:
        chosen.into.write_text(figures.put(chosen.into.read_text(), "instructions", text))


if __name__ == "__main__":
    main()
