"""Pictures of every page, to be looked at: `make pages` builds them into pages/.

HTML in Chromium at three widths, light and dark; its print preview on A4 and Letter; the PDF through
poppler, in greyscale too; for the demo couple's page and each fixture. sheets/ has them side by side.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import browser
import tagged
from PIL import Image

WIDTHS = (360, 768, 1280)
PAPERS = ("a4", "letter")


def pictures(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    add_demo(target / "demo", source)
    names = sorted(p.name.removesuffix("-a4.html") for p in source.glob("*-a4.html") if "One" not in p.name)
    with browser.Chromium() as chromium:
        for name in names:
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    chromium.picture(source / f"{name}-a4.html", target / f"{name}-{width}-{scheme}.png", width, scheme)
            for paper in PAPERS:
                printed = target / f"{name}-{paper}-print.pdf"
                chromium.printed(source / f"{name}-{paper}.html", printed)
                poppler(printed, target / f"{name}-{paper}-print")

    def made(name: str) -> None:
        for paper in PAPERS:
            made = target / f"{name}-{paper}.pdf"
            if not made.exists():
                made.write_bytes(tagged.weasyprint((source / f"{name}-{paper}-pdf.html").read_bytes()))
            poppler(made, target / f"{name}-{paper}")
            poppler(made, target / f"{name}-{paper}-grey", "-gray")

    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        list(pool.map(made, names))
    for name in names:
        sheets(name, target)


def add_demo(demo: Path, source: Path) -> None:
    """The demo's page beside the fixtures: its HTML, the same for Letter, and the PDF that the program made."""
    html = (demo / "summary.html").read_text()
    letter = (source / "believable-letter.html").read_text()
    on_letter = letter[:letter.index("<body>")] + html[html.index("<body>"):]
    for paper, page in (("a4", html), ("letter", on_letter)):
        for kind in ("", "-pdf"):
            (source / f"demo-{paper}{kind}.html").write_text(page)
    if (demo / "summary.pdf").exists():
        (demo.parent / "demo-a4.pdf").write_bytes((demo / "summary.pdf").read_bytes())


def poppler(pdf: Path, stem: Path, *flags: str) -> None:
    subprocess.run(["pdftoppm", "-png", "-r", "70", *flags, pdf, stem], check=True)


def sheets(name: str, target: Path) -> None:
    """All pictures of one page on two sheets: on screens, and on paper."""
    (target / "sheets").mkdir(exist_ok=True)
    files = sorted(target.glob(f"{name}-*.png"))
    for kind, height in (("screen", 1500), ("paper", 700)):
        shown = [f for f in files if bool(re.search(r"-(light|dark)\.png$", f.name)) == (kind == "screen")]
        images = [scaled(Image.open(file).convert("RGB"), height) for file in shown]
        rows = [images] if kind == "screen" else [images[n:n + 6] for n in range(0, len(images), 6)]
        width = max(sum(image.width + 12 for image in row) for row in rows)
        tall = sum(max(image.height for image in row) + 12 for row in rows)
        sheet, top = Image.new("RGB", (width, tall), (120, 40, 40)), 0
        for row in rows:
            left = 0
            for image in row:
                sheet.paste(image, (left, top))
                left += image.width + 12
            top += max(image.height for image in row) + 12
        sheet.save(target / "sheets" / f"{name}-{kind}.png")


def scaled(image: Image.Image, height: int) -> Image.Image:
    return image if image.height <= height else image.resize((image.width * height // image.height, height), Image.LANCZOS)


if __name__ == "__main__":
    pictures(Path(sys.argv[1]), Path(sys.argv[2]))
