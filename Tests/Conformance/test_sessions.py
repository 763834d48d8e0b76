"""Sessions in the kernel's keyring, and what the program asks at a terminal."""

import os
import re
import shutil
import signal
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from household import ADA, NOOR, PASSPHRASES, Household, HouseholdTest, program, unavailable
from terminals import WIDTH, Terminal
from waiting import LIMIT


def setUpModule():
    """A couple whose sessions nobody else uses."""
    global HOME
    HOME = Household()
    unittest.addModuleCleanup(HOME.close)
    HOME.init(ADA, NOOR)
    if HOME.run("unlock", by=ADA, passphrase=PASSPHRASES[ADA]).code == 69:
        unavailable("the kernel gives no keyring here")
    HOME.do("lock")


class Sessions(unittest.TestCase):
    assertRefused = HouseholdTest.assertRefused

    def setUp(self):
        self.home = HOME
        self.addCleanup(self.home.run, "lock")

    def unlocked(self) -> set[str]:
        return {session["name"] for session in self.home.do("status", "--json").json()["unlocked"]}

    def unlock(self, name: str, *words):
        self.home.do("unlock", *words, by=name, passphrase=PASSPHRASES[name])

    def test_two_partners_have_two_sessions(self):
        self.assertEqual(self.unlocked(), set())
        self.unlock(ADA)
        self.assertEqual(self.unlocked(), {ADA})
        self.home.do("list", by=ADA)
        self.assertRefused(self.home.run("list", by=NOOR), 77, "the vault is locked", "vesper unlock")
        self.unlock(NOOR)
        self.assertEqual(self.unlocked(), {ADA, NOOR})
        self.home.do("list", by=NOOR)
        self.home.do("lock", by=ADA)
        self.assertEqual(self.unlocked(), {NOOR})
        self.assertRefused(self.home.run("list", by=ADA), 77, "the vault is locked")
        self.home.do("list", by=NOOR)
        self.unlock(ADA)
        self.home.do("lock")
        self.assertEqual(self.unlocked(), set())
        for name in (ADA, NOOR):
            self.assertRefused(self.home.run("list", by=name), 77, "the vault is locked")
        self.home.do("lock")

    def test_status_tells_until_when(self):
        self.unlock(ADA, "--for", "15m")
        session, = self.home.do("status", "--json").json()["unlocked"]
        left = datetime.fromisoformat(session["until"]) - datetime.now(timezone.utc)
        # Used or not, it ends after eight hours; unused after the quarter of an hour.
        self.assertTrue(timedelta(hours=7.9) < left <= timedelta(hours=8, seconds=1), session)
        self.assertEqual(session["idle"], 900)
        self.assertIn("Open for Adalinde", self.home.do("status").text)
        self.home.do("lock")
        self.assertIn("Locked", self.home.do("status").text)

    def test_a_session_ends_when_it_is_not_used(self):
        self.unlock(ADA, "--for", "1s")
        time.sleep(2.2)
        self.assertRefused(self.home.run("list", by=ADA), 77, "the vault is locked")
        self.assertEqual(self.unlocked(), set())

    def test_use_renews_a_session(self):
        self.unlock(ADA, "--for", "6s")
        began = time.monotonic()
        while time.monotonic() - began < 8:
            time.sleep(0.7)
            self.home.do("list", by=ADA)
        time.sleep(7.2)
        self.assertRefused(self.home.run("list", by=ADA), 77, "the vault is locked")

    def test_lengths_of_time_that_are_none(self):
        for length in ("0s", "9h", "-1m", "1", "m", "1d", "99999999999h", "1.5h", "８h"):
            answer = self.home.run("unlock", f"--for={length}", by=ADA, passphrase=PASSPHRASES[ADA])
            self.assertRefused(answer, 64, "not a length of time")
        self.assertEqual(self.unlocked(), set())

    def test_another_session_keyring_does_not_find_it(self):
        if not shutil.which("keyctl"):
            unavailable("needs keyctl")
        self.unlock(ADA)
        elsewhere = ("keyctl", "session", "-")
        answer = self.home.run("list", by=ADA, under=elsewhere)
        self.assertEqual(answer.code, 77, answer)
        self.home.do("list", by=ADA)
        # And the other way round: what is opened there is not open here.
        self.home.do("lock")
        script = f'"$0" unlock --as {ADA} --passphrase-file "$1" && "$0" list --as {ADA} && echo open there'
        file = self.home.root / "passphrase"
        file.write_text(PASSPHRASES[ADA] + "\n")
        self.addCleanup(file.unlink)
        answer = self.home.run(under=(*elsewhere, "sh", "-c", script, program(), file), text="")
        self.assertIn(b"open there", answer.out, answer)
        self.assertRefused(self.home.run("list", by=ADA), 77, "the vault is locked")

    def test_a_session_is_for_its_own_vault(self):
        self.unlock(ADA)
        other = Household()
        self.addCleanup(other.close)
        other.init(ADA)
        self.assertRefused(other.run("list", by=ADA), 77, "the vault is locked")

    def test_a_session_leaves_no_trace_on_disk(self):
        before = self.home.files()
        self.unlock(ADA)
        self.home.do("list", by=ADA)
        self.home.do("lock")
        self.assertEqual(self.home.files(), before)


