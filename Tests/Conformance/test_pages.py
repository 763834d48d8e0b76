"""Every kind of page in Chromium: accessible, asking for nothing, nothing cut off; one sheet where it has to be.

The pages are those of Tests/ReportingTests/Fixtures.swift, which `make test` has written to .build/pages.
"""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import browser
import tagged
from household import ROOT, unavailable

SOURCE = Path(os.environ.get("VESPER_PAGES") or ROOT / ".build" / "pages")
# Full pages that are not excessive.
FULL = {"believable", "dense", "season", "manyMedicines"}


def pages(suffix: str) -> list[Path]:
    found = sorted(SOURCE.glob(f"*{suffix}")) if SOURCE.is_dir() else []
    if len(found) < 20:
        unavailable("needs the pages: VESPER_PAGES=.build/pages swift test --filter 'looked at'")
    return found


class Pages(unittest.TestCase):
    def test_no_rule_of_wcag_is_broken(self):
        """axe-core's rules of WCAG 2.2, levels A and AA, light and dark, on a telephone and a desk."""
        try:
            from axe_playwright_python.sync_playwright import Axe
        except ImportError:
            unavailable("needs axe-playwright-python (make .venv/ready)")
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        seen = 0
        with browser.Chromium() as chromium:
            for file in pages("-a4.html"):
                if "One-" in file.name:
                    continue
                seen += 1
                for width, scheme in ((360, "dark"), (1280, "light")):
                    page = chromium.page(file, width, scheme, trusted=True)
                    found = Axe().run(page, options=rules).response["violations"]
                    self.assertEqual([(v["id"], v["nodes"][0]["html"][:200]) for v in found], [], f"{file.name} {width}")
                    # Nothing is wider than the screen but what moves in a frame of its own.
                    self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width, file.name)
                    self.assertEqual([url for url in page.requests if url != file.as_uri()], [])
                    page.context.close()
            # The rules would find something.
            bad = SOURCE / "bad.html"
            bad.write_text("<html><body><img src=''><p style='color:#ddd'>x</p></body></html>")
            page = chromium.page(bad, trusted=True)
            self.assertGreater(len(Axe().run(page, options=rules).response["violations"]), 1)
            bad.unlink()
        self.assertGreaterEqual(seen, 11)

    def test_a_page_is_one_sheet(self):
        """On A4 and on Letter, as a tagged PDF; a second sheet only for what was asked for, or is excessive."""
        tagged.needs_pdf()
        for file in [f for f in pages("-pdf.html") if f.name.split("-")[0].endswith("One")]:
            name = file.name.split("-")[0].removesuffix("One")
            if name not in FULL:
                continue
            with self.subTest(page=file.name):
                page = tagged.Tagged(tagged.weasyprint(file.read_bytes()))
                # What the partner released, and the patient picked, has a sheet of its own.
                further = "From my partner" in file.read_text()
                self.assertEqual(further, name == "believable")
                self.assertEqual(len(page.pdf.pages), 2 if further else 1)
                self.assertTrue(all(page.alternatives()))


class WithoutTraces(unittest.TestCase):
    def test_making_a_pdf_writes_no_file(self):
        """WeasyPrint writes none outside the folder it is given for that, which for the program lies in memory."""
        tagged.needs_pdf()
        if subprocess.run(["strace", "-V"], capture_output=True).returncode:
            unavailable("needs strace")
        html = next(file for file in pages("-pdf.html") if file.name == "believable-a4-pdf.html").read_bytes()
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="vesper-page-", dir="/dev/shm"))
        done = subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=openat,open,creat,mkdir,rename,memfd_create,unlink", "-o", "/dev/stderr",
             "weasyprint", "--quiet", "--pdf-variant", "pdf/ua-1", "--allowed-protocols", "data", "-", "-"],
            input=html, capture_output=True, timeout=120,
            env=os.environ | {"PATH": tagged.PATH, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": folder})
        self.assertTrue(done.stdout.startswith(b"%PDF-"), done.stderr[-500:])
        wrote = [line for line in done.stderr.decode(errors="replace").splitlines()
                 if ("O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line or "mkdir(" in line)
                 and " = -1 " not in line and "/dev/null" not in line and "/proc/" not in line]
        self.assertTrue(wrote, "strace saw what it opened")
        # Python looks for libraries by way of a compiler, and fontconfig keeps what fonts there are.
        self.assertEqual([line for line in wrote if folder not in line and "fontconfig" not in line], [])
        self.assertEqual(os.listdir(folder), [])


if __name__ == "__main__":
    unittest.main()
