"""A household: one or two partners, the shipped program, and real directories of their own.

The program is the one VESPER_BIN names, else the release build, else the debug build. Nothing of
the real home is read or written, and no terminal is needed. VESPER_NO_SKIPS=1 turns every skip
into a failure, for machines that are meant to have everything.
"""

import atexit
import functools
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

from waiting import LIMIT

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASES = {"Adalinde": "apple tree by the river", "Noortje": "seven pears in a row"}
ADA, NOOR = PASSPHRASES


@functools.cache
def program() -> str:
    """The path of the program under test."""
    named = os.environ.get("VESPER_BIN")
    for path in [named] if named else [ROOT / ".build/release/vesper", ROOT / ".build/debug/vesper"]:
        if os.access(path, os.X_OK):
            return str(Path(path).resolve())
    raise unittest.SkipTest("no program to test: swift build, or set VESPER_BIN")


def unavailable(reason: str):
    """Skips the test, or fails it where nothing may be skipped."""
    if os.environ.get("VESPER_NO_SKIPS") == "1":
        raise AssertionError(f"would be skipped: {reason}")
    raise unittest.SkipTest(reason)


@dataclass(frozen=True)
class Answer:
    """What one command said, and how it ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode()

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit {self.code}\n--- out\n{self.out[:2000]!r}\n--- err\n{self.err[:2000]!r}"


class Household:
    """A home directory with a vault in it."""

    def __init__(self, root: Path | None = None):
        self.root = Path(root or tempfile.mkdtemp(prefix="vesper-e2e-"))
        self.data = self.root / "data"
        self.state = self.root / "state"
        self.vault = self.data / "vesper" / "vault"
        # What init said of each partner: id, name, recovery code.
        self.partners: list[dict] = []
        # Where the kernel gives no keyring, every command gets the passphrase instead.
        self.sessions = True

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("VESPER_", "XDG_", "LC_"))}
        return kept | {
            "HOME": str(self.root), "XDG_DATA_HOME": str(self.data),
            "XDG_STATE_HOME": str(self.state), "TZ": "UTC", "LANG": "C.UTF-8",
        }

    def command(self, *words, by: str | None = None, passphrase: str | None = None,
                under: tuple = ()) -> tuple[list[str], tuple[int, ...]]:
        """The words to start a command with, and the descriptors it has to inherit."""
        line = [*map(str, under), program(), *map(str, words)]
        if by is not None:
            line += ["--as", by]
            if passphrase is None and not self.sessions:
                passphrase = PASSPHRASES[by]
        if passphrase is None:
            return line, ()
        end, begin = os.pipe()
        os.write(begin, passphrase.encode() + b"\n")
        os.close(begin)
        return line + ["--passphrase-fd", str(end)], (end,)

    def start(self, *words, env: dict | None = None, by=None, passphrase=None, under=(),
              **options) -> subprocess.Popen:
        """Starts a command; its three streams are pipes unless said otherwise."""
        line, inherited = self.command(*words, by=by, passphrase=passphrase, under=under)
        for stream in ("stdin", "stdout", "stderr"):
            options.setdefault(stream, subprocess.PIPE)
        try:
            return subprocess.Popen(
                line, env=self.environment | (env or {}), cwd=self.root, pass_fds=inherited,
                start_new_session=True, **options)
        finally:
            for descriptor in inherited:
                os.close(descriptor)

    def run(self, *words, text: str | bytes = b"", timeout: float = LIMIT, **options) -> Answer:
        """Runs a command to its end, giving it `text` on standard input."""
        process = self.start(*words, **options)
        given = text.encode() if isinstance(text, str) else text
        try:
            out, err = process.communicate(given, timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"{words} did not end\n{Answer(-9, out, err)}") from None
        return Answer(process.returncode, out or b"", err or b"")

    def do(self, *words, **options) -> Answer:
        """Runs a command that has to succeed."""
        answer = self.run(*words, **options)
        if answer.code != 0:
            raise AssertionError(f"vesper {' '.join(map(str, words))}: {answer}")
        return answer

    def init(self, *names: str) -> dict:
        """Makes the vault, each partner with the passphrase of PASSPHRASES."""
        made = self.tries_init(*names, expected=0).json()
        self.partners = made["partners"]
        return made

    def tries_init(self, *names: str, expected: int | None = None, **options) -> Answer:
        partners = json.dumps({"partners": [{"name": name} for name in names]})
        lines = "\n".join(PASSPHRASES[name] for name in names)
        answer = self.run("init", "--file", "-", "--json", text=partners, passphrase=lines, **options)
        if expected is not None and answer.code != expected:
            raise AssertionError(f"init: {answer}")
        return answer

    def unlock(self, *names: str):
        """Begins a long session for each; where there is no keyring, remembers that instead."""
        for name in names:
            answer = self.run(
                "unlock", "--for", "8h", by=name, passphrase=PASSPHRASES[name])
            if answer.code == 69:
                self.sessions = False
            elif answer.code != 0:
                raise AssertionError(f"unlock: {answer}")

    def write(self, text: str | bytes, *words, by: str) -> str:
        """Writes a reflection and gives its id."""
        return self.do("write", "--json", "--file", "-", *words, text=text, by=by).json()["id"]

    def put(self, kind: str, value: dict, *words, by: str) -> str:
        """Writes one entry of a kind and gives its id."""
        given = json.dumps(value)
        return self.do(*kind.split(), "--json", "--file", "-", *words, text=given, by=by).json()["id"]

    def entries(self, *words, by: str) -> list[dict]:
        return self.do("list", "--json", *words, by=by).json()

    def texts(self, by: str) -> dict[str, str]:
        """Every reflection that a partner can read, by id."""
        return {e["id"]: e["body"]["text"] for e in self.entries("--kind", "reflection", by=by)}

    def verdicts(self, by: str) -> set[str]:
        """What `check` says, which has to end well."""
        answer = self.do("check", "--json", by=by)
        return {log["verdict"] for log in answer.json()["logs"]}

    def files(self, *tops: Path) -> dict[str, bytes]:
        """Every file's bytes, by path relative to this home."""
        return {
            str(file.relative_to(self.root)): file.read_bytes()
            for top in tops or (self.data, self.state)
            for file in sorted(top.rglob("*")) if file.is_file()
        }

    def copy(self, to: Path | None = None) -> "Household":
        """Another home with the same files; a session opened here is open there, the ids being the same."""
        other = Household(to)
        other.sessions, other.partners = self.sessions, self.partners
        for name in ("data", "state"):
            if (self.root / name).exists():
                shutil.copytree(self.root / name, other.root / name, symlinks=True)
        return other

    def close(self):
        """Ends the sessions and removes everything."""
        if self.vault.exists():
            self.run("lock")
        self.remove()

    def remove(self):
        """Removes everything, leaving sessions open that another copy uses."""
        shutil.rmtree(self.root, ignore_errors=True)


