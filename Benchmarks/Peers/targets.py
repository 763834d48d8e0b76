"""The targets of issue 8, each reckoned from the figures of one run."""

from figures import FLAT, Figure, Target, beyond, ratio, room
from subjects import EMPTY, SYNC


def targets(found: dict[str, Figure], extra: dict, sizes: list[int], middle: int) -> list[Target]:
    def of(name: str, count: int) -> Figure:
        return found[f"{name}, {count:,}"]

    def worst(name: str, base: Figure, limit: float, promise: str) -> Target:
        """The size at which it is slowest."""
        return max((ratio(promise, of(name, count), base, limit) for count in sizes),
                   key=lambda target: target.measured)

    def flat(name: str) -> Target:
        return ratio(f"`{name}`: {most:,} entries beside {least:,}, flat",
                     of(name, most), of(name, least), FLAT)

    empty, sync = found[EMPTY], found[SYNC]
    least, most, size = sizes[0], sizes[-1], f"{middle:,}"
    blocks, disk = extra["sync"], extra["disk"]
    made = [
        worst("write", empty + sync, 2.5, "`write`: an empty process + one fdatasync, at every size"),
        flat("write"),
        Target("`write`: handed to the disk", sum(disk.values()), None, 4_096, "bytes"),
        worst("list --last 20", empty, 3, "`list --last 20`: an empty process, at every size"),
        flat("list --last 20"),
        ratio(f"`today` at {size}: an empty process", of("today", middle), empty, 5),
        ratio(f"`search` in {size}: SQLCipher's LIKE scan", of("search", middle),
              found[f"SQLCipher: search, {size}"], 1),
        ratio(f"`search` in {size}: 60 % of the limit's rate", of("search", middle),
              found["limit: decrypt"], 1 / 0.6),
        ratio(f"summary of 90 days out of {size}: an empty process", of("summary", middle), empty, 6),
        ratio(f"`export` of {size}: SQLCipher's dump", of("export", middle),
              found[f"SQLCipher: dump, {size}"], 1),
        ratio(f"`export` of {size}: 40 % of the limit's rate", of("export", middle),
              found["limit: decrypt"], 1 / 0.4),
        ratio(f"`check` of {size}: 60 % of the limit's rate", of("check", middle),
              found["limit: decrypt + hash"], 1 / 0.6),
        beyond("`unlock`: bare Argon2id", found["unlock"], found["limit: Argon2id"], 15),
        ratio(f"`import` of {size}: SQLCipher's inserts", found["import"],
              found[f"SQLCipher: insert {size}"], 1),
    ]
    for name in ("list --last 20", "search", "export", "check"):
        made.append(room(f"`{name}`: memory beside an empty process, at every size",
                         [of(name, count) for count in sizes], empty))
    made.append(Target("sync after one entry: blocks of 128 KiB changed, at most",
                       blocks["most blocks"], None, 1, "blocks"))
    return made
