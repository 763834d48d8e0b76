"""A real screen with a shell on it, as tmux keeps it: what stands there, and what has scrolled by."""

import itertools
import re
import shutil
import subprocess

from household import Household, program, unavailable
from waiting import LIMIT, soon

COUNT = itertools.count()


class Screen:
    """Somebody at a keyboard, 40 columns wide, with a shell that remembers what was typed to it."""

    def __init__(self, home: Household, columns: int = 40, rows: int = 16, env: dict | None = None):
        for tool in ("tmux", "bash"):
            if not shutil.which(tool):
                unavailable(f"needs {tool}")
        self.home = home
        self.name = f"vesper-{home.root.name}-{next(COUNT)}"
        self.history = home.root / "shell-history"
        (home.root / "tmp").mkdir(exist_ok=True)
        environment = home.environment | {
            "PS1": "ready$ ", "HISTFILE": str(self.history), "TMPDIR": str(home.root / "tmp"),
            "VESPER": program(), "XDG_RUNTIME_DIR": "", "LC_ALL": "C.UTF-8"} | (env or {})
        words = ["env", *(f"{key}={value}" for key, value in environment.items() if key != "TERM"),
                 "bash", "--norc", "--noprofile", "--noediting", "-i"]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), *words)
        self.until(r"ready\$")
        self.settings = self.shell_settings()

    def tmux(self, *words: str) -> str:
        answer = subprocess.run(["tmux", "-u", "-L", self.name, *words], capture_output=True, text=True, timeout=LIMIT)
        return answer.stdout

    def close(self):
        self.tmux("kill-server")

    def types(self, text: str, *keys: str):
        """Types text as it is, then keys by tmux's names for them."""
        if text:
            self.tmux("send-keys", "-l", text)
        if keys:
            self.tmux("send-keys", *keys)

    def says(self, line: str):
        self.types(line, "Enter")

    def shown(self) -> str:
        return self.tmux("capture-pane", "-p")

    def all(self) -> str:
        """The screen and everything that scrolls back."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-")

    def until(self, pattern: str) -> str:
        """Waits until the screen shows it; a blank in it matches the end of a line too."""
        wanted = re.compile(r"\s+".join(pattern.split(" ")))
        seen = ""

        def stands_there():
            nonlocal seen
            seen = self.shown()
            return wanted.search(seen)

        if not soon(stands_there):
            raise AssertionError(f"{pattern!r} did not come:\n{seen}")
        return seen

    def resize(self, columns: int, rows: int):
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def back(self):
        """Waits for the shell, and that its terminal is as it was: echo, lines, signals, cursor, screen."""
        self.until(r"ready\$\s*$")
        assert self.shell_settings() == self.settings, self.shell_settings()
        flags = self.tmux("display-message", "-p", "#{cursor_flag} #{alternate_on} #{bracket_paste_flag}")
        assert flags.split()[:2] == ["1", "0"], flags

    def shell_settings(self) -> str:
        out = self.home.root / "stty"
        out.unlink(missing_ok=True)
        self.says(f" stty -g > {out}; clear")
        soon(lambda: out.exists() and out.read_text())
        self.until(r"^ready\$\s*$")
        return out.read_text()
