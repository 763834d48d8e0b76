"""No name, date or word reaches the disk in the clear: the files are searched, the system calls watched."""

import base64
import json
import os
import re
import shutil
import stat
import subprocess
import unittest
from datetime import date, timedelta
from pathlib import Path

from household import ADA, NOOR, PASSPHRASES, Household, HouseholdTest, couple, program, unavailable
from system_calls import may_trace
from terminals import WIDTH, Terminal

TODAY = date.today()
CANARY = "quetzalcoatlus"  # stands in no system library's name


def lively(home: Household) -> set[str]:
    """An evening of everything there is; gives every word, name and date that went in."""
    words: set[str] = {ADA, NOOR, *PASSPHRASES.values()}
    days = [TODAY - timedelta(days=n) for n in range(20)]

    def said(text: str) -> str:
        words.add(text)
        return text

    for number, day in enumerate(days):
        for name in (ADA, NOOR):
            home.put("checkin", {
                "pain": number % 11, "energy": 10 - number % 11, "fatigue": 4, "sleep": 7, "mood": 5,
                "desire": 3, "comfort": 6, "limit": 14,
                "activities": [{"what": said(f"walked-to-the-harbour-{number}"), "cost": 3}],
                "note": said(f"warmbath{number} helped {name.lower()}"), "tags": [said(f"tagword{number}")],
                "share": ["energy", "note"] if number % 2 else [],
            }, "--on", day.isoformat(), by=name)
        words |= {day.isoformat(), day.strftime("%d.%m.%Y"), day.strftime("%-d %B"), day.strftime("%-d %b %Y")}
    for name in (ADA, NOOR):
        home.write(said(f"Sehnsucht {name} مرحبا漢字 entrelacer\n\nsecond-paragraph @hiddenflag\n"
                        + "überlang " * 300).strip(), "--me", by=name)
        home.write(said(f"forbothofus-{name} lampenschein"), "--us", by=name)
        home.put("med", {"name": said("gabapentin"), "dose": said("300 milligrams nightly"), "change": "start",
                         "note": said("drowsymornings")}, by=name)
        home.put("note", {"clinician": said("Dr Oseitutu"), "when": days[3].isoformat(), "topic": "pacing",
                          "text": said("plan-one-thing-a-day"), "tried": said("restedbeforehand"),
                          "outcome": "helped", "reason": said("lesspainthatevening")}, by=name)
        home.put("question", {"text": said("Could the dose move earlier?")}, by=name)
    agreement = home.put("agree propose", {
        "items": [{"what": said("holding hands by the window"), "id": said("holdinghands")},
                  {"what": said("a longembrace")}],
        "signals": [{"signal": said("twotapsonthearm"), "meaning": said("slowdownplease")}]}, by=ADA)
    for name in (ADA, NOOR):
        home.do("agree", "grant", "--all", by=name)
        home.do("agree", "show", by=name)
    home.do("agree", "show", by=ADA)
    home.do("agree", "withdraw", "holdinghands", by=NOOR)
    journal = {"tags": {}, "entries": [{
        "title": said("Importedtitle."), "body": said("importedbody words"), "date": "2019-07-23",
        "time": "21:17", "tags": ["@importedtag"], "starred": True}]}
    words |= {"2019-07-23", "21:17", "importedtag", "starred"}
    home.do("import", "--from", "jrnl", text=json.dumps(journal), by=ADA)
    visit = home.put("visit prep", {
        "clinician": said("Dr Oseitutu"), "window": "14d", "setting": said("painclinic"), "seeMeAlone": True,
        "questions": [said("What is safe afterwards?")], "talkAbout": [said("theoperation")],
        "pleaseDoNot": [said("tell me to relax")]}, by=ADA)
    home.do("visit", "pick", visit, "--file", "-", by=ADA, text=json.dumps(
        {"strips": ["pain", "energy"], "questions": True, "talkAbout": True, "medicines": True, "advice": True}))
    home.do("visit", "preview", visit, by=ADA)
    home.do("visit", "export", visit, "--output", "-", by=ADA)
    for command in (["list"], ["list", "--json"], ["status"], ["check"], ["agree", "show", "--json"]):
        for name in (ADA, NOOR):
            home.do(*command, by=name)
    home.do("search", "--file", "-", text="warmbath3", by=ADA)
    words |= {agreement, visit} | {e["id"] for n in (ADA, NOOR) for e in home.entries(by=n)}
    # Words of the program's own that tell what is kept.
    words |= {"\"text\"", "checkin", "reflection", "gabapentin", "\"pain\"", "energy", "medicine", "clinician",
              "agreement", "withdraw"}
    return words


