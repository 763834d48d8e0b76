"""Everything that can stand in the way: its exit code, its sentence, its hint, and nothing lost."""

import json
import os
import random
import shutil
import subprocess
import unittest
from pathlib import Path

from disks import PAGE, Disk
from household import ADA, NOOR, PASSPHRASES, Household, HouseholdTest, couple, program, unavailable


class Refusals(HouseholdTest):
    """Nothing that is refused changes a byte of the vault, and afterwards everything goes on."""

    def setUp(self):
        super().setUp()
        self.kept = {self.home.write("before it all\n\nin two parts", by=ADA)}
        self.before = self.home.files(self.home.vault)

    def refuses(self, *words, code, says, **options):
        answer = self.home.run(*words, **options)
        self.assertRefused(answer, code, says)
        self.assertEqual(self.home.files(self.home.vault), self.before, "a byte of the vault changed")

    def tearDown(self):
        self.kept.add(self.home.write("and after it", by=ADA))
        self.assertEqual(set(self.home.texts(ADA)), self.kept)
        self.assertClean(ADA)

    def test_a_wrong_passphrase(self):
        for command in (["list"], ["write"], ["check"], ["unlock"]):
            self.refuses(
                *command, "--as", ADA, code=77, says="does not open this identity", text="x",
                passphrase="apple tree by the rivet", env={"XDG_RUNTIME_DIR": "/nonexistent"},
                under=own_keyring())
        self.refuses("write", "--as", ADA, code=77, says="no passphrase was given", text="x",
                     passphrase="", under=own_keyring())
        self.refuses("write", "--as", ADA, code=64, says="at most 1024 bytes", text="x",
                     passphrase="long" * 300, under=own_keyring())

    def test_a_locked_vault(self):
        for command in (["list"], ["write"], ["search"], ["agree", "show"], ["import", "--from", "jrnl"],
                        ["visit", "preview"], ["show", "1234"]):
            with self.subTest(command=command):
                self.refuses(*command, "--as", ADA, "--no-input", code=77, says="the vault is locked",
                             text="x", under=own_keyring())
        # This one asks for the passphrase even in a session.
        self.refuses("recovery", "show", "--no-input", code=77, says="a passphrase is needed", by=ADA)

    def test_a_vault_that_is_not_there(self):
        for path in ("/nonexistent/vault", "/dev/null", "/dev/null/vault", self.home.root):
            self.refuses("write", "--vault", path, code=66, says="no vault at", text="x", by=ADA)

    def test_a_vault_in_a_vaults_place(self):
        partners = json.dumps({"partners": [{"name": "Somebody"}]})
        self.refuses("init", "--file", "-", code=73, says="something is already at", text=partners,
                     passphrase="a long enough one")

    def test_an_unknown_partner(self):
        self.refuses("write", "--as", "Nobody", code=66, says="no partner", text="x")
        self.refuses("write", code=66, says="no partner", text="x", env={"VESPER_AS": "Nobody"})

    def test_two_identities_and_none_named(self):
        for command in (["write"], ["list"], ["check"], ["unlock"], ["agree", "withdraw"],
                        ["visit", "prep"], ["checkin"], ["import", "--from", "jrnl"]):
            with self.subTest(command=command):
                self.refuses(*command, code=64, says="two partners use this device", text="x")
        self.refuses("write", code=64, says="two partners", text="x", env={"VESPER_AS": ""})

    def test_words_that_are_no_command(self):
        self.refuses("wriet", code=64, says="wriet")
        self.refuses("write", "--no-such-flag", code=64, says="--no-such-flag")
        self.refuses("write", "my private words", code=64, says="words are never taken from the command line", by=ADA)
        self.refuses("write", "--me", "--us", code=64, says="--me or --us", by=ADA)
        self.refuses("list", "--since", "someday", code=64, says="not a date", by=ADA)
        self.refuses("list", "--last", "0", code=64, says="--last", by=ADA)
        self.refuses("show", "ffffffff", code=66, says="nothing with that id", by=ADA)

    def test_files_that_cannot_be_read(self):
        for words in (["write"], ["checkin"], ["search"], ["visit", "prep"], ["agree", "propose"],
                      ["import", "--from", "jrnl"]):
            with self.subTest(words=words):
                self.refuses(*words, "--file", "/", code=74, says="is a directory", by=ADA)
                self.refuses(*words, "--file", "/no/such", code=66, says="could not be opened", by=ADA)
        for place in ("--passphrase-file",):
            self.refuses("list", place, "/", "--as", ADA, code=74, says="is a directory",
                         under=own_keyring())
            self.refuses("list", place, "/no/such", "--as", ADA, code=66, says="could not be opened",
                         under=own_keyring())
        self.refuses("list", "--passphrase-fd", "99", "--as", ADA, code=74, says="could not be read",
                     under=own_keyring())

    def test_texts_that_cannot_be_kept(self):
        self.refuses("write", code=65, says="there are no words in it", text=b"", by=ADA)
        self.refuses("write", code=65, says="there are no words in it", text=b" \n\t\n", by=ADA)
        self.refuses("write", code=65, says="larger than", text=b"ten million " * 900_000, by=ADA)
        self.refuses("write", code=65, says="control character", text=b"a\0b", by=ADA)
        self.refuses("write", code=65, says="control character", text=b"\x1b[2J", by=ADA)
        for bad in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80"):
            self.refuses("write", code=65, says="not UTF-8", text=b"words " + bad, by=ADA)
        path = self.home.root / "ten-megabytes"
        path.write_bytes(b"x" * 10_000_000)
        self.refuses("write", "--file", path, code=65, says="larger than", by=ADA)

    def test_values_that_cannot_be_kept(self):
        for text in (b"", b"{", b"[]", b"null", b"{}", b'{"pain": 11}', b'{"pain": "3"}', b'{"pain": 3.5}',
                     b'{"pain": null}', b'{"pian": 3}', b'{"pain": 3, "pain": 4}', b'{"pain": 3} x',
                     b'{"note": "\\ud800"}', b'{"note": "\\u0000"}', b'{"note": "\xff"}',
                     b'{"pain": 1e400}', b"[" * 100_000, b'{"note": "' + b"x" * 10_000_000 + b'"}'):
            with self.subTest(text=text[:40]):
                answer = self.home.run("checkin", "--file", "-", text=text, by=ADA)
                self.assertRefused(answer, 65)
        self.assertEqual(self.home.files(self.home.vault), self.before)

    def test_the_longest_text_that_fits_is_kept_whole(self):
        for text in ("a" * 983_040, "漢字" * 100_000, "👩‍❤️‍👨" * 20_000):
            entry = self.home.write(text, by=ADA)
            self.kept.add(entry)
            self.assertEqual(self.home.texts(ADA)[entry], text)
        self.before = self.home.files(self.home.vault)
        self.refuses("write", code=65, says="longer than", text="a" * 983_041, by=ADA)

    def test_a_vault_file_that_is_damaged_or_newer(self):
        file = self.home.vault / "vesper-vault"
        good = file.read_bytes()
        for bad, says in ((good[:-1], "checksum"), (b"", "does not begin"), (b"\0" * 5000, "length"),
                          (good.replace(b"vault 1", b"vault 2"), "newer Vesper")):
            file.write_bytes(bad)
            self.before = self.home.files(self.home.vault)
            self.refuses("write", code=65, says=says, text="x", by=ADA)
        file.write_bytes(good)

    def test_an_identity_file_that_is_damaged(self):
        """Its owner learns what is wrong; the other partner is not locked out by it."""
        partners = {p["name"]: p["id"] for p in couple().partners}
        for name, other in ((ADA, NOOR), (NOOR, ADA)):
            file = self.home.data / "vesper" / "identities" / f"{partners[name]}.key"
            good = file.read_bytes()
            for at, code in ((0, 65), (8, 65), (11, 65), (15, 65), (60, 66), (90, 65), (130, 77)):
                with self.subTest(name=name, at=at):
                    bad = bytearray(good)
                    bad[at] ^= 0x41
                    file.write_bytes(bad)
                    answer = self.home.run("list", "--as", name, passphrase=PASSPHRASES[name],
                                           under=own_keyring())
                    self.assertRefused(answer, code)
                    self.home.do("list", by=other)
            for bad in (b"", good[:-1], good + b"\0" * 8000):
                file.write_bytes(bad)
                answer = self.home.run("list", "--as", name, passphrase=PASSPHRASES[name],
                                       under=own_keyring())
                self.assertRefused(answer, 65)
                self.home.do("list", by=other)
            file.write_bytes(good)


