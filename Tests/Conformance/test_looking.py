"""Looking at a page and picking for it: a browser that forgets, and a whole screen."""

import json
import os
import signal
import subprocess
import unittest
from datetime import date
from pathlib import Path

import browser
import memory
from household import ADA, NOOR, HouseholdTest, unavailable
from terminals import Terminal
from waiting import LIMIT, soon


class Browsers(HouseholdTest):
    """`visit preview --open`, with a browser of the test's own that says what it finds."""

    def setUp(self):
        super().setUp()
        self.memory = memory.run_folder(self)
        self.home.put("visit prep", {"clinician": "Dr Osei", "questions": ["secretquestion?"]}, by=ADA)
        self.home.do("visit", "pick", "--file", "-", text='{"questions": true}', by=ADA)
        self.bin = self.home.root / "bin"
        self.bin.mkdir()
        self.report = self.home.root / "report"

    def opening(self, script: str, **options):
        fake = self.bin / "chromium"
        fake.write_text("#!/bin/sh\n" + script)
        fake.chmod(0o755)
        return self.home.run("visit", "preview", "--open", by=ADA,
                             env={"PATH": f"{self.bin}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(self.memory),
                                  "SECRET": "canary"}, **options)

    def test_it_shows_the_page_in_memory_and_leaves_nothing(self):
        answer = self.opening(f"""
            for last; do :; done
            file="${{last#file://}}"; folder=$(dirname "$file")
            {{ stat -f -c %T "$folder"; stat -c %a "$folder"; stat -c %a "$file"
              grep -c secretquestion "$file"; echo "$*"; env; ls /proc/self/fd | wc -l
              mkdir -p "$HOME/profile/deep"; echo cached > "$HOME/profile/deep/cache"; }} > {self.report}
            """)
        self.assertEqual(answer.code, 0, answer)
        lines = self.report.read_text().splitlines()
        self.assertEqual(lines[:3], ["tmpfs", "700", "600"])
        self.assertGreater(int(lines[3]), 0)
        said = self.report.read_text()
        self.assertIn(f"--user-data-dir={self.memory}/vesper-page-preview-", said)
        self.assertNotIn("canary", said)
        self.assertNotIn(f"HOME={self.home.root}\n", said)
        self.assertEqual(memory.left_in(self.memory), set())
        # It was looked at, so it may leave.
        self.assertEqual(self.home.run("visit", "export", "--output", "-", by=ADA).code, 0)

    def test_what_cannot_be_shown_is_said(self):
        self.assertRefused(self.opening("exit 1"), 69, "did not show the page")
        self.assertRefused(
            self.home.run("visit", "export", "--output", "-", by=ADA), 64, "has not been looked at")
        (self.bin / "chromium").unlink()
        answer = self.home.run("visit", "preview", "--open", by=ADA, env={"PATH": str(self.bin)})
        self.assertRefused(answer, 69, "neither is installed", "visit preview")
        # A folder on a disk is no place for a page.
        (self.bin / "chromium").write_text("#!/bin/sh\nexit 0\n")
        (self.bin / "chromium").chmod(0o755)
        run = self.home.root / "run"
        run.mkdir()
        self.home.do("visit", "preview", "--open", by=ADA,
                     env={"PATH": f"{self.bin}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(run)})
        self.assertEqual(list(run.iterdir()), [])

    def test_without_memory_it_is_refused(self):
        if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
            unavailable("needs a mount namespace of its own")
        (self.bin / "chromium").write_text("#!/bin/sh\necho opened\n")
        (self.bin / "chromium").chmod(0o755)
        disk = self.home.root / "disk"
        disk.mkdir()
        answer = self.home.run(
            "visit", "preview", "--open", by=ADA, env={"PATH": f"{self.bin}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(disk)},
            under=("unshare", "-m", "sh", "-c", f'mount --bind {disk} /dev/shm && exec "$@"', "sh"))
        self.assertRefused(answer, 69, "no folder in memory", "never put on a disk")
        self.assertEqual(list(disk.iterdir()), [])

    def test_ctrl_c_ends_the_browser_and_wipes(self):
        (self.bin / "chromium").write_text(f"#!/bin/sh\ntouch {self.report}\nexec sleep 60\n")
        (self.bin / "chromium").chmod(0o755)
        process = self.home.start("visit", "preview", "--open", by=ADA,
                                  env={"PATH": f"{self.bin}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(self.memory)})
        self.assertTrue(soon(self.report.exists))
        self.assertNotEqual(memory.left_in(self.memory), set())
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=LIMIT)
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(memory.left_in(self.memory), set())
        # What a killed one leaves is wiped by the next.
        self.report.unlink()
        process = self.home.start("visit", "preview", "--open", by=ADA,
                                  env={"PATH": f"{self.bin}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(self.memory)})
        self.assertTrue(soon(self.report.exists))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=LIMIT)
        self.assertNotEqual(memory.left_in(self.memory), set())
        self.assertEqual(self.opening("exit 0").code, 0)
        self.assertEqual(memory.left_in(self.memory), set())

    def test_the_real_one_opens_it(self):
        real = browser.program()
        answer = self.opening(
            f'exec {real} --headless=new --no-sandbox --disable-gpu --virtual-time-budget=2000 --dump-dom "$@" > {self.report}',
            timeout=120)
        self.assertEqual(answer.code, 0, answer)
        self.assertIn("secretquestion?", self.report.read_text())


class Screens(HouseholdTest):
    """`visit pick` on a whole screen, 40 columns wide."""

    def setUp(self):
        super().setUp()
        for number in range(12):
            self.home.write(f"line number {number:02} of an evening that was longer than the screen is wide", by=ADA)
        self.home.put("visit prep", {"clinician": "Dr Osei", "questions": ["How far may I walk?"]}, by=ADA)

    def picking(self, **options) -> Terminal:
        terminal = Terminal(self.home, "visit", "pick", "--as", ADA, **options)
        self.addCleanup(terminal.close)
        terminal.until(r"What may the page show")
        return terminal

    def page(self) -> str:
        return self.home.do("visit", "preview", by=ADA).text

    def settings(self, terminal: Terminal) -> list:
        import termios
        return termios.tcgetattr(terminal.child.child_fd)[:4]

    def test_arrows_space_and_enter(self):
        terminal = self.picking()
        terminal.child.send(" ")
        terminal.until(r"> \[x\] my questions")
        terminal.child.send("\x1b[F ")
        terminal.until(r"> \[x\] 20")
        terminal.child.send("/number 05")
        terminal.until("Search: number 05")
        terminal.child.send("\r")
        terminal.child.send("w")
        terminal.until(r"> \[w\] 20")
        terminal.child.send("\r")
        self.assertEqual(terminal.ends(), 0)
        # The other screen is left, the cursor is there again.
        self.assertTrue(terminal.seen.rstrip().endswith("leave."), terminal.seen[-200:])
        self.assertLess(terminal.seen.rindex("\x1b[?1049h"), terminal.seen.rindex("\x1b[?1049l"))
        self.assertLess(terminal.seen.rindex("\x1b[?25l"), terminal.seen.rindex("\x1b[?25h"))
        shown = self.page()
        for words in ("How far may I walk?", "line number 00", "What is going well", "line number 05"):
            self.assertIn(words, shown)
        self.assertNotIn("line number 03", shown)

    def test_leaving_changes_nothing(self):
        self.home.do("visit", "pick", "--file", "-", text='{"questions": true}', by=ADA)
        before = self.page()
        for keys in (" q", " \x03"):
            terminal = Terminal(self.home, shell="/bin/sh")
            self.addCleanup(terminal.close)
            terminal.until(r"ready\$ ")
            ordinary = self.settings(terminal)
            terminal.types(f"$VESPER visit pick --as {ADA}")
            terminal.until(r"What may the page show")
            terminal.child.send(keys[0])
            terminal.until(r"> \[ \] my questions")
            terminal.child.send(keys[1:])
            terminal.until(r"ready\$ ")
            self.assertEqual(self.settings(terminal), ordinary)
            self.assertEqual(self.page(), before)

    def test_a_signal_leaves_the_terminal_sane(self):
        terminal = Terminal(self.home, shell="/bin/sh")
        self.addCleanup(terminal.close)
        terminal.until(r"ready\$ ")
        ordinary = self.settings(terminal)
        terminal.types(f"sh -c 'echo $$ > {self.home.root}/pid; exec $VESPER visit pick --as {ADA}'")
        terminal.until(r"What may the page show")
        os.kill(int((self.home.root / "pid").read_text()), signal.SIGTERM)
        terminal.until(r"ready\$ ")
        self.assertEqual(self.settings(terminal), ordinary)
        self.assertIn("\x1b[?1049l", terminal.seen)

    def test_a_new_size_is_drawn_anew(self):
        terminal = self.picking()
        terminal.child.setwinsize(12, 100)
        terminal.until("c what changed w going well")
        terminal.child.setwinsize(10, 40)
        terminal.until("/ search Esc hides")
        terminal.until("space tick Enter keep q leave")
        terminal.child.send("\x03")
        terminal.child.expect_exact("\x1b[?1049l")

    def test_escape_hides_the_pick_until_a_key_is_pressed(self):
        terminal = self.picking()
        terminal.child.send("\x1b")
        terminal.child.expect_exact("\x1b[H\x1b[K\x1b[J")
        terminal.child.send(" ")
        terminal.until(r"> \[ \] my questions")
        terminal.child.send("\x03")
        terminal.child.expect_exact("\x1b[?1049l")

    def test_plain_and_dumb_terminals_ask_line_by_line(self):
        for words, env in ((("--plain",), None), ((), {"TERM": "dumb"})):
            terminal = Terminal(self.home, "visit", "pick", *words, "--as", ADA, env=env)
            self.addCleanup(terminal.close)
            # Each list stands right before its own question.
            terminal.until("1 energy")
            terminal.until("Which measures may it show")
            self.assertNotIn("What can stand on the page", terminal.seen)
            terminal.types(".")
            self.assertEqual(terminal.ends(), 0)
            self.assertNotIn("\x1b[?1049h", terminal.seen)

    def test_scripts_get_ids(self):
        listed = self.home.do("visit", "pick", "--list", "--json", by=ADA).json()
        self.assertEqual(len(listed), 12)
        self.assertEqual(set(listed[0]), {"id", "kind", "about", "text"})
        given = json.dumps({"lines": [listed[3]["id"]]})
        made = self.home.do("visit", "pick", "--file", "-", "--json", text=given, by=ADA).json()
        self.assertEqual(set(made), {"id"})
        self.assertIn(listed[3]["text"][:14], self.page())
        # The first digits of an id do, as they do for a command, in every field that names entries.
        first = [entry["id"][:8] for entry in listed]
        given = json.dumps({"lines": [first[1]], "changes": [first[2]], "goingWell": [first[4].upper()],
                            "mattersNext": [listed[5]["id"]]})
        self.home.do("visit", "pick", "--file", "-", "--json", text=given, by=ADA)
        shown = self.page()
        for number in (1, 2, 4, 5):
            self.assertIn(listed[number]["text"][:14], shown)
        shared = self.home.write("released by its first digits", "--us", by=NOOR)
        today = date.today().isoformat()
        made = self.home.do("visit", "release", "--file", "-", "--json", by=NOOR,
                            text=json.dumps({"date": today, "lines": [shared[:8]]})).json()
        released = next(e for e in self.home.entries("--kind", "visitrelease", by=NOOR) if e["id"] == made["id"])
        self.assertEqual(released["body"]["lines"], [shared])
        for wrong in ("f" * 8, listed[0]["id"][:3], "", "zz"):
            answer = self.home.run("visit", "pick", "--file", "-", text=json.dumps({"lines": [wrong]}), by=ADA)
            self.assertRefused(answer, 65)
        self.assertEqual(self.page(), shown)
        self.assertEqual(self.home.do("visit", "preview", "--json", by=ADA).json()["format"], "vesper page 1")


if __name__ == "__main__":
    unittest.main()