class AtATerminal(unittest.TestCase):
    assertRefused = HouseholdTest.assertRefused

    def setUp(self):
        self.home = HOME
        self.addCleanup(self.home.run, "lock")

    def terminal(self, *words, **options) -> Terminal:
        terminal = Terminal(options.pop("home", self.home), *words, **options)
        self.addCleanup(terminal.close)
        return terminal

    def assertFits(self, terminal: Terminal):
        for line in terminal.lines():
            self.assertLessEqual(len(line), WIDTH, f"{line!r} is wider than the terminal")

    def test_unlock_here_is_for_this_terminal_alone(self):
        terminal = self.terminal("unlock", "--here", "--as", NOOR, columns=100)
        terminal.asks_unseen(f"Passphrase of {NOOR}: ", PASSPHRASES[NOOR])
        terminal.until(f"Open for {NOOR}")
        terminal.until(r"ready\$ ")
        self.assertNotIn(PASSPHRASES[NOOR], terminal.seen)
        self.assertEqual(terminal.shell('echo "by $VESPER_AS"'), f"by {NOOR}")
        # VESPER_AS says who writes, and the session is open.
        self.assertEqual(terminal.shell('echo here alone | "$VESPER" write >/dev/null; echo "code $?"'), "code 0")
        self.assertIn("here alone", terminal.shell('"$VESPER" list --json --no-input | cut -c1-400'))
        self.assertEqual(terminal.shell('sh -c \'"$VESPER" list --no-input >/dev/null; echo "code $?"\''), "code 0")
        # It is a shell like any other: it does not ignore what the program itself ignores.
        ignored = int(terminal.shell("grep SigIgn /proc/self/status").split()[-1], 16)
        self.assertFalse(ignored >> (signal.SIGPIPE - 1) & 1, hex(ignored))
        # Outside nothing is open.
        self.assertRefused(self.home.run("list", by=NOOR), 77, "the vault is locked")
        self.assertEqual(self.home.do("status", "--json").json()["unlocked"], [])
        # Locking outside does not reach it; locking inside does.
        self.home.do("lock")
        self.assertEqual(terminal.shell('"$VESPER" list --no-input >/dev/null; echo "code $?"'), "code 0")
        self.assertEqual(terminal.shell('"$VESPER" lock >/dev/null; "$VESPER" list --no-input 2>/dev/null; '
                                        'echo "code $?"').splitlines()[-1], "code 77")
        terminal.types("exit")
        self.assertEqual(terminal.ends(), 0)

    def test_unlock_here_does_not_open_on_a_wrong_passphrase(self):
        terminal = self.terminal("unlock", "--here", "--as", NOOR)
        for _ in range(2):
            terminal.asks_unseen(f"Passphrase of {NOOR}: ", "not the passphrase")
            terminal.until("That passphrase does not open it[.]")
        terminal.asks_unseen(f"Passphrase of {NOOR}: ", "nor this one")
        self.assertEqual(terminal.ends(), 77)
        self.assertNotIn("ready$", terminal.seen)

    def test_a_passphrase_that_was_mistyped_is_typed_again_unseen(self):
        terminal = self.terminal("unlock", "--as", NOOR)
        terminal.asks_unseen(f"Passphrase of {NOOR}: ", "quite another")
        terminal.until("That passphrase does not open it[.]")
        terminal.asks_unseen(f"Passphrase of {NOOR}: ", PASSPHRASES[NOOR])
        terminal.until("Open for")
        self.assertEqual(terminal.ends(), 0)
        terminal = self.terminal("unlock", "--as", NOOR)
        terminal.asks_unseen(f"Passphrase of {NOOR}: ", "quite another")
        terminal.asks_unseen(f"Passphrase of {NOOR}: ", "")
        terminal.until("no passphrase was given")
        self.assertEqual(terminal.ends(), 77)

    def test_a_write_while_locked_asks_for_the_passphrase_once(self):
        terminal = self.terminal("write", "--as", ADA)
        terminal.asks_unseen(f"Passphrase of {ADA}: ", PASSPHRASES[ADA])
        terminal.until(f"{ADA} · What would you like to put down[?]")
        terminal.types("first line, typed by hand")
        terminal.types("")
        terminal.types("second paragraph with café and 漢字")
        terminal.types(".")
        terminal.until("Kept, for you alone")
        self.assertEqual(terminal.ends(), 0)
        self.assertNotIn(PASSPHRASES[ADA], terminal.seen)
        self.assertFits(terminal)
        kept = self.home.do("list", "--json", "--as", ADA, "--last", "1", passphrase=PASSPHRASES[ADA]).json()
        self.assertEqual(kept[0]["body"]["text"], "first line, typed by hand\n\nsecond paragraph with café and 漢字")
        self.assertEqual(self.home.do("status", "--json").json()["unlocked"], [], "no session was begun")

    def test_a_check_in_by_questions(self):
        self.home.do("unlock", by=NOOR, passphrase=PASSPHRASES[NOOR])
        terminal = self.terminal("checkin", "--as", NOOR)
        terminal.asks("energy right now", "6")
        terminal.asks("pain right now", "eleven")
        terminal.until("That has to be a whole number")
        terminal.asks("pain right now", "2")
        terminal.asks("fatigue right now", "")
        terminal.asks("desire right now", ".")
        terminal.until("Kept, for you alone")
        self.assertEqual(terminal.ends(), 0)
        self.assertFits(terminal)
        kept = self.home.entries("--kind", "checkin", "--last", "1", by=NOOR)[0]
        self.assertEqual(kept["body"], {"energy": 6, "pain": 2})

    def test_questions_left_with_ctrl_c_keep_nothing(self):
        self.home.do("unlock", by=NOOR, passphrase=PASSPHRASES[NOOR])
        before = self.home.files(self.home.vault)
        for command, prompt in (("checkin", "pain right now"), ("write", "put down[?]")):
            terminal = self.terminal(command, "--as", NOOR)
            if command == "checkin":
                terminal.asks("energy right now", "6")
            terminal.until(prompt)
            terminal.child.send("half a wor")
            terminal.child.sendintr()
            self.assertEqual(terminal.ends(), 130)
        self.assertEqual(self.home.files(self.home.vault), before)

    def test_no_input_asks_nothing_at_a_terminal(self):
        terminal = self.terminal("list", "--as", NOOR, "--no-input")
        self.assertEqual(terminal.ends(), 77)
        self.assertNotIn("Passphrase", terminal.seen)

    def test_ctrl_c_at_the_passphrase_leaves_the_terminal_as_it_was(self):
        terminal = self.terminal(shell="/bin/sh", columns=100)
        terminal.until(r"ready\$ ")
        before = terminal.shell("stty -a")
        for key, code in (("\x03", "130"), ("\x1c", "131")):
            terminal.types(f'"$VESPER" list --as {ADA}')
            terminal.until(f"Passphrase of {ADA}: ")
            self.assertTrue(terminal.child.waitnoecho(timeout=LIMIT))
            terminal.child.send("apple tr")
            terminal.child.send(key)
            terminal.until(r"ready\$ ")
            self.assertEqual(terminal.shell('echo "code $?"'), f"code {code}")
            self.assertEqual(terminal.shell("stty -a"), before)
        self.assertNotIn("apple tr", terminal.seen)
        # The signals that come from elsewhere are no different.
        for name in ("TERM", "HUP"):
            terminal.types(f'"$VESPER" list --as {ADA}; echo "code $?"')
            terminal.until(f"Passphrase of {ADA}: ")
            self.assertTrue(terminal.child.waitnoecho(timeout=LIMIT))
            self.kill_at_the_prompt(name)
            terminal.until(r"code \d+")
            terminal.until(r"ready\$ ")
            self.assertEqual(terminal.shell("stty -a"), before)

    def kill_at_the_prompt(self, name: str):
        """Sends a signal to the command that waits for a passphrase in this home."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
                home = (process / "environ").read_bytes()
            except OSError:
                continue
            if b"list" in words and f"HOME={self.home.root}\0".encode() in home + b"\0":
                found.append(int(process.name))
        self.assertEqual(len(found), 1)
        os.kill(found[0], getattr(signal, f"SIG{name}"))

    def test_a_stop_at_the_passphrase_asks_again(self):
        if not shutil.which("bash"):
            unavailable("needs bash, for job control")
        terminal = self.terminal("--norc", "--noprofile", "-i", shell=shutil.which("bash"), columns=200)
        terminal.until(r"ready\$ ")
        before = self.settings(terminal)
        terminal.types(f'"$VESPER" status >/dev/null; "$VESPER" list --as {ADA}')
        terminal.until(f"Passphrase of {ADA}: ")
        terminal.child.waitnoecho(timeout=LIMIT)
        terminal.child.send("\x1a")
        terminal.until("Stopped")
        terminal.until(r"ready\$ ")
        self.assertEqual(self.settings(terminal), before)
        terminal.types("fg")
        terminal.asks_unseen(f"Passphrase of {ADA}: ", PASSPHRASES[ADA])
        terminal.until("q closes")
        terminal.child.send("q")
        terminal.until(r"ready\$ ")
        self.assertEqual(self.settings(terminal), before)
        self.assertNotIn(PASSPHRASES[ADA], terminal.seen)

    @staticmethod
    def settings(terminal: Terminal) -> str:
        """Echo and line editing; bash itself changes the rest at its prompt."""
        return re.sub(r"\s+", " ", terminal.shell("stty -a | tr ' ' '\\n' | grep -xE -- '-?(echo|icanon|isig)'"))

    def test_init_by_questions(self):
        home = Household()
        self.addCleanup(home.close)
        terminal = self.terminal("init", home=home)
        terminal.asks(r"What are you called\?", ADA)
        terminal.asks(r"Who is here with you\?.*own\)", NOOR)
        first = f"{ADA}, a passphrase that is yours alone: "
        terminal.asks_unseen(first, "short")
        terminal.until("at least 8 characters")
        terminal.asks_unseen(first, PASSPHRASES[ADA])
        terminal.asks_unseen(f"{ADA}, the same once more: ", "something different")
        terminal.until("Those two were different")
        terminal.asks_unseen(first, PASSPHRASES[ADA])
        terminal.asks_unseen(f"{ADA}, the same once more: ", PASSPHRASES[ADA])
        terminal.asks_unseen(f"{NOOR}, a passphrase that is yours alone: ", PASSPHRASES[NOOR])
        terminal.asks_unseen(f"{NOOR}, the same once more: ", PASSPHRASES[NOOR])
        terminal.until("Your vault is ready")
        terminal.asks(f"{ADA}, show your recovery code now.*N\\]", "y")
        code = terminal.until(r"((?:[0-9A-Z]{5}-\s*){13}[0-9A-Z]{5})")[1]
        terminal.asks("Write it down", "")
        terminal.until(re.escape("\x1b[H\x1b[2J\x1b[?25h\x1b[?2004l\x1b[?1049l"))
        terminal.asks(r"Type it back once.*N\]", "y")
        wrong = ("A" if code[0] != "A" else "B") + code[1:]
        terminal.asks("The recovery code, in one line", re.sub(r"\s", "", wrong))
        terminal.asks(r"Group 1 of the code does not fit.*N\]", "y")
        terminal.asks("The recovery code, in one line", re.sub(r"\s", "", code))
        terminal.until("The paper is right")
        terminal.asks(f"{NOOR}, show your recovery code now.*N\\]", "")
        terminal.until("Next: vesper unlock")
        self.assertEqual(terminal.ends(), 0)
        for secret in (*PASSPHRASES.values(), "something different", "short\r"):
            self.assertNotIn(secret, terminal.seen)
        told = home.do("recovery", "show", "--json", by=ADA, passphrase=PASSPHRASES[ADA]).json()["recovery"]
        self.assertEqual(re.sub(r"\s", "", code), told)
        home.unlock(ADA, NOOR)
        self.assertEqual(home.do("status", "--json").json()["unlocked"][0]["name"] in (ADA, NOOR), True)

    def test_init_left_with_ctrl_c_leaves_nothing(self):
        home = Household()
        self.addCleanup(home.close)
        terminal = self.terminal("init", home=home)
        terminal.begins_init(ADA, PASSPHRASES[ADA])
        terminal.until(f"{ADA}, the same once more: ")
        terminal.child.waitnoecho(timeout=LIMIT)
        terminal.child.sendintr()
        self.assertIn(terminal.ends(), (-2, 77))
        self.assertEqual(home.files(), {})
        home.init(ADA)


if __name__ == "__main__":
    unittest.main()