class Outputs(HouseholdTest):
    """The output may be closed, full, or go away; the vault does not mind."""

    def setUp(self):
        super().setUp()
        for number in range(30):
            self.home.write(f"entry {number} " + "with words " * 200, by=ADA)

    def ends(self, *words, by=ADA, says="output could not be written", **options):
        answer = self.home.run(*words, by=by, **options)
        self.assertRefused(answer, 74, says)

    def test_a_full_device(self):
        with open("/dev/full", "wb") as full:
            for words in (["list", "--json"], ["list"], ["check"], ["status"], ["schema", "med"],
                          ["--help"], ["help", "write"], ["agree", "show"]):
                with self.subTest(words=words):
                    self.ends(*words, by=None if words[0] in ("--help", "help", "schema") else ADA,
                              stdout=full, says="no space left")

    def test_a_pipe_that_nobody_reads(self):
        end, begin = os.pipe()
        os.close(end)
        with open(begin, "wb") as pipe:
            answer = self.home.run("list", "--json", by=ADA, stdout=pipe)
        # As a shell shows a program that SIGPIPE ended; nothing is said.
        self.assertEqual((answer.code, answer.err), (141, b""), answer)

    def test_a_secret_that_nobody_reads(self):
        """It goes to the output from locked memory, by a way of its own."""
        end, begin = os.pipe()
        os.close(end)
        with open(begin, "wb") as pipe:
            answer = self.home.run("recovery", "show", by=ADA, stdout=pipe,
                                   passphrase=PASSPHRASES[ADA])
        self.assertEqual((answer.code, answer.err), (141, b""), answer)
        with open("/dev/full", "wb") as full:
            self.ends("recovery", "show", stdout=full, passphrase=PASSPHRASES[ADA])

    def test_closed_streams(self):
        """A closed stream's number must not become the number of a file of the vault."""
        before = self.home.files(self.home.vault)
        for closed in ("1>&-", "0<&- 1>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"):
            for words in ("list --json", "check --json", "agree show", "show ffffffff"):
                with self.subTest(closed=closed, words=words):
                    answer = self.home.run(*words.split(), by=ADA, under=closing(closed))
                    self.assertIn(answer.code, (66,) if "show f" in words else (74,), answer)
        self.assertEqual(self.home.files(self.home.vault), before)
        answer = self.home.run("list", by=ADA, under=closing("2>&-"))
        self.assertEqual(answer.code, 0)

    def test_an_entry_whose_id_could_not_be_printed_is_whole(self):
        with open("/dev/full", "wb") as full:
            answer = self.home.run("write", "--json", text="said into the void", by=ADA, stdout=full)
        self.assertRefused(answer, 74, "no space left")
        for closed in ("1>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"):
            self.home.run("write", "--file", self.source(), by=ADA, under=closing(closed))
        texts = self.home.texts(ADA).values()
        self.assertEqual(sum(t == "said into the void" for t in texts), 1)
        self.assertLessEqual(sum(t == "from a file" for t in texts), 3)
        self.assertTrue(all(t.startswith("entry ") or t in ("said into the void", "from a file")
                            for t in texts))
        self.assertClean(ADA)

    def test_a_closed_standard_input_is_an_empty_one(self):
        answer = self.home.run("write", by=ADA, under=closing("0<&-"))
        self.assertIn(answer.code, (65, 74), answer)
        self.assertRefused(answer, answer.code)

    def source(self) -> Path:
        path = self.home.root / "text"
        path.write_text("from a file")
        return path


