"""docs/format.md § Joining, as functions."""

import re
from dataclasses import dataclass
from pathlib import Path

from household import ROOT
from vesper_format import H, Identity, label, public_identity, u16

HEAD = u16(1) + bytes(6)


def words() -> list[str]:
    source = (ROOT / "Sources/Care/Consent/WordList.swift").read_text()
    found = re.search(r'"""\n(.*?)"""', source, re.S)[1].replace("\\\n", " ").split()
    assert len(found) == 256
    return found


def invitation(vault_id: bytes, inviter: Identity, a: bytes) -> bytes:
    commitment = H(label("vesper1 joining"), vault_id, inviter.partner_id, a)
    return b"VSPRINVI" + HEAD + vault_id + public_identity(inviter) + commitment


def answer(to: bytes, joiner: Identity, b: bytes) -> bytes:
    return b"VSPRANSW" + HEAD + H(label("vesper1 invite"), to) + public_identity(joiner) + b


def opening(of: bytes, a: bytes) -> bytes:
    return b"VSPROPEN" + HEAD + H(label("vesper1 answer"), of) + a


def code(invited: bytes, answered: bytes, a: bytes) -> list[str]:
    list_ = words()
    return [list_[byte] for byte in H(label("vesper1 code"), invited, answered, a)[:8]]


def name(content: bytes) -> str:
    ending = {b"VSPRINVI": "invitation", b"VSPRANSW": "answer", b"VSPROPEN": "opening"}
    return f"{H(content)[:16].hex()}.{ending[content[:8]]}"


@dataclass
class Joining:
    """The files of one folder, by kind."""

    folder: Path

    def files(self, ending: str) -> list[bytes]:
        return sorted(p.read_bytes() for p in (self.folder / "joining").glob(f"*.{ending}"))

    def lay_out(self, content: bytes):
        (self.folder / "joining").mkdir(exist_ok=True)
        (self.folder / "joining" / name(content)).write_bytes(content)

    def clear(self):
        for path in (self.folder / "joining").glob("*"):
            path.unlink()
