"""A folder in memory for one test, as a login's run directory is: what others lay in memory is not seen there."""

import shutil
import tempfile
import unittest
from pathlib import Path

from household import unavailable

SHM = Path("/dev/shm")


def run_folder(test: unittest.TestCase) -> Path:
    """A folder that is gone with the test."""
    if not SHM.is_dir():
        unavailable("needs /dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="vesper-run-", dir=SHM))
    test.addCleanup(shutil.rmtree, folder, ignore_errors=True)
    return folder


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