def spellings(word: str) -> set[bytes]:
    """The bytes a word could stand on disk as."""
    forms = {word, word.lower(), word.upper(), *(w for w in word.split() if len(w) >= 7)}
    found: set[bytes] = set()
    for form in forms:
        plain = form.encode()
        found |= {plain, form.encode("utf-16-le"), form.encode("utf-16-be"), form.encode("utf-32-le"),
                  plain.hex().encode(), plain[::-1], json.dumps(form).encode()[1:-1]}
        for shift in range(3):  # base64, wherever in it the word begins
            found.add(base64.b64encode(b"\0" * shift + plain)[4 if shift else 0:len(plain) // 3 * 4])
    if re.fullmatch(r"[0-9a-f]{32,}", word):
        found.add(bytes.fromhex(word))
    return {form for form in found if len(form) >= 5}


class OnDisk(HouseholdTest):
    @classmethod
    def setUpClass(cls):
        cls.lively = couple().copy()
        cls.addClassCleanup(cls.lively.remove)
        cls.words = lively(cls.lively)
        cls.files = cls.lively.files()

    def test_no_file_or_file_name_holds_a_word(self):
        self.assertGreater(len(self.files), 12)
        self.assertGreater(len(self.words), 120)
        searched = b"\0".join(name.encode() + b"\0" + data for name, data in self.files.items())
        for word in sorted(self.words):
            for form in spellings(word):
                self.assertNotIn(form, searched, f"{word!r} can be read")

    def test_the_search_finds_what_is_there(self):
        """The search itself, tried on what stands in the clear by design."""
        searched = b"".join(self.files.values())
        self.assertIn(b"vesper-vault 1\n", searched)
        for word in ("Sehnsucht", "warmbath3"):
            for data in (word.encode(), word.encode("utf-16-le"), base64.b64encode(b"x " + word.encode() + b" y")):
                self.assertTrue(any(form in data for form in spellings(word)), data)

    def test_strings_finds_nothing_either(self):
        if not shutil.which("strings"):
            unavailable("needs strings, of binutils")
        found = b""
        for encoding in "sSlbL":
            for path in self.files:
                found += subprocess.run(
                    ["strings", "-a", "-n", "5", "-e", encoding, self.lively.root / path],
                    capture_output=True, check=True).stdout
        self.assertIn(b"vesper-vault 1", found)
        for word in self.words:
            for part in {word, *word.split()}:
                if len(part) >= 5:
                    self.assertNotIn(part.encode().lower(), found.lower(), f"{part!r} can be read")

    def test_no_day_or_time_stands_as_a_number(self):
        days = [(TODAY - timedelta(days=n) - date(1970, 1, 1)).days for n in range(20)]
        now = int(os.stat(self.lively.vault / "vesper-vault").st_mtime * 1000)
        for path, data in self.files.items():
            for day in days:
                self.assertNotIn(day.to_bytes(4, "little"), data, path)
                self.assertNotIn(day.to_bytes(4, "big"), data, path)
            # The upper bytes of milliseconds since 1970, right for about a minute; seconds likewise.
            self.assertNotIn((now >> 16).to_bytes(6, "little"), data, path)
            self.assertNotIn((now // 1000 >> 8).to_bytes(7, "little"), data, path)

    def test_everything_is_for_its_owner_alone(self):
        for top in (self.lively.data, self.lively.state):
            for path in [top / "vesper", *(top / "vesper").rglob("*")]:
                mode = stat.S_IMODE(path.lstat().st_mode)
                self.assertEqual(mode, 0o700 if path.is_dir() else 0o600, path)
                self.assertTrue(path.is_dir() or path.is_file(), path)
                self.assertFalse(path.is_symlink(), path)

    def test_modes_do_not_depend_on_the_umask(self):
        home = Household()
        self.addCleanup(home.close)
        open_to_all = ("sh", "-c", 'umask 000; exec "$@"', "sh")
        home.tries_init(ADA, expected=0, under=open_to_all)
        home.unlock(ADA)
        home.do("write", text="x", by=ADA, under=open_to_all)
        for path in [*(home.data / "vesper").rglob("*"), *(home.state / "vesper").rglob("*")]:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)

    def test_identities_and_state_are_outside_the_vault(self):
        inside = {p for p in self.files if p.startswith("data/vesper/vault/")}
        self.assertTrue(inside)
        self.assertFalse([p for p in inside if p.endswith((".key", ".state", ".lock"))])
        identities = [p for p in self.files if p.endswith(".key")]
        states = [p for p in self.files if p.endswith(".state")]
        self.assertEqual((len(identities), len(states)), (2, 2))
        self.assertTrue(all(p.startswith("data/vesper/identities/") for p in identities))
        self.assertTrue(all(p.startswith("state/vesper/") for p in states))
        # Nothing of an identity or a state stands in the vault a second time.
        vault = b"".join(self.files[p] for p in inside)
        for path in identities + states:
            data = self.files[path]
            self.assertNotIn(data[120:200], vault)

    def test_the_vault_is_made_where_it_is_told_and_nothing_else_is_left(self):
        left = {p.relative_to(self.lively.root).parts[0] for p in self.lively.root.rglob("*")}
        self.assertEqual(left, {"data", "state"})


class SystemCalls(HouseholdTest):
    """One command at a time under strace: what it opens for writing, and what it writes where."""

    WATCHED = ("open,openat,openat2,creat,write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,"
               "sendfile,copy_file_range,splice,tee,vmsplice,mmap,rename,renameat,renameat2,link,linkat,symlink,"
               "symlinkat,unlink,mkdir,memfd_create,socket,connect,execve,add_key,keyctl,setxattr,fsetxattr")

    def traced(self, *words, by: str = ADA, text: str = "", **options) -> list[str]:
        if not shutil.which("strace"):
            unavailable("needs strace")
        log = self.home.root / "strace.log"
        answer = self.home.run(
            *words, by=by, text=text, **options,
            under=("strace", "-f", "-s", "1000000", "-xx", "-e", f"trace={self.WATCHED}", "-o", log))
        if b"ptrace" in answer.err:
            unavailable("strace may not trace here")
        self.assertEqual(answer.code, 0, answer)
        return self.calls(log)

    @staticmethod
    def calls(log: Path) -> list[str]:
        """The calls, one a line, with every string as its very bytes (as Latin-1)."""
        return [re.sub(r"\\x([0-9a-f]{2})", lambda byte: chr(int(byte[1], 16)), line)
                for line in log.read_text().splitlines()]

    @staticmethod
    def split(line: str) -> tuple[str, str] | None:
        """The name of a call and what stands behind its bracket; none for what is no call."""
        call = re.match(r"(?:\d+\s+)?(\w+)\((.*)$", line, re.DOTALL)
        return call and call.groups()

    @staticmethod
    def opened_to_write(rest: str) -> str | None:
        """The path, where a file is opened for more than reading."""
        path = re.search(r'"([^"]*)"', rest)[1]
        return path if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE|O_APPEND", rest) else None

    def inspect(self, lines: list[str], secrets: list[str], printed: bool):
        """Nothing but the vault's own files written, no secret to anything but standard output."""
        ours = tuple(str(p) for p in (self.home.vault, self.home.state / "vesper",
                                      self.home.data / "vesper" / "identities"))
        shown = False
        for line in lines:
            call = self.split(line)
            if not call:
                continue
            name, rest = call
            if name.startswith(("open", "creat")):
                path = self.opened_to_write(rest)
                self.assertTrue(path is None or path.startswith(ours), line)
            elif name in ("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "mkdir"):
                self.assertTrue(all(p.startswith(ours) for p in re.findall(r'"([^"]*)"', rest)), line)
            elif name == "mmap":
                # A shared writable mapping of a file would be a way to the disk that writes do not show.
                self.assertFalse("MAP_SHARED" in rest and "PROT_WRITE" in rest and "MAP_ANON" not in rest, line)
            elif name == "execve":
                self.assertFalse(any(s in rest for s in secrets), "a secret on a command line")
                continue
            else:
                self.assertNotIn(name, ("socket", "connect", "memfd_create", "setxattr", "fsetxattr"), line)
            if any(secret in line for secret in secrets):
                self.assertRegex(line, r"^(\d+\s+)?write\(1,", "a secret went somewhere else")
                shown = True
        self.assertEqual(shown, printed)
        self.assertEqual(sum("execve(" in line for line in lines), 1, "no program starts another")

    def test_writing(self):
        secret = f"{CANARY} in the morning @{CANARY}tag"
        for words in (["write"], ["write", "--us"], ["write", "--json"]):
            self.inspect(self.traced(*words, "--file", "-", text=secret), [CANARY], printed=False)

    def test_a_check_in_a_note_a_medicine_a_question(self):
        for kind, value in (("checkin", {"pain": 3, "note": CANARY, "tags": [CANARY], "share": ["pain", "note"]}),
                            ("note", {"text": CANARY, "clinician": CANARY}),
                            ("med", {"name": CANARY, "change": "start"}), ("question", {"text": CANARY})):
            self.inspect(self.traced(kind, "--file", "-", text=json.dumps(value)), [CANARY], printed=False)

    def test_reading(self):
        entry = self.home.write(f"{CANARY} once more", by=ADA)
        self.home.write(f"{CANARY} for both", "--us", by=ADA)
        for words, text, by in ((["list", "--json"], "", ADA), (["list"], "", NOOR), (["show", entry], "", ADA),
                                (["search", "--file", "-"], CANARY, ADA)):
            self.inspect(self.traced(*words, text=text, by=by), [CANARY, CANARY[:12]], printed=True)
        self.inspect(self.traced("check"), [CANARY], printed=False)
        self.inspect(self.traced("status"), [CANARY], printed=False)

    def test_agreeing(self):
        self.inspect(self.traced("agree", "propose", "--file", "-", text=json.dumps(
            {"items": [{"what": CANARY}], "signals": [{"signal": CANARY, "meaning": CANARY}]})),
            [CANARY], printed=False)
        # What was said yes to is read back on the screen.
        self.inspect(self.traced("agree", "grant", "--all", by=NOOR), [CANARY], printed=True)
        self.inspect(self.traced("agree", "show"), [CANARY], printed=True)
        self.inspect(self.traced("agree", "withdraw", by=NOOR), [CANARY], printed=False)

    def test_a_visit(self):
        visit = json.dumps({"clinician": CANARY, "window": "14d", "questions": [f"{CANARY}?"]})
        self.inspect(self.traced("visit", "prep", "--file", "-", text=visit), [CANARY], printed=False)
        self.inspect(self.traced("visit", "pick", "--file", "-", text='{"questions": true}'), [CANARY], printed=False)
        self.inspect(self.traced("visit", "preview"), [CANARY], printed=True)
        self.inspect(self.traced("visit", "export", "--output", "-"), [CANARY], printed=True)

    def test_an_import(self):
        journal = json.dumps({"tags": {}, "entries": [
            {"title": f"{CANARY} {n}.", "body": CANARY * 30, "date": "2024-03-01", "time": "10:00",
             "tags": [f"@{CANARY}"], "starred": False} for n in range(50)]})
        self.inspect(self.traced("import", "--from", "jrnl", text=journal), [CANARY], printed=False)

    def test_a_passphrase_goes_nowhere(self):
        """Not to a file, not to the screen, and to the kernel's keyring only as the identity's secret."""
        lines = self.traced("unlock", passphrase=PASSPHRASES[ADA])
        self.assertTrue(any("add_key(" in line for line in lines))
        # The name is part of what the keyring keeps, in the kernel's memory.
        self.inspect([line for line in lines if "add_key(" not in line], [PASSPHRASES[ADA]], printed=False)
        self.assertFalse(any(PASSPHRASES[ADA] in line for line in lines))


class ProcessTrees(HouseholdTest):
    """What starts other programs, or needs somebody at a terminal, under strace with all that it starts."""

    WATCHED = SystemCalls.WATCHED + ",pwritev,mkdirat,linkat,symlinkat"
    TERMINALS = ("/dev/tty", "/dev/pts/", "/dev/ptmx")

    def setUp(self):
        super().setUp()
        if not may_trace():
            unavailable("needs strace, and may trace")
        self.bin = self.home.root / "bin"
        self.bin.mkdir()
        self.log = self.home.root / "strace.log"
        self.tracing = ("-f", "-y", "-v", "-s", "1000000", "-xx", "-e", f"trace={self.WATCHED}", "-o", str(self.log))
        self.env = {"PATH": f"{self.bin}:/usr/bin:/bin", "XDG_RUNTIME_DIR": "", "SECRET": CANARY}

    def script(self, name: str, text: str):
        (self.bin / name).write_text("#!/bin/sh\n" + text)
        (self.bin / name).chmod(0o755)

    def traced(self, *words, env: dict | None = None, columns: int = WIDTH) -> Terminal:
        terminal = Terminal(self.home, *self.tracing, program(), *words, "--as", ADA, shell=shutil.which("strace"),
                            columns=columns, env=self.env | (env or {}))
        self.addCleanup(terminal.close)
        return terminal

    def inspect(self, programs: int):
        """Nothing but the vault's own files and memory written; the words to a terminal and to memory alone."""
        memory = "/dev/shm/vesper-page-"
        ours = (str(self.home.vault), str(self.home.state / "vesper"), memory, "/dev/null", *self.TERMINALS)
        started = shown = 0
        for line in SystemCalls.calls(self.log):
            call = SystemCalls.split(line)
            if not call or re.search(r"= -1 E\w+", line[-60:]):
                continue
            name, rest = call
            if name.startswith(("open", "creat")):
                path = SystemCalls.opened_to_write(rest)
                self.assertTrue(path is None or path.startswith(ours), line)
            elif name == "execve":
                started += 1
                # What strace itself was started with is no doing of the program's.
                self.assertTrue(started == 1 or CANARY not in rest, line)
                for passphrase in PASSPHRASES.values():
                    self.assertNotIn(passphrase, rest)
            elif CANARY in line:
                shown += 1
                # strace -y names what a descriptor leads to.
                target = re.match(r"\d+<([^>]*)", rest)
                self.assertTrue(name in ("write", "pwrite64", "writev") and target, line)
                self.assertTrue(target[1].startswith((memory, *self.TERMINALS)), line)
        self.assertEqual(started, programs)
        self.assertGreater(shown, 0)

    def test_words_typed_and_left_as_a_draft(self):
        terminal = self.traced("write")
        terminal.until("Esc hides it")
        terminal.child.send(f"half a {CANARY}")
        terminal.until(CANARY)
        terminal.child.send("\x03")
        terminal.ends()
        self.assertEqual(len(list(self.home.state.rglob("*.drafts/*"))), 1)
        self.inspect(programs=1)

    def test_an_editor(self):
        self.script("vim", f'for last; do :; done; echo {CANARY} > "$last"')
        terminal = self.traced("write", "--editor", env={"EDITOR": "vim", "VISUAL": ""})
        if terminal.child.expect(["all the same", "Kept"]) == 0:
            terminal.types("y")
            terminal.until("Kept")
        self.assertEqual(terminal.ends(), 0)
        self.assertEqual(list(self.home.texts(ADA).values()), [CANARY])
        self.inspect(programs=2)

    def test_the_real_editors(self):
        """What somebody types in each, as its own keys are, and how they save and leave."""
        for name, before, after in (("vim", "i", "\x1b:wq\r"), ("nvim", "i", "\x1b:wq\r"), ("nano", "", "\x18y\r"),
                                    ("emacs", "", "\x18\x13\x18\x03")):
            with self.subTest(editor=name):
                if not shutil.which(name):
                    unavailable(f"needs {name}")
                terminal = self.traced("write", "--editor", env={"EDITOR": name, "VISUAL": "", "LC_ALL": "C.UTF-8"},
                                       columns=120)
                if terminal.child.expect(["all the same", "words[.]txt"]) == 0:
                    terminal.types("y")
                    terminal.until("words[.]txt")
                terminal.child.send(f"{before}{CANARY} in {name}")
                terminal.until(CANARY)
                terminal.child.send(after)
                terminal.until("Kept, for you alone")
                self.assertEqual(terminal.ends(), 0)
                self.assertIn(f"{CANARY} in {name}", self.home.texts(ADA).values())
                self.inspect(programs=2)
                first = SystemCalls.calls(self.log)[0].split()[0]
                self.assertFalse(Path(f"/dev/shm/vesper-page-writing-{first}").exists())

    def test_what_an_editor_lets_fall_would_be_found(self):
        for leak, programs in ((f'echo {CANARY} > {self.home.root}/left', 2), (f"other={CANARY} /bin/true", 3), (f"/bin/true {CANARY}", 3)):
            self.script("vim", f'for last; do :; done; echo {CANARY} > "$last"; {leak}')
            terminal = self.traced("write", "--editor", env={"EDITOR": "vim", "VISUAL": ""})
            if terminal.child.expect(["all the same", "Kept"]) == 0:
                terminal.types("y")
                terminal.until("Kept")
            self.assertEqual(terminal.ends(), 0)
            with self.assertRaises(AssertionError):
                self.inspect(programs=programs)

    def test_a_page_in_a_browser(self):
        visit = json.dumps({"clinician": "Dr Osei", "window": "14d", "questions": [f"{CANARY}?"]})
        self.home.do("visit", "prep", "--file", "-", text=visit, by=ADA)
        self.home.do("visit", "pick", "--file", "-", text='{"questions": true}', by=ADA)
        self.script("chromium", "exit 0")
        terminal = self.traced("visit", "preview", "--open")
        self.assertEqual(terminal.ends(), 0, terminal.seen)
        self.inspect(programs=2)


if __name__ == "__main__":
    unittest.main()
