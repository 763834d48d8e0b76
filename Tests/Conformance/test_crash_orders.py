"""Crashes of the whole machine: a recorded run replayed to every point, with what was not yet synced
kept, lost, torn, or in another order.

The method is that of ALICE (Pillai et al., OSDI 2014). A change of a file's bytes is pending until that
file is synced; a change of a name is pending until its directory is. A crash keeps any of the pending
changes. CRASHES=all tries every state that is made here (`make faults`); else a few, chosen by SEED.
"""

import hashlib
import os
import random
import time
import unittest
from pathlib import Path

from aftermath import AftermathTest
from household import Household, unavailable
from more_acts import SCRIPT
from system_calls import Change, changes, may_trace, tracing

ALL = os.environ.get("CRASHES") == "all"
SEED = os.environ.get("SEED", "20260312")

NAMES = {"create", "mkdir", "link", "rename", "unlink"}


def pending(done: list[Change]) -> list[int]:
    """Which of the changes a crash now may lose, by index."""
    waiting: dict[str, list[int]] = {}
    for index, change in enumerate(done):
        if change.call == "sync":
            waiting.pop(change.path, None)
            continue
        if change.call == "say":
            continue
        if change.call in NAMES:
            # A name is its directory's; one that leaves another directory is that one's too.
            waiting.setdefault(str(Path(change.to or change.path).parent), []).append(index)
        else:
            waiting.setdefault(change.path, []).append(index)
        if change.call == "rename":
            # What is pending of a file goes with it under its new name.
            moved = waiting.pop(change.path, [])
            waiting.setdefault(change.to, []).extend(moved)
    return sorted(index for indices in waiting.values() for index in indices)


def crashes(done: list[Change], choose: random.Random) -> list[dict[int, bytes | None]]:
    """The states that a crash now may leave: for each, which changes are lost (None) or torn (bytes)."""
    open_ = pending(done)
    states: list[dict[int, bytes | None]] = [{}, {index: None for index in open_}]
    for index in open_:
        states.append({index: None})
        states.append({other: None for other in open_ if other != index})
        data = done[index].data
        if done[index].call == "write" and data:
            # Half of its sectors; one byte more; the size grown and nothing in it.
            half = len(data) // 1024 * 512
            states += [{index: data[:half]}, {index: data[:half + 1]}, {index: bytes(len(data))},
                       {index: bytes(half) + data[half:]}]
    for _ in range(6):
        states.append({index: None for index in open_ if choose.random() < 0.5})
    unique = {tuple(sorted(state.items())): state for state in states}
    return list(unique.values())


class Disk:
    """Replays changes on a copy of the home they were recorded in."""

    def __init__(self, recorded: Path, home: Household):
        self.recorded, self.home = recorded, home

    def place(self, path: str) -> Path:
        return self.home.root / Path(path).relative_to(self.recorded)

    def replay(self, done: list[Change], lost: dict[int, bytes | None]):
        for index, change in enumerate(done):
            if lost.get(index, b"") is None:
                continue
            self.apply(change, lost.get(index, change.data))

    def apply(self, change: Change, data: bytes):
        if change.call in ("sync", "say"):
            return
        path = self.place(change.path)
        if change.call == "mkdir":
            if path.parent.exists():
                path.mkdir(exist_ok=True)
        elif change.call == "create":
            if path.parent.exists():
                path.touch()
        elif change.call == "unlink":
            path.unlink(missing_ok=True)
        elif not path.exists():
            return  # its own beginning was lost
        elif change.call in ("link", "rename"):
            to = self.place(change.to)
            if not to.parent.exists():
                return
            if change.call == "rename":
                path.replace(to)
            elif not to.exists():
                os.link(path, to)
        else:
            with path.open("r+b") as file:
                if change.call == "truncate":
                    file.truncate(change.offset)
                else:
                    file.seek(change.offset if change.offset >= 0 else 0, 0 if change.offset >= 0 else 2)
                    file.write(data)


class CrashOrders(AftermathTest):
    def setUp(self):
        super().setUp()
        if not may_trace():
            unavailable("strace may not trace here")

    def test_every_crash_leaves_a_vault_that_holds(self):
        tried = 0
        for act in SCRIPT:
            if not act.replays or not act.waits:
                continue
            begin, before = self.beginning(act)
            recorded = begin.copy()
            self.addCleanup(recorded.remove)
            log = recorded.root / "strace.log"
            answer = act.run(recorded, under=tracing(log))
            self.assertEqual(answer.code, 0, answer)
            made = changes(log, recorded.data, recorded.state)
            self.assertGreater(sum(change.call == "sync" for change in made), 1)
            # A whole replay is what the command itself has left.
            whole = begin.copy()
            Disk(recorded.root, whole).replay(made, {})
            self.assertEqual(whole.files(), recorded.files())
            whole.remove()

            choose = random.Random(f"{SEED} {act.name}")
            states = [(end, lost) for end in range(len(made) + 1)
                      for lost in crashes(made[:end], choose)]
            if not ALL:
                states = choose.sample(states, min(len(states), 3 if act.slow else 12))
            began, outcomes, judged = time.monotonic(), set(), set()
            for end, lost in states:
                said = any(change.call == "say" for change in made[:end])
                with self.subTest(act=act.name, end=end, lost={
                        index: ("lost", made[index].call) if data is None else ("torn", len(data))
                        for index, data in lost.items()}):
                    home = begin.copy()
                    try:
                        Disk(recorded.root, home).replay(made[:end], lost)
                        # Many crashes leave the same; what of it holds once holds.
                        disk = hashlib.sha256(repr((said, self.left(home))).encode()).digest()
                        if disk not in judged:
                            judged.add(disk)
                            outcomes.add(self.assertHolds(act, home, before, said))
                    finally:
                        home.remove()
                    tried += 1
            print(f"\n{act.name}: {len(states)} crashes, {len(judged)} different, {time.monotonic() - began:.0f} s", flush=True)
            if ALL:
                self.assertEqual(outcomes, {True, False}, act.name)
        print(f"\n{tried} crashes", flush=True)


if __name__ == "__main__":
    unittest.main()
