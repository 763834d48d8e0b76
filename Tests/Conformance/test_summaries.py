"""docs/format.md § Summaries, read by the page: what a reading leaves beside the device state."""

import struct
import unittest
from datetime import date

import open_files
import vesper_format as vf
from household import ADA, NOOR, PASSPHRASES, HouseholdTest

SIZE = 144
WORDS = "lanterns over the water "


class Summaries(HouseholdTest):
    def setUp(self):
        super().setUp()
        for number in range(3):
            self.home.write(f"{number} " + WORDS * 8_000, "--on", f"2020-0{number + 1}-10", by=ADA)
        self.home.put("question", {"text": "Asked at last?"}, by=ADA)

    def sealed(self):
        (path,) = self.home.state.rglob("*.summaries")
        return path

    def opened(self) -> tuple[bytes, list[bytes]]:
        """The vault id and the summaries, each as it stands there."""
        path = self.sealed()
        identity = self.home.data / f"vesper/identities/{path.stem}.key"
        who = open_files.identity(identity.read_bytes(), identity.name, PASSPHRASES[ADA].encode())
        data = path.read_bytes()
        vault = bytes.fromhex(path.parent.name)
        ad = vf.label("vesper1 summary") + vault + who.partner_id + vf.u32(len(data))
        contents = vf.AEAD_open(who.state_key, data[:24], ad, data[24:])
        self.assertIsNotNone(contents)
        count, zero = struct.unpack_from("<II", contents)
        end = 8 + SIZE * count
        self.assertEqual((zero, contents[end:].strip(b"\0")), (0, b""))
        return vault, [contents[at:at + SIZE] for at in range(8, end, SIZE)]

    def test_a_reading_by_kind_leaves_what_the_page_says(self):
        before = set(self.home.files())
        self.assertEqual(len(self.home.entries("--kind", "question", by=ADA)), 1)
        self.assertEqual({p.rsplit(".")[-1] for p in set(self.home.files()) - before}, {"summaries"})
        self.assertEqual((self.sealed().stat().st_size, self.sealed().stat().st_mode & 0o777), (4_096, 0o600))
        _, summaries = self.opened()
        segments = sorted(self.home.vault.glob("logs/*/private/*/*.segment"))
        headers = [p.read_bytes()[:512] for p in segments]
        self.assertEqual(len(summaries), len(segments) - 1)
        for number, summary in enumerate(summaries):
            log, its, count, first = struct.unpack_from("<16sIIQ", summary)
            self.assertEqual((log.hex(), its, count, first), (segments[0].parent.name, number, 1, number))
            self.assertEqual(summary[32:64], headers[number][120:152])
            self.assertEqual(summary[64:96], headers[number + 1][120:152])
            least, most = struct.unpack_from("<ii", summary, 96)
            day = (date(2020, number + 1, 10) - date(1970, 1, 1)).days
            self.assertEqual((least, most), (day, day))
            self.assertEqual(*struct.unpack_from("<qq", summary, 104))
            self.assertEqual(int.from_bytes(summary[120:136], "little"), 1 << 1)
            self.assertEqual(summary[136:], bytes([1]) + bytes(7))

    def test_nothing_of_an_entry_stands_in_it_and_nothing_is_waited_for(self):
        self.home.entries("--kind", "question", by=ADA)
        first = self.sealed().read_bytes()
        self.assertNotIn(WORDS.encode(), first)
        self.assertNotIn(bytes(16), first)
        self.home.entries("--kind", "question", by=ADA)
        self.assertEqual(self.sealed().read_bytes(), first)
        # The other reads the same folder, and leaves nothing that is about it.
        self.home.entries("--kind", "question", by=NOOR)
        self.assertEqual(self.sealed().read_bytes(), first)

    def test_it_can_be_lost_spoilt_or_of_an_earlier_day(self):
        wanted = self.home.entries("--kind", "reflection", "--until", "2020-01-31", by=ADA)
        self.assertEqual(len(wanted), 1)
        path, right = self.sealed(), self.sealed().read_bytes()
        for data in (None, b"", right[:-1], bytes(4_096), right[:900] + b"\1" + right[901:]):
            path.unlink() if data is None else path.write_bytes(data)
            found = self.home.entries("--kind", "reflection", "--until", "2020-01-31", by=ADA)
            self.assertEqual(found, wanted)
            self.assertEqual(len(self.opened()[1]), 2)
        for number in range(2):
            self.home.write(f"more {number} " + WORDS * 8_000, "--on", "2020-01-20", by=ADA)
        path.write_bytes(right)
        self.assertEqual(len(self.home.entries("--kind", "reflection", "--until", "2020-01-31", by=ADA)), 3)

    def test_forgetting_takes_it_out(self):
        (entry,) = self.home.entries("--kind", "reflection", "--until", "2020-01-31", by=ADA)
        self.assertEqual([s[16] for s in self.opened()[1]], [0, 1])
        self.home.do("forget", entry["id"], "--json", by=ADA)
        self.assertEqual([s[16] for s in self.opened()[1]], [1])
        self.assertEqual(self.home.entries("--kind", "reflection", "--until", "2020-01-31", by=ADA), [])


if __name__ == "__main__":
    unittest.main()
