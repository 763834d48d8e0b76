"""Pictures of every page, to be looked at: `make pages` builds them into pages/.

HTML in Chromium at three widths, light and dark; its print preview on A4 and Letter; the PDF through
poppler, in greyscale too. One contact sheet for each fixture and kind.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import browser
import tagged


def pictures(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for old in [*target.glob("*.png"), *target.glob("*.pdf")]:
        old.unlink()
    pages = sorted(p for p in source.glob("*-a4.html") if "One" not in p.name)
    with browser.Chromium() as chromium:
        for page in pages:
            name = page.name.removesuffix("-a4.html")
            for width in (360, 768, 1280):
                for scheme in ("light", "dark"):
                    chromium.picture(page, target / f"{name}-{width}-{scheme}.png", width, scheme)
            for paper in ("a4", "letter"):
                printed = target / f"{name}-{paper}-print.pdf"
                chromium.printed(source / f"{name}-{paper}.html", printed)
                poppler(printed, target / f"{name}-{paper}-print")

    def made(page: Path) -> None:
        for paper in ("a4", "letter"):
            name = page.name.removesuffix("-a4.html")
            made = target / f"{name}-{paper}.pdf"
            made.write_bytes(tagged.weasyprint((source / f"{name}-{paper}-pdf.html").read_bytes()))
            poppler(made, target / f"{name}-{paper}")
            poppler(made, target / f"{name}-{paper}-grey", "-gray")

    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        list(pool.map(made, pages))


def poppler(pdf: Path, stem: Path, *flags: str) -> None:
    subprocess.run(["pdftoppm", "-png", "-r", "70", *flags, pdf, stem], check=True)


if __name__ == "__main__":
    pictures(Path(sys.argv[1]), Path(sys.argv[2]))
