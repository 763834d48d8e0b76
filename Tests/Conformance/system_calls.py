"""What a command asked of the file system, in order, as strace saw it.

Only calls that change a file or a name, make one durable, or say something on standard output; only
what lies under the given folders. A call that returned an error changed nothing and is left out.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

CALLS = ("openat,mkdir,mkdirat,pwrite64,write,fdatasync,fsync,link,linkat,rename,renameat,renameat2,"
         "unlink,unlinkat,ftruncate")

LINE = re.compile(r"\d+\s+(\w+)\((.*)\)\s+= (-?\d+)")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
DESCRIPTOR = re.compile(r"(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Change:
    """One call. `call` is one of create, mkdir, write, truncate, sync, link, rename, unlink, say."""

    call: str
    path: str = ""
    to: str = ""
    offset: int = 0
    data: bytes = b""


def tracing(log: Path) -> tuple:
    """What to run a command under so that `changes` can read what it did."""
    return ("strace", "-f", "-y", "-xx", "-s", "4000000", "-e", f"trace={CALLS}", "-o", log)


def changes(log: Path, *folders: Path) -> list[Change]:
    """The changes under some folders, and what was said, in the order they were made."""
    found, known = [], set()
    tops, themselves = tuple(f"{folder}/" for folder in folders), {str(folder) for folder in folders}
    for line in log.read_text().splitlines():
        match = LINE.match(line)
        if not match or int(match[3]) < 0:
            continue
        change = one(match[1], match[2], known)
        if change is None:
            continue
        if change.call == "say" or change.path.startswith(tops) or change.path in themselves:
            found.append(change)
    return found


def one(call: str, arguments: str, known: set) -> Change | None:
    strings = [unescaped(text) for text in STRING.findall(arguments)]
    descriptors = [(number, unescaped(path).decode()) for number, path in DESCRIPTOR.findall(arguments)]
    tail = arguments.rsplit(", ", 1)[-1]
    if call == "openat":
        path = strings[0].decode()
        if "O_CREAT" not in arguments or path in known:
            return None
        known.add(path)
        return Change("create", path)
    if call in ("mkdir", "mkdirat"):
        return Change("mkdir", strings[0].decode())
    if call == "pwrite64":
        return Change("write", descriptors[0][1], offset=int(tail), data=strings[0])
    if call == "write":
        if descriptors[0][0] == "1":
            return Change("say", data=strings[0])
        if descriptors[0][0] == "2":
            return None
        return Change("write", descriptors[0][1], offset=-1, data=strings[0])
    if call == "ftruncate":
        return Change("truncate", descriptors[0][1], offset=int(tail))
    if call in ("fsync", "fdatasync"):
        return Change("sync", descriptors[0][1])
    if call.startswith("rename") or call.startswith("link"):
        return Change(call.removesuffix("at").removesuffix("at2"), strings[0].decode(), strings[1].decode())
    return Change("unlink", strings[0].decode())


def unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def may_trace() -> bool:
    """Whether strace is here and the kernel lets it trace."""
    try:
        return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
