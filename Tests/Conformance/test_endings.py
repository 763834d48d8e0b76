"""Where a log ends: cut at every length, with bytes after its end, or with files not here."""

import unittest

from desk import Desk, again, example, path_of, segment, without_heads
from write_example import pairs

NOW = {"entered": 1_767_400_000_000, "about": 20_455, "zone": 60}


class Cut(unittest.TestCase):
    def ends(self, key: str) -> set[int]:
        """The lengths at which a whole number of records ends."""
        records = example().logs[key].records
        return {512} | {512 * (r.first_cell + r.parts) for r in records}

    def test_a_device_that_saw_the_end_finds_every_cut(self):
        for key, name in (("ours", "Ada"), ("ours", "Noor"), ("yes", "Noor"), ("yes", "Ada")):
            whole = bytes(segment(key))
            with Desk() as desk:
                for size in range(len(whole)):
                    verdict = desk.open_alone(name, key, whole[:size])[1]
                    wanted = "damaged" if size < 512 else "rolled back"
                    self.assertEqual(verdict, wanted, (key, name, size))

    def test_a_cut_that_takes_an_erasure_but_not_its_tombstone_is_damage(self):
        whole, erasure = bytes(segment("mine")), example().logs["mine"].records[3]
        with Desk() as desk:
            for size in range(512, len(whole)):
                verdict = desk.open_alone("Ada", "mine", whole[:size])[1]
                tombstone_is_whole = size >= 512 * erasure.first_cell
                self.assertEqual(verdict, "damaged" if tombstone_is_whole else "rolled back", size)

    def test_without_a_seen_head_a_cut_log_is_unfinished_or_complete(self):
        whole = bytes(segment("ours"))
        state, log = without_heads(example().states["Noor"]), example().logs["ours"].log
        nothing = {path_of(example().logs[key].log, n): None
                   for key, n in (("yes", 0), ("days", 0), ("days", 1))}
        with Desk(nothing) as desk:
            for size in range(512, len(whole) + 1, 37):
                desk.put(path_of(log), whole[:size])
                wanted = "complete" if size in self.ends("ours") else "unfinished"
                self.assertEqual(desk.verdict("Noor", log.log_id, state), wanted, size)
            for size in self.ends("ours"):
                desk.put(path_of(log), whole[:size])
                self.assertEqual(desk.verdict("Noor", log.log_id, state), "complete", size)

    def test_a_head_named_by_the_other_partner_shows_the_cut(self):
        log, state = example().logs["yes"].log, without_heads(example().states["Ada"])
        for size in (512, 700, 1_024, 1_300):
            with Desk({path_of(log): bytes(segment("yes"))[:size]}) as desk:
                self.assertEqual(desk.verdict("Ada", log.log_id, state), "waiting for files")


class After(unittest.TestCase):
    """Bytes after the last record that this device acknowledged, or has seen."""

    def test_an_own_log_may_end_in_anything_that_does_not_authenticate(self):
        for tail in (b"x", b"x" * 511, b"x" * 512, b"x" * 1_300, bytes(512), bytes(2_000)):
            with Desk() as desk:
                log, verdict = desk.open_alone("Ada", "mine", bytes(segment("mine")) + tail)
            self.assertEqual((verdict, len(log.readable())), ("unfinished", 3))

    def test_in_the_log_of_the_other_only_a_part_of_a_cell_or_zeros_are_unfinished(self):
        for tail, wanted in ((b"x", "unfinished"), (b"x" * 511, "unfinished"),
                             (bytes(512), "unfinished"), (bytes(2_000), "unfinished"),
                             (b"x" * 512, "damaged"), (bytes(511) + b"x", "damaged")):
            with Desk() as desk:
                found = desk.open_alone("Noor", "ours", bytes(segment("ours")) + tail)
            self.assertEqual((found[1], len(found[0].readable())), (wanted, 4))

    def test_one_record_ahead_of_the_state_is_whole(self):
        for name, key in (("Ada", "ours"), ("Noor", "ours")):
            writer = again(key)
            writer.append(pairs(ahead=True), 8, **NOW)
            with Desk() as desk:
                log, verdict = desk.open_alone(name, key, bytes(writer.segments[0]))
            self.assertEqual((verdict, len(log.readable())), ("complete", 5))

    def test_a_record_whose_later_cells_are_zero_is_unfinished(self):
        writer = again("ours")
        written = writer.append(bytes(2_000), 8, **NOW)
        for whole in range(written.parts):
            end = 512 * (written.first_cell + whole)
            torn = bytes(writer.segments[0][:end]) + bytes(512 * (written.parts - whole))
            for name in ("Ada", "Noor"):
                with Desk() as desk:
                    self.assertEqual(desk.open_alone(name, "ours", torn)[1], "unfinished")

    def test_a_segment_before_the_last_does_not_end_unfinished(self):
        log = example().logs["days"].log
        for content in (segment("days")[:-1], segment("days")[:-512], segment("days") + bytes(9)):
            with Desk({path_of(log): bytes(content)}) as desk:
                for name in ("Ada", "Noor"):
                    self.assertEqual(desk.verdict(name, log.log_id), "damaged")


class Missing(unittest.TestCase):
    def verdict(self, name: str, key: str, numbers: tuple[int, ...], seen: bool) -> str:
        log, state = example().logs[key].log, example().states[name]
        with Desk({path_of(log, n): None for n in numbers}) as desk:
            return desk.verdict(name, log.log_id, state if seen else without_heads(state))

    def test_a_missing_segment_before_the_last_is_waited_for(self):
        for name in ("Ada", "Noor"):
            for seen in (True, False):
                self.assertEqual(self.verdict(name, "days", (0,), seen), "waiting for files")

    def test_what_is_here_of_a_log_with_a_gap_is_readable(self):
        log = example().logs["days"].log
        with Desk({path_of(log): None}) as desk:
            found = [line["index"] for line in desk.vault("Ada").records()
                     if line["log"] == log.log_id.hex()]
        self.assertEqual(found, [11, 12])

    def test_a_missing_end_is_a_rollback_where_it_was_seen_and_waited_for_where_it_is_named(self):
        for name in ("Ada", "Noor"):
            for numbers in ((1,), (0, 1)):
                self.assertEqual(self.verdict(name, "days", numbers, True), "rolled back")
                self.assertEqual(self.verdict(name, "days", numbers, False), "waiting for files")

    def test_a_gap_hides_no_tampering_after_it(self):
        log, changed = example().logs["days"].log, segment("days", 1)
        changed[700] ^= 1
        with Desk({path_of(log): None, path_of(log, 1): bytes(changed)}) as desk:
            self.assertEqual(desk.verdict("Ada", log.log_id), "damaged")


if __name__ == "__main__":
    unittest.main()
