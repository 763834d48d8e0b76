"""What people would use instead, each with the same texts: jrnl, SQLCipher, age, pass.

Passphrases and keys come by pipe or file; these are made up, and so is what they keep.
"""

import itertools
import os
import re
import shutil
import subprocess
from pathlib import Path

import corpus
from measuring import Process

HERE = Path(__file__).resolve().parent
# One file per entry, and one process per file: more of them would take hours.
FILES = 1_000
RAW_KEY = "5a" * 32
PASSPHRASE = "apple tree by the river"
JRNL = """\
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
display_format: pretty
editor: ''
encrypt: true
highlight: false
indent_character: '|'
journals:
  default:
    journal: {journal}
linewrap: 79
tagsymbols: '@'
template: false
timeformat: '%F %R'
version: {version}
"""


def bare(folder: Path) -> dict[str, str]:
    """An environment without anything of this machine's own."""
    return {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TZ": "UTC"}


class SQLCipher:
    """A database with all texts, made when first asked for."""

    def __init__(self, folder: Path, python: Path, journal: Path, key: str):
        self.python, self.journal, self.key = python, journal, key
        self.database, self.environment = folder / "diary.db", bare(folder)
        folder.mkdir()
        self.process("insert", journal).run()

    def process(self, action: str, given="/dev/null", database: Path | None = None,
                **more) -> Process:
        return Process([self.python, "-E", "-s", HERE / "sqlcipher_peer.py", action,
                        database or self.database, "{fd}"], self.environment, given,
                       secrets=[self.key], **more)

    def inserting(self) -> Process:
        """All texts into a new database, in one transaction."""
        fresh = self.database.with_name("fresh.db")
        return self.process("insert", self.journal, fresh,
                            before=lambda: fresh.unlink(missing_ok=True))


class Jrnl:
    """An encrypted journal. Its key is derived anew by each command: there is no way around that."""

    def __init__(self, folder: Path, program: Path, count: int):
        self.program, self.folder = program, folder
        folder.mkdir()
        version = subprocess.check_output([program, "--version"], text=True, env=bare(folder))
        (folder / "jrnl.yaml").write_text(JRNL.format(
            journal=folder / "journal.jrnl", version=re.search(r"v\d+\.\d+", version)[0]))
        texts = folder / "texts"
        texts.write_text("".join(f"[{text.day} {text.time}] {text.words}\n\n"
                                 for text in corpus.texts(count)))
        # Twice for a new journal, then no to the keychain.
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(f"{PASSPHRASE}\n{PASSPHRASE}\nn\n")
        self.process("--import", "--file", texts).run()
        self.passphrase.write_text(f"{PASSPHRASE}\n")

    def process(self, *words) -> Process:
        environment = bare(self.folder) | {
            "XDG_CONFIG_HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "NO_COLOR": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PYTHONWARNINGS": "ignore"}
        return Process([self.program, "--config-file", self.folder / "jrnl.yaml", *words],
                       environment, self.passphrase, least=1)


def written(folder: Path) -> list[str]:
    """Each text in a file of its own, to be encrypted; their names."""
    names = []
    for number, text in enumerate(corpus.texts(FILES)):
        names.append(f"{text.day}-{number:06}")
        (folder / names[-1]).write_text(text.words)
    return names


class Age:
    """A file for each entry, encrypted to a key that lies in the clear."""

    def __init__(self, folder: Path):
        self.folder, self.key = folder, folder / "key"
        folder.mkdir()
        subprocess.run(["age-keygen", "-o", self.key], check=True, capture_output=True)
        self.recipient = subprocess.check_output(["age-keygen", "-y", self.key], text=True).strip()
        self.store = folder / "store"
        self.store.mkdir()
        texts = folder / "texts"
        texts.mkdir()
        for name in written(texts):
            subprocess.run(["age", "-r", self.recipient, "-o", self.store / f"{name}.age",
                            texts / name], check=True)
        shutil.rmtree(texts)

    def shell(self, script: str) -> Process:
        return Process(["/bin/sh", "-euc", f"cd {self.store}; {script}"], bare(self.folder), least=1)

    def writing(self, text: Path) -> Process:
        number = itertools.count()
        fresh = self.folder / "written.age"
        return Process([shutil.which("age"), "-r", self.recipient, "-o", fresh, text],
                       bare(self.folder), before=lambda: fresh.exists() and fresh.rename(
                           self.folder / f"written-{next(number)}.age"))

    def last(self) -> Process:
        return self.shell(f"for f in $(ls | tail -n 20); do age -d -i {self.key} $f; done")

    def search(self) -> Process:
        return self.shell(f"for f in *; do age -d -i {self.key} $f | grep {corpus.RARE} || :; done")

    def export(self) -> Process:
        return self.shell(f"for f in *; do age -d -i {self.key} $f; done")


class Pass:
    """A file for each entry, encrypted by gpg to a key without a passphrase, its agent running."""

    def __init__(self, folder: Path):
        self.folder, self.store = folder, folder / "store"
        folder.mkdir()
        (folder / "gnupg").mkdir(mode=0o700)
        self.environment = bare(folder) | {
            "GNUPGHOME": str(folder / "gnupg"), "PASSWORD_STORE_DIR": str(self.store)}
        self.do("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key",
                "nobody@example.invalid", "ed25519", "cert")
        listed = self.do("gpg", "--list-keys", "--with-colons")
        key = re.search(r"^fpr:+(\w+):", listed, re.M)[1]
        self.do("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-add-key", key, "cv25519",
                "encr")
        self.do("pass", "init", key)
        names = written(self.store)
        # As `pass insert` does it, but in one process.
        self.do("gpg", "--quiet", "--trust-model", "always", "--multifile", "-r", key, "--encrypt",
                *(self.store / name for name in names))
        for name in names:
            (self.store / name).unlink()
        self.names = names

    def do(self, *words) -> str:
        return subprocess.run([*map(str, words)], env=self.environment, check=True,
                              capture_output=True, text=True).stdout

    def shell(self, script: str, given="/dev/null", least: int = 1) -> Process:
        return Process(["/bin/sh", "-euc", script], self.environment, given, least=least)

    def writing(self, text: Path) -> Process:
        return self.shell("pass insert --force --multiline written", text)

    def last(self) -> Process:
        return self.shell(f"for f in {' '.join(self.names[-20:])}; do pass show $f; done")

    def search(self) -> Process:
        return self.shell(f"pass grep {corpus.RARE}")

    def close(self) -> None:
        subprocess.run(["gpgconf", "--kill", "all"], env=self.environment, capture_output=True)
