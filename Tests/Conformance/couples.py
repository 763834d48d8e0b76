"""Two partners, each with a home of their own, and the folders between them."""

import atexit
import functools
import json
import shutil
from pathlib import Path

from household import ADA, NOOR, PASSPHRASES, Household


class Device(Household):
    """One partner's home, with a folder that is carried elsewhere."""

    def __init__(self, name: str, root: Path | None = None):
        super().__init__(root)
        self.name = name
        self.folder = self.root / "Between"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.open = self.linked = False
        atexit.register(self.close)

    @property
    def me(self) -> str:
        """This partner's id."""
        (key,) = (self.data / "vesper" / "identities").glob("*.key")
        return key.stem

    def says(self, *words, passphrase: str | None = None, **options):
        """Runs a command as the partner whose home this is: in a session, once there is one."""
        if passphrase is None and not (self.open and self.sessions):
            passphrase = PASSPHRASES[self.name]
        return self.run(*words, passphrase=passphrase, **options)

    def begin(self):
        """Opens a session, so that commands need no passphrase."""
        self.unlock(self.name)
        self.open = True

    def does(self, *words, **options):
        answer = self.says(*words, **options)
        if answer.code != 0:
            raise AssertionError(f"{self.name}: vesper {' '.join(map(str, words))}: {answer}")
        return answer

    def link(self):
        """Links this home's own folder; a copied home remembers that of the first."""
        self.does("link", self.folder)
        self.linked = True

    def join(self):
        """Answers the invitation in this device's folder, with a new vault."""
        me = json.dumps({"partners": [{"name": self.name}]})
        made = self.does("join", self.folder, "--file", "-", "--json", text=me).json()
        self.begin()
        return made

    def stage(self) -> dict:
        return self.does("accept", self.folder, "--json").json()

    def twin(self) -> "Device":
        """Another home with the same files; the session is the same."""
        other = Device(self.name)
        other.sessions, other.partners, other.open = self.sessions, self.partners, self.open
        for top in ("data", "state", "Between"):
            if (self.root / top).exists():
                shutil.copytree(self.root / top, other.root / top, dirs_exist_ok=True)
        if self.linked:
            other.link()
        atexit.unregister(other.close)
        atexit.register(other.remove)
        return other


@functools.cache
def _alone() -> Device:
    ada = Device(ADA)
    ada.init(ADA)
    ada.begin()
    return ada


@functools.cache
def _joined() -> tuple[Device, Device]:
    ada, noor = couple()
    ada.does("invite", ada.folder)
    carry(ada.folder, noor.folder)
    noor.join()
    carry(noor.folder, ada.folder)
    words = ada.stage()["words"]
    carry(ada.folder, noor.folder)
    seen = noor.stage()["words"]
    ada.does("accept", ada.folder, "--code", " ".join(seen), "--name", NOOR)
    noor.does("accept", noor.folder, "--code", " ".join(words), "--name", ADA)
    ada.linked = noor.linked = True
    return ada, noor


def couple() -> tuple[Device, Device]:
    """Ada with a vault of her own, and Noortje's empty home."""
    return _alone().twin(), Device(NOOR)


def joined() -> tuple[Device, Device]:
    """Both, joined; what joining left in their folders is there too."""
    ada, noor = _joined()
    return ada.twin(), noor.twin()


def carry(source: Path, target: Path):
    """Copies what is in one folder into another, as an engine that only adds."""
    shutil.copytree(source, target, dirs_exist_ok=True)
