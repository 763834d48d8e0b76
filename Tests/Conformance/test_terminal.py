"""Prompts, drafts, the pager and the editor at a real terminal, and that nothing of it is left lying about."""

import json
import os
import re
import shutil
import signal
import time
import unicodedata
import unittest
from pathlib import Path

import memory
import open_files
import state_format
from household import ADA, NOOR, PASSPHRASES, HouseholdTest, program, unavailable
from screens import Screen
from terminals import STEERING, Terminal, shown
from waiting import soon

# Another word in each process: tmux types it, and a test at the same time looks through all command lines.
CANARY = "quetzal" + "".join(chr(ord("a") + int(digit)) for digit in f"{os.getpid():07}")


def columns(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class TerminalTest(HouseholdTest):
    def setUp(self):
        super().setUp()
        self.memory = memory.run_folder(self)
        self.before = self.texts()

    def screen(self, **options) -> Screen:
        env = {"VESPER_AS": ADA, "XDG_RUNTIME_DIR": str(self.memory)} | options.pop("env", {})
        screen = Screen(self.home, env=env, **options)
        self.addCleanup(screen.close)
        return screen

    def texts(self) -> list[str]:
        return list(self.home.texts(ADA).values())

    def drafts(self) -> list[Path]:
        return [path for path in self.home.state.rglob("*.drafts/*")]

    def processes(self) -> list[int]:
        """The program's own processes in this home, found by their file and environment."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                own = os.readlink(process / "exe") == program()
                here = f"HOME={self.home.root}\0".encode() in (process / "environ").read_bytes()
            except OSError:
                continue
            if own and here:
                found.append(int(process.name))
        return found

    def kill(self, number: int):
        (process,) = self.processes()
        os.kill(process, number)

    def assertUnseen(self, screen: Screen | None = None, canary: str = CANARY):
        """On no screen, in no scrollback, history, folder, file, process or memory file."""
        if screen:
            self.assertNotIn(canary, screen.all())
            screen.says(" history -a")
            screen.back()
            if screen.history.exists():
                self.assertNotIn(canary, screen.history.read_text())
        for path in self.home.root.rglob("*"):
            self.assertNotIn(canary, str(path))
            if path.is_file():
                self.assertNotIn(canary.encode(), path.read_bytes(), path)
        self.assertEqual(list((self.home.root / "tmp").glob("*")) if (self.home.root / "tmp").exists() else [], [])
        self.assertEqual(memory.left_in(self.memory), set())
        for process in Path("/proc").glob("[0-9]*"):
            try:
                self.assertNotIn(canary.encode(), (process / "cmdline").read_bytes())
            except OSError:
                continue


class Writing(TerminalTest):
    def test_a_text_is_edited_hidden_stopped_resized_and_kept(self):
        screen = self.screen()
        screen.says("$VESPER write")
        screen.until("Esc hides it")
        screen.types(f"A {CANARY} on 漢字 bench,", "Enter")
        screen.types("and more of it than forty columns take in one row", "Home")
        screen.types("Yes, ", "End", "BSpace", "BSpace", "BSpace")
        screen.types("line", "C-w")
        screen.types("row")
        screen.until("one row")
        screen.types("", "Escape")
        screen.until(r"^\s*$")
        screen.types("x")
        self.assertIn(CANARY, screen.until("Yes, and more"))
        screen.types("", "C-z")
        screen.until("Stopped")
        screen.back()
        self.assertNotIn(CANARY, screen.all())
        screen.says("fg")
        screen.until(CANARY)
        screen.resize(60, 12)
        screen.until("Yes, and more of it than forty columns take in one")
        screen.resize(40, 16)
        # A paste in one piece, in which a dot ends nothing.
        screen.tmux("set-buffer", "pasted\n.\nwords")
        screen.types("", "Enter")
        screen.tmux("paste-buffer", "-p")
        screen.until("words")
        screen.types("", "Enter")
        screen.says(".")
        screen.until("Kept, for you alone")
        screen.back()
        self.assertEqual(self.texts(), [
            f"A {CANARY} on 漢字 bench,\nYes, and more of it than forty columns take in one row\npasted\n.\nwords"])
        self.assertEqual(self.drafts(), [])
        self.assertUnseen(screen)

    def test_ctrl_c_keeps_a_sealed_draft_that_is_offered_once(self):
        screen = self.screen()
        screen.says("$VESPER write")
        screen.until("Esc hides it")
        screen.types(f"half a {CANARY}", "C-c")
        screen.until("the same command offers it again")
        screen.until(r"ready\$\s*$")
        (draft,) = self.drafts()
        self.assertEqual(draft.stat().st_size % 512, 0)
        self.assertEqual(draft.stat().st_mode & 0o777, 0o600)
        self.assertUnseen(screen)
        self.assertIn(f"half a {CANARY}", self.opened(draft)["open"]["text"])
        # The other partner's commands say nothing of it, and leave it alone.
        before = draft.stat()
        self.assertNotIn(b"draft", self.home.do("status", by=NOOR).out + self.home.do("list", by=NOOR).out)
        terminal = Terminal(self.home, "write", "--as", NOOR)
        self.addCleanup(terminal.close)
        terminal.until("What would you like to put down")
        self.assertNotIn("draft", terminal.seen)
        terminal.types(".")
        self.assertEqual(terminal.ends(), 0)
        self.assertEqual(draft.stat().st_atime_ns, before.st_atime_ns)
        screen.says("$VESPER write")
        screen.until("There is a draft from")
        screen.says("")
        screen.until(f"half a {CANARY}")
        screen.types(", and the rest", "C-d")
        screen.until("Kept, for you alone")
        screen.back()
        self.assertEqual(self.texts(), [f"half a {CANARY}, and the rest"])
        self.assertEqual(self.drafts(), [])
        self.assertUnseen(screen)

    def test_a_hangup_and_a_kill_leave_the_words_sealed(self):
        for number, rest in ((signal.SIGHUP, "C-d"), (signal.SIGTERM, "C-d"), (signal.SIGKILL, "C-d")):
            terminal = Terminal(self.home, "write", "--as", ADA)
            self.addCleanup(terminal.close)
            terminal.until("Esc hides it")
            terminal.child.send(f"first {CANARY}\nsecond")
            terminal.until("second")
            # A pause seals the line that is being typed; a signal that can be heard does at once.
            if number == signal.SIGKILL:
                self.assertTrue(soon(lambda: self.drafts() and self.held_since()))
            self.kill(number)
            self.assertEqual(terminal.ends(), -number)
            self.assertEqual(len(self.drafts()), 1, number)
            self.assertUnseen()
            terminal = Terminal(self.home, "write", "--as", ADA)
            self.addCleanup(terminal.close)
            terminal.asks("There is a draft from.*Go on with it", "")
            terminal.until("Esc hides it. .*second")
            terminal.child.send(" line\x04")
            terminal.until("Kept")
            self.assertEqual(terminal.ends(), 0)
            self.assertEqual(self.texts().count(f"first {CANARY}\nsecond line"), 1)
            self.assertEqual(self.drafts(), [])
            self.home.do("forget", self.home.entries("--last", "1", by=ADA)[0]["id"], by=ADA)

    def opened(self, draft: Path) -> dict:
        """A draft as the second reader opens it, from docs/format.md alone; nobody else's key does."""
        vault = open_files.vault_id((self.home.vault / "vesper-vault").read_bytes())
        bodies = {}
        for file in (self.home.data / "vesper/identities").iterdir():
            for name, words in PASSPHRASES.items():
                try:
                    who = open_files.identity(file.read_bytes(), file.name, words.encode())
                except open_files.Refused:
                    continue
                bodies[name] = state_format.draft_body(draft.read_bytes(), who, vault, bytes.fromhex(draft.name))
        self.assertIsNone(bodies[NOOR])
        return json.loads(bodies[ADA])

    def held_since(self) -> bool:
        """Whether the pause that seals is over: the draft was not touched for a while."""
        return time.time() - self.drafts()[0].stat().st_mtime > 1.3

    def test_a_closed_window_is_a_hangup(self):
        screen = self.screen()
        screen.says("$VESPER checkin")
        screen.until("Energy right now")
        screen.says("4")
        screen.until("Pain right now")
        screen.close()
        self.assertTrue(soon(lambda: not self.processes()))
        terminal = Terminal(self.home, "checkin", "--as", ADA)
        self.addCleanup(terminal.close)
        terminal.asks("There is a draft from.*Go on with it", "")
        terminal.until("energy: 4")
        terminal.asks("Pain right now", "2")
        terminal.asks("Fatigue right now", ".")
        terminal.until("Kept")
        self.assertEqual(terminal.ends(), 0)
        self.assertEqual(self.home.entries("--last", "1", by=ADA)[0]["body"], {"energy": 4, "pain": 2})

    def test_a_session_that_ended_meanwhile_costs_the_passphrase_and_no_word(self):
        if not self.home.sessions:
            unavailable("needs a keyring")
        self.addCleanup(self.home.unlock, ADA, NOOR)
        for passphrase, code in (("not the passphrase", 77), (PASSPHRASES[ADA], 0)):
            self.home.unlock(ADA)
            terminal = Terminal(self.home, "write", "--as", ADA)
            self.addCleanup(terminal.close)
            if code == 0:
                terminal.asks("There is a draft from.*Go on with it", "")
            terminal.until("Esc hides it")
            terminal.child.send("a word\x1b")
            terminal.until(re.escape("\x1b[?25l\x1b[H\x1b[K\x1b[J"))
            terminal.child.send("x")
            terminal.until("a word")
            self.home.do("lock", by=ADA)
            terminal.types("")
            terminal.types(".")
            terminal.asks_unseen(f"The session has ended meanwhile.*Passphrase of {ADA}: ", passphrase)
            if code:
                terminal.asks_unseen(f"does not open it.*Passphrase of {ADA}: ", "")
            self.assertEqual(terminal.ends(), code, terminal.seen)
        # What is hidden when the session ends is not shown again.
        self.home.unlock(ADA)
        self.assertEqual(self.texts(), ["a word\na word"])
        terminal = Terminal(self.home, "write", "--as", ADA)
        self.addCleanup(terminal.close)
        terminal.until("Esc hides it")
        terminal.child.send("hidden\x1b")
        terminal.until(re.escape("\x1b[?25l\x1b[H\x1b[K\x1b[J"))
        self.home.do("lock", by=ADA)
        terminal.child.send("x")
        self.assertEqual(terminal.ends(), 77)
        self.assertNotIn("hidden", terminal.seen.rpartition("\x1b[?25l\x1b[H\x1b[K\x1b[J")[2])

    def test_dumb_and_plain_terminals_are_asked_line_by_line(self):
        for words, env in (((), {"TERM": "dumb"}), (("--plain",), {})):
            terminal = Terminal(self.home, "checkin", "--as", ADA, *words, env=env)
            self.addCleanup(terminal.close)
            terminal.asks("Energy right now", "4")
            terminal.asks("Pain right now", "<")
            terminal.asks("Energy right now", "5")
            terminal.asks("Pain right now", ".")
            terminal.until("Kept")
            self.assertEqual(terminal.ends(), 0)
            self.assertNotIn("\x1b", terminal.seen)
            self.assertEqual(self.home.entries("--last", "1", by=ADA)[0]["body"], {"energy": 5})
            # A terminal that closes there leaves what was answered.
            terminal = Terminal(self.home, "checkin", "--as", ADA, *words, env=env)
            self.addCleanup(terminal.close)
            terminal.asks("Energy right now", "4")
            terminal.until("Pain right now")
            terminal.close()
            terminal = Terminal(self.home, "checkin", "--as", ADA, *words, env=env)
            self.addCleanup(terminal.close)
            terminal.asks("There is a draft from.*d throws it away", "d")
            terminal.asks("Energy right now", ".")
            self.assertEqual(terminal.ends(), 0)
            self.assertEqual(self.drafts(), [])

    def test_every_row_fits_whatever_the_locale(self):
        for env in ({"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}):
            terminal = Terminal(self.home, "write", "--as", ADA, env=env)
            self.addCleanup(terminal.close)
            terminal.until("Esc hides it")
            terminal.child.send("漢字" * 30 + " café über " + "wort" * 20)
            terminal.until("wort")
            terminal.child.send("\x04")
            self.assertEqual(terminal.ends(), 0)
            for line in shown(terminal.seen):
                self.assertLessEqual(columns(line), 40, line)
            self.assertEqual(self.texts()[0], "漢字" * 30 + " café über " + "wort" * 20)
            terminal = Terminal(self.home, "show", "--last", "1", "--as", ADA, env=env)
            self.addCleanup(terminal.close)
            self.assertEqual(terminal.ends(), 0)
            for line in shown(terminal.seen):
                self.assertLessEqual(columns(line), 40, line)


class Reading(TerminalTest):
    def setUp(self):
        super().setUp()
        for number in range(18):
            self.home.write(f"evening {number:02} with a {CANARY} on the bench by the river", by=ADA)

    def test_a_page_is_turned_hidden_resized_and_forgotten(self):
        screen = self.screen()
        for command in ("list", "show --last 9", "today"):
            screen.says(f"$VESPER {command}")
            screen.until("q closes")
            screen.types("", "q")
            screen.back()
            self.assertUnseen(screen)
        screen.says("$VESPER list")
        screen.until("evening 17")
        screen.until("space more Esc hides q closes")
        screen.types(" ")
        screen.until("evening 09")
        # Whoever is startled presses it twice.
        for _ in range(2):
            screen.types("", "Escape")
            screen.until(r"^\s*$")
            time.sleep(0.2)  # what follows at once would be a key with Alt
        screen.types("", "Space")
        self.assertIn(CANARY[:6], screen.until("evening 09"))
        screen.resize(70, 10)
        seen = screen.until("evening 09.*")
        self.assertTrue(all(len(line) <= 70 for line in seen.splitlines()))
        screen.types("", "C-z")
        screen.until("Stopped")
        screen.back()
        screen.says("fg")
        screen.until("q closes")
        screen.types("G", "C-c")
        screen.back()
        self.assertUnseen(screen)

    def test_a_search_is_typed_and_read_unseen(self):
        screen = self.screen()
        screen.says("$VESPER search")
        screen.until("Find which word")
        screen.says(CANARY)
        screen.until("evening 17")
        screen.types("", "q")
        screen.back()
        self.assertUnseen(screen)

    def test_what_would_come_in_is_seen_and_forgotten(self):
        (self.home.root / "mood.csv").write_text(f"date,words\n2026-03-01,a {CANARY} in a table\n")
        (self.home.root / "clinic.ics").write_text("\r\n".join((
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a clinic//", "BEGIN:VEVENT", "UID:1@clinic",
            "DTSTAMP:20260301T100000Z", "DTSTART;VALUE=DATE:20991001", f"SUMMARY:a {CANARY} talk", "END:VEVENT",
            "END:VCALENDAR", "")))
        screen = self.screen(env={"FILES": str(self.home.root)}, columns=80)
        table = "import --from csv --file $FILES/mood.csv --column date=date --column text=words"
        for command in (table, "import --from ics --file $FILES/clinic.ics", "cal import $FILES/clinic.ics"):
            screen.says(f"$VESPER {command} --dry-run")
            screen.until(f"a {CANARY}")
            screen.until("q closes")
            screen.types("", "q")
            screen.back()
            self.assertNotIn(CANARY, screen.all())
        # What came in is counted on the screen that stays, without its words.
        for command in (table, "cal import $FILES/clinic.ics"):
            screen.says(f"$VESPER {command}")
            screen.until("came in, for you alone")
            self.assertNotIn(CANARY, screen.all())

    def test_a_signal_gives_the_terminal_back(self):
        screen = self.screen()
        for number in (signal.SIGTERM, signal.SIGINT):
            screen.says("$VESPER list")
            screen.until("q closes")
            self.kill(number)
            screen.until(r"ready\$\s*$")
            screen.back()
            self.assertUnseen(screen)

    def test_colour_is_sparing_and_can_be_refused(self):
        for env, expected in (({}, {"2", "22"}), ({"NO_COLOR": "1"}, set()), ({"NO_COLOR": ""}, {"2", "22"})):
            terminal = Terminal(self.home, "list", "--as", ADA, env=env)
            self.addCleanup(terminal.close)
            self.assertEqual(terminal.ends(), 0)
            self.assertEqual(set(re.findall(r"\x1b\[([0-9;]*)m", terminal.seen)), expected)

    def test_pipes_scripts_and_screen_readers_get_lines(self):
        for words, env in ((("--plain",), {}), ((), {"TERM": "dumb"}), (("--json",), {}), (("--no-input",), {})):
            terminal = Terminal(self.home, "list", "--as", ADA, *words, env=env)
            self.addCleanup(terminal.close)
            terminal.until("evening 00")
            self.assertEqual(terminal.ends(), 0)
            self.assertNotIn("\x1b", terminal.seen)
        self.assertNotIn(b"\x1b", self.home.do("list", by=ADA).out)
        # One fact a line, and nothing drawn.
        self.home.put("checkin", {"energy": 4, "pain": 6}, by=ADA)
        lines = self.home.do("list", "--plain", "--last", "1", by=ADA).text.splitlines()
        self.assertEqual(lines[0], "check-in")
        self.assertEqual(lines[2:6], [f"by {ADA}", "for you alone", "energy: 4 of 10", "pain: 6 of 10"])
        said = self.home.do("show", "--plain", "--last", "1", by=ADA).text
        self.assertNotRegex(said, "[·│─→…]")


class Editing(TerminalTest):
    """`write --editor`, with editors of the test's own; test_no_plaintext.py has the real ones."""

    def setUp(self):
        super().setUp()
        self.bin = self.home.root / "bin"
        self.bin.mkdir()
        self.report = self.home.root / "report"

    def editor(self, name: str, script: str) -> dict:
        path = self.bin / name
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)
        return {"PATH": f"{self.bin}:/usr/bin:/bin", "EDITOR": name, "VISUAL": "",
                "XDG_RUNTIME_DIR": str(self.memory), "SECRET": "handed on"}

    def editing(self, env: dict) -> Terminal:
        terminal = Terminal(self.home, "write", "--editor", "--as", ADA, env=env)
        self.addCleanup(terminal.close)
        return terminal

    def agrees(self, terminal: Terminal):
        """Swap is the machine's affair, so the question may come."""
        if terminal.child.expect(["all the same", "editing"]) == 0:
            terminal.types("y")

    def test_each_known_editor_gets_what_keeps_it_quiet(self):
        for name, flags in (("vim", "--clean -n -i NONE"), ("nvim", "--clean -n -i NONE"), ("nano", "--ignorercfiles"),
                            ("emacs", "--no-site-file --no-site-lisp")):
            env = self.editor(name, f"""
                for last; do :; done
                {{ echo "$*"; stat -f -c %T "$last"; stat -c %a "$(dirname "$last")" "$last"; env; }} > {self.report}
                echo left > "$HOME/.history"
                echo editing; echo "kept by {name}" > "$last"
                """)
            terminal = self.editing(env)
            self.agrees(terminal)
            terminal.until("Kept, for you alone")
            self.assertEqual(terminal.ends(), 0)
            said = self.report.read_text().splitlines()
            self.assertIn(flags, said[0])
            self.assertEqual(said[1:4], ["tmpfs", "700", "600"])
            self.assertNotIn("handed on", self.report.read_text())
            self.assertIn(f"kept by {name}", self.texts())
            self.assertEqual(memory.left_in(self.memory), set())
            self.assertEqual(self.drafts(), [])
            self.report.unlink()
            (self.bin / name).unlink()

    def test_an_unknown_editor_is_asked_about(self):
        env = self.editor("scribble", f"touch {self.report}; echo words > $1")
        for answer, code in (("", 0), ("y", 0)):
            terminal = self.editing(env)
            terminal.asks("Nothing is known of.*all the same.*N\\]", answer)
            self.assertEqual(terminal.ends(), code)
            self.assertEqual(self.report.exists(), answer == "y")
        self.assertEqual(self.texts(), ["words"])
        self.assertRefused(
            self.home.run("write", "--editor", by=ADA, env={"EDITOR": "", "VISUAL": ""}, text="x"), 64, "at a terminal")

    def test_a_known_editor_may_have_flags_that_keep_nothing(self):
        env = self.editor("emacs", f"""
            for last; do :; done
            {{ echo "$*"; cat "$HOME/.emacs.d/early-init.el"; }} > {self.report}; echo editing; echo kept > "$last"
            """)
        for own in ("emacs -nw", "emacs --quick -nw"):
            terminal = self.editing(env | {"EDITOR": own})
            self.agrees(terminal)
            terminal.until("Kept, for you alone")
            self.assertEqual(terminal.ends(), 0)
            # With -Q or -q it would not read what is written for it to read first.
            self.assertRegex(self.report.read_text(), r"(?s)^-nw --no-site-file [^\n]*words[.]txt\n.*make-backup-files nil")
            self.assertNotRegex(self.report.read_text(), " (-Q|-q|--quick) ")
        terminal = self.editing(env | {"EDITOR": "emacs -l own.el"})
        terminal.asks("Nothing is known of.*emacs -l own[.]el.*all the same", "")
        self.assertEqual(terminal.ends(), 0)

    def test_a_closed_terminal_seals_what_was_saved(self):
        env = self.editor("vim", f"""
            for last; do :; done
            echo "saved {CANARY}" > "$last"; echo editing; touch {self.report}; exec sleep 30""")
        terminal = self.editing(env)
        self.agrees(terminal)
        self.assertTrue(soon(self.report.exists))
        os.killpg(os.getpgid(terminal.child.pid), signal.SIGHUP)
        terminal.ends()
        self.assertEqual(memory.left_in(self.memory), set())
        self.assertEqual(len(self.drafts()), 1)
        (self.bin / "vim").unlink()
        self.report.unlink()
        self.assertUnseen()
        env = self.editor("vim", "for last; do :; done; echo editing; echo rest >> \"$last\"")
        terminal = self.editing(env)
        terminal.asks("There is a draft from.*Go on with it", "")
        terminal.until("Kept")
        self.assertEqual(terminal.ends(), 0)
        self.assertEqual(self.texts(), [f"saved {CANARY}rest"])


if __name__ == "__main__":
    unittest.main()
