"""§ Verdicts: newer versions, logs passed over, logs that were closed, and what follows a fault."""

import unittest
from dataclasses import replace

import vesper_format as vf
from desk import Desk, again, example, path_of, segment, without_heads
from log_writer import LogWriter
from write_example import Draws

NOW = {"entered": 1_767_400_000_000, "about": 20_455, "zone": 60}
NEW_ID = bytes(range(16))


def begun(author: str, other: str | None, log_class: int = 1, log_id: bytes = NEW_ID) -> LogWriter:
    """A new log of one partner's for the other, or private."""
    who = example().identities[author]
    to = example().identities[other] if other else None
    log = vf.Log(example().vault_id, log_id, who.partner_id, to.partner_id if to else bytes(32),
                 2 if to else 1, log_class)
    return LogWriter(log, who, to and to.x25519[0], Draws())


def files(*writers: LogWriter) -> dict[str, bytes]:
    return {path_of(writer.log, n): bytes(content)
            for writer in writers for n, content in writer.segments.items()}


def line(desk: Desk, name: str, log_id: bytes, state=None) -> dict | None:
    found = [one for one in desk.vault(name, state).verdicts() if one["log"] == log_id.hex()]
    assert len(found) <= 1
    return found[0] if found else None


class Newer(unittest.TestCase):
    def test_a_segment_of_a_newer_version_is_damage_whatever_its_length_and_else(self):
        days = example().logs["days"].log
        for number, size in ((0, None), (1, None), (1, 10), (1, 300)):
            changed = segment("days", number)
            changed[8:10] = vf.u16(2)
            other = segment("days", 1 - number)
            other[700] ^= 1  # another fault, that is not the reason
            changes = {path_of(days, number): bytes(changed[:size]),
                       path_of(days, 1 - number): bytes(other)}
            with Desk(changes) as desk:
                found = line(desk, "Ada", days.log_id)
            self.assertEqual(found["verdict"], "damaged")
            self.assertIn("newer Vesper", found["why"])

    def test_a_segment_longer_than_can_be_is_of_a_newer_version_first(self):
        days = example().logs["days"].log
        changed = segment("days", 1)
        changed[8:10] = vf.u16(7)
        with Desk({path_of(days, 1): bytes(changed.ljust(2_000_000, b"\0"))}) as desk:
            self.assertIn("newer Vesper", line(desk, "Noor", days.log_id)["why"])


class PassedOver(unittest.TestCase):
    def for_someone_else(self) -> LogWriter:
        """A shared log of Noor's for who Ada was before."""
        writer = begun("Noor", "Ada")
        former = vf.Identity(b"f" * 32, "Ada")
        writer.log = replace(writer.log, recipient_id=former.partner_id)
        writer.recipient_x25519 = former.x25519[0]
        writer.append(b"for who you were", 8, **NOW)
        return writer

    def test_a_log_neither_from_nor_to_the_reader_has_no_verdict(self):
        writer = self.for_someone_else()
        for content in (bytes(writer.segments[0]), bytes(writer.segments[0][:700]),
                        bytes(writer.segments[0][:1_000]) + b"x" * 24):
            with Desk({path_of(writer.log): content}) as desk:
                self.assertIsNone(line(desk, "Ada", NEW_ID))
                self.assertEqual(desk.verdict("Ada", example().logs["days"].log.log_id),
                                 "complete")

    def test_a_log_that_was_seen_or_is_named_is_never_passed_over(self):
        """One changed byte of the recipient would hide it otherwise."""
        ours = example().logs["ours"].log
        changed = segment("ours")
        changed[80] ^= 1
        fresh = without_heads(example().states["Noor"])
        with Desk({path_of(ours): bytes(changed)}) as desk:
            for name, state in (("Ada", None), ("Noor", None), ("Noor", fresh)):
                self.assertEqual(line(desk, name, ours.log_id, state)["verdict"], "damaged")
        unnamed = {path_of(example().logs[key].log, n): None
                   for key, n in (("yes", 0), ("days", 0), ("days", 1))}
        with Desk(unnamed | {path_of(ours): bytes(changed)}) as desk:
            self.assertIsNone(line(desk, "Noor", ours.log_id, fresh))

    def test_a_log_with_one_segment_for_the_reader_or_another_place_is_not_passed_over(self):
        fresh = without_heads(example().states["Ada"])
        days = example().logs["days"].log
        changed = segment("days", 1)
        changed[80] ^= 1
        with Desk({path_of(days, 1): bytes(changed)}) as desk:
            self.assertEqual(line(desk, "Ada", days.log_id, fresh)["verdict"], "damaged")
        moved = self.for_someone_else()
        elsewhere = path_of(replace(moved.log, log_id=b"e" * 16))
        with Desk({elsewhere: bytes(moved.segments[0])}) as desk:
            self.assertEqual(line(desk, "Ada", b"e" * 16, fresh)["verdict"], "damaged")


