"""Logs changed by someone: each change is found, by whom it can be, with the right verdict."""

import unittest
from dataclasses import replace

import vesper_format as vf
from desk import Desk, again, example, path_of, segment
from log_writer import LogWriter
from open_segment import MOST_BYTES
from write_example import Draws

NOW = {"entered": 1_767_400_000_000, "about": 20_455, "zone": 60}
OWN_SLOT, BOX_SLOT = slice(184, 304), slice(304, 424)


def log_of(key: str) -> vf.Log:
    return example().logs[key].log


class EveryByte(unittest.TestCase):
    def flips(self, key: str, name: str) -> dict[int, str]:
        """The verdict after one bit is flipped, for each offset of the log's only segment."""
        found = {}
        with Desk() as desk:
            self.assertEqual(desk.open_alone(name, key, bytes(segment(key)))[1], "complete")
            for at in range(len(segment(key))):
                changed = segment(key)
                changed[at] ^= 1 << at % 8
                found[at] = desk.open_alone(name, key, bytes(changed))[1]
        return found

    def test_an_author_finds_every_flipped_byte_but_in_cells_that_are_being_erased(self):
        """Of those, a torn one is what an interrupted erasing leaves."""
        gone = example().logs["mine"].records[2]
        cells = set(range(512 * gone.first_cell, 512 * (gone.first_cell + gone.parts)))
        for key, name, torn in (("mine", "Ada", cells), ("ours", "Ada", set()),
                                ("yes", "Noor", set())):
            found = self.flips(key, name)
            unseen = {at for at, verdict in found.items() if verdict != "damaged"}
            self.assertEqual(unseen, torn, key)
            self.assertLessEqual({found[at] for at in unseen}, {"complete"})

    def test_a_recipient_finds_every_flipped_byte_but_those_of_the_slot_it_cannot_open(self):
        for key, name in (("ours", "Noor"), ("yes", "Ada")):
            found = self.flips(key, name)
            unseen = {at for at, verdict in found.items() if verdict != "damaged"}
            self.assertEqual(unseen, set(range(184, 304)), key)
            self.assertEqual({found[at] for at in unseen}, {"complete"})


