"""Survival, with the shipped program: backup and restore, recovery, forgetting, export, and kills.

SURVIVAL_KILLS is the number of random kills of each command (4).
"""

import json
import os
import random
import subprocess
import sys
import time
import unittest
from household import ADA, NOOR, PASSPHRASES, ROOT, Household, HouseholdTest
from waiting import LIMIT

KILLS = int(os.environ.get("SURVIVAL_KILLS", "4"))
NEW = "a lantern in the reeds"


def read_vault(home: Household, name: str, *words) -> subprocess.CompletedProcess:
    """The independent reader, for one partner."""
    who = next(p["id"] for p in home.partners if p["name"] == name)
    (state,) = home.state.glob(f"vesper/*/{who}.state")
    secret = home.root / "passphrase"
    secret.write_text(PASSPHRASES[name] + "\n")
    return subprocess.run(
        [sys.executable, ROOT / "Tests/Conformance/read_vault.py", home.vault,
         "--identity", home.data / f"vesper/identities/{who}.key", "--state", state,
         "--passphrase-file", secret, *words], capture_output=True, timeout=120, check=False)


class Survival(HouseholdTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(20260312)

    def live(self):
        self.home.write("A walk by the canal. @canal", by=ADA)
        self.home.write("The bench at dusk.", "--us", by=ADA)
        self.home.write("Rain, and tea.", "--us", by=NOOR)
        self.home.write("Noor alone.", by=NOOR)
        self.home.put("checkin", {"energy": 4, "pain": 2, "share": ["energy"]}, by=ADA)

    def code(self, name: str) -> str:
        return next(p["recovery"] for p in self.home.partners if p["name"] == name)

    def fresh(self) -> Household:
        home = Household()
        home.partners = self.home.partners
        # Not closed: a session is the vault's, and this is the same one.
        self.addCleanup(home.remove)
        return home

    def segments(self, home: Household) -> dict[str, bytes]:
        return {str(f.relative_to(home.vault)): f.read_bytes()
                for f in home.vault.glob("logs/*/*/*/*.segment")}

    def test_a_backup_in_a_fresh_home_reads_writes_and_checks(self):
        self.live()
        there = self.home.root / "stick"
        first = self.home.do("backup", there, "--json", by=ADA).json()
        self.assertEqual(first["files"], first["written"])
        again = self.home.do("backup", there, "--json", by=ADA).json()
        self.assertLessEqual(again["written"], 1, "only the state may have moved on")
        before = self.segments(self.home)
        home = self.fresh()
        home.do("restore", there, passphrase=PASSPHRASES[ADA])
        self.assertEqual(self.segments(home), {
            path: held for path, held in before.items() if path in self.segments(home)})
        self.assertEqual(home.run("restore", there, passphrase=PASSPHRASES[ADA]).code, 73)
        home.unlock(ADA)
        self.assertEqual(home.texts(ADA), self.home.texts(ADA))
        copied = self.segments(home)
        home.write("On the new device.", by=ADA)
        home.write("And for both.", "--us", by=ADA)
        now = self.segments(home)
        self.assertEqual({path: now[path] for path in copied}, copied)
        self.assertClean(ADA, home=home)
        self.assertEqual(self.segments(self.home), before)

    def test_a_code_and_a_copy_of_the_vault_are_enough(self):
        self.live()
        home = self.fresh()
        wrong = list(self.code(ADA))
        wrong[20] = "7" if wrong[20] != "7" else "8"
        refused = home.run("recovery", "restore", "--from", self.home.vault, "--as", ADA,
                           "--partner", NOOR, text="".join(wrong), passphrase=NEW)
        self.assertRefused(refused, 65, "group 4 ")
        self.assertEqual(home.files(), {})
        home.do("recovery", "restore", "--from", self.home.vault, "--as", ADA, "--partner", NOOR,
                text=self.code(ADA), passphrase=NEW)
        listed = home.do("list", "--json", by=ADA, passphrase=NEW).json()
        self.assertEqual({e["id"] for e in listed}, {e["id"] for e in self.home.entries(by=ADA)})
        checked = home.do("check", "--json", by=ADA, passphrase=NEW).json()
        self.assertEqual({log["verdict"] for log in checked["logs"]}, {"complete"})
        home.do("write", "--us", "--file", "-", by=ADA, passphrase=NEW, text="Shared again.")
        self.assertFalse(list(home.vault.glob("logs/*/private/*/*"))[1:],
                         "the partner's private logs were not copied")

    def killed(self, words: list, usual: float, **options) -> int:
        process = self.home.start(*words, stdin=subprocess.DEVNULL, **options)
        time.sleep(usual * self.random.random() * 1.2)
        process.kill()
        process.communicate(timeout=LIMIT)
        return process.returncode

    def took(self, *words, **options) -> float:
        began = time.monotonic()
        self.home.do(*words, **options)
        return time.monotonic() - began

    def test_a_killed_backup_leaves_one_that_restores(self):
        self.live()
        there = self.home.root / "stick"
        usual = self.took("backup", there, by=ADA)
        acknowledged = set(self.home.texts(ADA))
        for number in range(KILLS):
            fresh = self.home.write(f"Round {number}. " + "words " * 2_000, by=ADA)
            if self.killed(["backup", there], usual, by=ADA) == 0:
                acknowledged |= {fresh}
            home = self.fresh()
            home.do("restore", there, passphrase=PASSPHRASES[ADA])
            listed = home.do("list", "--json", by=ADA, passphrase=PASSPHRASES[ADA]).json()
            self.assertLessEqual(acknowledged, {entry["id"] for entry in listed})
        self.home.do("backup", there, by=ADA)

    def test_a_killed_passphrase_leaves_one_of_the_two(self):
        self.live()
        old, new = PASSPHRASES[ADA], NEW
        before = self.segments(self.home)
        usual = self.took("passphrase", by=ADA, passphrase=f"{old}\n{old}")
        for _ in range(KILLS):
            self.killed(["passphrase"], usual, by=ADA, passphrase=f"{old}\n{new}")
            opened = [p for p in (old, new)
                      if self.home.run("list", by=ADA, passphrase=p).code == 0 and
                      self.home.run("recovery", "show", by=ADA, passphrase=p).code == 0]
            self.assertEqual(len(opened), 1)
            if opened == [new]:
                old, new = new, old
        self.assertEqual(self.segments(self.home), before)

    def test_a_killed_forgetting_forgets_whole_or_not_at_all(self):
        self.live()
        kept = set(self.home.texts(ADA))
        doomed = [self.home.write(f"To forget {n}. " + "sq7canary " * 300, by=ADA)
                  for n in range(KILLS + 1)]
        usual = self.took("forget", doomed.pop(), by=ADA)
        for entry in doomed:
            self.killed(["forget", entry], usual, by=ADA)
            self.assertClean(ADA, unfinished=True)
            self.assertLessEqual(kept, set(self.home.texts(ADA)))
            self.home.write("After it.", by=ADA)
            if entry in self.home.texts(ADA):
                self.home.do("forget", entry, by=ADA)
            self.assertNotIn(entry, self.home.texts(ADA))
        self.assertClean(ADA)
        self.assertEqual(len(list(self.home.vault.glob("logs/*/private/*"))), 2)

    def test_both_programs_export_the_same_bytes(self):
        self.live()
        self.home.write('Quotes ", \\ and\ttabs, é, 日本, 😀.\n\nA second paragraph.', by=ADA)
        self.home.put("med", {"name": "gabapentin", "change": "start"}, by=ADA)
        for name, words in ((ADA, ()), (ADA, ("--both",)), (NOOR, ("--both",))):
            ours = self.home.do("export", "--output", "-", *words, by=name)
            theirs = read_vault(self.home, name, "--export", *words)
            self.assertEqual(theirs.returncode, 0, theirs.stderr)
            self.assertEqual(theirs.stdout, ours.out)
            self.assertGreater(len(ours.out.splitlines()), 2)

    def test_an_export_comes_back_in_another_vault(self):
        self.live()
        there = self.home.root / "out"
        self.home.do("export", "--output", there, by=ADA)
        self.assertEqual({f.name for f in there.iterdir()},
                         {"entries.jsonl", "schema.json", "README.md"})
        for file in there.iterdir():
            self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertRefused(self.home.run("export", "--output", there, by=ADA), 73)
        here = self.home.do("import", "--from", "vesper", "--json", "--file",
                            there / "entries.jsonl", by=ADA).json()
        self.assertEqual(here["added"], 0)
        home = self.fresh()
        home.tries_init(ADA, expected=0)
        words = ("import", "--from", "vesper", "--json", "--file", there / "entries.jsonl")
        lines = (there / "entries.jsonl").read_text().splitlines()
        first = home.do(*words, by=ADA, passphrase=PASSPHRASES[ADA]).json()
        self.assertEqual((first["added"], first["known"]), (len(lines), 0))
        again = home.do(*words, by=ADA, passphrase=PASSPHRASES[ADA]).json()
        self.assertEqual((again["added"], again["known"]), (0, len(lines)))
        bad = there / "bad.jsonl"
        bad.write_text("\n".join([lines[0], lines[1].replace('"kind"', '"kin"')]) + "\n")
        refused = home.run("import", "--from", "vesper", "--file", bad, by=ADA,
                           passphrase=PASSPHRASES[ADA])
        self.assertRefused(refused, 65, "line 2:")

    def test_a_killed_export_leaves_nothing_half(self):
        self.live()
        usual = self.took("export", "--output", self.home.root / "first", by=ADA)
        for number in range(KILLS):
            there = self.home.root / f"out{number}"
            self.killed(["export", "--output", there], usual, by=ADA)
            whole = (self.home.root / "first")
            for file in there.glob("*") if there.exists() else ():
                self.assertEqual(file.read_bytes(), (whole / file.name).read_bytes())

    def test_a_closed_pipe_ends_without_a_word(self):
        for number in range(4):
            self.home.write(f"{number} " + "words " * 20_000, by=ADA)
        process = self.home.start("list", "--json", by=ADA)
        process.stdin.close()
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        self.assertEqual(process.wait(timeout=LIMIT), 141)
        self.assertEqual(err, b"")

    def test_exposure_says_what_the_files_say(self):
        self.live()
        told = self.home.do("exposure", "--json", by=ADA).json()
        who = next(p["id"] for p in self.home.partners if p["name"] == ADA)
        own = [row for row in told["logs"] if row["author"] == "you"]
        for audience in ("private", "shared"):
            rows = [row for row in own if row["audience"] == audience]
            # Those about agreements are not counted: their number and size would tell of answers.
            files = [file for file in self.home.vault.glob(f"logs/{who}/{audience}/*/*.segment")
                     if file.read_bytes()[10] == 1]
            self.assertEqual(sum(row["files"] for row in rows), len(files))
            self.assertEqual(sum(row["bytes"] for row in rows),
                             sum(file.stat().st_size for file in files))
        (state,) = self.home.state.glob(f"vesper/*/{who}.state")
        self.assertEqual(told["state"], state.stat().st_size)
        locked = Household()
        self.addCleanup(locked.remove)
        locked.init(ADA)
        told = locked.do("exposure", "--json", "--as", ADA).json()
        self.assertEqual((told["logs"], told["open"]), ([], False))


if __name__ == "__main__":
    unittest.main()
