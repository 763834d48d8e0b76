"""Every system call that can fail, failing: the n-th of each kind, for every n.

strace makes the call fail without making it. FAULTS=all tries every place (`make faults`); else a few
of each kind, chosen by SEED.
"""

import os
import random
import resource
import shutil
import signal
import time
import unittest
from collections import Counter
from dataclasses import replace
from pathlib import Path

from acts import ACTS, Act, everything, granted, states
from aftermath import AftermathTest
from household import ADA, NOOR, Answer, Household, unavailable
from system_calls import may_trace
from typed_acts import SCRIPT, TypedAct

ALL = os.environ.get("FAULTS") == "all"
SEED = os.environ.get("SEED", "20260312")

# What can fail, and how.
FAULTS = {
    "pwrite64": ("EIO", "ENOSPC", "EDQUOT"),
    "fdatasync": ("EIO",),
    "fsync": ("EIO",),
    "openat": ("EIO", "EMFILE", "EACCES"),
    "pread64": ("EIO",),
    "read": ("EIO",),
    "write": ("EIO", "ENOSPC"),
    "newfstatat": ("EIO",),
    "access": ("EIO",),
    "fcntl": ("EMFILE",),
    "renameat2": ("EIO", "ENOSPC"),
    "rename": ("EIO", "ENOSPC"),
    "linkat": ("EIO", "EDQUOT"),
    "link": ("EIO", "EDQUOT"),
    "unlink": ("EIO", "EROFS"),
    "mkdir": ("EIO", "ENOSPC"),
    "ftruncate": ("EIO", "ENOSPC"),
    "getdents64": ("EIO",),
    "fstat": ("EIO",),
    "flock": ("EINTR", "ENOLCK"),
    "mlock": ("ENOMEM",),
    "keyctl": ("EPERM", "ENOSYS"),
    # The runtime gives up where it is given no memory: the command may die of it, the vault may not.
    "mmap": ("ENOMEM",),
    "brk": ("ENOMEM",),
    "mremap": ("ENOMEM",),
    "mprotect": ("ENOMEM",),
}
MEMORY = {"mmap", "brk", "mprotect", "mremap"}
DEATHS = {-signal.SIGILL, -signal.SIGTRAP, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, 127}


class InjectedTest(AftermathTest):
    """Acts under strace, which makes calls fail; and what has to hold then."""

    def setUp(self):
        super().setUp()
        if not may_trace():
            unavailable("strace may not trace here")

    @staticmethod
    def failing(home: Household, call: str, error: str, number: int | None = None, path: Path | str | None = None):
        """What a command is run under: its n-th such call fails, or each one on a path in that home."""
        at = () if path is None else ("-P", home.root / path)
        when = "" if number is None else f":when={number}"
        return "strace", "-f", "-o", "/dev/null", *at, "-e", f"trace={call}", "-e", f"inject={call}:error={error}{when}"

    def fails(self, act: Act, begin: Household, before: dict, untouched: dict, call: str, error: str, **place):
        home = begin.copy()
        try:
            answer = act.run(home, under=self.failing(home, call, error, **place))
            if call in MEMORY and answer.code in DEATHS | {-s for s in range(1, 32)} | {132, 133, 134, 139}:
                acknowledged = b"}\n" in answer.out
            else:
                left = {act.ends, act.leaves}
                self.assertIn(answer.code, {0, 65, 66, 69, 73, 74, 75, 77} | left, answer)
                acknowledged = act.acknowledges(answer)
                if answer.code and (call != "write" or answer.code not in left):
                    # What was said before the output failed was said; what was being said need not be.
                    said = answer if call != "write" else replace(answer, out=b"")
                    self.assertRefused(said, answer.code)
            # What is byte for byte as it was holds as it did; most calls fail before anything is written.
            if acknowledged or self.left(home) != untouched:
                self.assertHolds(act, home, before, acknowledged)
        finally:
            home.remove()