class Slots(unittest.TestCase):
    def verdict(self, name: str, changes: dict[str, bytes | None], log: vf.Log) -> str:
        with Desk(changes) as desk:
            return desk.verdict(name, log.log_id)

    def test_a_box_reflected_to_its_maker_is_refused(self):
        ours = log_of("ours")
        swapped = replace(ours, author_id=ours.recipient_id, recipient_id=ours.author_id)
        changed = segment("ours")
        changed[48:80], changed[80:112] = changed[80:112], changed[48:80]
        box, noor = bytes(changed[BOX_SLOT]), example().identities["Noor"]
        ada = example().identities["Ada"]
        self.assertIsNotNone(vf.BOX_open(box[:24], box[24:], noor.x25519[0], ada.x25519[1]))
        changes = {path_of(ours): None, path_of(swapped): bytes(changed)}
        self.assertEqual(self.verdict("Ada", changes, ours), "damaged")
        renamed = {path_of(ours): None, path_of(swapped): bytes(segment("ours"))}
        self.assertEqual(self.verdict("Ada", renamed, ours), "damaged")

    def test_a_slot_moved_between_segments_or_logs_is_refused(self):
        for part in (OWN_SLOT, BOX_SLOT):
            for name, key, source in (("Noor", "days", segment("days", 1)),
                                      ("Noor", "days", segment("yes"))):
                changed = segment(key)
                changed[part] = source[part]
                changes = {path_of(log_of(key)): bytes(changed)}
                self.assertEqual(self.verdict(name, changes, log_of(key)), "damaged")
        changed = segment("days")
        changed[BOX_SLOT] = segment("yes")[BOX_SLOT]
        changes = {path_of(log_of("days")): bytes(changed)}
        self.assertEqual(self.verdict("Ada", changes, log_of("days")), "damaged")

    def test_two_slots_with_different_keys_are_found_by_the_author(self):
        changed, h = segment("ours"), vf.header_hash(bytes(segment("ours")))
        ada, noor = example().identities["Ada"], example().identities["Noor"]
        other = vf.slot("vesper1 boxslot", h, bytes(32))
        changed[BOX_SLOT] = bytes(24) + vf.BOX(bytes(24), other, noor.x25519[0], ada.x25519[1])
        changes = {path_of(log_of("ours")): bytes(changed)}
        for name in ("Ada", "Noor"):
            self.assertEqual(self.verdict(name, changes, log_of("ours")), "damaged")

    def test_a_log_under_another_id_is_refused(self):
        ours = log_of("ours")
        other = replace(ours, log_id=bytes(range(16)))
        header = segment("ours")
        header[32:48] = other.log_id
        for name in ("Ada", "Noor"):
            for content in (segment("ours"), header):
                changes = {path_of(ours): None, path_of(other): bytes(content)}
                self.assertEqual(self.verdict(name, changes, other), "damaged")
                self.assertEqual(self.verdict(name, changes, ours), "rolled back")

    def test_a_segment_of_another_vault_is_refused(self):
        ours, ada = log_of("ours"), example().identities["Ada"]
        elsewhere = replace(ours, vault_id=bytes(range(16)))
        writer = LogWriter(elsewhere, ada, example().logs["ours"].recipient_x25519, Draws())
        writer.append(b"from another vault", 8, **NOW)
        relabelled = bytearray(writer.segments[0])
        relabelled[16:32] = ours.vault_id
        for name in ("Ada", "Noor"):
            for content in (writer.segments[0], relabelled):
                changes = {path_of(ours): bytes(content)}
                self.assertEqual(self.verdict(name, changes, ours), "damaged")

    def test_a_segment_under_another_number_is_refused(self):
        days = log_of("days")
        exchanged = {path_of(days, 0): bytes(segment("days", 1)),
                     path_of(days, 1): bytes(segment("days", 0))}
        copied = {path_of(days, 2): bytes(segment("days", 1))}
        for changes in (exchanged, copied):
            for name in ("Ada", "Noor"):
                self.assertEqual(self.verdict(name, changes, days), "damaged")

    def test_the_logs_of_an_author_who_is_not_pinned_are_not_looked_at(self):
        stranger = vf.Identity(b"s" * 32, "Sam")
        ada = example().identities["Ada"]
        log = vf.Log(example().vault_id, bytes(16), stranger.partner_id, ada.partner_id, 2, 1)
        writer = LogWriter(log, stranger, ada.x25519[0], Draws())
        writer.append(b"hello", 8, **NOW)
        with Desk({path_of(log): bytes(writer.segments[0])}) as desk:
            self.assertNotIn(log.log_id.hex(),
                             [line["log"] for line in desk.vault("Ada").verdicts()])


