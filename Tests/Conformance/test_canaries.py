"""What was not picked is in no format, in no metadata of one, and in nothing that making it leaves behind.

A word is planted in every text of every kind, by both partners: `vesper schema` names the kinds and their fields,
so one to come is planted without anybody thinking of it. (Tests/VesperTests/CanaryTests.swift does the same for the
kinds that only commands write, and says which field may stand where.)
"""

import base64
import json
import os
import re
import subprocess
import unittest
from datetime import date, timedelta
from pathlib import Path

import tagged
from household import ADA, NOOR, HouseholdTest, unavailable
from test_formats import FORMATS

MARK = "qzcanaryqz"
# Texts that take only words of their own sort, and what they take.
OWN_SORT = {("cal", "repeats"): "FREQ=WEEKLY", ("softening", "when"): "pain >= 6"}
# What only commands write, for both to read.
SHARED = {
    "visit release": {"date": "DAY", "statement": MARK},
    "ask new": {"question": MARK, "answer": MARK}, "repair new": {"about": MARK, "heard": MARK, "meant": MARK},
    "closeness add": {"what": MARK, "cost": 1}, "goal add": {"what": MARK, "smaller": MARK},
    "ritual add": {"what": MARK, "steps": [MARK]}, "cal add": {"what": MARK, "date": "DAY", "note": MARK, "place": MARK}}

# The kinds among these that no person can have alone.
ONLY_SHARED = {"visitrelease"}


def forms(word: str) -> dict[str, bytes]:
    """A word as it could stand in a file."""
    plain = word.encode()
    found = {"as it is": plain, "in capitals": plain.upper(), "reversed": plain[::-1], "hex": plain.hex().encode(),
             "utf-16 be": word.encode("utf-16-be"), "utf-16 le": word.encode("utf-16-le")}
    for shift in range(3):
        # Of the letters that depend on what stands around it, none.
        found[f"base64 {shift}"] = base64.b64encode(b"\0" * shift + plain)[4 if shift else 0:-4]
    return found


def everything(data: bytes, form: str, folder: Path) -> bytes:
    """A file, and all that is packed in it."""
    if form != "pdf":
        return data
    page, open_ = tagged.Tagged(data), folder / "open.pdf"
    page.pdf.save(open_, stream_decode_level=tagged.pikepdf.StreamDecodeLevel.all, compress_streams=False,
                  object_stream_mode=tagged.pikepdf.ObjectStreamMode.disable)
    with page.pdf.open_metadata() as xmp:
        described = str(xmp) + "".join(f"{key}={value}" for key, value in xmp.items())
    strings = "".join(str(value) for value in page.pdf.docinfo.values()) + "".join(page.alternatives())
    data += open_.read_bytes() + described.encode() + strings.encode() + tagged.text_of(data).encode()
    open_.unlink()
    return data


def memory() -> set[str]:
    """Folders that Vesper left in memory."""
    places = [Path("/dev/shm"), Path(os.environ.get("XDG_RUNTIME_DIR", "/dev/shm"))]
    return {str(p) for place in places if place.is_dir() for p in place.glob("vesper-page-*")}