class Faults(InjectedTest):
    def test_every_call_that_can_fail(self):
        tried = Counter()
        for act in SCRIPT:
            begin, before = self.beginning(act)
            places = self.places(act, begin)
            rehearsed = begin.copy()
            self.addCleanup(rehearsed.remove)
            self.assertHolds(act, rehearsed, before, False)
            if not ALL:
                choose = random.Random(f"{SEED} {act.name}")
                places = choose.sample(places, min(len(places), 2 if act.slow else 10))
            began, failed, untouched = time.monotonic(), 0, self.left(begin)
            for call, number, error in places:
                with self.subTest(act=act.name, call=call, number=number, error=error):
                    self.fails(act, begin, before, untouched, call, error, number=number)
                    tried[call] += 1
                    failed += 1
            print(f"\n{act.name}: {failed} of {len(places)} held, {time.monotonic() - began:.0f} s", flush=True)
        print(f"\n{sum(tried.values())} faults: {dict(sorted(tried.items()))}", flush=True)

    def places(self, act: Act, begin: Household) -> list[tuple[str, int, str]]:
        """Each call that the act makes once the program runs, with each way that it can fail."""
        rehearsal = begin.copy()
        self.addCleanup(rehearsal.remove)
        log = rehearsal.root / "strace.log"
        calls = ",".join(f"?{call}" for call in FAULTS)
        answer = act.run(rehearsal, under=("strace", "-f", "-e", f"trace={calls}", "-o", log))
        self.assertTrue(act.acknowledges(answer), answer)
        counts, places, begun = Counter(), [], False
        for line in log.read_text(errors="replace").splitlines():
            call = line.split(None, 1)[-1].split("(", 1)[0].strip()
            if call not in FAULTS:
                continue
            counts[call] += 1
            # Before that it is the loader's, of whose messages nothing is asked.
            begun = begun or str(rehearsal.root) in line
            if begun:
                places += [(call, counts[call], error) for error in FAULTS[call]]
        self.assertGreater(len(places), 20)
        return places


