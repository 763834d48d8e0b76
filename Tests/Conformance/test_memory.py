"""No passphrase, identity secret or key lies outside locked memory: at prompts, at every step of a command, afterwards."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

import core_images
import memory_steps
from household import ADA, NOOR, PASSPHRASES, Household, HouseholdTest, program, unavailable
from terminals import Terminal
from waiting import LIMIT, soon

WORDS = "quetzalcoatlus on the bench"
MUNMAP = 11  # <asm/unistd_64.h>
NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def needs_root():
    if os.geteuid() != 0:
        unavailable("only root may look into a process that keeps others out")


class MemoryTest(HouseholdTest):
    def setUp(self):
        super().setUp()
        needs_root()
        self.home.write("an evening", "--me", by=ADA)
        self.home.write("for both", "--us", by=NOOR)
        self.home.write("for both too", "--us", by=ADA)
        self.secrets = core_images.secrets_of(self.home)
        # Two passphrases, two identities, and four segments: three of entries at the least.
        self.assertGreater(len(self.secrets), 30)

    def terminal(self, *words, **options) -> Terminal:
        terminal = Terminal(options.pop("home", self.home), *words, columns=80, **options)
        self.addCleanup(terminal.close)
        return terminal

    def image(self, terminal: Terminal) -> core_images.Image:
        """What lies in the memory of the program at its prompt, once it has come to rest there."""
        state = Path(f"/proc/{terminal.child.pid}/stat")
        self.assertTrue(soon(lambda: state.read_text().rpartition(")")[2].split()[0] == "S"))
        return core_images.of_process(terminal.child.pid)

    def assertKept(self, terminal: Terminal, what: str, *, holding: str | None = None, secrets: dict | None = None):
        """Nothing outside locked memory; and, so that the search is known to work, something inside."""
        image = self.image(terminal)
        secrets = secrets or self.secrets
        self.assertEqual(sorted(map(str, image.finds(secrets, locked=False))), [], what)
        if holding:
            self.assertIn(holding, {find.secret for find in image.finds(secrets, locked=True)}, what)
        return image


class TheSearch(MemoryTest):
    """What the other tests rest on: that a secret in ordinary memory is found."""

    def test_a_passphrase_in_ordinary_memory_is_found(self):
        script = "kept = input(); print('ready', flush=True); input()"
        process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.communicate, b"\n")
        process.stdin.write(PASSPHRASES[ADA].encode() + b"\n")
        process.stdin.flush()
        self.assertEqual(process.stdout.readline(), b"ready\n")
        image = core_images.of_process(process.pid)
        self.assertIn(f"{ADA}: the passphrase", {find.secret for find in image.finds(self.secrets, locked=False)})
        self.assertEqual(image.finds(self.secrets, locked=True), [])

    def test_a_key_that_a_command_has_for_a_moment_is_found(self):
        key = self.secrets[f"{NOOR}: the identity secret"]
        script = f"kept = bytes.fromhex('{key.hex()}'); open('/dev/null').close(); kept = None"
        seen = memory_steps.stepped([sys.executable, "-c", script], self.pieces())
        self.assertEqual(seen.code, 0, seen.out)
        self.assertIn(f"{NOOR}: the identity secret", {secret for secret, *_ in seen.outside})

    def pieces(self) -> dict[bytes, str]:
        return {piece: name for name, secret in self.secrets.items() for piece in core_images.pieces(secret)}


class AtPrompts(MemoryTest):
    """A core image by gdb of the program while it waits for somebody."""

    def test_a_text_is_written_after_the_passphrase(self):
        self.home.do("lock", by=ADA)
        self.addCleanup(self.home.unlock, ADA)
        terminal = self.terminal("write", "--as", ADA)
        terminal.asks_unseen(f"Passphrase of {ADA}: ", PASSPHRASES[ADA])
        terminal.until("Esc hides it")
        self.assertKept(terminal, "a passphrase was typed", holding=f"{ADA}: the identity secret")
        terminal.child.send(WORDS)
        terminal.until(WORDS.split()[-1])
        image = self.assertKept(terminal, "words are being typed", holding=f"{ADA}: draft key")
        # The words themselves are in ordinary memory while they are shown: the threat model says so.
        self.assertTrue(image.finds({"words": WORDS.encode()[:16]}, locked=False))
        terminal.child.send("\x04")
        self.assertEqual(terminal.ends(), 0)

    def test_the_session_is_open(self):
        visit = json.dumps({"clinician": "Dr Osei", "window": "14d", "questions": ["Why?"]})
        self.home.do("visit", "prep", "--file", "-", text=visit, by=ADA)
        for words, prompt in (("write", "Esc hides it"), ("checkin", "Energy right now"), ("list", "q closes"),
                              ("visit pick", "space tick")):
            terminal = self.terminal(*words.split(), "--as", ADA)
            terminal.until(prompt)
            self.assertKept(terminal, words)
            terminal.close()

    def test_a_passphrase_is_chosen(self):
        terminal = self.terminal("passphrase", "--as", ADA)
        terminal.asks_unseen("assphrase.*: ", PASSPHRASES[ADA])
        terminal.until("A new one: ")
        self.assertKept(terminal, "the old passphrase was typed")
        self.assertTrue(terminal.child.waitnoecho(timeout=LIMIT))
        new = "eleven slow lanterns by a lake"
        terminal.types(new)
        terminal.until("once more: ")
        self.assertKept(terminal, "the new one was typed", holding="the new passphrase",
                        secrets=self.secrets | {"the new passphrase": new.encode()})
        terminal.close()

    def test_a_vault_is_made(self):
        home = Household()
        self.addCleanup(home.close)
        terminal = self.terminal("init", home=home)
        terminal.begins_init(ADA, PASSPHRASES[ADA])
        terminal.until("the same once more")
        self.assertKept(terminal, "a passphrase was chosen", holding=f"{ADA}: the passphrase")
        self.assertTrue(terminal.child.waitnoecho(timeout=LIMIT))
        terminal.types(PASSPHRASES[ADA])
        terminal.until(r"show your recovery code now.*N\]")
        secrets = core_images.secrets_of(home)
        self.assertKept(terminal, "the vault was made", secrets=secrets)
        terminal.types("y")
        terminal.until("Write it down")
        self.assertKept(terminal, "the recovery code is on the screen", secrets=secrets)
        terminal.close()

    def test_the_shell_of_unlock_here(self):
        terminal = self.terminal("unlock", "--here", "--as", NOOR)
        terminal.asks_unseen(f"Passphrase of {NOOR}: ", PASSPHRASES[NOOR])
        terminal.until(r"ready\$ ")
        self.assertNotEqual(os.readlink(f"/proc/{terminal.child.pid}/exe"), program())
        image = core_images.of_process(terminal.child.pid)
        for locked in (False, True):
            self.assertEqual(image.finds(self.secrets, locked), [])
        for part in ("environ", "cmdline"):
            said = Path(f"/proc/{terminal.child.pid}/{part}").read_bytes()
            for name, secret in self.secrets.items():
                self.assertFalse([p for p in core_images.pieces(secret) if p in said], f"{name} in {part}")
        terminal.types("exit")
        self.assertEqual(terminal.ends(), 0)


class AtEveryStep(MemoryTest):
    """A command stopped at each system call, to its end: what it leaves behind lies there then."""

    def stepped(self, *words, passphrase: str | None = None, text: str = "", by: str = ADA) -> memory_steps.Seen:
        line, inherited = self.home.command(*words, by=by, passphrase=passphrase)
        pieces = {piece: name for name, secret in self.secrets.items() for piece in core_images.pieces(secret)}
        seen = memory_steps.stepped(line, pieces, text.encode(), env=self.home.environment, cwd=self.home.root,
                                    pass_fds=inherited)
        for descriptor in inherited:
            os.close(descriptor)
        self.assertEqual(seen.code, 0, seen.out)
        self.assertGreater(seen.stops, 100)
        # Argon2id has its result in memory of its own when it gives its working memory back, and wipes it then.
        within = {find for find in seen.outside if find[0].endswith(": what wraps the identity") and find[3] == MUNMAP}
        self.assertEqual(sorted(seen.outside - within), [], words)
        # What `status` tries to lock is more than any command holds at a time.
        self.assertLessEqual(seen.most_locked, 131_072, words)
        return seen

    def test_reading_and_writing(self):
        self.assertIn(f"{NOOR}: the identity secret", self.stepped("list", by=NOOR).locked)
        self.assertIn(f"{ADA}: slot key", self.stepped("write", "--file", "-", text="a few words").locked)
        self.assertIn("the key between both", self.stepped("write", "--us", "--file", "-", text="for both").locked)
        self.stepped("checkin", "--file", "-", text='{"pain": 3, "share": ["pain"]}')
        self.stepped("forget", self.home.entries("--last", "1", by=ADA)[0]["id"])

    def test_agreeing_and_checking(self):
        given = json.dumps({"items": [{"what": "holding hands"}], "signals": []})
        self.stepped("agree", "propose", "--file", "-", text=given)
        self.stepped("agree", "grant", "--all", by=NOOR)
        self.stepped("agree", "show")
        self.stepped("agree", "withdraw", by=NOOR)
        self.stepped("check")

    def test_passphrases_and_codes(self):
        seen = self.stepped("unlock", passphrase=PASSPHRASES[ADA])
        self.assertLessEqual({f"{ADA}: the passphrase", f"{ADA}: what wraps the identity"}, seen.locked)
        self.stepped("status")
        self.stepped("recovery", "show", passphrase=PASSPHRASES[ADA])
        self.secrets["the new passphrase"] = b"eleven slow lanterns by a lake"
        lines = f"{PASSPHRASES[ADA]}\neleven slow lanterns by a lake"
        self.assertIn("the new passphrase", self.stepped("passphrase", passphrase=lines).locked)

    def test_carrying_away(self):
        self.stepped("backup", self.home.root / "backup")
        self.stepped("export", "--output", self.home.root / "export")
        self.stepped("lock")
        self.addCleanup(self.home.unlock, ADA)


class TheProcess(unittest.TestCase):
    """What the kernel was asked for, as another user of the machine and with little memory to lock."""

    def setUp(self):
        needs_root()
        for tool in ("setpriv", "prlimit"):
            if not shutil.which(tool):
                unavailable(f"needs {tool}, of util-linux")
        self.home = Household()
        self.addCleanup(self.home.close)
        self.home.root.chmod(0o755)
        self.program = self.home.root / "vesper"
        shutil.copy(program(), self.program)
        self.home.init(ADA)
        self.home.sessions = False
        for path in [self.home.root, *self.home.root.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)

    def command(self, *words, lockable: int, text: bytes = b"") -> subprocess.CompletedProcess:
        """A command of a user without privileges, who may lock so many bytes."""
        end, begin = os.pipe()
        os.write(begin, PASSPHRASES[ADA].encode() + b"\n")
        os.close(begin)
        line = ["prlimit", f"--memlock={lockable}:{lockable}", *AS_NOBODY, self.program, *words]
        if text:
            line += ["--passphrase-fd", str(end)]
        try:
            return subprocess.run(line, env=self.home.environment, cwd=self.home.root, input=text,
                                  capture_output=True, timeout=LIMIT, pass_fds=(end,))
        finally:
            os.close(end)

    def test_little_memory_to_lock_is_said_and_stops_nobody(self):
        words = "too little memory can be locked, so secrets may reach swap"
        for lockable, weak in ((0, True), (8192, True), (131_071, True), (1 << 20, False)):
            status = self.command("status", lockable=lockable)
            self.assertEqual(status.returncode, 0, status)
            self.assertEqual(words in status.stdout.decode(), weak, (lockable, status.stdout))
            told = json.loads(self.command("status", "--json", lockable=lockable).stdout)
            self.assertEqual(words in told["weaknesses"], weak, (lockable, told))
            written = self.command("write", "--file", "-", lockable=lockable, text=b"a few words")
            self.assertEqual(written.returncode, 0, written.stderr)

    def test_no_core_and_no_other_process_of_the_user(self):
        process = subprocess.Popen(
            [*AS_NOBODY, self.program, "write", "--file", "-", "--as", ADA, "--passphrase-fd", "0"],
            env=self.home.environment, cwd=self.home.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.addCleanup(process.communicate)
        folder = Path(f"/proc/{process.pid}")
        # The name changes when setpriv becomes the program, which then waits for its input.
        self.assertTrue(soon(lambda: (folder / "comm").read_text() == "vesper\n"
                             and "poll" in (folder / "wchan").read_text()))
        limits = (folder / "limits").read_text()
        self.assertRegex(limits, r"Max core file size\s+0\s+0\s")
        status = (folder / "status").read_text()
        self.assertEqual(re.search(r"Uid:\s+(\d+)", status)[1], str(NOBODY))
        # proc(5): what belongs to such a process belongs to root while it is not dumpable.
        for name in ("mem", "environ", "maps", "fd"):
            self.assertEqual((folder / name).lstat().st_uid, 0, name)
            tried = subprocess.run(
                [*AS_NOBODY, "ls" if name == "fd" else "cat", folder / name], capture_output=True)
            self.assertNotEqual(tried.returncode, 0, name)
            self.assertIn(b"Permission denied", tried.stderr)
        # The same look at a process that hides nothing succeeds.
        other = subprocess.Popen([*AS_NOBODY, "cat"], stdin=subprocess.PIPE)
        self.addCleanup(other.communicate)
        time.sleep(0.2)
        self.assertEqual(Path(f"/proc/{other.pid}/environ").lstat().st_uid, NOBODY)


class AfterLocking(MemoryTest):
    def test_no_serial_gives_the_session_any_more(self):
        if not self.home.sessions:
            unavailable("needs a keyring")
        if not shutil.which("keyctl"):
            unavailable("needs keyctl")
        self.home.unlock(ADA)
        self.addCleanup(self.home.unlock, ADA)
        partner = next(one["id"] for one in self.home.partners or self.partners() if one["name"] == ADA)
        serials = self.serials(partner)
        self.assertTrue(serials)
        secret = self.secrets[f"{ADA}: the identity secret"]
        self.assertTrue(any(secret in self.read(serial) for serial in serials), "it can be read while it is open")
        self.home.do("lock", by=ADA)
        for serial in serials + self.serials(""):
            self.assertNotIn(secret, self.read(serial))
        self.assertEqual([self.read(serial) for serial in serials], [b""] * len(serials))

    def partners(self) -> list[dict]:
        return self.home.do("status", "--json").json()["unlocked"]

    def serials(self, partner: str) -> list[str]:
        """The serial of each key of the kernel that is called after a partner, its state whatever it is."""
        return [str(int(line.split()[0], 16)) for line in Path("/proc/keys").read_text().splitlines()
                if " user " in line and "vesper:" in line and partner in line]

    def read(self, serial: str) -> bytes:
        return subprocess.run(["keyctl", "pipe", serial], capture_output=True).stdout


if __name__ == "__main__":
    unittest.main()
