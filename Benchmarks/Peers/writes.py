"""What an entry costs the disk and the folder that another program carries. Standard library only."""

import hashlib
import re
import statistics
import subprocess
from pathlib import Path

import corpus
from homes import Home

BLOCK = 128 * 1024
CALLS = "write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range"
WRITTEN = re.compile(r"(\w+)\(\d+<([^>]*)>.*\)\s+= (\d+)$")


def bytes_written(home: Home, text: Path) -> dict[str, int]:
    """What one `write` hands to the disk, by the kind of file, as `strace` sees it."""
    trace = home.root / "trace"
    with text.open() as given:
        subprocess.run(
            ["strace", "-f", "-y", "-qq", "-e", f"trace={CALLS}", "-o", trace, home.program,
             "write", "--file", "-"], env=home.environment, stdin=given, check=True,
            stdout=subprocess.DEVNULL)
    found: dict[str, int] = {}
    for line in trace.read_text().splitlines():
        call = WRITTEN.search(line)
        if call and Path(call[2]).is_relative_to(home.root):
            name = Path(call[2]).suffix.removeprefix(".") or Path(call[2]).name
            found[name] = found.get(name, 0) + int(call[3])
    trace.unlink()
    return found


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(before: dict[Path, bytes], after: dict[Path, bytes]) -> tuple[int, int]:
    """How many blocks of 128 KiB are not as they were, and how many bytes."""
    blocks = count = 0
    for path, content in after.items():
        old = before.get(path, b"")
        for start in range(0, len(content), BLOCK):
            one, other = old[start:start + BLOCK], content[start:start + BLOCK]
            if hashlib.sha256(one).digest() == hashlib.sha256(other).digest():
                continue
            blocks += 1
            count += sum(a != b for a, b in zip(one, other)) + max(0, len(other) - len(one))
    return blocks, count


def sync_after_one(home: Home, folder: Path, times: int = 20) -> dict:
    """An entry for both, then `sync`: what is new in the shared folder."""
    folder.mkdir()
    home.do("link", folder)
    home.do("sync")
    blocks, counts = [], []
    before = contents(folder)
    size = sum(map(len, before.values()))
    for number in range(times):
        home.do("write", "--us", "--file", "-", text=corpus.words("w", number, times))
        home.do("sync")
        after = contents(folder)
        found = changed(before, after)
        blocks.append(found[0])
        counts.append(found[1])
        before = after
    return {"times": times, "most blocks": max(blocks), "blocks": sum(blocks),
            "median bytes": statistics.median(counts), "most bytes": max(counts), "folder": size}
