"""A journal that the real jrnl wrote comes in whole, once, or not at all."""

import json
import random
import re
import tempfile
import unittest
from collections import Counter
from pathlib import Path

import journals
from household import ADA, NOOR, Household, HouseholdTest, couple

COUNT = 1200


def setUpModule():
    global FOLDER, JOURNAL, EXPORT
    FOLDER = tempfile.TemporaryDirectory(prefix="vesper-jrnl-")
    unittest.addModuleCleanup(FOLDER.cleanup)
    JOURNAL = journals.Journal(Path(FOLDER.name))
    JOURNAL.take_in(journals.written(COUNT, seed=20260312))
    EXPORT = JOURNAL.export()


def meant(export: bytes) -> Counter:
    """What an export says, as `list --json` has to say it."""
    found = Counter()
    for entry in json.loads(export)["entries"]:
        text = entry["title"] + ("\n" + entry["body"] if entry["body"] else "")
        tags = {tag[1:].lower() for tag in entry["tags"]} | ({"starred"} if entry["starred"] else set())
        found[entry["date"], entry["time"], text, tuple(sorted(tags))] += 1
    return found


def kept(home: Household) -> Counter:
    return Counter((e["about"], e["body"]["time"], e["body"]["text"], tuple(sorted(e["tags"])))
                   for e in home.entries(by=ADA))


class Taking(HouseholdTest):
    def imports(self, export: bytes, *words) -> dict:
        said = self.home.do("import", "--from", "jrnl", "--json", *words, text=export, by=ADA).json()
        # What comes in is said by kind too, and nothing of a journal is left out.
        self.assertEqual(said["kinds"], {"reflection": said["added"]} if said["added"] else {})
        self.assertEqual(said["leftOut"], [])
        return {"added": said["added"], "known": said["known"]}

    def test_the_whole_journal_comes_in_once_and_then_only_what_is_new(self):
        self.assertEqual(len(json.loads(EXPORT)["entries"]), COUNT)
        self.assertEqual(self.imports(EXPORT, "--dry-run"), {"added": COUNT, "known": 0})
        self.assertEqual(self.home.entries(by=ADA), [])
        self.assertEqual(self.imports(EXPORT), {"added": COUNT, "known": 0})
        self.assertEqual(kept(self.home), meant(EXPORT))
        for entry in self.home.entries("--last", "5", by=ADA):
            self.assertEqual((entry["kind"], entry["audience"], entry["author"]),
                             ("reflection", "private", ADA))
        # Each entry that was generated is there, whatever jrnl made of its form.
        words = Counter(re.findall(r"entry-\d+\b", "\n".join(self.home.texts(ADA).values())))
        self.assertEqual(words, Counter(f"entry-{n}" for n in range(COUNT)))
        self.assertEqual(self.home.entries(by=NOOR), [], "a journal is its owner's alone")
        self.assertClean()

        # The same again, from a fresh export (jrnl orders tags anew each time) and from a file.
        before = self.home.files(self.home.vault)
        self.assertEqual(self.imports(JOURNAL.export()), {"added": 0, "known": COUNT})
        path = self.home.root / "export.json"
        path.write_bytes(EXPORT)
        self.assertEqual(self.imports(b"", "--file", path), {"added": 0, "known": COUNT})
        self.assertEqual(self.home.files(self.home.vault), before)

        # The journal grows, by jrnl's own hand; stars that come later add nothing.
        grown = journals.Journal(self.home.root / "grown")
        (grown.folder / "journal.txt").write_bytes((JOURNAL.folder / "journal.txt").read_bytes())
        grown.take_in("[2025-05-03 08:00] Several paragraphs. *\nOne.\n\nTwo.\n\nThree.\n")
        grown.add("2025-05-01 10:00: A new day. With @sun and مرحبا and 👩‍❤️‍👨.")
        grown.add("2025-05-01 10:00: A new day. With @sun and مرحبا and 👩‍❤️‍👨.")
        grown.add("2025-05-02 22:15: Title alone")
        export = grown.export()
        self.assertEqual(self.imports(export), {"added": 4, "known": COUNT})
        self.assertEqual(kept(self.home), meant(export))
        tree = json.loads(export)
        for entry in tree["entries"][::7]:
            entry["starred"] = not entry["starred"]
        self.assertEqual(self.imports(json.dumps(tree).encode()), {"added": 0, "known": COUNT + 4})
        self.assertClean()

    def test_what_came_in_is_found_by_its_tags_days_and_words(self):
        self.imports(EXPORT)
        export = json.loads(EXPORT)["entries"]
        for tag in ("garden", "größe", "us/evening"):
            wanted = sum("@" + tag in (t.lower() for t in e["tags"]) for e in export)
            self.assertEqual(len(self.home.entries("--tag", tag, by=ADA)), wanted)
            self.assertGreater(wanted, 0)
        wanted = sum("2022-03-01" <= e["date"] <= "2022-03-31" for e in export)
        self.assertGreater(wanted, 0)
        self.assertEqual(
            len(self.home.entries("--since", "2022-03-01", "--until", "2022-03-31", by=ADA)), wanted)
        found = self.home.do("search", "--json", "--file", "-", text="漢字かな", by=ADA).json()
        self.assertEqual(len(found), sum("漢字かな" in e["title"] + e["body"] for e in export))

    def test_an_empty_journal_adds_nothing(self):
        self.assertEqual(self.imports(b'{"tags": {}, "entries": []}'), {"added": 0, "known": 0})