class FullDisks(unittest.TestCase):
    """A small tmpfs that fills up, and one that turns read-only."""

    assertRefused = HouseholdTest.assertRefused
    assertClean = HouseholdTest.assertClean

    def disk(self, kib: int) -> Disk:
        disk = Disk(kib)
        self.addCleanup(disk.close)
        return disk

    def household(self, disk: Disk) -> Household:
        self.home = couple().copy(disk.root / "home")
        return self.home

    def test_full_while_writing(self):
        disk = self.disk(600)
        home = self.household(disk)
        choose = random.Random(3)
        kept, tried = {}, set()
        for leaving in (0, PAGE, 2 * PAGE, 5 * PAGE):
            disk.fill(leaving)
            for _ in range(200):
                text = f"{len(tried)} " + "word " * choose.randrange(2000)
                tried.add(text.rstrip())
                answer = home.run("write", "--json", "--file", "-", text=text, by=ADA)
                if answer.code:
                    break
                kept[answer.json()["id"]] = text.rstrip()
            self.assertRefused(answer, 74, "no space left on device", "the disk is full")
            self.assertKept(kept, tried)
            self.assertClean(ADA, unfinished=True)
            disk.relieve()
            kept[home.write("room again", by=ADA)] = "room again"
            tried.add("room again")
            self.assertKept(kept, tried)
            self.assertClean(ADA)

    def assertKept(self, kept: dict[str, str], tried: set[str]):
        """Everything acknowledged is there, and nothing that was never tried, or not whole."""
        texts = self.home.texts(ADA)
        self.assertEqual({entry: texts.get(entry) for entry in kept}, kept)
        self.assertLessEqual(set(texts.values()), tried)

    def test_full_while_a_new_segment_begins(self):
        disk = self.disk(1200)
        home = self.household(disk)
        kept = {home.write("a" * 250_000, by=ADA)}
        segments = {p.name for p in home.vault.rglob("*.segment")}
        for leaving in (0, PAGE, 10 * PAGE):
            disk.fill(leaving)
            answer = home.run("write", text="b" * 100_000, by=ADA)
            self.assertRefused(answer, 74, "no space left on device", "the disk is full")
            self.assertEqual({p.name for p in home.vault.rglob("*") if p.is_file()
                              and (p.suffix == ".segment" or p.name.startswith("."))}, segments)
            self.assertEqual(set(home.texts(ADA)), kept)
            self.assertClean(ADA)
            disk.relieve()
        kept.add(home.write("b" * 100_000, by=ADA))
        self.assertEqual(set(home.texts(ADA)), kept)
        self.assertEqual({p.name for p in home.vault.rglob("*.segment")}, {"0.segment", "1.segment"})
        self.assertClean(ADA)

    def test_full_while_importing(self):
        """What came in stays in, and the same import completes it with nothing twice."""
        disk = self.disk(2048)
        home = self.household(disk)
        journal = disk.root / "journal.json"
        journal.write_text(json.dumps({"tags": {}, "entries": [
            {"title": f"Day {n}.", "body": f"words of day {n} " * 12, "date": "2024-03-01",
             "time": f"{n // 60:02}:{n % 60:02}", "tags": [], "starred": False}
            for n in range(1200)]}))
        disk.fill(600 * 1024)
        answer = home.run("import", "--from", "jrnl", "--file", journal, by=ADA)
        self.assertRefused(answer, 74, "no space left on device", "the disk is full")
        here = len(home.texts(ADA))
        self.assertLess(here, 1200)
        self.assertClean(ADA, unfinished=True)
        disk.relieve()
        home.do("import", "--from", "jrnl", "--file", journal, by=ADA)
        titles = [text.split(".")[0] for text in home.texts(ADA).values()]
        self.assertEqual(len(titles), 1200)
        self.assertEqual(len(set(titles)), 1200)
        self.assertClean(ADA)

    def test_full_while_the_vault_is_made(self):
        """An init that did not get to its end is no vault, and does not stand in the way of the next."""
        for kib in (4, 12, 20, 24):
            with self.subTest(kib=kib):
                disk = self.disk(kib)
                home = self.home = Household(disk.root / "home")
                home.root.mkdir()
                answer = home.tries_init(ADA, NOOR)
                self.assertRefused(answer, 73, "no space left on device")
                self.assertRefused(home.run("status"), 66, "no vault")
                disk.remount("size=1024k")
                home.init(ADA, NOOR)
                home.unlock(ADA, NOOR)
                for name in (ADA, NOOR):
                    home.write(f"{name}'s first words", by=name)
                    self.assertEqual(len(home.texts(name)), 1)
                home.write("for both", "--us", by=ADA)
                self.assertEqual(len(home.texts(NOOR)), 2)
                self.assertClean()
                home.run("lock")
                disk.close()

    def test_a_read_only_folder(self):
        disk = self.disk(600)
        home = self.household(disk)
        kept = {home.write("first", by=ADA)}
        disk.remount("ro")
        for words, text in ((["write"], "x"), (["checkin"], '{"pain": 3}'),
                            (["write", "--us"], "x"),
                            (["agree", "propose"], '{"items": [{"what": "a walk"}]}')):
            answer = home.run(*words, "--file", "-", text=text, by=ADA)
            self.assertRefused(answer, 74, "read-only file system", "check who may write there")
        answer = home.run("visit", "export", "--output", disk.root / "page", by=ADA)
        self.assertRefused(answer, 66, "no visit")
        self.assertEqual(set(home.texts(ADA)), kept)
        self.assertClean(ADA)
        empty = Household(disk.root / "other")
        self.assertRefused(
            home.run("init", "--file", "-", text='{"partners": [{"name": "One"}]}',
                     passphrase="a long enough one", env={"XDG_DATA_HOME": str(empty.data)}),
            73, "read-only file system")
        disk.remount("rw")
        kept.add(home.write("second", by=ADA))
        self.assertEqual(set(home.texts(ADA)), kept)
        self.assertClean(ADA)

    def test_a_folder_of_somebody_else(self):
        """As root nothing is forbidden, so the program runs as nobody here."""
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            unavailable("needs root and setpriv to become somebody else")
        nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        if subprocess.run([*nobody, program(), "--help"], capture_output=True).returncode != 0:
            unavailable("the program cannot be read by another user")
        home = self.home = couple().copy()
        self.addCleanup(home.remove)
        kept = {home.write("first", by=ADA)}
        home.root.chmod(0o755)
        for path, closed, words, code in (
                (home.data, 0o700, ["list"], 74), (home.state, 0o700, ["list"], 74),
                (home.vault / "logs", 0o000, ["list"], 74), (home.vault, 0o555, ["write"], 74),
                (home.data / "vesper" / "identities", 0o700, ["list"], 74)):
            with self.subTest(path=path.name, words=words):
                subprocess.run(["chown", "-R", "65534:65534", home.data, home.state], check=True)
                subprocess.run(["chown", "-R", "0:0", path], check=True)
                path.chmod(closed)
                answer = home.run(*words, "--as", ADA, text="x", passphrase=PASSPHRASES[ADA],
                                  under=nobody)
                self.assertRefused(answer, code, "permission denied", "check who may")
                path.chmod(0o700)
        subprocess.run(["chown", "-R", "0:0", home.data, home.state], check=True)
        kept.add(home.write("second", by=ADA))
        self.assertEqual(set(home.texts(ADA)), kept)
        self.assertClean(ADA)


