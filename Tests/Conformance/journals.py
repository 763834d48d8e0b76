"""The real jrnl, with a configuration and a journal of its own."""

import json
import os
import random
import shutil
import subprocess
import sys
import unicodedata
from datetime import date, timedelta
from pathlib import Path

from household import ROOT, unavailable

WORDS = ("morning tea walk rest garden quiet slow warm hands laughed slept tired better rain window "
         "soup letter music pillow breath gently evening kitchen blanket appointment tablets").split()
UNUSUAL = [
    unicodedata.normalize("NFD", "café crème Zoë ñandú"), "café crème Zoë ñandú",
    "مرحبا بالعالم ١٢٣", "שלום עולם", "abc \u202bהפוך\u202c def", "👩‍❤️‍👨 🏳️‍🌈 👍🏽", "漢字かな交じり文",
    "İstanbul ıssız ß ẞ ﬁ", "Ω Ω µ μ", "a\u0301\u0323 q\u0307\u0323", "नमस्ते", "“quoted” — … ‘so’",
    "\\ / \" ' & < > ` $HOME %s {x} [y] #1", "\u200bzero\u200dwidth\ufeff", "tab\tinside", "𝒜𝓃𝒸𝒾𝑒𝓃𝓉 𐍈",
]
TAGS = "@pain @Garden @sleep @us/evening @größe @café @two-words @c++ @rain_".split()


# As jrnl 4.6 writes it itself. (In JSON's flow style it would be taken for one of jrnl 1.)
CONFIGURATION = """\
colors:
  body: none
  date: none
  tags: none
  title: none
default_hour: 9
default_minute: 0
display_format: pretty
editor: ''
encrypt: false
highlight: true
indent_character: '|'
journals:
  default:
    journal: {journal}
linewrap: 79
tagsymbols: '@'
template: false
timeformat: '%F %R'
version: v4.6
"""


def program() -> str:
    """jrnl, from JRNL, next to this Python, in .venv or on the path."""
    beside = [Path(sys.executable).parent, ROOT / ".venv" / "bin"]
    for path in [os.environ.get("JRNL"), *(folder / "jrnl" for folder in beside), shutil.which("jrnl")]:
        if path and os.access(path, os.X_OK):
            return str(path)
    unavailable("jrnl is not here: make .venv/ready installs it")


class Journal:
    """A journal kept by jrnl in a directory."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "jrnl.yaml").write_text(CONFIGURATION.format(journal=folder / "journal.txt"))

    def run(self, *words, text: str = "") -> str:
        done = subprocess.run(
            [program(), "--config-file", self.folder / "jrnl.yaml", *words], input=text,
            capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=self.folder,
            env=os.environ | {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder),
                              "PYTHONUTF8": "1", "TZ": "UTC", "NO_COLOR": "1"})
        if done.returncode != 0:
            raise AssertionError(f"jrnl {words}: {done.stdout}{done.stderr}")
        return done.stdout

    def take_in(self, text: str):
        """Lets jrnl import a text file in its own form."""
        source = self.folder / "import.txt"
        source.write_text(text, encoding="utf-8")
        self.run("--import", "--file", str(source))

    def add(self, text: str):
        """Writes one entry the way a person does."""
        self.run(text)

    def export(self) -> bytes:
        return self.run("--export", "json").encode()


def written(count: int, seed: int) -> str:
    """So many believable entries, in the form of jrnl's own file; each holds `entry-<n>` once."""
    choose = random.Random(seed)

    def sentence() -> str:
        parts = [choose.choice(WORDS) for _ in range(choose.randint(3, 14))]
        if choose.random() < 0.3:
            parts.insert(choose.randrange(len(parts)), choose.choice(UNUSUAL))
        if choose.random() < 0.3:
            parts.append(choose.choice(TAGS))
        return " ".join(parts).capitalize() + choose.choice([".", ".", ".", "!", "?", "…"])

    entries = []
    for number in range(count):
        day = date(2021, 1, 1) + timedelta(days=choose.randrange(1500))
        star = " *" if choose.random() < 0.1 else ""
        title = f"{sentence()[:-1]} entry-{number}.{star}"
        paragraphs = ["\n".join(sentence() for _ in range(choose.randint(1, 4)))
                      for _ in range(choose.choice([0, 1, 1, 2, 5]))]
        entries.append(f"[{day} {choose.randrange(24):02}:{choose.randrange(60):02}] {title}\n"
                       + "\n\n".join(paragraphs) + "\n\n")
    return "".join(entries)