class Damage(HouseholdTest):
    """A damaged export is refused whole, saying where; nothing of it comes in."""

    def setUp(self):
        super().setUp()
        self.home.write("before", by=ADA)
        self.before = self.home.files(self.home.vault)

    def refuses(self, export: bytes, *phrases: str) -> int:
        """The byte that the refusal names."""
        answer = self.home.run("import", "--from", "jrnl", text=export, by=ADA)
        self.assertRefused(answer, 65, *phrases)
        place = re.search(r"at line (\d+), column \d+ \(byte (\d+)\)", answer.err.decode())
        self.assertTrue(place, answer)
        line, byte = map(int, place.groups())
        self.assertEqual(export[:byte].count(b"\n") + 1, line)
        return byte

    def tearDown(self):
        self.assertEqual(self.home.files(self.home.vault), self.before)
        self.assertEqual(list(self.home.texts(ADA).values()), ["before"])

    def test_an_export_that_was_cut_off(self):
        choose = random.Random(5)
        end = EXPORT.rindex(b"}")
        places = [0, 1, 2, end, end - 1, 4096, 65_536] + [choose.randrange(end) for _ in range(12)]
        for place in places:
            with self.subTest(place=place):
                byte = self.refuses(EXPORT[:place])
                self.assertLessEqual(byte, place)
                self.assertGreaterEqual(byte, place - 12)

    def test_a_byte_that_is_none_of_utf_8(self):
        choose = random.Random(6)
        for place in [0, len(EXPORT) - 1] + [choose.randrange(len(EXPORT)) for _ in range(12)]:
            bad = bytearray(EXPORT)
            bad[place] |= 0x80
            with self.subTest(place=place):
                self.assertEqual(self.refuses(bytes(bad), "not UTF-8"), place)

    def test_a_byte_that_breaks_the_structure(self):
        choose = random.Random(7)
        for mark in b'{["':
            opening = [m.start() for m in re.finditer(rb'\n {4}+\{|": \[|": "', EXPORT)]
            for start in choose.sample(opening, 4):
                place = EXPORT.index(bytes([mark]), start)
                bad = bytearray(EXPORT)
                bad[place] ^= 0x01
                with self.subTest(place=place):
                    self.assertLessEqual(abs(self.refuses(bytes(bad)) - place), 2000)

    def test_something_else_after_the_end(self):
        self.assertGreaterEqual(self.refuses(EXPORT + b"{}"), len(EXPORT) - 1)

    def test_values_of_another_type(self):
        number = 700
        for key, value, phrase in (
                ("date", 5, '"date"'), ("date", "2024-02-30", '"date"'), ("date", "yesterday", '"date"'),
                ("date", "", '"date"'), ("time", "25:00", '"time"'), ("time", None, '"time"'),
                ("title", None, '"title"'), ("title", ["x"], '"title"'), ("body", {}, '"body"'),
                ("body", "with a \0 in it", "control character"), ("starred", "yes", '"starred"'),
                ("starred", 1, '"starred"'), ("tags", "@pain", '"tags"'), ("tags", [1], '"tags"'),
                ("tags", ["@two words"], '"tags"'), ("tags", [""], '"tags"'), ("body", ..., '"body" is missing'),
                ("date", ..., '"date" is missing'), ("title", "", "no words"), ("body", "x" * 1_100_000, "longer")):
            tree = json.loads(EXPORT)
            entry = tree["entries"][number]
            if value is ...:
                del entry[key]
            else:
                entry[key] = value
            if phrase == "no words":
                entry["body"] = " \n"
            export = json.dumps(tree, indent=2).encode()
            with self.subTest(key=key, value=str(value)[:20]):
                self.refuses(export, f"entry {number + 1}: ", phrase)

    def test_something_that_is_no_export(self):
        for export, phrase in ((b"", "ends too early"), (b"[]", "jrnl export"), (b"null", "jrnl export"),
                               (b"{}", '"entries" is missing'), (b'{"entries": {}}', '"entries"'),
                               (b'{"entries": [5]}', "entry 1"), (b'{"entries": [[]]}', "entry 1"),
                               (b"a journal in plain text", "JSON"), (b"[" * 50_000, "nested"),
                               (b'{"entries": [], "entries": []}', "twice")):
            with self.subTest(export=export[:30]):
                self.refuses(export, phrase)

    def test_a_file_beyond_all_measure(self):
        answer = self.home.run("import", "--from", "jrnl", text=b" " * 68_000_000, by=ADA)
        self.assertRefused(answer, 65, "larger than the 67108864 bytes")


if __name__ == "__main__":
    unittest.main()