class Closed(unittest.TestCase):
    """A log that its author gives up counts as far as its author says."""

    def closing(self, of: bytes, last: tuple[int, bytes] | None, by: str = "Ada",
                other: str | None = "Noor", log_class: int = 1) -> LogWriter:
        writer = begun(by, other, log_class)
        writer.append(vf.closing_body(of, last), 0, **NOW, record_type=2)
        return writer

    def ours(self, records: int) -> tuple[vf.Log, bytes, tuple[int, bytes] | None]:
        """Ada's shared diary cut after some records, and the last of them."""
        was = example().logs["ours"]
        end = was.records[records - 1] if records else None
        size = 512 * (end.first_cell + end.parts) if end else 512
        return was.log, bytes(segment("ours")[:size]), (end.index, end.chain) if end else None

    def verdicts(self, writer: LogWriter, log: vf.Log, content: bytes | None) -> list[str | None]:
        with Desk(files(writer) | {path_of(log): content}) as desk:
            found = [line(desk, name, log.log_id) for name in ("Ada", "Noor")]
        return [one and one["verdict"] for one in found]

    def test_heads_beyond_the_last_record_that_counts_no_longer_count(self):
        for kept in range(3):
            log, content, last = self.ours(kept)
            closing = self.closing(log.log_id, last)
            self.assertEqual(self.verdicts(closing, log, content), ["complete"] * 2, kept)

    def test_heads_up_to_the_last_record_that_counts_do_count(self):
        log, content, _ = self.ours(1)
        closing = self.closing(log.log_id, self.ours(4)[2])
        self.assertEqual(self.verdicts(closing, log, content), ["rolled back"] * 2)

    def test_the_last_record_that_counts_has_to_be_there_and_to_be_that_one(self):
        log = begun("Ada", "Noor", log_id=b"g" * 16)
        for text in (b"one", b"two"):
            log.append(text, 8, **NOW)
        whole, cut = bytes(log.segments[0]), bytes(log.segments[0][:1_024])
        right, other = (1, log.chain), (1, bytes(32))
        for last, content, wanted in ((right, whole, "complete"), (other, whole, "forked"),
                                      (right, cut, "waiting for files")):
            closing = self.closing(log.log.log_id, last)
            self.assertEqual(self.verdicts(closing, log.log, content), [wanted] * 2)

    def test_nothing_beyond_the_last_record_that_counts_is_judged(self):
        log, content, last = self.ours(1)
        closing = self.closing(log.log_id, last)
        for more in (b"x" * 512, b"x" * 100, bytes(segment("ours")[len(content) :])):
            self.assertEqual(self.verdicts(closing, log, content + more), ["complete"] * 2)
        damaged = bytearray(content)
        damaged[700] ^= 1
        self.assertEqual(self.verdicts(closing, log, bytes(damaged)), ["damaged"] * 2)

    def test_what_stands_beyond_is_still_readable(self):
        log, _, last = self.ours(1)
        with Desk(files(self.closing(log.log_id, last))) as desk:
            read = [one for one in desk.vault("Noor").records() if one["log"] == log.log_id.hex()]
        self.assertEqual(len(read), 4)

    def test_a_lost_log_of_ones_own_is_closed_by_its_author_where_nothing_of_it_is_here(self):
        log = example().logs["ours"].log
        closing = self.closing(log.log_id, None)
        with Desk(files(closing) | {path_of(log): None}) as desk:
            self.assertIsNone(line(desk, "Ada", log.log_id))

    def test_a_closing_elsewhere_closes_nothing(self):
        log, content, last = self.ours(1)
        for wrong in ({"by": "Noor", "other": "Ada"}, {"other": None}, {"log_class": 2}):
            closing = self.closing(log.log_id, last, **wrong)
            found = [verdict for verdict in self.verdicts(closing, log, content) if verdict]
            self.assertEqual(set(found), {"rolled back"}, wrong)

    def test_a_missing_segment_beyond_the_end_is_not_waited_for(self):
        writer = begun("Ada", "Noor", log_id=b"g" * 16)
        for _ in range(3):
            writer.append(bytes(464 * 510 - 144), 8, **NOW)
        first = writer.records[0]
        for last, wanted in (((0, first.chain), "complete"), (None, "complete"),
                             ((1, writer.records[1].chain), "waiting for files")):
            closing = self.closing(writer.log.log_id, last)
            changes = files(writer, closing) | {path_of(writer.log, 1): None}
            with Desk(changes) as desk:
                for name in ("Ada", "Noor"):
                    self.assertEqual(line(desk, name, writer.log.log_id)["verdict"], wanted)


