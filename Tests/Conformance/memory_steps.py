"""Stops a command whenever it asks the kernel for something, and looks at all that it has written to memory.

ptrace(2) by hand: gdb needs a tenth of a second for each stop, and a command has a thousand of them.
"""

import ctypes
import os
import re
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field

TRACEME, PEEKUSER, SYSCALL, SETOPTIONS = 0, 3, 24, 0x4200
SYSGOOD, EXITKILL = 1, 1 << 20
ORIG_RAX = 15 * 8  # <sys/user.h>, x86-64
PAGE = 4096
HEAD = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+ *(.*)")

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


@dataclass
class Seen:
    """What was found in the whole of a command: in locked memory, and outside of it with the place and the call."""

    code: int = 0
    stops: int = 0
    most_locked: int = 0
    locked: set = field(default_factory=set)
    outside: set = field(default_factory=set)
    out: bytes = b""


def stepped(line: list[str], pieces: dict[bytes, str], text: bytes = b"", **options) -> Seen:
    """Runs a command, looking for pieces of secrets (each with the secret's name) at every system call."""
    seen, before = Seen(), {}
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(text)
        given.seek(0)
        process = subprocess.Popen(line, stdin=given, stdout=said, stderr=said, **options,
                                   preexec_fn=lambda: libc.ptrace(TRACEME, 0, None, None))
        pid = process.pid
        _, status = os.waitpid(pid, 0)
        libc.ptrace(SETOPTIONS, pid, None, SYSGOOD | EXITKILL)
        entering = False
        while os.WIFSTOPPED(status):
            number = os.WSTOPSIG(status)
            if number == signal.SIGTRAP | 0x80:
                entering = not entering
                if entering:
                    seen.stops += 1
                    call = libc.ptrace(PEEKUSER, pid, ORIG_RAX, None)
                    look(pid, call, pieces, before, seen)
            passed = 0 if number & 0x7F == signal.SIGTRAP else number
            libc.ptrace(SYSCALL, pid, None, passed)
            _, status = os.waitpid(pid, 0)
        seen.code = process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        seen.out = said.read()
    return seen


def look(pid: int, call: int, pieces: dict[bytes, str], before: dict, seen: Seen):
    """Searches the pages that changed since the last look."""
    held = 0
    with open(f"/proc/{pid}/smaps") as smaps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for text in smaps:
            head = HEAD.match(text)
            if head:
                start, end, mode, name = int(head[1], 16), int(head[2], 16), head[3], head[4]
            elif text.startswith("VmFlags:") and "w" in mode:
                locked = "lo" in text.split()
                held += (end - start) * locked
                memory.seek(start)
                # The kernel gives at most 2 GiB at a time, and Argon2id has its own to fill.
                data = memory.read(end - start) if end - start < 1 << 26 else b""
                for low, part in changed(start, data, before):
                    search(low, part, pieces, (name, end, locked, call), seen)
    seen.most_locked = max(seen.most_locked, held)


def changed(start: int, data: bytes, before: dict):
    """Runs of changed pages, each with a little of what stands around it."""
    old = before.get(start, b"")
    before[start] = data
    if old == data:
        return
    first = None
    for at in range(0, len(data) + PAGE, PAGE):
        page = data[at : at + PAGE]
        if page and page != old[at : at + PAGE]:
            first = at if first is None else first
        elif first is not None:
            low = max(0, first - 64)
            yield start + low, data[low : at + 64]
            first = None


def search(low: int, part: bytes, pieces: dict[bytes, str], place: tuple, seen: Seen):
    name, end, locked, call = place
    for piece, secret in pieces.items():
        at = part.find(piece)
        if at >= 0 and locked:
            seen.locked.add(secret)
        elif at >= 0:
            seen.outside.add((secret, name, end - low - at, call))
