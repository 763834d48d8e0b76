"""The page as a PDF: what a screen reader finds in it, what locks it, and what making it leaves behind."""

import json
import os
import re
import shutil
import subprocess
from datetime import date, timedelta

import tagged
from household import ADA, HouseholdTest

# What may stand directly in these, ISO 32000-1 § 14.8.4.
ALLOWED = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"THead", "TBody", "TR", "Caption"},
           "TR": {"TH", "TD"}, "THead": {"TR"}, "TBody": {"TR"}}
PASSWORD = "pær og @eple, 7 stykker"


class PDFs(HouseholdTest):
    def setUp(self):
        tagged.needs_pdf()
        super().setUp()
        self.file = self.home.root / "page.pdf"

    def prepared(self) -> str:
        for number in range(13):
            day = (date.today() - timedelta(days=number)).isoformat()
            self.home.put("checkin", {"pain": number % 9, "energy": 9 - number % 9}, "--on", day, by=ADA)
        self.home.put("med", {"name": "gabapentin", "dose": "300 mg", "change": "start", "note": "Sleepy."}, by=ADA)
        question = self.home.put("question", {"text": "Which creams are safe?"}, by=ADA)
        visit = self.home.put("visit prep", {"clinician": "Dr Osei", "questions": ["Could the dose be earlier?"],
                                             "seeMeAlone": True}, by=ADA)
        ticked = {"strips": ["pain", "energy"], "questions": True, "medicines": True, "seeMeAlone": True,
                  "lines": [question]}
        self.home.do("visit", "pick", visit, "--file", "-", text=json.dumps(ticked), by=ADA)
        self.home.do("visit", "preview", visit, "--second-page", by=ADA)
        return visit

    def export(self, visit: str, *words, env=None, **options):
        return self.home.run("visit", "export", visit, "--second-page", "--format", "pdf", *words, by=ADA,
                             env={"PATH": tagged.PATH} | (env or {}), **options)

    def locked(self, visit: str, password: str, *words, **options):
        """An export with the password on a descriptor of its own."""
        end, begin = os.pipe()
        os.write(begin, password.encode() + b"\n")
        os.close(begin)
        try:
            line, inherited = self.home.command(
                "visit", "export", visit, "--second-page", "--format", "pdf", "--lock-fd", end, *words, by=ADA)
            done = subprocess.run(line, env=self.home.environment | {"PATH": tagged.PATH}, cwd=self.home.root,
                                  pass_fds=(end, *inherited), capture_output=True, timeout=120, **options)
        finally:
            os.close(end)
        return done

    def test_a_screen_reader_finds_all_of_it_in_order(self):
        visit = self.prepared()
        answer = self.export(visit, "--output", self.file)
        self.assertEqual(answer.code, 0, answer)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        pdf = self.file.read_bytes()
        page = tagged.Tagged(pdf)
        root = page.pdf.Root
        self.assertEqual(str(root.Lang), "en")
        self.assertTrue(root.MarkInfo.Marked)
        self.assertTrue(root.ViewerPreferences.DisplayDocTitle)
        self.assertEqual(set(page.pdf.docinfo.keys()), {"/Title", "/Producer"})
        self.assertEqual(str(page.pdf.docinfo["/Title"]), "Summary for a visit")
        with page.pdf.open_metadata() as xmp:
            self.assertEqual(xmp.get("pdfuaid:part"), "1")
        # Headings in order, none skipped; bookmarks for them.
        levels = [int(kind[1]) for kind in page.kinds() if re.fullmatch("H[1-6]", kind)]
        self.assertEqual(levels[0], 1)
        self.assertTrue(all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels)
        with page.pdf.open_outline() as outline:
            titles = [item.title for top in outline.root for item in [top, *top.children]]
        for title in ("My questions", "Pain, energy", "Medicines", "All values shown"):
            self.assertIn(title, titles)
        # Every drawing says in words what it shows.
        alternatives = page.alternatives()
        self.assertTrue(alternatives and all(alternatives), alternatives)
        pain = next(words for words in alternatives if words.startswith("Pain, day by day"))
        self.assertEqual(len(re.findall(r"\d+ [A-Z][a-z]{2} \d", pain)), 13, pain)
        self.assertIn("From 0, no pain, to 10,", pain)
        # Lists hold items and tables rows.
        for kind, allowed in ALLOWED.items():
            self.assertLessEqual(page.children(kind), allowed, kind)
        self.assertIn("TH", page.kinds())
        words = " ".join(tagged.text_of(pdf).split())
        for line in ("Which creams are safe?", "Could the dose be earlier?", "gabapentin", "“Sleepy.”", "13 of 14"):
            self.assertIn(line, words)
        checked = subprocess.run(["qpdf", "--check", self.file], capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_a_locked_page_opens_with_its_password_alone(self):
        visit = self.prepared()
        done = self.locked(visit, PASSWORD, "--output", self.file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        pdf = self.file.read_bytes()
        for wrong in ("", PASSWORD[:-1], PASSWORD + " "):
            with self.assertRaises(tagged.pikepdf.PasswordError):
                tagged.Tagged(pdf, wrong)
        page = tagged.Tagged(pdf, PASSWORD)
        encryption = page.pdf.encryption
        self.assertEqual((encryption.R, encryption.bits), (6, 256))
        self.assertTrue(all(page.alternatives()))
        for word in (b"Dr Osei", b"gabapentin", b"Summary for a visit"):
            self.assertNotIn(word, pdf)
        checked = subprocess.run(["qpdf", "--password-file=-", "--check", self.file], input=PASSWORD.encode(),
                                 capture_output=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_passwords_that_cannot_be(self):
        visit = self.prepared()
        for password, words in (("", "no password was given"), ("x" * 128, "at most 127 bytes"),
                                ("-R", "cannot begin with a hyphen")):
            done = self.locked(visit, password, "--output", self.file)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn(words, done.stderr.decode())
            self.assertFalse(self.file.exists())
        for password in ("@-", "--", "@/etc/passwd", "a\\b\"c'd $HOME", "1"):
            done = self.locked(visit, password, "--output", self.file, "--force")
            if password.startswith("-"):
                self.assertEqual(done.returncode, 64)
            else:
                self.assertEqual(done.returncode, 0, (password, done.stderr))
                self.assertTrue(tagged.Tagged(self.file.read_bytes(), password).alternatives())
        answer = self.home.run("visit", "export", visit, "--format", "html", "--lock", "--output", "-", by=ADA)
        self.assertRefused(answer, 64, "only a PDF can be locked")

    def test_what_is_not_installed_is_said_and_html_works(self):
        visit = self.prepared()
        empty = self.home.root / "bin"
        empty.mkdir()
        answer = self.export(visit, "--output", self.file, env={"PATH": str(empty)})
        self.assertRefused(answer, 69, "needs weasyprint, which is not installed", "pipx install weasyprint",
                           "--format html")
        (empty / "weasyprint").symlink_to(shutil.which("weasyprint", path=tagged.PATH))
        answer = self.export(visit, "--lock", "--output", self.file, env={"PATH": str(empty)})
        self.assertRefused(answer, 69, "needs qpdf, which is not installed", "apt-get install qpdf")
        # Too old, and broken.
        (empty / "weasyprint").unlink()
        (empty / "weasyprint").write_text("#!/bin/sh\necho WeasyPrint version 57.2\n")
        (empty / "weasyprint").chmod(0o755)
        self.assertRefused(self.export(visit, "--output", self.file, env={"PATH": str(empty)}), 69, "is version 57")
        (empty / "weasyprint").write_text("#!/bin/sh\necho half a page\n")
        self.assertRefused(self.export(visit, "--output", self.file, env={"PATH": str(empty)}), 69, "did not make")
        self.assertFalse(self.file.exists())
        answer = self.home.run("visit", "export", visit, "--second-page", "--output", "-", by=ADA,
                               env={"PATH": str(empty)})
        self.assertEqual(answer.code, 0, answer)


if __name__ == "__main__":
    import unittest
    unittest.main()