class AfterAFault(unittest.TestCase):
    """What is good stays readable."""

    def written(self, records: int = 6) -> LogWriter:
        writer = begun("Noor", "Ada")
        for n in range(records):
            writer.append(bytes([65 + n]) * (900 if n % 2 else 10), 8, **NOW)
        return writer

    def read(self, content: bytes, name: str = "Ada") -> tuple[str, list[int]]:
        with Desk({path_of(self.written().log): content}) as desk:
            shown = [one["index"] for one in desk.vault(name).records()
                     if one["log"] == NEW_ID.hex()]
            return desk.verdict(name, NEW_ID), shown

    def test_each_record_but_the_one_with_a_fault_is_read(self):
        writer = self.written()
        whole = bytes(writer.segments[0])
        self.assertEqual(self.read(whole), ("complete", [0, 1, 2, 3, 4, 5]))
        for record in writer.records:
            for c in range(record.first_cell, record.first_cell + record.parts):
                changed = bytearray(whole)
                changed[512 * c + 99] ^= 1
                others = [n for n in range(6) if n != record.index]
                self.assertEqual(self.read(bytes(changed)), ("damaged", others))
                # The other holds the key of the cells: here nothing ties the text to one's MAC.
                mine = [n for n in others if n != record.index + 1]
                self.assertEqual(self.read(bytes(changed), "Noor"), ("damaged", mine))

    def test_a_text_that_the_recipient_puts_after_a_fault_is_not_taken_for_ones_own(self):
        writer = self.written()
        at = writer.records[2]
        forged = replace(at, body=b"not my own")
        changed = bytearray(writer.segments[0])
        start = 512 * at.first_cell
        changed[start : start + 512] = writer.sealed(1, forged, forged.bytes)[0]
        for fault in (False, True):
            if fault:
                changed[start - 100] ^= 1
            verdict, shown = self.read(bytes(changed), "Noor")
            self.assertEqual(verdict, "damaged")
            self.assertNotIn(2, shown)

    def test_an_index_never_goes_back(self):
        writer = self.written()
        first, later = writer.records[0], writer.records[4]
        changed = bytearray(writer.segments[0])
        changed[512 * later.first_cell : 512 * (later.first_cell + 1)] = writer.sealed(
            1, replace(first, first_cell=later.first_cell), first.bytes)[0]
        self.assertEqual(self.read(bytes(changed)), ("damaged", [0, 1, 2, 3, 5]))

    def test_a_record_taken_out_leaves_those_after_it_readable(self):
        writer = self.written()
        gone = writer.records.pop(2)
        writer.segments[0] = writer.segments[0][: 512 * gone.first_cell]
        writer.append(b"the index of the one taken out is skipped", 8, **NOW)
        skipping = self.written(2)
        skipping.records = [replace(skipping.records[0], index=n) for n in range(4)]
        skipping.append(b"linked to nothing", 8, **NOW)
        after = skipping.append(b"linked to the one before", 8, **NOW)
        verdict, shown = self.read(bytes(skipping.segments[0]))
        self.assertEqual((verdict, after.index), ("damaged", 5))
        self.assertEqual(shown, [0, 1, 5])


class SameId(unittest.TestCase):
    def test_two_logs_with_one_id_are_damage(self):
        private, shared = begun("Ada", None), begun("Ada", "Noor")
        for writer in (private, shared):
            writer.append(b"hello", 8, **NOW)
        with Desk(files(private, shared)) as desk:
            lines = [one["verdict"] for one in desk.vault("Ada").verdicts()
                     if one["log"] == NEW_ID.hex()]
            self.assertEqual(lines, ["damaged"] * 2)
            self.assertEqual(desk.verdict("Noor", NEW_ID), "complete")


if __name__ == "__main__":
    unittest.main()