class Records(unittest.TestCase):
    def verdicts(self, writer: LogWriter, *names: str) -> list[str]:
        changes = {path_of(writer.log, n): bytes(s) for n, s in writer.segments.items()}
        with Desk(changes) as desk:
            return [desk.verdict(name, writer.log.log_id) for name in names]

    def test_a_record_forged_by_the_recipient_is_found_by_the_author_alone(self):
        forged = again("ours", mac_of="Noor")
        forged.append(b'{"text":"I never wrote this"}', 8, **NOW)
        self.assertEqual(self.verdicts(forged, "Ada", "Noor"), ["damaged", "complete"])

    def test_a_record_rewritten_by_the_recipient_is_found_by_both(self):
        forged = self.rewritten(again("ours", mac_of="Noor"))
        self.assertEqual(self.verdicts(forged, "Ada", "Noor"), ["damaged", "forked"])

    def test_a_second_branch_by_the_author_is_a_fork(self):
        for key in ("ours", "yes"):
            branch = self.rewritten(again(key))
            self.assertEqual(self.verdicts(branch, "Ada", "Noor"), ["forked", "forked"])

    def test_a_copy_with_another_record_is_a_fork_and_a_shorter_or_damaged_copy_is_not(self):
        log, whole = log_of("ours"), bytes(segment("ours"))
        copy = path_of(log).replace("vault/", "folder/")
        branch = bytes(self.rewritten(again("ours")).segments[0])
        for content, wanted in ((branch, "forked"), (whole, "complete"), (b"", "complete"),
                                (whole[:1_024], "complete"), (branch[:-1] + b"x", "complete")):
            with Desk({copy: content}) as desk:
                for name in ("Ada", "Noor"):
                    self.assertEqual(desk.verdict(name, log.log_id), wanted)

    def rewritten(self, writer: LogWriter) -> LogWriter:
        """The last record taken away and another put in its place."""
        gone = writer.records.pop()
        del writer.segments[gone.segment][512 * gone.first_cell :]
        writer.append(b'{"text":"another end"}', 8, **NOW)
        return writer

    def test_cells_that_change_places_are_found(self):
        changed = segment("yes")
        changed[512:1024], changed[1024:1536] = changed[1024:1536], changed[512:1024]
        with Desk({path_of(log_of("yes")): bytes(changed)}) as desk:
            self.assertEqual(desk.verdict("Ada", log_of("yes").log_id), "damaged")

    def test_what_only_an_author_could_write_wrong_is_damage(self):
        ours, yes = example().logs["ours"], example().logs["yes"]
        unordered = tuple(sorted((yes.head(), example().logs["days"].head()),
                                 key=lambda head: head.log_id, reverse=True))
        private = (example().logs["mine"].head(),)
        cases = [("ours", heads, {}) for heads in (unordered, (yes.head(),) * 2, (ours.head(),))]
        cases += [("mine", (yes.head(),), {}), ("ours", private, {})]
        cases += [("ours", (), wrong) for wrong in (
            {"zone": 1_081}, {"zone": -1_081}, {"record_type": 3}, {"record_type": 1},
            {"record_type": 2}, {"record_type": 2, "kind": 0})]
        cases += [("yes", (), {"body": bytes(16_385)}), ("yes", (), {"record_type": 1, "kind": 0})]
        right = again("ours")
        right.append(bytes(120), 1, **NOW)
        self.assertEqual(self.verdicts(right, "Ada"), ["complete"])
        for key, heads, wrong in cases:
            writer = again(key)
            writer._changed_heads = lambda known, heads=heads: heads
            writer.append(**({"body": bytes(120), "kind": 1} | NOW | wrong))
            name = "Noor" if key == "yes" else "Ada"
            self.assertEqual(self.verdicts(writer, name), ["damaged"], (key, heads, wrong))

    def test_a_record_that_belonged_in_a_new_segment_is_damage(self):
        writer = again("ours")
        writer.cells_left = lambda: 600
        writer.append(bytes(464 * 510), 8, **NOW)
        self.assertEqual(self.verdicts(writer, "Ada", "Noor"), ["damaged", "damaged"])

    def test_the_largest_record_stands_alone_in_its_segment(self):
        writer = again("ours")
        heads = tuple(vf.Head(bytes([n]) * 16, 0, bytes(32)) for n in range(64))
        writer._changed_heads = lambda known: heads
        written = writer.append(bytes(1_048_576), 8, **NOW)
        self.assertEqual((written.parts, len(writer.segments[1])), (2_268, MOST_BYTES))
        self.assertEqual(self.verdicts(writer, "Ada", "Noor"), ["complete", "complete"])
        writer.segments[1] += bytes(512)
        self.assertEqual(self.verdicts(writer, "Ada", "Noor"), ["damaged", "damaged"])


if __name__ == "__main__":
    unittest.main()