class Canaries(HouseholdTest):
    def setUp(self):
        super().setUp()
        tagged.needs_pdf()
        self.day = date.today().isoformat()
        self.schema = json.loads(self.home.do("schema", "export").out)
        self.away = self.home.root / MARK
        for name in ("", "home", "tmp", "out"):
            (self.away / name).mkdir()
        # The way to the programs, and the word in all else.
        self.env = {"PATH": tagged.PATH, "TMPDIR": str(self.away / "tmp"), "HOME": str(self.away / "home"), **{
            name: MARK for name in ("USER", "LOGNAME", "HOSTNAME", "EDITOR", "CANARY", "VESPER_CANARY", "SOURCE_DATE_EPOCH_NAME")}}

    def value(self, shape: dict, kind: str, key: str):
        """Something that fits a shape of the schema; the word, where it is a text."""
        if (kind, key) in OWN_SORT:
            return OWN_SORT[kind, key]
        if "enum" in shape:
            return shape["enum"][0]
        match shape["type"]:
            case "object":
                return {name: self.value(inner, kind, name) for name, inner in shape["properties"].items()}
            case "array":
                return [self.value(shape["items"], kind, key)]
            case "boolean":
                return True
            case "integer":
                return shape["minimum"]
        pattern = shape.get("pattern", "")
        for fits, given in (("{4}-[0-9]{2}", self.day), ("[0-5][0-9]$", "19:30"), ("d$", "14d")):
            if pattern.endswith(fits) or fits in pattern and fits.startswith("{"):
                return given
        if digits := re.fullmatch(r"\^\[0-9a-f\]\{(?:\d+,)?(\d+)\}\$", pattern):
            return "ab" * (int(digits[1]) // 2)
        return MARK

    def planted(self, by: str) -> int:
        """Every kind that a person can have alone, of three days; gives how many texts bear the word."""
        lines, texts, shared = {}, 0, set()
        for number, rule in enumerate(self.schema["oneOf"]):
            kind = rule["properties"]["kind"]["const"]
            body = {name: self.value(shape, kind, name) for name, shape in rule["properties"]["body"]["properties"].items()}
            texts += json.dumps(body).count(MARK)
            for days in (0, 5, 40):
                about = (date.today() - timedelta(days=days)).isoformat()
                lines[kind, days] = (json.dumps({
                    "id": f"{number:030x}{days:02x}", "kind": kind, "author": by, "audience": "private", "about": about,
                    "entered": f"{about}T20:00:00.000+00:00", "tags": [MARK], "source": f"{MARK}:{number}:{days}", "body": body}))
        while True:
            answer = self.home.run("import", "--from", "vesper", "--json", text="\n".join(lines.values()), by=by)
            if answer.code == 0:
                break
            # Only ever for both: those are written by their commands.
            refused = re.search(r"line (\d+): .* cannot be kept for that audience", answer.err.decode())
            self.assertTrue(refused, answer)
            kind = list(lines)[int(refused[1]) - 1][0]
            shared.add(kind)
            lines = {place: line for place, line in lines.items() if place[0] != kind}
        self.assertLessEqual(shared, ONLY_SHARED, "another kind that only commands write: add its command to SHARED")
        done = answer.json()
        self.assertEqual(done["known"], 0)
        self.assertGreater(done["added"], 3 * 22)
        return texts

    def prepared(self) -> str:
        """Both have written everything there is; a visit of whose page two things are picked."""
        for by in (ADA, NOOR):
            self.assertGreater(self.planted(by), 50)
            for entry in self.home.entries(by=by):
                self.home.run("share", entry["id"], by=by)
            for command, value in SHARED.items():
                self.home.do(*command.split(), "--file", "-", text=json.dumps(value).replace("DAY", self.day), by=by)
        for number in range(12):
            about = (date.today() - timedelta(days=number)).isoformat()
            self.home.put("checkin", {"pain": 4, "energy": 5, "fatigue": 6, "note": MARK, "tags": [MARK]}, "--on", about, by=ADA)
        visit = self.home.put("visit prep", {
            "clinician": "Dr Osei", "date": self.day, "window": "14d", "questions": [MARK], "talkAbout": [MARK],
            "pleaseDoNot": [MARK], "seeMeAlone": True, "helpWanted": ["referral"]}, by=ADA)
        # Words that were amended are no longer there.
        self.line = self.home.put("question", {"text": MARK}, by=ADA)
        self.home.do("amend", self.line, "--file", "-", text='{"text": "Which creams are safe?"}', by=ADA)
        return visit

    def pick(self, visit: str, **ticked):
        self.home.do("visit", "pick", visit, "--file", "-", text=json.dumps(ticked), by=ADA)
        self.home.do("visit", "preview", visit, "--second-page", by=ADA, env=self.env)

    def export(self, visit: str, form: str, **options) -> bytes:
        file = self.away / "out" / f"{MARK}.{form}"
        self.home.do("visit", "export", visit, "--second-page", "--format", form, "--output", file, by=ADA, env=self.env,
                     **options)
        data = everything(file.read_bytes(), form, self.home.root)
        file.unlink()
        return data

    def test_what_was_not_picked_is_nowhere(self):
        visit = self.prepared()
        shown = self.home.run("visit", "pick", visit, "--file", "-", "--json", by=ADA,
                              text=json.dumps({"strips": ["pain", "energy"], "lines": [self.line]}))
        self.assertEqual(set(shown.json()), {"id"})
        shown = self.home.do("visit", "preview", visit, "--second-page", by=ADA, env=self.env)
        before, kept = memory(), self.everywhere()
        said = [shown.out, shown.err]
        for form in FORMATS:
            data = self.export(visit, form)
            self.assertGreater(len(data), 200)
            said.append(data)
            for word in (MARK, visit, self.line, str(self.home.root), NOOR, "referral", "withheld", "fatigue" if form == "ics" else MARK):
                for how, code in forms(word).items():
                    self.assertNotIn(code, data, f"{form}: {word} {how}")
        self.assertNotIn(MARK.encode(), b"".join(said))
        # Nothing is left in the folders that programs use, in memory, or running.
        self.assertEqual(memory(), before)
        self.assertEqual(self.everywhere(), kept)
        self.assertEqual(self.running(), [])

    def everywhere(self) -> set[str]:
        """Every file of this home, but for the vault's own and for what fonts there are."""
        return {str(file) for file in self.home.root.rglob("*") if file.is_file()
                and self.home.data not in file.parents and self.home.state not in file.parents
                and "fontconfig" not in file.parts}

    def running(self) -> list[str]:
        """Processes with the word in what they were started with."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if MARK.encode() in (process / "environ").read_bytes() + (process / "cmdline").read_bytes():
                    found.append(process.name)
            except OSError:
                pass
        return found

    def test_what_is_picked_would_be_found(self):
        """The same search, of a page that has the word on it."""
        visit = self.prepared()
        picked = self.home.put("question", {"text": MARK}, by=ADA)
        self.pick(visit, strips=["pain"], lines=[picked])
        for form in FORMATS:
            data = self.export(visit, form)
            self.assertEqual(forms(MARK)["as it is"] in data, form != "ics", form)
        # In a PDF's metadata, and in a stream that is packed.
        self.pick(visit, strips=["pain"])
        file = self.away / "out" / "page.pdf"
        self.home.do("visit", "export", visit, "--second-page", "--format", "pdf", "--output", file, by=ADA, env=self.env)
        for plant in (lambda pdf: pdf.docinfo.update({"/Author": MARK}), self._describe, self._pack):
            pdf = tagged.Tagged(file.read_bytes()).pdf
            plant(pdf)
            pdf.save(self.away / "out" / "bad.pdf", compress_streams=True)
            bad = (self.away / "out" / "bad.pdf").read_bytes()
            data = everything(bad, "pdf", self.home.root)
            self.assertTrue(any(code in data for code in forms(MARK).values()), plant)

    @staticmethod
    def _describe(pdf):
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [MARK]

    @staticmethod
    def _pack(pdf):
        pdf.pages[0].Contents = tagged.pikepdf.Stream(pdf, f"% {MARK}\n".encode() + pdf.pages[0].Contents.read_bytes())

    def test_making_a_page_opens_nothing_for_writing_but_its_own(self):
        """Every file that the program, WeasyPrint and qpdf open, as strace sees it."""
        if subprocess.run(["strace", "-V"], capture_output=True).returncode:
            unavailable("needs strace")
        visit = self.prepared()
        self.pick(visit, strips=["pain"], lines=[self.line])
        for form in ("html", "pdf"):
            trace = self.home.root / "trace"
            self.export(visit, form, under=(
                "strace", "-f", "-qq", "-s", "4096", "-e", "trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,memfd_create",
                "-o", trace), timeout=300)
            calls = [line for line in trace.read_text(errors="replace").splitlines() if " = -1 " not in line]
            trace.unlink()
            wrote = [line for line in calls if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|mkdir|rename|link|memfd", line)]
            self.assertTrue(wrote, "strace saw what was opened")
            own = (f'"{self.home.data}', f'"{self.home.state}', f'"{self.away}/out', '"/dev/null"', '"/dev/tty"', '"/proc/', "vesper-page-", "fontconfig")
            # Names below a folder that is open already are relative: the output's own.
            self.maxDiff = None
            self.assertEqual([line for line in wrote if not any(place in line for place in own)
                              and not re.search(rf'\(\d+, "[^/"]*({MARK}|\.vesper|\.)[^/"]*"', line)], [])


if __name__ == "__main__":
    unittest.main()
