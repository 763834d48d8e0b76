"""Acts of somebody at a keyboard: words that are left in the middle, and taken up again."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass

import more_acts
from acts import Act, earlier, everything
from household import ADA, PASSPHRASES, Answer, Household
from terminals import STEERING, heeds_everything
from waiting import LIMIT

# What has to hold before something is typed, given the home and what was seen since the last typing, and what is.
Step = tuple[Callable[[Household, str], bool], str]
LEAVE, END = "\x03", "\x04"
HALF, REST = "half a thought", ", and the rest"
CLAIM = "what you typed waits here"


@dataclass
class TypedAct(Act):
    """A command at a terminal of its own; its output alone goes elsewhere."""

    typed: tuple[Step, ...] = ()
    leaves: int | None = 130

    def run(self, home: Household, under: tuple = (), **options) -> Answer:
        # What could not be drawn, or read and so is not offered, cannot be waited for: whoever sits before it leaves
        # after a while.
        patience = 10 if any("inject=" in str(word) for word in under) else None
        seen, code, out = at_terminal(home, self.words, self.typed, by=self.by, under=under, patience=patience)
        # It comes after whatever stood in the line.
        last = seen.rfind("vesper: ")
        lines = [line for line in seen[last:].splitlines() if line] if last >= 0 else []
        return Answer(code, out, "\n".join(lines).encode())

    def acknowledges(self, answer: Answer) -> bool:
        return answer.code == self.ends and (not answer.code or CLAIM.encode() in answer.err)


def at_terminal(home: Household, words, typed, by: str, under: tuple = (), patience: float | None = None,
                ) -> tuple[str, int, bytes]:
    """What is seen, how it ended and its output. A step whose time does not come is left out.

    With patience, Ctrl-C is typed after so many seconds in which nothing is seen and no step's time comes.
    """
    line, _ = home.command(*words, by=by, under=under)
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 400, 0, 0))
    out, into = os.pipe()

    def alone():
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        heeds_everything()

    process = subprocess.Popen(
        line, env=home.environment | {"TERM": "xterm"}, cwd=home.root, stdin=there, stderr=there, stdout=into,
        start_new_session=True, preexec_fn=alone)
    os.close(there)
    os.close(into)
    seen, since, given, steps = b"", 0, b"", list(typed)
    quiet = time.monotonic()
    end = quiet + LIMIT
    try:
        opened = {here, out}
        while opened:
            if time.monotonic() > end:
                raise AssertionError(f"{words} did not end: {seen!r}")
            ready, _, _ = select.select(opened, [], [], 0.02)
            for stream in ready:
                try:
                    more = os.read(stream, 65_536)
                except OSError:  # The terminal has nobody at its other end any more.
                    more = b""
                if not more:
                    opened.discard(stream)
                elif stream == here:
                    seen += more
                    quiet = time.monotonic()
                else:
                    given += more
            if here in opened and shown(seen[since:]).rstrip().endswith(f"Passphrase of {by}:"):
                # A session that could not be asked for has ended, as far as the command can tell.
                since = len(seen)
                os.write(here, f"{PASSPHRASES[by]}\n".encode())
            if steps and here in opened and steps[0][0](home, shown(seen[since:])):
                since = len(seen)
                os.write(here, steps.pop(0)[1].encode())
                quiet = time.monotonic()
            if patience and here in opened and time.monotonic() - quiet > patience:
                os.write(here, LEAVE.encode())
                quiet = time.monotonic()
        return shown(seen), process.wait(timeout=LIMIT), given
    finally:
        process.kill()
        process.wait()
        os.close(here)
        os.close(out)


def shown(seen: bytes) -> str:
    return re.sub(STEERING, "", seen.decode(errors="replace")).replace("\r", "\n")


def drafts(home: Household) -> list:
    return [path for path in home.state.rglob("*.drafts/*") if not path.name.startswith(".")]


def asks(home: Household, seen: str) -> bool:
    return "Esc hides it" in seen


def is_put_aside(home: Household, seen: str) -> bool:
    """Each pause seals what was typed so far; or it was said that it cannot be."""
    return HALF in seen and bool(drafts(home)) or "cannot be put aside" in seen


def offers(home: Household, seen: str) -> bool:
    return "Go on with it?" in seen


WRITES = ("write",)
LEAVES = ((asks, HALF), (is_put_aside, LEAVE))
GOES_ON = ((offers, "\n"), (asks, REST + END))


def half_written(home: Household):
    earlier(home)
    _, code, _ = at_terminal(home, WRITES, LEAVES, by=ADA)
    assert code == 130 and len(drafts(home)) == 1, code


def ended(home: Household) -> bool:
    """Ends whatever draft there is; says whether it was offered."""
    seen, code, _ = at_terminal(home, WRITES, (
        (lambda home, seen: offers(home, seen) or asks(home, seen), "\n"), (lambda home, seen: True, END)), by=ADA)
    assert code == 0, seen
    return "There is a draft from" in seen


def put_aside(home: Household, new: dict) -> bool:
    """What was left is whole, and is an entry once it is taken up and ended."""
    assert not new, f"nobody has ended it: {new}"
    if not drafts(home):
        return False
    known = everything(home)
    assert ended(home), "a draft is there and is not offered"
    (text,) = [e["body"]["text"] for key, e in everything(home).items() if key not in known]
    # Where the terminal itself gave nothing more, what it had given until then.
    assert text and HALF.startswith(text), text
    assert not drafts(home)
    return True


def gone_on_with(home: Household, new: dict) -> bool:
    """It is an entry, or still a draft: never neither."""
    texts = [e["body"]["text"] for e in new.values()]
    assert texts in ([], [HALF + REST]), f"something half-written is shown: {texts}"
    assert texts or drafts(home), "the words are gone"
    return bool(texts)


TYPED = [
    TypedAct("a draft that is left", WRITES, begin=earlier, done=put_aside, ends=130, typed=LEAVES),
    TypedAct("a draft that is taken up", WRITES, begin=half_written, done=gone_on_with, typed=GOES_ON),
]
# Those that end the session that all homes share come last.
SCRIPT = sorted([*more_acts.SCRIPT, *more_acts.chosen(TYPED)], key=lambda act: act.ends_session)
