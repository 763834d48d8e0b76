"""An author's own program that writes what format.md does not allow: every other reader says so."""

import unittest
from dataclasses import replace

import vesper_format as vf
from desk import Desk, example, path_of
from log_writer import LogWriter
from write_example import Draws

NOW = {"entered": 1_767_400_000_000, "about": 20_455, "zone": 60}
FILLER = bytes(464 * 510 - 144)  # a record of 510 cells


class Badly(LogWriter):
    """A writer with one thing wrong in the headers it makes."""

    wrong = ""

    def _segment_for(self, parts: int, index: int) -> int:
        fresh = self.cells_left() < parts
        number = super()._segment_for(parts, index)
        if fresh:
            self._spoil(number)
        return number

    def _spoil(self, number: int) -> None:
        header, key = self.segments[number], self.keys[number]
        if self.wrong == "commitment":
            header[152:184] = bytes(32)
        h = vf.header_hash(bytes(header))
        own, box = vf.slot("vesper1 ownslot", h, key), vf.slot("vesper1 boxslot", h, key)
        if self.wrong == "label":
            own, box = box, own
        if self.wrong == "slot hash":
            own, box = (slot[:16] + bytes(32) + key for slot in (own, box))
        header[208:304] = vf.AEAD(self.author.slot_key, bytes(header[184:208]), b"", own)
        header[328:424] = vf.BOX(bytes(header[304:328]), box, self.recipient_x25519,
                                 self.author.x25519[1])


def begun(kind: type[LogWriter] = LogWriter) -> LogWriter:
    """A new shared diary of Ada's."""
    ada, noor = example().identities["Ada"], example().identities["Noor"]
    log = vf.Log(example().vault_id, bytes(range(16)), ada.partner_id, noor.partner_id, 2, 1)
    return kind(log, ada, noor.x25519[0], Draws())


class Authors(unittest.TestCase):
    def verdicts(self, writer: LogWriter, without: tuple[int, ...] = ()) -> list[str]:
        changes = {path_of(writer.log, n): bytes(content)
                   for n, content in writer.segments.items() if n not in without}
        with Desk(changes) as desk:
            return [desk.verdict(name, writer.log.log_id) for name in ("Ada", "Noor")]

    def test_a_header_that_is_wrong_in_one_thing_is_damage(self):
        for wrong in ("", "commitment", "label", "slot hash"):
            writer = begun(Badly)
            writer.wrong = wrong
            writer.append(b"hello", 8, **NOW)
            self.assertEqual(self.verdicts(writer), ["damaged" if wrong else "complete"] * 2)

    def test_a_segment_that_does_not_continue_the_one_before_is_damage(self):
        for wrong in ("", "index", "chain"):
            writer = begun()
            last = writer.append(FILLER, 8, **NOW)
            # Header and record agree with each other: only the link between the two is wrong.
            if wrong == "index":
                writer.records.append(last)
            if wrong == "chain":
                writer.records[-1] = replace(last, chain=bytes(32))
            writer.append(FILLER, 8, **NOW)
            self.assertEqual(self.verdicts(writer), ["damaged" if wrong else "complete"] * 2)

    def test_a_record_that_is_not_linked_to_the_one_before_is_damage(self):
        writer = begun()
        first = writer.append(b"one", 8, **NOW)
        writer.records[0] = replace(first, chain=bytes(32))
        writer.append(b"two", 8, **NOW)
        self.assertEqual(self.verdicts(writer), ["damaged"] * 2)

    def test_a_record_that_does_not_fill_its_cells_is_damage(self):
        for padding, more in ((b"x", 0), (b"", 1)):
            writer = begun()
            at = writer.append(b"one", 8, **NOW)
            content = at.bytes + padding
            sealed = writer.sealed(1, replace(at, parts=at.parts + more), content)
            writer.segments[0][512:] = b"".join(sealed)
            self.assertEqual(self.verdicts(writer), ["damaged"] * 2)

    def test_a_segment_after_a_gap_does_not_count_again_from_the_beginning(self):
        writer = begun()
        for _ in range(3):
            writer.append(FILLER, 8, **NOW)
        self.assertEqual(self.verdicts(writer, without=(1,)), ["waiting for files"] * 2)
        again_first = begun()
        again_first.segments = {0: bytearray(512 * 512), 1: bytearray(512 * 512)}
        again_first.append(FILLER, 8, **NOW)
        writer.segments[2] = again_first.segments[2]
        self.assertEqual(self.verdicts(writer, without=(1,)), ["damaged"] * 2)

    def test_a_tombstone_whose_erasure_has_not_arrived_is_damage_though_files_are_missing(self):
        writer = begun()
        writer.append(b"better gone", 8, **NOW)
        writer.append(FILLER, 8, **NOW)
        writer.erase(0, **NOW)
        writer.append(FILLER, 8, **NOW)
        writer.append(FILLER, 8, **NOW)
        self.assertEqual(sorted(writer.segments), [0, 1, 2])
        self.assertEqual(self.verdicts(writer), ["complete"] * 2)
        for missing in ((1,), (1, 2)):
            self.assertEqual(self.verdicts(writer, without=missing), ["damaged"] * 2)
        self.assertEqual(self.verdicts(writer, without=(0,)), ["waiting for files"] * 2)


if __name__ == "__main__":
    unittest.main()
