"""§ Records, Erasure and Tombstone: what is erased is hidden; whatever does not fit is found."""

import unittest

import vesper_format as vf
from desk import Desk, again, example, path_of, without_heads
from log_writer import LogWriter

NOW = {"entered": 1_767_400_000_000, "about": 20_455, "zone": 60}


class Erasing(unittest.TestCase):
    """Record 2 of Ada's private diary has two cells; record 3 erases it."""

    def test_interrupted_erasing_hides_the_record_and_is_no_damage(self):
        for cells in ((), (0,), (1,), (0, 1)):
            for torn in ((), (0,), (1,), (0, 1)):
                writer = self.interrupted(cells, torn)
                state = without_heads(example().states["Ada"])
                with Desk({path_of(writer.log): bytes(writer.segments[0])}) as desk:
                    vault = desk.vault("Ada", state)
                    verdict = desk.verdict("Ada", writer.log.log_id, state)
                self.assertEqual(verdict, "complete", (cells, torn))
                shown = [line["index"] for line in vault.records()
                         if line["log"] == writer.log.log_id.hex()]
                self.assertEqual(shown, [0, 1, 3, 4])

    def test_an_interrupted_erasing_still_has_to_fit_the_chain_and_what_is_left(self):
        gone = example().logs["mine"].records[2]
        for wrong in ({"hashed_record": bytes(32)}, {"chained": bytes(32)}, {"index": 1},
                      {"record_id": bytes(16)}, {"parts": 3}, {"segment": 1}, {"first_cell": 6}):
            for cells, torn in (((), (1,)), ((0,), (1,)), ((1,), ()), ((0,), ())):
                writer = self.interrupted(cells, torn, **wrong)
                self.assert_damaged(writer, "Ada")
        for at in (24, 56, 88, 120, 463):
            writer = self.interrupted((), (1,))
            stone = bytearray(vf.tombstone(2, gone.record_id, gone.digest, gone.chain, gone.mac)
                              .ljust(464, b"\0"))
            stone[at] ^= 1
            self.overwrite(writer, bytes(stone), (0,))
            self.assert_damaged(writer, "Ada")

    def test_a_torn_cell_without_an_erasure_record_that_counts_is_damage(self):
        for torn in ((0,), (1,), (0, 1)):
            writer = self.before_erasing()
            writer.append(b"no erasure", 8, **NOW)
            self.tear(writer, torn)
            self.assert_damaged(writer, "Ada")
        forged = self.before_erasing(mac_of="Noor")
        gone = forged.records[2]
        body = vf.erasure_body(2, gone.record_id, gone.digest, gone.chain, 0, gone.first_cell, 2)
        forged.append(body, 0, **NOW, record_type=1)
        self.tear(forged, (1,))
        self.assert_damaged(forged, "Ada")

    def test_the_same_record_erased_twice_is_no_damage(self):
        writer = again("mine")
        writer.append(writer.records[3].body, 0, **NOW, record_type=1)
        with Desk({path_of(writer.log): bytes(writer.segments[0])}) as desk:
            self.assertEqual(desk.verdict("Ada", writer.log.log_id), "complete")

    def test_a_tombstone_without_its_erasure_record_is_damage(self):
        for cells in ((0,), (1,), (0, 1)):
            writer = self.before_erasing()
            gone = writer.records[2]
            stone = vf.tombstone(2, gone.record_id, gone.digest, gone.chain, gone.mac)
            self.overwrite(writer, stone, cells)
            self.assert_damaged(writer, "Ada")

    def test_a_tombstone_with_another_digest_id_or_mac_is_damage(self):
        for at in (0, 8, 24, 56, 88, 120, 300):
            writer, gone = again("mine"), example().logs["mine"].records[2]
            stone = vf.tombstone(2, gone.record_id, gone.digest, gone.chain, gone.mac)
            changed = bytearray(stone.ljust(464, b"\0"))
            changed[at] ^= 1
            self.overwrite(writer, bytes(changed), (0,))
            self.assert_damaged(writer, "Ada")

    def test_an_erasure_that_does_not_fit_its_record_is_damage(self):
        gone = example().logs["mine"].records[2]
        fits = [2, gone.record_id, gone.digest, gone.chain, 0, gone.first_cell, 2]
        for at, wrong in ((0, 1), (0, 3), (0, 4), (0, 99), (1, bytes(16)), (2, bytes(32)),
                          (3, bytes(32)), (4, 1), (5, 4), (6, 1)):
            writer = self.before_erasing()
            body = vf.erasure_body(*[*fits[:at], wrong, *fits[at + 1 :]])
            writer.append(body, 0, **NOW, record_type=1)
            self.assert_damaged(writer, "Ada", state=without_heads(example().states["Ada"]))

    def test_a_wrong_digest_is_found_where_only_the_erasure_still_knows_it(self):
        writer, gone = self.before_erasing(), example().logs["mine"].records[2]
        body = vf.erasure_body(2, gone.record_id, bytes(32), gone.chain, 0, gone.first_cell, 2)
        writer.append(body, 0, **NOW, record_type=1)
        stone = vf.tombstone(2, gone.record_id, gone.digest, gone.chain, gone.mac)
        self.overwrite(writer, stone, (1,))
        self.assert_damaged(writer, "Ada")

    def test_an_erasure_record_cannot_be_erased(self):
        for overwritten in ((), (0,)):
            writer = again("mine")
            at = writer.records[3]
            body = vf.erasure_body(3, at.record_id, at.digest, at.chain, 0, at.first_cell, 1)
            writer.append(body, 0, **NOW, record_type=1)
            stone = vf.tombstone(3, at.record_id, at.digest, at.chain, at.mac)
            self.overwrite(writer, stone, overwritten, 3)
            self.assert_damaged(writer, "Ada")

    def test_an_erased_consent_record_is_damage(self):
        writer = again("yes")
        gone = writer.records[0]
        stone = vf.tombstone(0, gone.record_id, gone.digest, gone.chain, gone.mac)
        self.overwrite(writer, stone, (0,), 0)
        self.assert_damaged(writer, "Ada", "Noor")
        with Desk() as desk:
            log, _ = desk.open_alone("Ada", "yes", bytes(writer.segments[0]))
        self.assertEqual(log.damage, [(0, "segment 0: a consent record is erased")])

    def interrupted(self, cells, torn, **wrong) -> LogWriter:
        """Record 2 with some cells overwritten and some torn, its erasure, and a record after."""
        writer = self.before_erasing()
        gone = writer.records[2]
        body = {"index": 2, "record_id": gone.record_id, "hashed_record": gone.digest,
                "chained": gone.chain, "segment": 0, "first_cell": gone.first_cell,
                "parts": 2} | wrong
        writer.append(vf.erasure_body(**body), 0, **NOW, record_type=1)
        writer.append(b"a record after", 8, **NOW)
        stone = vf.tombstone(2, gone.record_id, gone.digest, gone.chain, gone.mac)
        self.overwrite(writer, stone, cells)
        self.tear(writer, torn)
        return writer

    def tear(self, writer: LogWriter, torn) -> None:
        """Half of a cell was written, as when the power goes."""
        for part in torn:
            start = 512 * (writer.records[2].first_cell + part)
            writer.segments[0][start : start + 256] = b"t" * 256

    def before_erasing(self, mac_of: str | None = None) -> LogWriter:
        """The log as it was when record 2 was its last."""
        writer = again("mine", mac_of)
        writer.records.pop()
        del writer.segments[0][512 * 7 :]
        writer._write(1, writer.records[2], writer.records[2].bytes)
        return writer

    def overwrite(self, writer: LogWriter, content: bytes, cells, index: int = 2) -> None:
        at = writer.records[index]
        sealed = writer.sealed(2, at, content)
        for part in cells:
            start = 512 * (at.first_cell + part)
            writer.segments[0][start : start + 512] = sealed[part]

    def assert_damaged(self, writer: LogWriter, *names: str, state=None) -> None:
        with Desk({path_of(writer.log): bytes(writer.segments[0])}) as desk:
            for name in names:
                self.assertEqual(desk.verdict(name, writer.log.log_id, state), "damaged")


if __name__ == "__main__":
    unittest.main()
