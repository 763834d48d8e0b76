"""docs/format.md § Former identity, Ends: how far logs count whose author's identity was renewed."""

import state_format as sf
import vesper_format as vf
from open_log import OpenLog


def limited(logs: list[OpenLog], branches: list[OpenLog],
            ended: dict[bytes, list[vf.Head]]) -> tuple[list[OpenLog], list[OpenLog]]:
    """The same, each log and branch that has ended read only as far as it counts."""
    again: dict[int, OpenLog] = {}
    for log in logs:
        if log.place.author not in ended:
            continue
        sides = [log] + [one for one in branches if one.place == log.place]
        ends = [head for head in ended[log.place.author] if head.log_id == log.place.log_id]
        for side, limit in zip(sides, limits(sides, ends)):
            again[id(side)] = OpenLog(side.place, side.reader, side.paths, side.acknowledged,
                                      side.is_branch, limit=limit)
    return ([again.get(id(log), log) for log in logs],
            [again.get(id(one), one) for one in branches])


def limits(sides: list[OpenLog], ends: list[vf.Head]) -> list[int]:
    """The index from which on nothing counts, for the log and each of its branches."""
    wanted = {(head.index, head.chain) for head in ends}
    places = [[(index, spot.chain) for index, spot in sorted(side.spots.items())]
              for side in sides]
    counts = [0] * len(sides)
    changed = True
    while changed:
        changed = False
        for n, side in enumerate(sides):
            found = [at for at, place in enumerate(places[n]) if place in wanted]
            if found and found[-1] >= counts[n]:
                counts[n], changed = found[-1] + 1, True
                wanted.update(places[n][: counts[n]])
                if side.is_branch and side.before:
                    wanted.add(side.before)
    held = {place for side in places for place in side}
    # What has not come yet may go on from any side.
    still = max([head.index + 1 for head in ends if (head.index, head.chain) not in held],
                default=0)
    return [max(still, places[n][counts[n] - 1][0] + 1 if counts[n] else 0)
            for n in range(len(sides))]


def before_the_end(seen: list[vf.Head], log_id: bytes, state: sf.State) -> list[vf.Head]:
    """What was seen of a log of which nothing is here, as far as it was its author's."""
    author = next((one.author for one in state.heads if one.head.log_id == log_id), None)
    ends = sf.ended(state)
    if author not in ends:
        return seen
    last = max((head.index for head in ends[author] if head.log_id == log_id), default=-1)
    return [head for head in seen if head.index <= last]
