"""What lies in a process's memory: a core image taken by gdb, and which of its pages are locked.

A process that is not dumpable can be looked into by root alone (CAP_SYS_PTRACE), which is what these tests are.
"""

import hashlib
import re
import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nacl import bindings as sodium

import chacha20
import open_files
import vesper_format as vf
from household import PASSPHRASES, Household, unavailable
from open_segment import Place, Reader, open_slots

# Shorter pieces could stand somewhere by chance; a vector register holds sixteen bytes.
PIECE = 16
# The whole image, what is marked as not to be dumped included; and smaps of the same moment.
TAKE = ["-ex", "set use-coredump-filter off", "-ex", "set dump-excluded-mappings on",
        "-ex", "python open('{0}/smaps', 'w').write(open(f'/proc/{{gdb.selected_inferior().pid}}/smaps').read())",
        "-ex", "gcore {0}/core"]
GDB = ["gdb", "-nx", "-batch", "-iex", "set auto-load off", "-iex", "set debuginfod enabled off",
       "-iex", "set auto-solib-add off"]


@dataclass(frozen=True)
class Region:
    """Pages of one kind: where they begin, what lies in them, what the kernel calls them."""

    start: int
    data: bytes
    name: str
    locked: bool


@dataclass(frozen=True)
class Find:
    """A piece of a secret, and where it is."""

    secret: str
    region: Region
    offset: int

    def __str__(self):
        at = f"{self.region.start + self.offset:#x}"
        return f"{self.secret} at {at} in {self.region.name or 'memory without a name'}"


@dataclass(frozen=True)
class Image:
    regions: tuple[Region, ...]

    def finds(self, secrets: dict[str, bytes], locked: bool) -> list[Find]:
        """Every place of every piece of the secrets, in locked memory or outside of it."""
        found = []
        for region in self.regions:
            if region.locked != locked:
                continue
            for name, secret in secrets.items():
                for piece in pieces(secret):
                    at = region.data.find(piece)
                    while at >= 0:
                        found.append(Find(name, region, at))
                        at = region.data.find(piece, at + 1)
        return found


def pieces(secret: bytes) -> list[bytes]:
    """The beginning and the end of a secret: half a key is found too."""
    return list({secret[:PIECE]: 0, secret[-PIECE:]: 0})


def of_process(pid: int) -> Image:
    """The memory of a running process, which goes on afterwards."""
    if not shutil.which("gdb"):
        unavailable("needs gdb")
    with tempfile.TemporaryDirectory(prefix="vesper-core-") as folder:
        steps = [part.format(folder) for part in TAKE]
        said = subprocess.run([*GDB, "-ex", f"attach {pid}", *steps, "-ex", "detach"], capture_output=True, timeout=120)
        core = Path(folder) / "core"
        if not core.exists():
            if b"not permitted" in said.stderr + said.stdout:
                unavailable("gdb may not attach here")
            raise AssertionError(f"no core image\n{said.stdout[-2000:]!r}\n{said.stderr[-2000:]!r}")
        return Image(tuple(regions(core.read_bytes(), (Path(folder) / "smaps").read_text())))


def regions(core: bytes, smaps: str) -> list[Region]:
    """The loadable segments of an ELF core file (elf(5)), cut where the kernel's mappings are."""
    at, size, count = *struct.unpack_from("<Q", core, 32), *struct.unpack_from("<HH", core, 54)
    loaded = []
    for number in range(count):
        kind, _, offset, start, _, length = struct.unpack_from("<IIQQQQ", core, at + number * size)
        if kind == 1 and length:
            loaded.append((start, offset, length))
    found = []
    for block in re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", smaps)[1:]:
        first, end, name = re.match(r"([0-9a-f]+)-([0-9a-f]+) \S+ \S+ \S+ \S+ *(.*)", block).groups()
        locked = "lo" in re.search(r"VmFlags:(.*)", block)[1].split()
        for start, offset, length in loaded:
            low, high = max(start, int(first, 16)), min(start + length, int(end, 16))
            if low < high:
                found.append(Region(low, core[offset + low - start : offset + high - start], name, locked))
    return found


# What is looked for, derived from docs/format.md


def secrets_of(home: Household) -> dict[str, bytes]:
    """Everything in a household that has to stay in locked memory, by name."""
    vault = open_files.vault_id((home.vault / "vesper-vault").read_bytes())
    found, people = {}, []
    for file in sorted((home.data / "vesper/identities").glob("*.key")):
        data = file.read_bytes()
        for name, passphrase in PASSPHRASES.items():
            try:
                who = open_files.identity(data, file.name, passphrase.encode())
            except open_files.Refused:
                continue
            people.append(who)
            passes, kibibytes = struct.unpack_from("<II", data, 12)
            wrapping = vf.passphrase_key(passphrase.encode(), data[20:36], passes, kibibytes)
            found |= {f"{name}: {what}": secret for what, secret in {
                "the passphrase": passphrase.encode(), "what wraps the identity": wrapping,
                **keys_of(who)}.items()}
    pinned = {who.partner_id: who.x25519[0] for who in people}
    if len(people) == 2:
        found["the key between both"] = chacha20.box_key(people[0].x25519[1], people[1].x25519[0])
    for file in sorted(home.vault.glob("logs/*/*/*/*.segment")):
        author, audience, log = file.parts[-4:-1]
        place = Place(bytes.fromhex(author), {"private": 1, "shared": 2}[audience], bytes.fromhex(log))
        who = next(one for one in people if one.partner_id == place.author)
        header = file.read_bytes()[:512]
        key = open_slots(header, Reader(who, vault, pinned), place, header[80:112])
        found[f"{who.name}: segment key of {log[:8]}"] = key
        found[f"{who.name}: cell key of {log[:8]}"] = vf.cell_key(key, vf.core_hash(header))
    return found


def keys_of(who: vf.Identity) -> dict[str, bytes]:
    """The secret and what § Identity derives from it; what libsodium makes of these on its way, too."""
    signing = hashlib.sha512(who.ed25519[1][:32]).digest()
    return {
        "the identity secret": who.secret,
        "box seed": vf.KDF(who.secret, 1), "box key": who.x25519[1], "box scalar": clamped(who.x25519[1]),
        "signing key": who.ed25519[1][:32], "signing scalar": clamped(signing[:32]),
        "signing prefix": signing[32:], "slot key": who.slot_key, "MAC key": who.mac_key,
        "state key": who.state_key, "draft key": who.draft_key,
    }


def clamped(scalar: bytes) -> bytes:
    """RFC 7748 § 5."""
    return bytes([scalar[0] & 248]) + scalar[1:31] + bytes([scalar[31] & 127 | 64])
