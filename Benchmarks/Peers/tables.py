"""The parts of docs/performance.md that come from one run. Standard library only."""

import figures
from figures import Figure
from measuring import Run
from subjects import EMPTY, OPERATIONS, SYNC
from targets import targets


def beside(name: str, middle: int) -> tuple[list[str], str]:
    """What a subject is measured against, one after the other, and how the table calls it."""
    size = f"{middle:,}"
    fixed = {
        f"search, {size}": ([f"SQLCipher: search, {size}"], "SQLCipher"),
        f"export, {size}": ([f"SQLCipher: dump, {size}"], "SQLCipher"),
        f"check, {size}": (["limit: decrypt + hash"], "limit"), "unlock": (["limit: Argon2id"], "limit"),
        "import": ([f"SQLCipher: insert {size}"], "SQLCipher")}
    if name in fixed:
        return fixed[name]
    if name == SYNC or name.startswith(("limit", "search", "export", "check", "SQLCipher: insert")):
        return [], ""
    return ([EMPTY, SYNC], "empty + fdatasync") if "write" in name else ([EMPTY], "empty")


def subject_rows(found: dict[str, Figure], middle: int) -> list[list[str]]:
    """Grouped by what is done: Vesper, then its peers."""
    groups = [
        lambda name: "empty" in name or name in (SYNC, "`vesper --version`") or "nothing" in name,
        lambda name: name.startswith("limit"),
        lambda name: "write" in name, lambda name: "last 20" in name,
        lambda name: name.startswith("today"), lambda name: "search" in name,
        lambda name: name.startswith("summary"), lambda name: "export" in name or "dump" in name,
        lambda name: "check" in name, lambda name: True]
    left, rows = dict(found), []
    for belongs in groups:
        for name in [name for name in left if belongs(name)]:
            bases, against = beside(name, middle)
            base = sum(map(found.get, bases[1:]), found[bases[0]]) if bases else None
            shown = f"**{name}**" if name.split(",")[0] in (*OPERATIONS, "unlock", "import") else name
            rows.append(figures.row(shown, left.pop(name), base, against))
    return rows


def report(run: dict) -> dict[str, str]:
    """Each part by its name, from what was kept of a run."""
    found = {name: Figure.of([Run(*one) for one in runs]) for name, runs in run["runs"].items()}
    sizes, middle = run["sizes"], run["middle"]
    return {
        "subjects": run["account"] + "\n" + figures.table(figures.HEAD, subject_rows(found, middle))
        + disk(run["extra"], middle),
        "targets": verdicts(found, run["extra"], sizes, middle), "growth": growth(found, sizes)}


def disk(extra: dict, middle: int) -> str:
    """What was counted and not timed."""
    handed, again = (
        ", ".join(f"{count:,} bytes to {name}" for name, count in sorted(extra[one].items()))
        for one in ("disk", "disk again"))
    sync = extra["sync"]
    return (
        f"\nThe vault of {middle:,} entries has {extra['cells']:,} cells. One `write` there hands the disk "
        f"{handed}; a second one soon after, {again}. After one entry for both, {sync['times']} times: "
        f"{sync['blocks']} blocks of 128 KiB changed in the linked folder of {sync['folder'] / 1e6:.0f} MB, at most {sync['most blocks']} at a "
        f"time; {sync['median bytes']:,.0f} bytes by the median, at most {sync['most bytes']:,}.\n")


def verdicts(found: dict[str, Figure], extra: dict, sizes: list[int], middle: int) -> str:
    made, size = targets(found, extra, sizes, middle), f"{middle:,}"
    bare = found["SQLCipher: nothing but its Python"].processor
    leaner = ", ".join(
        f"`{name.split(',')[0]}` {found[name].processor / (found[peer].processor - bare):.2f} ×"
        for name, peer in ((f"search, {size}", f"SQLCipher: search, {size}"),
                           (f"export, {size}", f"SQLCipher: dump, {size}"),
                           ("import", f"SQLCipher: insert {size}"))
        if found[peer].processor > bare)
    met = sum(target.is_met for target in made)
    head = ["target", "at most", "by medians", "by processor time", ""]
    return figures.table(head, [target.cells() for target in made]) + (
        f"\n{met} of {len(made)} are met by medians. SQLCipher runs in a Python, whose start is "
        f"{figures.digits(bare)} ms of its processor time; beside SQLCipher without that start, Vesper with "
        f"its own takes, by processor time: {leaner}.\n")


def growth(found: dict[str, Figure], sizes: list[int]) -> str:
    rows = []
    for name in OPERATIONS:
        medians = [found[f"{name}, {count:,}"].median for count in sizes]
        rows.append([f"`{name}`" if name != "summary" else name, *map(figures.digits, medians),
                     f"{medians[-1] / medians[0]:.1f}"])
    head = ["median ms", *(f"{count:,}" for count in sizes), f"{sizes[-1]:,} : {sizes[0]:,}"]
    return figures.table(head, rows)
