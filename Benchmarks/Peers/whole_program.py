"""The shipped program, as a whole process, against an empty Swift process and one fdatasync.

    python3 Benchmarks/Peers/whole_program.py [--rounds 60] [--program PATH] [--in FOLDER]

In each round every subject runs once, in an order drawn anew, so that a busy moment of the machine
touches all of them alike. Nothing of the real home is read or written. Standard library only.
"""

import argparse
import contextlib
import datetime
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMPTY = "an empty Swift process"
SYNC = "one fdatasync of 1 KiB"
PASSPHRASES = {"Ada": "apple tree by the river", "Noor": "seven pears in a row"}
ENTRY = ("Slept through until six. The new dose makes the mornings slow, the evenings are ours. "
         "We sat by the river and said little, which was good. " + "Tired, warm, calm. " * 8)[:300]
WORDS = ("river morning slow dose sleep warm tired talk garden rain tea pain ease shoulder walk "
         "letter quiet lamp clinic question breath hand evening music bread").split()


class Home:
    """A home directory with one vault; Ada's session is open."""

    def __init__(self, root: Path, program: Path, names: list[str], entries: int):
        self.root, self.program = root, program
        root.mkdir()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("VESPER_", "XDG_", "LC_"))}
        self.environment = kept | {
            "HOME": str(root), "XDG_DATA_HOME": str(root / "data"), "TZ": "UTC", "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(root / "state")}
        partners = json.dumps({"partners": [{"name": name} for name in names]})
        self.do("init", "--file", "-", secrets=[PASSPHRASES[name] for name in names], text=partners)
        self.environment["VESPER_AS"] = "Ada"
        self.do("unlock", "--for", "8h", secrets=[PASSPHRASES["Ada"]])
        began = time.perf_counter()
        self.do("import", "--from", "jrnl", text=json.dumps(journal(entries)))
        self.filled = time.perf_counter() - began
        shown = json.loads(self.do("list", "--json"))
        if len(shown) != entries:
            raise SystemExit(f"{entries} entries went in, {len(shown)} came out")

    def do(self, *words: str, text: str = "", secrets: list[str] | None = None) -> str:
        """Runs a command that has to succeed, and gives what it printed."""
        line, inherited = [self.program, *words], ()
        if secrets:
            end, begin = os.pipe()
            os.write(begin, "".join(secret + "\n" for secret in secrets).encode())
            os.close(begin)
            line, inherited = line + ["--passphrase-fd", str(end)], (end,)
        done = subprocess.run(line, input=text, capture_output=True, text=True,
                              env=self.environment, pass_fds=inherited)
        for descriptor in inherited:
            os.close(descriptor)
        if done.returncode != 0:
            raise SystemExit(f"vesper {words[0]}: exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def close(self):
        subprocess.run([self.program, "lock"], env=self.environment, capture_output=True)


def journal(count: int) -> dict:
    """Ten years of entries of about 300 bytes, as jrnl exports them; always the same."""
    chance = random.Random(300)
    first = datetime.date(2016, 1, 1)
    entries = []
    for number in range(count):
        day = first + datetime.timedelta(days=number * 3650 // count)
        body = " ".join(chance.choices(WORDS, k=48))[:270]
        entries.append({"title": f"Entry {number}.", "body": body, "date": str(day),
                        "time": f"{number % 24:02}:{number % 60:02}", "tags": [], "starred": False})
    return {"tags": {}, "entries": entries}


class Process:
    """A whole process: from before it is started until it has been waited for."""

    def __init__(self, line: list, environment: dict[str, str], given: Path | None = None):
        self.line, self.environment = [str(word) for word in line], environment
        self.given = str(given or "/dev/null")

    def run(self) -> tuple[float, float]:
        actions = [(os.POSIX_SPAWN_OPEN, 0, self.given, os.O_RDONLY, 0),
                   (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
        began = time.perf_counter()
        child = os.posix_spawn(self.line[0], self.line, self.environment, file_actions=actions)
        _, status, used = os.wait4(child, 0)
        took = time.perf_counter() - began
        if status != 0:
            raise SystemExit(f"{' '.join(self.line)} ended with {os.waitstatus_to_exitcode(status)}")
        return took, used.ru_utime + used.ru_stime

    def peak(self) -> int:
        """The most memory it held, in KiB, or what a bare Python holds where that is more."""
        code = ("import os, sys\n"
                "opened = [(os.POSIX_SPAWN_OPEN, 0, sys.argv[1], os.O_RDONLY, 0),"
                " (os.POSIX_SPAWN_OPEN, 1, '/dev/null', os.O_WRONLY, 0)]\n"
                "pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=opened)\n"
                "print(os.wait4(pid, 0)[2].ru_maxrss)")
        line = [sys.executable, "-ISc", code, self.given, *self.line]
        return int(subprocess.check_output(line, env=self.environment))


class Sync:
    """One durable append to a file on the same disk as the vaults."""

    def __init__(self, folder: Path):
        self.descriptor = os.open(folder / "synced", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.block = os.urandom(1024)

    def run(self) -> tuple[float, float]:
        began, used = time.perf_counter(), time.process_time()
        os.write(self.descriptor, self.block)
        os.fdatasync(self.descriptor)
        return time.perf_counter() - began, time.process_time() - used

    def peak(self) -> None:
        return None


def empty_programs(folder: Path) -> dict[str, Path]:
    """Processes that do nothing: one with nothing in it, one with FoundationEssentials."""
    sources = {"empty": "", "essentials": "import FoundationEssentials\n"
               "if ProcessInfo.processInfo.environment.isEmpty { print(1) }\n"}
    for name, text in sources.items():
        (folder / f"{name}.swift").write_text(text)
        subprocess.run(["swiftc", "-O", "-static-stdlib", folder / f"{name}.swift",
                        "-o", folder / name], check=True, capture_output=True)
    return {name: folder / name for name in sources}


def subjects(folder: Path, homes: dict[str, Home], program: Path) -> dict:
    programs = empty_programs(folder)
    plain = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder)}
    text = folder / "entry.txt"
    text.write_text(ENTRY)
    found = {
        EMPTY: Process([programs["empty"]], plain),
        SYNC: Sync(folder),
        "an empty one with FoundationEssentials": Process([programs["essentials"]], plain),
        "`vesper --version`": Process([program, "--version"], plain),
    }
    for name, home in homes.items():
        found[f"`list --last 20`, {name}"] = Process(
            [program, "list", "--last", "20"], home.environment)
    for name, home in homes.items():
        found[f"`write`, {name}"] = Process(
            [program, "write", "--file", "-"], home.environment, text)
    return found


def measure(found: dict, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds passed and seconds of processor, of every subject in every round; two rounds before
    them are not counted."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in found}
    order = list(found)
    for number in range(-2, rounds):
        random.shuffle(order)
        for name in order:
            took = found[name].run()
            if number >= 0:
                times[name].append(took)
    return times


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[18]


def report(times: dict[str, list[tuple[float, float]]], found: dict) -> None:
    """One table; of `write` the ratio is to an empty process and one fdatasync together."""
    passed = {name: [took for took, _ in values] for name, values in times.items()}
    middles = {name: statistics.median(values) for name, values in passed.items()}
    least = {name: min(values) for name, values in passed.items()}

    def base(name: str, of: dict[str, float]) -> float:
        return of[EMPTY] + (of[SYNC] if "write" in name else 0)

    print("| subject | median ms | p95 ms | least ms | processor ms | peak MiB | ratio of medians "
          "| ratio of p95 | ratio of least | target |")
    print("|---|" + "---|" * 9)
    high = {name: p95(values) for name, values in passed.items()}
    for name in times:
        used = statistics.median(used for _, used in times[name])
        peak = found[name].peak()
        memory = "" if peak is None else f"{peak / 1024:.1f}"
        target = "3" if "list" in name else "2.5" if "`write`" in name else ""
        ratios = ["" if name == SYNC else f"{of[name] / base(name, of):.2f}"
                  for of in (middles, high, least)]
        cells = [name, *(f"{of[name] * 1e3:.2f}" for of in (middles, high, least)),
                 f"{used * 1e3:.2f}", memory, *ratios, target]
        print("| " + " | ".join(cells) + " |")
    print("\nRatio: to an empty process; of `write`, to an empty process + one fdatasync.")


def machine() -> str:
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
        return (f"{model}, {os.cpu_count()} cores, Linux {platform.release()}, "
                f"load {os.getloadavg()[0]:.1f}")
    return platform.platform()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=60, help="at least 30")
    options.add_argument("--program", type=Path, default=ROOT / ".build/release/vesper")
    options.add_argument("--in", dest="folder", default="/var/tmp",
                         help="where the vaults are made: a real disk, not one in memory")
    chosen = options.parse_args()
    if chosen.rounds < 30:
        options.error("a p95 takes at least 30 rounds")
    if not os.access(chosen.program, os.X_OK):
        options.error(f"there is no program at {chosen.program}: make build")
    program = chosen.program.resolve()
    with contextlib.ExitStack() as open_things:
        folder = Path(open_things.enter_context(
            tempfile.TemporaryDirectory(prefix="vesper-bench-", dir=chosen.folder)))
        print(f"{datetime.date.today()}, {machine()}, {chosen.rounds} rounds, {program}\n")
        homes = {}
        for names, who in ([["Ada"], "one partner"], [["Ada", "Noor"], "two partners"]):
            for entries in (1_000, 10_000):
                name = f"{entries:,} entries, {who}"
                homes[name] = Home(folder / name.replace(" ", "-"), program, names, entries)
                open_things.callback(homes[name].close)
        found = subjects(folder, homes, program)
        report(measure(found, chosen.rounds), found)
        print("\nOnce each, `import --from jrnl`: "
              + "; ".join(f"{name} {home.filled * 1e3:.0f} ms" for name, home in homes.items()))


if __name__ == "__main__":
    main()
