"""The program in a terminal of its own, 40 columns wide unless said otherwise."""

import re
import signal

from household import Household, program, unavailable
from waiting import LIMIT

try:
    import pexpect
except ImportError:
    pexpect = None

WIDTH = 40
# ECMA-48 § 5.4: what steers a terminal and is not seen.
STEERING = r"\x1b\[[0-9;?]*[A-Za-z]"


def shown(seen: str) -> list[str]:
    """The lines that stood on the screen one after another; a screen drawn anew begins a new line."""
    seen = re.sub(r"\x1b\[(H|\?1049[hl])", "\n", seen).replace("\r\n", "\n")
    return re.sub(STEERING, "", seen).split("\n")


def heeds_everything():
    """Python ignores these two; a login's shell does not."""
    for name in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(name, signal.SIG_DFL)


class Terminal:
    """Somebody at a keyboard."""

    def __init__(self, home: Household, *words, shell: str | None = None, columns: int = WIDTH,
                 env: dict | None = None):
        if pexpect is None:
            unavailable("needs pexpect (make .venv/ready)")
        command = [shell] if shell else [program()]
        environment = home.environment | {
            "TERM": "xterm", "PS1": "ready$ ", "SHELL": "/bin/sh", "ENV": "", "VESPER": program()} | (env or {})
        self.child = pexpect.spawn(
            command[0], [str(word) for word in words], env=environment, cwd=str(home.root), timeout=LIMIT,
            dimensions=(24, columns), encoding="utf-8", echo=True,
            preexec_fn=heeds_everything)
        self.seen = ""

    def until(self, pattern: str) -> re.Match:
        """Waits for what the screen has to show; white space in it matches any, since lines are wrapped."""
        self.child.expect("(?i)" + rf"(?:\s|{STEERING})+".join(pattern.split(" ")))
        self.seen += self.child.before + self.child.after
        return self.child.match

    def types(self, line: str):
        self.child.sendline(line)

    def asks_unseen(self, prompt: str, answer: str):
        """A prompt whose answer does not appear on the screen."""
        self.until(prompt)
        if not self.child.waitnoecho(timeout=LIMIT):
            raise AssertionError(f"the echo is on at {prompt!r}")
        self.types(answer)

    def asks(self, prompt: str, answer: str):
        self.until(prompt)
        self.types(answer)

    def begins_init(self, name: str, passphrase: str):
        """`init` for two, as far as the first one's passphrase."""
        self.asks(r"What are you called\?", name)
        self.asks(r"Who is here with you\?.*own\)", "")
        self.asks_unseen(f"{name}, a passphrase that is yours alone: ", passphrase)

    def shell(self, command: str) -> str:
        """What a command typed at a shell's prompt shows."""
        self.types(command)
        # The terminal shows what is typed; then comes what it does.
        self.child.expect_exact(command)
        self.until(r"ready\$ ")
        return self.child.before.replace("\r\n", "\n").strip()

    def ends(self) -> int:
        """Waits for the end, closing a page that is read, and gives the exit code, negative for a signal."""
        while self.child.expect(["q closes", pexpect.EOF]) == 0:
            self.seen += self.child.before + self.child.after
            self.child.send("q")
        self.seen += self.child.before
        self.child.close()
        return self.child.exitstatus if self.child.signalstatus is None else -self.child.signalstatus

    def close(self):
        self.child.close(force=True)

    def lines(self) -> list[str]:
        return shown(self.seen)
