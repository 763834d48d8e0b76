"""Vectors as files: a header, then edits on the base vault, a line each (vectors/README.md)."""

import base64
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

VECTORS = Path(__file__).resolve().parent / "vectors"
HEADER = ("title", "section", "why", "subject", "reads", "passphrase", "expect")
WORDS = ("complete", "unfinished", "waiting for files", "forked", "rolled back", "damaged",
         "future version", "absent")
OUTCOMES = ("good", "wrong passphrase", "refused", "damaged", "future version", "not a vault")


@dataclass(frozen=True)
class Edit:
    word: str
    arguments: tuple[str, ...]
    content: bytes


@dataclass(frozen=True)
class Vector:
    header: dict[str, str]
    edits: tuple[Edit, ...]

    @property
    def expected(self) -> str | dict[str, str]:
        """One outcome for the whole, or a word for each log."""
        text = self.header["expect"]
        if text in OUTCOMES:
            return text
        pairs = dict(part.split(" ", 1) for part in text.split(", "))
        assert set(pairs.values()) <= set(WORDS), text
        return pairs


def parse(text: str) -> Vector:
    top, _, rest = text.partition("\n\n")
    lines = [line.partition(": ") for line in top.splitlines()]
    assert tuple(key for key, _, _ in lines) == HEADER, top
    edits: list[Edit] = []
    for line in rest.splitlines():
        if line.startswith("  "):
            last = edits.pop()
            edits.append(Edit(last.word, last.arguments,
                              last.content + base64.b64decode(line.strip())))
        else:
            word, *arguments = line.split(" ")
            edits.append(Edit(word, tuple(arguments), b""))
    return Vector({key: value for key, _, value in lines}, tuple(edits))


def names() -> dict[str, str]:
    lines = (VECTORS / "base.names").read_text().splitlines()
    return dict(line.split(" ") for line in lines)


def full(path: str, short: dict[str, str]) -> str:
    return re.sub(r"^\$([a-z.]+)", lambda found: short[found[1]], path)


def lay_out(vector: Vector, root: Path) -> None:
    """The base vault with the vector's edits, below a folder."""
    shutil.copytree(VECTORS / "base", root, dirs_exist_ok=True)
    short = names()
    for edit in vector.edits:
        apply(edit, [root / full(one, short) if not one.isdigit() else int(one)
                     for one in edit.arguments])


def apply(edit: Edit, given: list) -> None:
    path = given[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    match edit.word:
        case "flip":
            content = bytearray(path.read_bytes())
            content[given[1]] ^= given[2]
            path.write_bytes(content)
        case "cut":
            path.write_bytes(path.read_bytes()[:given[1]])
        case "grow":
            path.write_bytes(path.read_bytes().ljust(given[1], b"\0"))
        case "delete":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        case "make":
            path.write_bytes(edit.content)
        case "put":
            content = path.read_bytes()
            path.write_bytes(content[:given[1]] + edit.content
                             + content[given[1] + len(edit.content):])
        case "copy":
            given[1].parent.mkdir(parents=True, exist_ok=True)
            given[1].write_bytes(path.read_bytes())
        case "lay":  # FROM AT TO AT LENGTH: bytes of one file over those of another
            piece = path.read_bytes()[given[1]:given[1] + given[4]]
            content = given[2].read_bytes()
            given[2].write_bytes(content[:given[3]] + piece + content[given[3] + given[4]:])
        case "swap":
            first, second = path.read_bytes(), given[1].read_bytes()
            path.write_bytes(second)
            given[1].write_bytes(first)
        case "exchange":  # PATH AT AT LENGTH: two places of one file
            content = bytearray(path.read_bytes())
            a, b, n = given[1:]
            content[a:a + n], content[b:b + n] = content[b:b + n], content[a:a + n]
            path.write_bytes(content)
        case "link":
            os.symlink(given[1], path)
        case "folder":
            path.mkdir()
        case _:
            raise ValueError(edit.word)