@functools.cache
def couple() -> Household:
    """Two partners with open sessions and nothing written; made once a process, to be copied."""
    home = Household()
    atexit.register(home.close)
    home.init(ADA, NOOR)
    home.unlock(ADA, NOOR)
    return home


class HouseholdTest(unittest.TestCase):
    """A test with a couple of its own in `self.home`."""

    maxDiff = 2000

    def setUp(self):
        self.home = couple().copy()
        self.addCleanup(self.home.remove)

    def assertRefused(self, answer: Answer, code: int, *phrases: str, hinted: bool = True):
        """The exit code, one lower-case sentence without a full stop, then hints, and no output."""
        self.assertEqual(answer.code, code, answer)
        lines = answer.err.decode().splitlines()
        self.assertTrue(lines, answer)
        # A file's name comes first where the sentence is about a file.
        self.assertRegex(lines[0], r"^vesper: [^A-Z\s]\S*( \S+)+$", answer)
        self.assertNotRegex(lines[0], r"[.!]$", answer)
        self.assertTrue(all(re.match(r"hint: [^A-Z\s]", line) for line in lines[1:]), answer)
        if hinted:
            self.assertGreater(len(lines), 1, f"no hint: {answer}")
        for phrase in phrases:
            self.assertIn(phrase, answer.err.decode())
        self.assertEqual(answer.out, b"", answer)

    def assertClean(self, *names: str, unfinished: bool = False, home: Household | None = None):
        """`check` finds every log complete; or unfinished, where a crash may have left a tail."""
        for name in names or (ADA, NOOR):
            allowed = {"complete", "unfinished"} if unfinished else {"complete"}
            self.assertLessEqual((home or self.home).verdicts(name), allowed)
