"""Small file systems to fill up and to write-protect: tmpfs, which only root can mount."""

import contextlib
import os
import subprocess
import tempfile
from pathlib import Path

from household import unavailable

PAGE = 4096


class Disk:
    """A tmpfs of a size in KiB."""

    def __init__(self, kib: int):
        self.root = Path(tempfile.mkdtemp(prefix="vesper-disk-"))
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={kib}k,mode=700", "tmpfs", self.root],
            capture_output=True, text=True)
        if made.returncode != 0:
            self.root.rmdir()
            unavailable(f"a tmpfs cannot be mounted here: {made.stderr.strip()}")

    def remount(self, options: str):
        subprocess.run(
            ["mount", "-o", f"remount,{options}", self.root], check=True, capture_output=True)

    @property
    def free(self) -> int:
        facts = os.statvfs(self.root)
        return facts.f_bfree * facts.f_bsize

    def fill(self, leaving: int):
        """Takes up the disk but for so many bytes (whole pages)."""
        self.ballast.write_bytes(b"")
        count = max(0, (self.free - leaving) // PAGE)
        with self.ballast.open("wb") as file:
            file.write(b"\1" * PAGE * count)

    def relieve(self):
        self.ballast.unlink(missing_ok=True)

    @property
    def ballast(self) -> Path:
        return self.root / "ballast"

    def close(self):
        subprocess.run(["umount", "-l", self.root], check=False, capture_output=True)
        with contextlib.suppress(OSError):
            self.root.rmdir()
