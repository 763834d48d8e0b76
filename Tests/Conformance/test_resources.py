"""The page of help resources: it opens where nothing else does, and touches nothing."""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time
import unittest
from pathlib import Path

from household import program

VESPER = program()  # or skip
# What a dynamic loader and the Swift runtime open to read is no trace; whatever may write is.
WRITING = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)")
CHANGING = ("rename", "unlink", "mkdir", "rmdir", "link", "symlink", "chmod", "chown", "truncate",
            "utime", "mknod", "setxattr")


def environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm",
            "XDG_DATA_HOME": str(home / "data"), "XDG_STATE_HOME": str(home / "state")}


def facts(home: Path) -> dict[str, tuple]:
    """Every file's size and times, access included."""
    return {str(path): (s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_atime_ns)
            for path in [home, *sorted(home.rglob("*"))] for s in [path.lstat()]}


class TestResources(unittest.TestCase):
    def setUp(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="vesper-resources-"))
        self.addCleanup(shutil.rmtree, self.home)

    def with_vault(self) -> None:
        secret = self.home / "secret"
        secret.write_text("four plain words\n")
        subprocess.run(
            [VESPER, "init", "--file", "-", "--no-input", "--passphrase-file", str(secret)],
            input=b'{"partners": [{"name": "Ada"}]}', env=environment(self.home), check=True,
            stdout=subprocess.DEVNULL)
        secret.unlink()

    def test_opens_without_a_vault_and_with_a_locked_one_and_changes_no_file(self) -> None:
        for prepare in (lambda: None, self.with_vault):
            prepare()
            before = facts(self.home)
            done = subprocess.run([VESPER, "resources"], env=environment(self.home), cwd=self.home,
                                  stdin=subprocess.DEVNULL, capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(facts(self.home), before)
            page = " ".join(done.stdout.decode().split())
            for word in ("112", "911", "988", "116 123", "Numbers change", "not safe", "grieve"):
                self.assertIn(word.lower(), page.lower())
            self.assertEqual(done.stderr, b"")
            self.assertNotIn(b"\x1b", done.stdout)

    def test_opens_nothing_to_write_and_never_looks_at_the_vault(self) -> None:
        self.with_vault()
        log = self.home.with_suffix(".strace")
        self.addCleanup(log.unlink)
        subprocess.run(["strace", "-f", "-e", "trace=file", "-o", str(log), VESPER, "resources"],
                       env=environment(self.home), cwd=self.home, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, check=True)
        calls = log.read_text().splitlines()
        self.assertGreater(len(calls), 3)
        for call in calls:
            self.assertIsNone(WRITING.search(call), call)
            self.assertFalse(re.match(rf"\d+ +({'|'.join(CHANGING)})", call), call)
            # Its own path may lie anywhere; below the home there is nothing it needs.
            self.assertNotIn(f'"{self.home}/', call)

    def test_is_gone_from_the_window_when_it_is_closed(self) -> None:
        for keys in (b"q", b"\x03", b"\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r"):
            shown = self.at_a_terminal(keys)
            first, last = shown.find(b"\x1b[?1049h"), shown.rfind(b"\x1b[?1049l")
            self.assertGreaterEqual(first, 0)
            # All of its words stand between the two, on the screen that is thrown away.
            self.assertEqual(shown[:first].strip(), b"")
            self.assertEqual(shown[last + 8:].strip(), b"")
            self.assertIn(b"HELP, APART FROM VESPER", shown[first:last])

    def at_a_terminal(self, keys: bytes) -> bytes:
        """What a 40-column terminal is sent while the keys are typed one by one."""
        child, desk = pty.fork()
        if child == 0:
            os.execve(VESPER, [VESPER, "resources"], environment(self.home))
        fcntl.ioctl(desk, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
        shown, waiting, end = b"", list(keys), time.monotonic() + 60
        while time.monotonic() < end:
            ready, _, _ = select.select([desk], [], [], 0.3)
            if ready:
                try:
                    part = os.read(desk, 4096)
                except OSError:
                    break
                if not part:
                    break
                shown += part
            elif waiting and b"q closes" in shown:
                os.write(desk, bytes([waiting.pop(0)]))
        os.close(desk)
        _, status = os.waitpid(child, 0)
        self.assertEqual(status, 0)
        return shown


if __name__ == "__main__":
    unittest.main()
