"""Vaults filled by the shipped program, kept from one run to the next. Standard library only.

What is private comes in by `import`; what is for both has no such door, since nothing that was kept
elsewhere is disclosed in bulk, so Benchmarks/Filling writes it with the program's own code. A corpus
is used again as long as its texts, the way of filling and the format of the vault are the same.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

PASSPHRASES = {"Ada": "apple tree by the river", "Noor": "seven pears in a row"}
# What an import takes at once: 64 MiB, of lines that are shorter than 600 bytes.
BATCH = 110_000
# One more whenever vaults are filled in another way.
FILLING = 2


class Home:
    """A home directory with one vault of both partners."""

    def __init__(self, root: Path, program: Path):
        self.root, self.program = root, program
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("VESPER_", "XDG_", "LC_"))}
        self.environment = kept | {
            "HOME": str(root), "XDG_DATA_HOME": str(root / "data"), "TZ": "UTC", "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(root / "state"), "VESPER_AS": "Ada"}

    @property
    def vault(self) -> Path:
        return self.root / "data/vesper/vault"

    def do(self, *words, by: str = "Ada", text: bytes | str = b"",
           secrets: list[str] | None = None) -> str:
        """Runs a command that has to succeed, and gives what it printed."""
        line, inherited = [self.program, *map(str, words)], ()
        if secrets:
            end = secret_pipe(secrets)
            line, inherited = line + ["--passphrase-fd", str(end)], (end,)
        given = text.encode() if isinstance(text, str) else text
        done = subprocess.run(line, input=given, capture_output=True, cwd=self.root,
                              env=self.environment | {"VESPER_AS": by}, pass_fds=inherited)
        for descriptor in inherited:
            os.close(descriptor)
        if done.returncode != 0:
            raise SystemExit(f"vesper {words[0]}: exit {done.returncode}\n{done.stderr.decode()}")
        return done.stdout.decode()

    def found(self):
        self.root.mkdir(parents=True)
        partners = json.dumps({"partners": [{"name": name} for name in PASSPHRASES]})
        environment = dict(self.environment)
        del self.environment["VESPER_AS"]
        self.do("init", "--file", "-", text=partners, secrets=list(PASSPHRASES.values()))
        self.environment = environment

    def unlock(self):
        for name, passphrase in PASSPHRASES.items():
            self.do("unlock", "--for", "8h", by=name, secrets=[passphrase])

    def lock(self):
        for name in PASSPHRASES:
            subprocess.run([self.program, "lock"], env=self.environment | {"VESPER_AS": name},
                           capture_output=True)

    def copy(self, to: Path) -> "Home":
        """Another home with the same files; a session of one is a session of both."""
        to.mkdir(parents=True)
        for name in ("data", "state"):
            subprocess.run(["cp", "-a", self.root / name, to / name], check=True)
        return Home(to, self.program)

    def cells(self) -> int:
        """How many cells its segments hold, the headers apart."""
        return sum(path.stat().st_size // 512 - 1 for path in self.vault.rglob("*.segment"))

    def derivation(self) -> tuple[int, int]:
        """KiB and passes of the key derivation, from the identity file (docs/format.md)."""
        path = next((self.root / "data/vesper/identities").glob("*.key"))
        head = path.read_bytes()[:20]
        return int.from_bytes(head[16:20], "little"), int.from_bytes(head[12:16], "little")


def secret_pipe(secrets: list[str]) -> int:
    """The reading end of a pipe that holds them, a line each."""
    end, begin = os.pipe()
    os.write(begin, "".join(secret + "\n" for secret in secrets).encode())
    os.close(begin)
    return end


class Homes:
    """All corpora, below one folder that outlives the run."""

    def __init__(self, cache: Path, program: Path):
        self.program = program
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two runs would disturb each other, and end each other's sessions.
        self.lock = (cache / "lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"another run is under way in {cache}") from None
        with tempfile.TemporaryDirectory(prefix="vesper-bench-", dir="/var/tmp") as folder:
            fresh = Home(Path(folder) / "home", program)
            fresh.found()
            form = (fresh.vault / "vesper-vault").read_text().splitlines()[0]
            names = f"{form}\n{corpus.digest()}\n{FILLING}".encode()
            self.folder = cache / hashlib.sha256(names).hexdigest()[:16]
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.founding = self.once("founding", lambda home: None, fresh)
        self.founding.unlock()

    def __call__(self, count: int) -> Home:
        both = corpus.shared_count(count)
        first = self.once(f"shared-{both}", lambda home: write_shared(home, both), self.founding)
        return self.once(str(count), lambda home: write_private(home, count), first)

    def close(self):
        self.founding.lock()
        self.lock.close()

    def working(self, count: int, to: Path) -> Home:
        """A copy to work in, in which the visit's page was looked at today: another day's is another page."""
        home = self(count).copy(to)
        home.do("visit", "preview", self.visit(count))
        return home

    def visit(self, count: int) -> str:
        """The visit of which the summary is made."""
        return (self(count).root / "data/visit").read_text()

    def once(self, name: str, fill, first: Home) -> Home:
        """What `fill` makes of a copy of the first, unless it is there from an earlier run."""
        home = Home(self.folder / name, self.program)
        if home.root.exists():
            return home
        began = time.monotonic()
        memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else self.folder
        with tempfile.TemporaryDirectory(prefix="vesper-bench-", dir=memory) as folder:
            working = first.copy(Path(folder) / "home")
            fill(working)
            made = self.folder / f".new-{name}"
            shutil.rmtree(made, ignore_errors=True)
            working.copy(made)
        made.rename(home.root)
        print(f"made {name} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        return home


def write_shared(home: Home, count: int) -> None:
    end = secret_pipe(list(PASSPHRASES.values()))
    done = subprocess.run([filler(), str(end)], input=corpus.export_lines(list(corpus.shared(count))),
                          capture_output=True, env=home.environment, pass_fds=(end,))
    os.close(end)
    if done.returncode != 0:
        raise SystemExit(f"Benchmarks/Filling: {done.stderr.decode()}")


def filler() -> Path:
    """Benchmarks/Filling, built where it is not."""
    package = Path(__file__).resolve().parents[1]
    built = package / ".build/release/Filling"
    if not os.access(built, os.X_OK):
        subprocess.run(["swift", "build", "-c", "release", "--product", "Filling", "--package-path",
                        package], check=True, stdout=sys.stderr)
    return built


def write_private(home: Home, count: int) -> None:
    private = list(corpus.private(count - corpus.shared_count(count)))
    for start in range(0, len(private), BATCH):
        lines = corpus.export_lines(private[start:start + BATCH])
        home.do("import", "--from", "vesper", text=lines)
    there = home.do("export", "--both", "--output", "-").count("\n")
    if there != count:
        raise SystemExit(f"{count} entries went in, {there} came out")
    (home.root / "data/visit").write_text(prepared(home))


def prepared(home: Home) -> str:
    """A visit on the last day of the corpus that looks 90 days back, picked and looked at."""
    visit = home.do("visit", "prep", "--json", "--file", "-", text=json.dumps(
        {"clinician": "Dr Osei", "date": str(corpus.LAST), "window": "90d"}))
    name = json.loads(visit)["id"]
    home.do("visit", "pick", name, "--file", "-", text=json.dumps(
        {"strips": ["pain", "energy", "fatigue"], "medicines": True}))
    home.do("visit", "preview", name)
    return name
