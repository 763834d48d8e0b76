#!/usr/bin/env python3
"""Says how far the tests go through the files of files.txt, and fails where that is not all the way.

    report.py PROGRAM PROFILE

Every region that llvm-cov knows of has to have been run, and every line; what no test can reach stands
in exceptions.txt with a reason. An exception that is reached after all is a mistake too.
"""

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CODE = 0


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text().splitlines()
    return [line for line in text if line.strip() and not line.startswith("#")]


def files() -> list[Path]:
    found = []
    for pattern in lines("files.txt"):
        matches = sorted(ROOT.glob(pattern))
        if not matches:
            sys.exit(f"{pattern} names no file")
        found += matches
    return found


def exceptions() -> set[tuple[str, str]]:
    found = set()
    for line in lines("exceptions.txt"):
        file, text, reason = (part.strip() for part in line.split(" | "))
        assert reason, line
        found.add((file, text))
    return found


def regions(program: str, profile: str, of: list[Path]) -> dict[str, dict[tuple, int]]:
    """How often each region was run, by file and place; of a generic, in any of its forms."""
    # Of the same toolchain; there may be an older one beside it.
    tool = Path(shutil.which("swift")).resolve().parent / "llvm-cov"
    told = json.loads(subprocess.run(
        [tool, "export", program, f"-instr-profile={profile}", *map(str, of)],
        check=True, capture_output=True).stdout)
    found: dict[str, dict[tuple, int]] = defaultdict(lambda: defaultdict(int))
    for function in told["data"][0]["functions"]:
        for region in function["regions"]:
            *place, count, file, _, kind = region
            name = function["filenames"][file]
            if kind == CODE:
                found[name][tuple(place)] += count
    return found


def has_code(text: list[str], first: int, start: int, last: int, end: int) -> bool:
    """Whether anything stands in a region: what follows an endless loop is but its closing brackets."""
    span = text[first - 1:last]
    span[-1] = span[-1][:end - 1]
    span[0] = span[0][start - 1:]
    return any(line.split("//")[0].strip("} \t") for line in span)


def main():
    program, profile = sys.argv[1:]
    wanted = files()
    counted = regions(program, profile, wanted)
    excepted, used, faults = exceptions(), set(), []
    print(f"{'file':<56} {'regions':>8} {'lines':>6}   not run")
    for file in wanted:
        name = str(file.relative_to(ROOT))
        text = file.read_text().splitlines()
        mine = counted.get(str(file), {})
        missed, allowed = [], 0
        run, unrun = set(), set()
        # The innermost region counts for a line: an outer one is there for all the lines it spans.
        for (first, start, last, end), count in sorted(mine.items(), key=lambda r: (r[0][:2], [-n for n in r[0][2:]])):
            (run if count else unrun).update(range(first, last + 1))
            (unrun if count else run).difference_update(range(first, last + 1))
            if count or not has_code(text, first, start, last, end):
                continue
            at = first
            while not text[at - 1].strip("} \t"):  # it begins behind a bracket
                at += 1
            line = text[at - 1].strip()
            if (name, line) in excepted:
                used.add((name, line))
                allowed += 1
            else:
                missed.append(f"{first}:{start}: {line}")
        seen = len(run | unrun)
        print(f"{name:<56} {len(mine) - len(missed) - allowed:>4}/{len(mine):<4} {len(run):>4}/{seen:<4}"
              f"{'  ' + str(allowed) + ' excepted' if allowed else ''}")
        faults += [f"{name}:{line}" for line in missed]
    for file, line in sorted(excepted - used):
        faults.append(f"{file}: an exception that is run, or is not there: {line}")
    print(f"\n{sum(map(len, counted.values()))} regions in {len(wanted)} files")
    if faults:
        sys.exit("\nnot covered:\n" + "\n".join(faults))


if __name__ == "__main__":
    main()
