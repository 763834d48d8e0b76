"""Tagged PDFs: how WeasyPrint makes one, and what a reader finds in it."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

from household import unavailable

try:
    import pikepdf
except ImportError:
    pikepdf = None

# The one beside this Python comes first: PyPI's, which is newer than Debian's.
BESIDE = str(Path(sys.executable).parent)
PATH = f"{BESIDE}:{os.environ.get('PATH', '')}"


def needs_pdf() -> None:
    """Skips where a PDF cannot be made or read."""
    if pikepdf is None:
        unavailable("needs pikepdf (make .venv/ready)")
    for program in ("weasyprint", "qpdf", "pdftotext"):
        if not shutil.which(program, path=PATH):
            unavailable(f"needs {program}")


def weasyprint(html: bytes) -> bytes:
    """A PDF as the program has it made."""
    made = subprocess.run(
        ["weasyprint", "--quiet", "--pdf-variant", "pdf/ua-1", "--encoding", "utf-8",
         "--allowed-protocols", "data", "-", "-"],
        input=html, capture_output=True, check=True, env=os.environ | {"PATH": PATH}, timeout=120)
    return made.stdout


class Tagged:
    """The structure of a PDF as a list of (depth, type, element), in reading order."""

    def __init__(self, pdf: bytes, password: str = ""):
        self.pdf = pikepdf.open(io.BytesIO(pdf), password=password)
        self.elements: list[tuple[int, str, pikepdf.Object]] = []
        root = self.pdf.Root
        if "/StructTreeRoot" in root:
            self._walk(root.StructTreeRoot.K, 0)

    def _walk(self, node, depth: int) -> None:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                self._walk(kid, depth)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            self.elements.append((depth, str(node.S)[1:], node))
            if "/K" in node:
                self._walk(node.K, depth + 1)

    def kinds(self) -> list[str]:
        return [kind for _, kind, _ in self.elements]

    def children(self, kind: str) -> set[str]:
        """What stands directly in elements of a type."""
        found = set()
        for index, (depth, name, _) in enumerate(self.elements):
            if name == kind:
                for deeper, child, _ in self.elements[index + 1:]:
                    if deeper <= depth:
                        break
                    if deeper == depth + 1:
                        found.add(child)
        return found

    def alternatives(self) -> list[str]:
        """The alternative of each figure; empty where one has none."""
        return [str(node.get("/Alt", "")) for _, kind, node in self.elements if kind == "Figure"]


def text_of(pdf: bytes, *flags: str) -> str:
    """What pdftotext reads, in reading order."""
    read = subprocess.run(["pdftotext", *flags, "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return read.stdout.decode()
