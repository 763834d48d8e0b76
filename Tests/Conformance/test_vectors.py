"""Every vector of vectors/ has the outcome that its header says, and is as it was written."""

import functools
import os
import re
import tempfile
import unittest
from pathlib import Path

import open_files
import write_vectors
from read_vault import open_vault
from vector_files import VECTORS, Vector, full, lay_out, names, parse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "format.md"


@functools.cache
def vectors() -> dict[str, Vector]:
    return {path.name: parse(path.read_text()) for path in sorted(VECTORS.glob("*.vector"))}


def folder() -> tempfile.TemporaryDirectory:
    """In memory where the system has such a place: there are hundreds."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="vesper-vector-", dir=memory)


def refusal(why: open_files.Refused) -> str:
    """The one closed word for a sentence of the reader."""
    if isinstance(why, open_files.MadeByNewer) or "newer Vesper" in str(why):
        return "future version"
    if "passphrase does not open" in str(why):
        return "wrong passphrase"
    return "refused" if "out of bounds" in str(why) else "damaged"


def opened(vector: Vector, root: Path) -> str | dict[str, str]:
    short, who = names(), vector.header["reads"].lower()

    def at(name: str) -> str:
        return str(root / short[name])

    if vector.header["subject"] == "public identity":
        path = Path(at("noor.public"))
        open_files.public_identity(open_files.read_regular(str(path), 4_096), path.name)
        return "good"
    try:
        vault = open_vault(str(root / "vault"), at(f"{who}.key"), at(f"{who}.state"),
                           vector.header["passphrase"].encode(), None)
    except FileNotFoundError as missing:
        assert missing.filename.endswith("vesper-vault"), missing
        return "not a vault"
    known = {path.rsplit("/", 1)[1]: name for name, path in short.items()
             if path.startswith("vault/logs/") and re.search("/[0-9a-f]{32}$", path)}
    found: dict[str, str] = {}
    for line in vault.verdicts():
        newer = line["verdict"] == "damaged" and "newer Vesper" in line["why"]
        name = known.get(line["log"], line["log"])
        word = "future version" if newer else line["verdict"]
        assert found.get(name, word) == word, f"two verdicts on {name}"
        found[name] = word
    return found


class Vectors(unittest.TestCase):
    maxDiff = None

    def test_every_vector_has_its_outcome(self):
        for name, vector in vectors().items():
            with self.subTest(name), folder() as root:
                lay_out(vector, Path(root))
                try:
                    found = opened(vector, Path(root))
                except open_files.Refused as why:
                    found = refusal(why)
                wanted = vector.expected
                if isinstance(wanted, dict):
                    wanted = {log: word for log, word in wanted.items() if word != "absent"}
                self.assertEqual(found, wanted, vector.header["why"])

    def test_the_vectors_are_as_they_are_written(self):
        built = write_vectors.build()
        here = {str(path.relative_to(VECTORS)): path.read_bytes() for path in VECTORS.rglob("*")
                if path.is_file() and path.name != "README.md"}
        self.assertEqual(sorted(here), sorted(built))
        self.assertEqual([name for name in here if here[name] != built[name]], [])

    def test_there_are_many_each_once_and_of_a_section_of_the_page(self):
        self.assertGreaterEqual(len(vectors()), 150)
        page = (PAGE.parent / "reliability.md").read_text()
        self.assertIn(f"\n{len(vectors())} small changes to a small vault", page)
        titles = [vector.header["title"] for vector in vectors().values()]
        self.assertEqual(len(set(titles)), len(titles))
        sections = set(re.findall("^#{2,3} (.+)$", PAGE.read_text(), re.M))
        self.assertLessEqual({v.header["section"] for v in vectors().values()}, sections)

    def test_edits_change_something_and_name_what_is_known(self):
        for name, vector in vectors().items():
            self.assertTrue(all("$" not in full(one, names())
                                for edit in vector.edits for one in edit.arguments), name)


if __name__ == "__main__":
    unittest.main()
