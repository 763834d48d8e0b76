"""What the benchmarks print is what was measured: medians, ratios, blocks, instructions."""

import itertools
import random
import statistics
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "Benchmarks/Peers"))

import corpus  # noqa: E402
import figures  # noqa: E402
import instructions  # noqa: E402
import measuring  # noqa: E402
import writes  # noqa: E402
from figures import Figure, Target  # noqa: E402
from measuring import Run  # noqa: E402


def figure(*milliseconds: float, processor: float = 1, peak: int | None = 1_000) -> Figure:
    return Figure.of([Run(one / 1e3, processor / 1e3, peak) for one in milliseconds])


class Figures(unittest.TestCase):
    def test_a_median_and_a_p95_are_those_of_the_runs(self):
        values = list(range(1, 102))
        random.Random(1).shuffle(values)
        found = figure(*values)
        self.assertAlmostEqual(found.median, 51)
        self.assertAlmostEqual(found.p95, 96)
        self.assertAlmostEqual(found.least, 1)
        self.assertEqual(found.runs, 101)
        even = figure(10, 20, 30, 1_000)
        self.assertAlmostEqual(even.median, 25)
        self.assertAlmostEqual(even.p95, 1_000, msg="of a few runs the greatest")

    def test_the_processor_is_a_median_and_memory_the_most(self):
        runs = [Run(1, processor, peak) for processor, peak in ((0.001, 7), (0.005, 90), (0.002, 8))]
        found = Figure.of(runs)
        self.assertAlmostEqual(found.processor, 2)
        self.assertEqual(found.peak, 90)
        self.assertIsNone(Figure.of([Run(1, 1)]).peak)

    def test_ratios_are_of_medians_not_medians_of_ratios(self):
        own, base = figure(30, 60, 90, processor=8), figure(10, 20, 600, processor=2)
        made = figures.ratio("", own, base, 3)
        self.assertAlmostEqual(made.measured, 3)
        self.assertAlmostEqual(made.by_processor, 4)
        self.assertEqual(made.verdict, "met; by processor time missed")
        row = figures.row("x", own, base, "y")
        self.assertEqual(row[-3:], ["3.00", "0.15", "4.00"])

    def test_two_limits_stand_one_after_the_other(self):
        both = figure(10, 20, 30, processor=2) + figure(1, 5, 9, processor=1, peak=None)
        self.assertAlmostEqual(both.median, 25)
        self.assertAlmostEqual(both.processor, 3)
        self.assertEqual(both.peak, 1_000)

    def test_a_target_is_met_up_to_its_limit(self):
        for measured, verdict in ((2.5, "met"), (2.5001, "missed")):
            self.assertEqual(Target("", measured, None, 2.5).verdict, verdict)
        self.assertEqual(Target("", 3, 1, 2).verdict, "missed; by processor time met")
        self.assertEqual(Target("", 3, 5, 2).verdict, "missed")
        more = figures.beyond("", figure(120), figure(100), 15)
        self.assertAlmostEqual(more.measured, 20)
        self.assertFalse(more.is_met)

    def test_memory_is_what_is_held_beyond_an_empty_process(self):
        some = [figure(1, peak=peak) for peak in (4_000, 35_250, 20_000)]
        self.assertTrue(figures.room("", some, figure(1, peak=4_000)).is_met)
        self.assertFalse(figures.room("", some, figure(1, peak=3_999)).is_met)

    def test_the_page_gets_its_part_and_keeps_the_rest(self):
        page = "a\n<!-- x: written by make bench -->\nold\n<!-- x: end -->\nb\n"
        once = figures.put(page, "x", r"new \1 text" + "\n")
        self.assertEqual(
            once, "a\n<!-- x: written by make bench -->\nnew \\1 text\n<!-- x: end -->\nb\n")
        self.assertEqual(figures.put(once, "x", "old"), page)
        for broken in ("a", page + page):
            with self.assertRaises(ValueError):
                figures.put(broken, "x", "")