class Unread(InjectedTest):
    """A file, or a directory, that cannot be read for as long as a command takes."""

    WAYS = {"openat": ("EIO", "EACCES"), "pread64": ("EIO",), "getdents64": ("EIO",)}
    NEEDS = {"openat": "file", "pread64": "file", "getdents64": "directory"}
    SAID = "cannot be read just now"

    def test_every_act(self):
        for act in SCRIPT:
            if isinstance(act, TypedAct):
                continue
            begin, before = self.beginning(act)
            untouched = self.left(begin)
            paths = [path for path in untouched if not path.endswith(".lock")]
            ways = [(path, call, error) for path in paths for call, errors in self.WAYS.items() for error in errors
                    if (begin.root / path).is_dir() == (self.NEEDS[call] == "directory")]
            if not ALL:
                ways = random.Random(f"{SEED} {act.name}").sample(ways, min(len(ways), 1 if act.slow else 4))
            for path, call, error in ways:
                with self.subTest(act=act.name, path=str(path), call=call, error=error):
                    self.fails(act, begin, before, untouched, call, error, path=path)

    def each(self, begin: Household):
        """Each log of either, whether it holds consent, and how it does not read: what to run a command under."""
        for file in sorted(begin.vault.glob("logs/*/*/*/0.segment")):
            # docs/format.md § Segment header: the class is byte 10.
            is_consent = file.read_bytes()[10] == 2
            for call, errors in self.WAYS.items():
                for error in errors:
                    path = file if self.NEEDS[call] == "file" else file.parent
                    yield path.relative_to(begin.root), is_consent, call, error

    def trial(self, begin: Household, path, call: str, error: str, *words) -> tuple[Household, Answer]:
        home = begin.copy()
        self.addCleanup(home.remove)
        return home, home.run(*words, by=ADA, under=self.failing(home, call, error, path=path))

    def test_a_yes_is_kept_whole_or_refused(self):
        begin, _ = self.beginning(next(a for a in ACTS if a.name == "an answer"))
        outcomes = Counter()
        for path, is_consent, call, error in self.each(begin):
            with self.subTest(path=str(path), consent=is_consent, call=call, error=error):
                home, answer = self.trial(begin, path, call, error, "agree", "grant", "--all")
                outcomes[is_consent, answer.code] += 1
                if answer.code:
                    self.assertRefused(answer, 74, self.SAID)
                    self.assertTrue(is_consent, "a log of the diary stands in the way of an answer")
                    before, after = self.left(begin), self.left(home)
                    self.assertEqual(*({k: v for k, v in files.items() if k.endswith(".segment")}
                                       for files in (before, after)))
                    self.assertEqual(granted(home, {}), False)
                    home.do("agree", "grant", "--all", by=ADA)
                self.assertTrue(granted(home, {}), "a yes that was kept makes nothing active")
                self.assertClean(home=home)
        self.assertEqual(set(outcomes), {(True, 74), (False, 0)}, outcomes)

    def test_taking_back_and_pausing_need_nothing_that_is_read(self):
        begin, _ = self.beginning(next(a for a in ACTS if a.name == "a withdrawal"))
        for path, _, call, error in self.each(begin):
            for word in ("withdraw", "pause"):
                with self.subTest(path=str(path), call=call, error=error, word=word):
                    home, answer = self.trial(begin, path, call, error, "agree", word)
                    self.assertEqual(answer.code, 0, answer)
                    self.assertEqual([states(home, name) for name in (ADA, NOOR)], [{"not active"}] * 2)
                    self.assertClean(home=home)

    def test_a_sync_replaces_nothing_that_does_not_read(self):
        begin = self.home.copy()
        self.addCleanup(begin.remove)
        folder, early = begin.data / "shared", begin.data / "early"
        folder.mkdir()
        for name in (ADA, NOOR):
            begin.do("link", folder, by=name)
            begin.write("for both", "--us", by=name)
        # The folder as an engine may still have it: without what was written since.
        shutil.copytree(folder, early)
        for name in (ADA, NOOR):
            begin.write("and more", "--us", by=name)
        before, untaken = everything(begin), set()
        for path, _, call, error in self.each(begin):
            with self.subTest(path=str(path), call=call, error=error):
                shutil.rmtree(folder)
                shutil.copytree(early, folder)
                home, answer = self.trial(begin, path, call, error, "sync", "--json")
                self.assertEqual(answer.code, 0, answer)
                untaken.add(answer.json()["untaken"])
                self.assertEqual(everything(home), before)
                home.do("sync", by=ADA)
                self.assertEqual(everything(home), before)
                self.assertClean(home=home)
        self.assertEqual(untaken, {0, 1})


class ShortWrites(AftermathTest):
    """A file that may not grow beyond a byte: the write is cut short there."""

    def test_a_write_cut_short_anywhere(self):
        act = next(a for a in ACTS if a.name == "an entry")
        begin, before = self.beginning(act)
        logs = [f for f in begin.vault.glob("logs/*/private/*/*.segment")]
        size = max(f.stat().st_size for f in logs)
        rehearsal = begin.copy()
        self.addCleanup(rehearsal.remove)
        act.run(rehearsal)
        grown = max(f.stat().st_size for f in rehearsal.vault.glob("logs/*/private/*/*.segment"))
        self.assertGreater(grown, size)
        outcomes = set()
        limits = range(size, grown + 2) if ALL else sorted(
            {size, size + 1, grown - 1, grown, grown + 1}
            | set(random.Random(SEED).sample(range(size, grown), 8)))
        for limit in limits:
            with self.subTest(limit=limit):
                home = begin.copy()
                try:
                    def cut(limit=limit):
                        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                    answer = act.run(home, preexec_fn=cut)
                    self.assertIn(answer.code, (0, 74), answer)
                    if answer.code:
                        self.assertRefused(answer, 74)
                    outcomes.add(self.assertHolds(act, home, before, answer.code == 0))
                finally:
                    home.remove()
        self.assertEqual(outcomes, {True, False})


if __name__ == "__main__":
    unittest.main()
