"""kill -9 at any moment: what was acknowledged stays, nothing half-written is ever shown.

KILLS is the number of random kills (150): commands that died of one, not those that had ended before. The boundaries between two system calls are tried one by
one with strace, which needs ptrace.
"""

import collections
import json
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest

from household import ADA, NOOR, Household, HouseholdTest, couple, unavailable
from waiting import LIMIT

KILLS = int(os.environ.get("KILLS", "150"))
SEED = int(os.environ.get("SEED", "20260312"))


def logs_of(home: Household) -> list[tuple[str, ...]]:
    """Author and audience of each log that has a segment."""
    return sorted(log.relative_to(home.vault / "logs").parts[:2]
                  for log in home.vault.glob("logs/*/*/*") if any(log.glob("*.segment")))


class RandomKills(HouseholdTest):
    def test_both_partners_write_at_once_and_are_killed_again_and_again(self):
        rounds = max(1, (KILLS if self.home.sessions else min(KILLS, 40)) // 2)
        faults, told, began = [], {}, time.monotonic()

        def write_and_die(name: str, choose: random.Random):
            try:
                told[name] = self.rounds(name, choose, rounds)
            except BaseException as fault:  # reported by the thread that waits
                faults.append(fault)

        writers = [threading.Thread(target=write_and_die, args=(name, random.Random(f"{SEED} {name}")))
                   for name in (ADA, NOOR)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        if faults:
            raise faults[0]
        acknowledged, tried = {}, {}
        for name, (acks, tries, _) in told.items():
            acknowledged |= acks
            tried |= {text: name for text in tries}
        killed = sum(kills for *_, kills in told.values())
        self.assertGreater(len(acknowledged), rounds // 8, "too few commands were acknowledged")
        print(f"\n{killed} of {len(tried)} commands died, {len(acknowledged)} were acknowledged, in "
              f"{time.monotonic() - began:.0f} s", flush=True)
        for name in (ADA, NOOR):
            self.home.write("the last words", by=name)
        shared = {entry for entry, (_, _, us) in acknowledged.items() if us}
        for name in (ADA, NOOR):
            mine = {e for e, (author, _, _) in acknowledged.items() if author == name}
            self.assertLessEqual(mine | shared, set(self.home.texts(name)))
        self.assertClean()
        self.assertNoRemains()

    def rounds(self, name: str, choose: random.Random, count: int):
        """Writes and kills; looks at everything from time to time."""
        acknowledged: dict[str, tuple[str, str, bool]] = {}
        tried: set[str] = set()
        kills, number, seen = 0, 0, 0
        # How long commands took that nobody killed; it differs between builds and with the load.
        took = collections.deque([0.05], maxlen=15)
        while kills < count:
            self.assertLess(number, 20 * count + 100, f"{kills} of {number} commands died in time")
            us = choose.random() < 0.4
            body = f"{name} {number} " + "round and round " * int(choose.paretovariate(0.6) % 9000)
            text = body.strip() + f" end of {number}"
            tried.add(text)
            source = self.home.root / f"{name}-text"
            source.write_text(text)
            process = self.home.start("write", "--json", "--file", source, "--us" if us else "--me", by=name,
                                      stdin=subprocess.DEVNULL)
            began = time.monotonic()
            dies = choose.random() < 0.8
            if dies:
                # Mostly towards the end, where the writing happens.
                time.sleep(choose.choice(took) * choose.betavariate(4, 2) * 1.3)
                process.kill()
            out, err = process.communicate(timeout=LIMIT)
            kills += process.returncode == -signal.SIGKILL
            if process.returncode == 0:
                # One that ended before it was to die took less than that.
                took.append(min(time.monotonic() - began, sorted(took)[len(took) // 2] * 0.8 if dies else 60))
            self.assertIn(process.returncode, (0, -signal.SIGKILL), err)
            if out.endswith(b"}\n"):
                acknowledged[json.loads(out)["id"]] = (name, text, us)
            elif process.returncode == 0:
                self.fail(f"it ended well and gave no id: {out!r}")
            number += 1
            if kills >= seen + 25 or kills == count:
                seen = kills
                self.looks(name, acknowledged, tried)
        return acknowledged, tried, kills

    def looks(self, name: str, acknowledged: dict, tried: set):
        own = [e for e in self.home.entries("--by", "me", by=name) if e["kind"] == "reflection"]
        texts = {e["id"]: e["body"]["text"] for e in own}
        self.assertEqual(len(texts), len(own), "an id is shown twice")
        for entry, (_, text, us) in acknowledged.items():
            self.assertEqual(texts.get(entry), text, f"an acknowledged entry of {name} is lost")
        self.assertLessEqual(set(texts.values()), tried, "something half-written is shown")
        for entry in own:
            if entry["id"] in acknowledged:
                us = acknowledged[entry["id"]][2]
                self.assertEqual(entry["audience"], "shared" if us else "private")
        self.assertLessEqual(self.home.verdicts(name), {"complete", "unfinished"})

    def assertNoRemains(self):
        """No log was given up: each partner has one private and one shared diary."""
        logs = logs_of(self.home)
        self.assertEqual(len(logs), len(set(logs)), logs)


# Whatever changes a file or says something; each is a place to die at.
CALLS = "openat,mkdir,pwrite64,write,fdatasync,fsync,link,rename,renameat,renameat2,unlink,ftruncate"


def killed_at(call: str, number: int) -> tuple:
    """Runs a command that is killed when it enters a system call for the nth time."""
    return ("strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e",
            f"inject={call}:signal=KILL:when={number}")


class EveryBoundary(HouseholdTest):
    """One command at a time, killed on entry to each of its system calls that matter."""

    def setUp(self):
        super().setUp()
        if not shutil.which("strace"):
            unavailable("needs strace")
        tried = self.home.run("--help", under=("strace", "-f", "-o", "/dev/null"))
        if tried.code != 0:
            unavailable(f"strace may not trace here: {tried.err[-200:]!r}")

    def boundaries(self, home: Household, *words, **options) -> list[tuple[str, int]]:
        """Each system call by name and by which of its name it is, once files of the vault are open."""
        log = home.root / "strace.log"
        home.do(*words, under=("strace", "-f", "-e", f"trace={CALLS}", "-o", log), **options)
        counts: dict[str, int] = {}
        found, begun = [], False
        for line in log.read_text(errors="replace").splitlines():
            match = re.match(r"\d+\s+(\w+)\(", line)
            if not match:
                continue
            call = match[1]
            counts[call] = counts.get(call, 0) + 1
            begun = begun or str(home.state) in line and ".lock" in line
            if begun and not (call == "openat" and "O_RDONLY" in line):
                found.append((call, counts[call]))
        return found

    def dies_everywhere(self, begin: Household, *words, by: str, whole, step: int = 1, **options):
        """Kills the command at every boundary, each time from the same beginning.

        `whole(entries)` judges what the command itself has left: it says True where all of it is
        there, False where nothing is, and fails where it is something between.
        """
        rehearsal = begin.copy()
        self.addCleanup(rehearsal.remove)
        places = self.boundaries(rehearsal, *words, by=by, **options)
        self.assertGreater(len(places), 5)
        before = {e["id"]: e for e in begin.entries(by=by)}
        outcomes = []
        for call, number in places[::step] + places[-1:]:
            with self.subTest(call=call, number=number):
                home = begin.copy()
                try:
                    answer = home.run(
                        *words, by=by, **options,
                        under=killed_at(call, number))
                    self.assertIn(answer.code, (-9, 137, 0), answer)
                    entries = {e["id"]: e for e in home.entries(by=by)}
                    self.assertEqual({k: entries.get(k) for k in before}, before)
                    done = whole([e for k, e in entries.items() if k not in before])
                    if answer.out.endswith(b"\n"):
                        self.assertTrue(done, "it was acknowledged and is not there")
                    self.assertClean(by, unfinished=True, home=home)
                    audience = "--us" if "--us" in words else "--me"
                    after = {home.write("words afterwards", audience, by=by)}
                    again = {e["id"] for e in home.entries(by=by)}
                    self.assertEqual(set(entries) | after, again)
                    self.assertClean(by, home=home)
                    if audience == "--us":
                        self.assertLessEqual(after, set(home.texts(NOOR)))
                        self.assertClean(NOOR, home=home)
                    self.assertOneLogEach(home)
                    outcomes.append(done)
                finally:
                    home.remove()
        self.assertIn(True, outcomes)
        self.assertIn(False, outcomes)

    def assertOneLogEach(self, home: Household):
        """An ordinary crash is taken up; no log is left behind for a new one."""
        logs = logs_of(home)
        for log in set(logs):
            self.assertLessEqual(logs.count(log), self.most.get(log[1], 1), logs)

    # Logs of one author by audience, where there may be more than the one of its diary.
    most: dict[str, int] = {}

    def one(self, text: str):
        def whole(new: list[dict]) -> bool:
            self.assertIn([e["body"]["text"] for e in new], ([], [text]))
            return bool(new)
        return whole

    def dies_writing(self, begin: Household, text: str, *words, **options):
        self.dies_everywhere(begin, "write", "--json", "--file", "-", *words, by=ADA, text=text,
                             whole=self.one(text), **options)

    def test_the_very_first_entry(self):
        self.dies_writing(self.home, "the first words")

    def test_an_entry_of_several_cells(self):
        self.home.write("before", by=ADA)
        self.dies_writing(self.home, "many words " * 300 + "end")

    def test_a_shared_entry(self):
        self.home.write("before", "--us", by=ADA)
        self.home.write("and before", "--us", by=NOOR)
        self.dies_writing(self.home, "for both", "--us")

    def test_an_entry_that_begins_a_segment(self):
        self.home.write("b" * 240_000, by=ADA)
        self.dies_writing(self.home, "c" * 30_000)

    def test_an_entry_after_an_unfinished_tail(self):
        """The tail is cut off first; dying in the midst of that is no different."""
        self.home.write("before", by=ADA)
        segment = next(self.home.vault.rglob("*.segment"))
        whole = segment.stat().st_size
        for tail in (b"\0" * 512, os.urandom(512), os.urandom(1300), b"x"):
            home = self.home.copy()
            self.addCleanup(home.remove)
            with open(home.root / segment.relative_to(self.home.root), "ab") as file:
                file.write(tail)
            self.assertEqual(list(home.texts(ADA).values()), ["before"])
            self.assertEqual(home.verdicts(ADA), {"unfinished"})
            if len(tail) == 1300:
                self.dies_writing(home, "after")
            home.write("after", by=ADA)
            self.assertEqual((home.root / segment.relative_to(self.home.root)).stat().st_size, whole + 512)
            self.assertEqual(sorted(home.texts(ADA).values()), ["after", "before"])
            self.assertClean(home=home)

    def test_an_entry_after_one_that_was_not_acknowledged(self):
        """Two crashes in a row are no different from one."""
        for first in (True, False):
            home = self.home.copy()
            self.addCleanup(home.remove)
            if not first:
                home.write("before", by=ADA)
            rehearsal = home.copy()
            self.addCleanup(rehearsal.remove)
            words = ("write", "--file", "-")
            # The last of them writes the state.
            last = [n for call, n in self.boundaries(rehearsal, *words, by=ADA, text="x")
                    if call == "pwrite64"][-1]
            answer = home.run(*words, by=ADA, text="not acknowledged", under=killed_at("pwrite64", last))
            self.assertIn(answer.code, (-9, 137), answer)
            self.assertIn("not acknowledged", home.texts(ADA).values())
            with self.subTest(first=first):
                self.dies_writing(home, "after")

    def test_an_import(self):
        """Each entry of it is whole or absent. An import writes many records at once; where none of them was
        acknowledged the log is left as it is and another begun, as docs/format.md says."""
        self.most = {"private": 2}
        self.home.write("before", by=ADA)
        journal = self.home.root / "journal.json"
        entries = [{"title": f"Day {n}.", "body": "words " * 400, "date": "2024-03-01",
                    "time": f"{n // 60:02}:{n % 60:02}", "tags": [], "starred": False}
                   for n in range(150)]
        journal.write_text(json.dumps({"tags": {}, "entries": entries}))
        wanted = sorted(f"{e['title']}\n{e['body']}".strip() for e in entries)

        def whole(new: list[dict]) -> bool:
            texts = [e["body"]["text"].strip() for e in new]
            self.assertEqual(len(texts), len(set(texts)))
            self.assertLessEqual(set(texts), set(wanted))
            return len(new) == len(wanted)

        self.dies_everywhere(self.home, "import", "--from", "jrnl", "--json", "--file", journal,
                             by=ADA, whole=whole, step=2)

    def test_an_import_completed_after_a_kill(self):
        journal = self.home.root / "journal.json"
        entries = [{"title": f"Day {n}.", "body": "words " * 400, "date": "2024-03-01",
                    "time": f"{n // 60:02}:{n % 60:02}", "tags": [], "starred": False}
                   for n in range(150)]
        journal.write_text(json.dumps({"tags": {}, "entries": entries}))
        words = ("import", "--from", "jrnl", "--json", "--file", journal)
        for number in (1, 2, 3):
            home = self.home.copy()
            self.addCleanup(home.remove)
            home.run(*words, by=ADA, under=killed_at("fdatasync,fsync", number))
            home.do(*words, by=ADA)
            texts = list(home.texts(ADA).values())
            self.assertEqual((len(texts), len(set(texts))), (150, 150))
            self.assertClean(home=home)

    def test_an_answer_to_an_agreement(self):
        self.most = {"shared": 2}
        self.home.put("agree propose", {"items": [{"what": "holding hands"}, {"what": "a long hug"}]}, by=ADA)
        self.home.do("agree", "grant", "--all", by=NOOR)
        self.home.do("agree", "show", by=ADA)

        rehearsal = self.home.copy()
        self.addCleanup(rehearsal.remove)
        words = ("agree", "grant", "--all")
        outcomes = set()
        for call, number in self.boundaries(rehearsal, *words, by=ADA):
            with self.subTest(call=call, number=number):
                home = self.home.copy()
                try:
                    answer = home.run(*words, by=ADA, under=killed_at(call, number))
                    self.assertIn(answer.code, (-9, 137, 0), answer)
                    # Each in turn, since a closed answer opens at its owner's next command.
                    for name in (ADA, NOOR, ADA):
                        states = self.states(home, name)
                    self.assertEqual(len(states), 1)
                    self.assertEqual(self.states(home, NOOR), states)
                    if answer.out:
                        self.assertEqual(states, {"active"})
                    outcomes |= states
                    self.assertClean(unfinished=True, home=home)
                    home.do("agree", "withdraw", by=ADA)
                    for name in (ADA, NOOR):
                        self.assertEqual(self.states(home, name), {"not active"})
                    self.assertClean(home=home)
                    self.assertOneLogEach(home)
                finally:
                    home.remove()
        self.assertEqual(outcomes, {"active", "not active"})

    def test_a_withdrawal(self):
        """Before it is durable everything is as it was; after it nothing is active again."""
        self.most = {"shared": 2}
        self.home.put("agree propose", {"items": [{"what": "holding hands"}]}, by=ADA)
        for name in (ADA, NOOR):
            self.home.do("agree", "grant", "--all", by=name)
        for name in (ADA, NOOR, ADA):
            self.home.do("agree", "show", by=name)
        self.assertEqual(self.states(self.home, ADA), {"active"})
        rehearsal = self.home.copy()
        self.addCleanup(rehearsal.remove)
        withdrawn = False
        for call, number in self.boundaries(rehearsal, "agree", "withdraw", by=ADA):
            with self.subTest(call=call, number=number):
                home = self.home.copy()
                try:
                    answer = home.run("agree", "withdraw", by=ADA, under=killed_at(call, number))
                    self.assertIn(answer.code, (-9, 137, 0), answer)
                    states = self.states(home, ADA)
                    self.assertEqual(len(states), 1)
                    if answer.out:
                        self.assertEqual(states, {"not active"})
                    withdrawn = withdrawn or states == {"not active"}
                    self.assertEqual(self.states(home, NOOR), states)
                    home.write("she writes", "--us", by=ADA)
                    self.assertEqual(self.states(home, ADA), states)
                    self.assertClean(home=home)
                finally:
                    home.remove()
        self.assertTrue(withdrawn)

    def states(self, home: Household, name: str) -> set[str]:
        shown = home.do("agree", "show", "--json", by=name).json()
        views = shown if isinstance(shown, list) else shown.get("agreements", [shown])
        return {item["state"] for view in views for item in view["items"]}

    def test_the_making_of_a_vault(self):
        """Whatever init had come to, init again makes a vault that works."""
        rehearsal = Household()
        self.addCleanup(rehearsal.remove)
        log = rehearsal.root / "strace.log"
        rehearsal.tries_init(ADA, expected=0, under=("strace", "-f", "-e", f"trace={CALLS}", "-o", log))
        counts: dict[str, int] = {}
        places = []
        for line in log.read_text(errors="replace").splitlines():
            match = re.match(r"\d+\s+(mkdir|link|rename|fsync|unlink|pwrite64)\(", line)
            if match:
                counts[match[1]] = counts.get(match[1], 0) + 1
                places.append((match[1], counts[match[1]]))
        places.reverse()  # the end of it is where most is left behind
        for call, number in places[::max(1, len(places) // 6)]:
            with self.subTest(call=call, number=number):
                home = Household()
                try:
                    answer = home.tries_init(ADA, under=killed_at(call, number))
                    self.assertIn(answer.code, (-9, 137), answer)
                    if not (home.vault / "vesper-vault").exists():
                        home.tries_init(ADA, expected=0)
                    home.unlock(ADA)
                    home.write("it works", by=ADA)
                    self.assertEqual(list(home.texts(ADA).values()), ["it works"])
                    self.assertClean(ADA, home=home)
                finally:
                    home.close()


if __name__ == "__main__":
    unittest.main()