class Busy(HouseholdTest):
    def test_another_writer_is_waited_for_and_then_reported(self):
        if not shutil.which("flock"):
            unavailable("needs flock")
        self.home.write("first", by=ADA)
        ada = next(p["id"] for p in self.home.partners if p["name"] == ADA)
        lock = next(self.home.state.rglob(f"{ada}.lock"))
        holder = subprocess.Popen(["flock", lock, "cat"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE)
        try:
            holder.stdin.write(b"held\n")
            holder.stdin.flush()
            holder.stdout.readline()
            self.assertRefused(self.home.run("write", text="x", by=ADA), 75, "another command is writing")
            self.assertEqual(len(self.home.texts(ADA)), 1)
            self.home.write("the other partner writes meanwhile", by=NOOR)
        finally:
            holder.communicate()
        self.home.write("second", by=ADA)
        self.assertEqual(len(self.home.texts(ADA)), 2)
        self.assertClean()


def closing(redirections: str) -> tuple:
    """Runs a command with streams closed, which subprocess itself does not offer."""
    return ("sh", "-c", f'exec "$@" {redirections}', "sh")


def own_keyring() -> tuple:
    """Runs a command where no session is found."""
    if not shutil.which("keyctl"):
        unavailable("needs keyctl")
    # keyctl says on standard error which keyring it joined; that line is not the program's.
    inner = 'exec "$@" 2>&9 9>&-'
    return ("sh", "-c", f"exec 9>&2; exec keyctl session - sh -c '{inner}' sh \"$@\" 2>/dev/null", "sh")

if __name__ == "__main__":
    unittest.main()