class Measuring(unittest.TestCase):
    def test_turns_are_as_many_as_wanted_and_evenly_spread(self):
        for rounds in (1, 7, 20, 60):
            for wanted in range(1, rounds + 1):
                turns = measuring.turns(wanted, rounds)
                self.assertEqual(len(turns), wanted)
                self.assertTrue(set(turns) <= set(range(rounds)))
                apart = [b - a for a, b in itertools.pairwise(turns)]
                self.assertTrue(not apart or max(apart) - min(apart) <= 1)

    def test_every_subject_runs_as_planned_and_the_first_run_counts_only_where_it_is_long(self):
        class Subject:
            least = 2

            def __init__(self, wall):
                self.wall, self.count = wall, 0

            def run(self):
                self.count += 1
                return Run(self.wall * (100 if self.count == 1 else 1), 0.001)

        subjects = {"short": Subject(0.0001), "long": Subject(0.05), "longest": Subject(0.9)}
        said, measuring.say = measuring.say, lambda line: None
        self.addCleanup(setattr, measuring, "say", said)
        runs, loads = measuring.measure(subjects, rounds=8, budget=20)
        self.assertEqual({name: len(some) for name, some in runs.items()},
                         {"short": 8, "long": 4, "longest": 2})
        self.assertEqual([subject.count for subject in subjects.values()], [9, 5, 2])
        self.assertEqual({run.wall for name in ("short", "long") for run in runs[name]}, {0.0001, 0.05})
        self.assertEqual([run.wall for run in runs["longest"]], [90, 0.9])
        self.assertEqual(len(loads), 8)


class Corpora(unittest.TestCase):
    def test_half_is_for_both_and_it_spans_ten_years_in_order(self):
        for count in (1_000, 10_000):
            found = list(corpus.texts(count))
            self.assertEqual(len(found), count)
            self.assertEqual(sum(text.is_shared for text in found), count // 2)
            self.assertEqual(sum(text.author == "Noor" for text in found), count // 4)
            self.assertFalse(any(text.is_checkin and text.is_shared for text in found))
            days = [text.day for text in found]
            self.assertEqual(days, sorted(days))
            self.assertEqual((days[-1].year - days[0].year, len(set(text.words for text in found))),
                             (10, count))
            self.assertTrue(280 < statistics.mean(len(text.words) for text in found) < 340)
        self.assertEqual(found, list(corpus.texts(10_000)))


class Blocks(unittest.TestCase):
    def test_changed_blocks_and_bytes_are_counted(self):
        block = writes.BLOCK
        before = {Path("a"): b"x" * (2 * block), Path("b"): b"y" * 10, Path("gone"): b"z"}
        self.assertEqual(writes.changed(before, before), (0, 0))
        after = {Path("a"): b"x" * block + b"w" + b"x" * (block - 1), Path("b"): b"y" * 522,
                 Path("c"): b"n" * (block + 1)}
        self.assertEqual(writes.changed(before, after), (4, 1 + 512 + block + 1))

    def test_a_line_of_strace_says_how_much_went_where(self):
        line = '123 pwrite64(5</a/b/0.segment>, "\\1\\2"..., 1024, 512) = 1024'
        self.assertEqual(writes.WRITTEN.search(line).groups(), ("pwrite64", "/a/b/0.segment", "1024"))
        self.assertIsNone(writes.WRITTEN.search('123 write(1</a>, "x", 1) = -1 EPIPE (Broken pipe)'))


class Instructions(unittest.TestCase):
    def test_the_greatest_functions_come_first_and_the_beginning_is_left_out(self):
        text = """\
1,000,000 (100.0%)  PROGRAM TOTALS
--------------------------------------------------------------------------------
Ir                    file:function
--------------------------------------------------------------------------------
1,000,000 (100.0%)  ???:(below main) [/usr/lib/libc.so.6]
  900,000 (90.00%)  ???:main [/x/vesper]
  100,000 (10.00%)  ???:Care.FieldCheck.check(_: Swift.Int) -> () [/x/vesper]
  400,000 (40.00%)  ???:Vault.LogCursor.next() throws -> Vault.Record? [/x/vesper]
  300,000 (30.00%)  ???:Vault.LogCursor.next() throws -> Vault.Record?'2 [/x/vesper]
"""
        total, shares = instructions.reading(text)
        self.assertEqual(total, 1_000_000)
        self.assertEqual(shares, [(40.0, "Vault.LogCursor.next() throws -> Vault.Record?"),
                                  (10.0, "Care.FieldCheck.check(_: Swift.Int) -> ()")])


if __name__ == "__main__":
    unittest.main()
