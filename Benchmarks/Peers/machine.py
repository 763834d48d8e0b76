"""On what, and of what, a run was. Standard library only."""

import contextlib
import datetime
import hashlib
import os
import platform
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said(*words, pattern: str = r"\d+(?:\.\d+)+") -> str:
    """The first version that a command names, or that it is not here."""
    with contextlib.suppress(OSError):
        done = subprocess.run([*map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        found = re.search(pattern, done.stdout + done.stderr)
        if found:
            return found[0]
    return "not known"


def processor() -> str:
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    return platform.processor() or "a processor of no name"


def memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"


def disk(folder: Path) -> str:
    """The file system that holds the folder."""
    kinds = {line.split()[1]: line.split()[2] for line in Path("/proc/mounts").read_text().splitlines()}
    return next(kinds[str(top)] for top in (folder, *folder.parents) if str(top) in kinds)


def commit() -> str:
    """Of the sources; with what is not in it said, the measuring itself apart."""
    words = ["git", "-C", ROOT]
    changed = subprocess.run([*words, "status", "--porcelain", "Sources", "Package.swift",
                              "Package.resolved"], capture_output=True, text=True).stdout
    return said(*words, "rev-parse", "--short=10", "HEAD", pattern=r"\S+") + (
        ", with changes that are in no commit" if changed else "")


def origin(program: Path) -> str:
    """What is known of where a program comes from."""
    built = program.is_relative_to((ROOT / ".build").resolve())
    return f"program built from {commit()}" if built else "a program built elsewhere"


def account(program: Path, venv: Path, loads: list[float], began: datetime.datetime) -> str:
    """A paragraph for the page."""
    digest = hashlib.sha256(program.read_bytes()).hexdigest()[:12]
    python = venv / "bin/python"
    cipher = said(python, "-c", "import sqlcipher3; print(sqlcipher3.connect(':memory:')"
                  ".execute('pragma cipher_version').fetchone())")
    took = (datetime.datetime.now(datetime.UTC) - began).total_seconds() / 60
    versions = {
        "Swift": said("swift", "--version", pattern=r"(?<=Swift version )\S+"),
        "libsodium": said("pkg-config", "--modversion", "libsodium"), "Python": platform.python_version(),
        "SQLCipher": cipher, "jrnl": said(venv / "bin/jrnl", "--version"),
        "age": said("age", "--version"), "pass": said("pass", "version"),
        "gpg": said("gpg", "--version")}
    names = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (f"{began:%Y-%m-%d, %H:%M} UTC, {took:.0f} min; {processor()}, {os.cpu_count()} processors, "
            f"{memory()}, {disk(Path('/var/tmp'))}, Linux {platform.release()}; load {min(loads):.1f} to "
            f"{max(loads):.1f} while it ran; {origin(program)}, SHA-256 {digest}…; {names}. ")
