"""Everything that is measured, under the names by which the tables know it."""

import itertools
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import peers
from homes import PASSPHRASES, Home, Homes
from measuring import Process, Sync

HERE = Path(__file__).resolve().parent
EMPTY = "an empty Swift process"
SYNC = "one fdatasync of 1 KiB"
OPERATIONS = ["write", "list --last 20", "today", "search", "summary", "export", "check"]


@dataclass
class Bench:
    """What a run works with."""

    program: Path
    folder: Path
    homes: Homes
    venv: Path
    # Of these many entries; peers and limits are beside the middle one.
    sizes: list[int]
    middle: int
    vaults: dict[int, Home] = field(default_factory=dict)
    cells: int = 0
    closing: list = field(default_factory=list)

    def subjects(self) -> dict:
        (self.folder / "entry").write_text(corpus.words("w", 0, 1))
        (self.folder / "word").write_text(corpus.RARE)
        self.journal = self.folder / "journal.json"
        self.journal.write_bytes(corpus.journal(self.middle))
        for count in self.sizes:
            self.vaults[count] = self.homes.working(count, self.folder / f"home-{count}")
        found = self.bare() | self.limits()
        for count in self.sizes:
            found |= self.vesper(count)
        found |= self.once() | self.sqlcipher() | self.jrnl() | self.files()
        # What was copied reaches the disk before anything is timed.
        os.sync()
        return found

    def bare(self) -> dict:
        """Processes that do nothing."""
        plain = peers.bare(self.folder)
        found = {}
        for name, text in {EMPTY: "", "an empty one with FoundationEssentials":
                           "import FoundationEssentials\n"
                           "if ProcessInfo.processInfo.environment.isEmpty { print(1) }\n"}.items():
            source = self.folder / f"empty{len(found)}.swift"
            source.write_text(text)
            subprocess.run(["swiftc", "-O", "-static-stdlib", source, "-o", source.with_suffix("")],
                           check=True, capture_output=True)
            found[name] = Process([source.with_suffix("")], plain)
        return found | {SYNC: Sync(self.folder),
                        "`vesper --version`": Process([self.program, "--version"], plain)}

    def limits(self) -> dict:
        """The unavoidable work on as many cells as the middle vault has."""
        program, folder = self.folder / "limits", self.folder / "cells"
        compile_c("limits.c", program, "-lsodium", "-lpthread")
        folder.mkdir()
        self.cells = self.vaults[self.middle].cells()
        subprocess.run([program, "seal", folder, str(self.cells)], check=True)
        plain = peers.bare(self.folder)
        memory, passes = self.vaults[self.middle].derivation()
        return {
            "limit: decrypt": Process([program, "open", folder, 1], plain),
            "limit: decrypt, two threads": Process([program, "open", folder, 2], plain),
            "limit: decrypt + hash": Process([program, "check", folder, 1], plain),
            "limit: decrypt + hash, two threads": Process([program, "check", folder, 2], plain),
            "limit: Argon2id": Process([program, "argon2id", memory, passes], plain),
        }

    def vesper(self, count: int) -> dict:
        home = self.vaults[count]
        visit = self.homes.visit(count)
        given = {"write": self.folder / "entry", "search": self.folder / "word"}
        lines = {
            "write": ["write", "--file", "-"], "list --last 20": ["list", "--last", "20"],
            "today": ["today"], "search": ["search", "--file", "-"],
            "summary": ["visit", "export", visit, "--output", "-"],
            "export": ["export", "--both", "--output", "-"], "check": ["check"]}
        return {f"{name}, {count:,}": Process(
            [self.program, *lines[name]], home.environment, given.get(name, "/dev/null"))
            for name in OPERATIONS}

    def once(self) -> dict:
        """What is measured at one size."""
        home, fresh = self.vaults[self.middle], self.folder / "fresh"

        def renew():
            shutil.rmtree(fresh, ignore_errors=True)
            self.homes.founding.copy(fresh)

        return {
            "unlock": Process([self.program, "unlock", "--for", "8h", "--passphrase-fd", "{fd}"],
                              home.environment, secrets=[PASSPHRASES["Ada"]]),
            "import": Process([self.program, "import", "--from", "jrnl"],
                              Home(fresh, self.program).environment, self.journal, before=renew),
        }

    def sqlcipher(self) -> dict:
        python = self.venv / "bin/python"
        raw = peers.SQLCipher(self.folder / "raw", python, self.journal, peers.RAW_KEY)
        own = peers.SQLCipher(self.folder / "own", python, self.journal, peers.PASSPHRASE)
        entry, word, size = self.folder / "entry", self.folder / "word", f"{self.middle:,}"
        return {
            "SQLCipher: nothing but its Python": raw.process("nothing"),
            f"SQLCipher: write, {size}": raw.process("write", entry),
            f"SQLCipher: last 20, {size}": raw.process("last"),
            f"SQLCipher: last 20 with its own derivation, {size}": own.process("last"),
            f"SQLCipher: search, {size}": raw.process("search", word),
            f"SQLCipher: dump, {size}": raw.process("dump"),
            f"SQLCipher: check, {size}": raw.process("check"),
            f"SQLCipher: insert {size}": raw.inserting(),
        }

    def jrnl(self) -> dict:
        found = {}
        for count in sorted({peers.FILES, self.middle}):
            journal = peers.Jrnl(self.folder / f"jrnl-{count}", self.venv / "bin/jrnl", count)
            found |= {
                f"jrnl: write, {count:,}": journal.process(
                    "2026-11-20 21:00: " + corpus.words("w", 0, 1)),
                f"jrnl: last 20, {count:,}": journal.process("-n", "20"),
                f"jrnl: search, {count:,}": journal.process("-contains", corpus.RARE),
                f"jrnl: export, {count:,}": journal.process("--export", "json"),
            }
        return found

    def files(self) -> dict:
        age, store = peers.Age(self.folder / "age"), peers.Pass(self.folder / "pass")
        self.closing.append(store.close)
        entry, size = self.folder / "entry", f"{peers.FILES:,}"
        return {
            f"age: write, {size}": age.writing(entry), f"age: last 20, {size}": age.last(),
            f"age: search, {size}": age.search(), f"age: export, {size}": age.export(),
            f"pass: write, {size}": store.writing(entry), f"pass: last 20, {size}": store.last(),
            f"pass: search, {size}": store.search(),
        }


def compile_c(source: str, to: Path, *more: str) -> None:
    subprocess.run(["cc", "-O2", HERE / source, "-o", to, *more], check=True)


def against(middle: int) -> dict[str, list[str]]:
    """Beside which subjects the middle size's operations stand in the table."""
    size = f"{middle:,}"
    return {
        "search": [f"SQLCipher: search, {size}", "limit: decrypt"],
        "export": [f"SQLCipher: dump, {size}", "limit: decrypt"],
        "check": ["limit: decrypt + hash"],
    }
