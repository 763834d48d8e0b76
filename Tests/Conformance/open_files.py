"""Opens everything but the logs, refusing whatever docs/format.md refuses."""

import os
import re
import stat
import struct
import unicodedata

from nacl import bindings as sodium

import state_format as sf
import vesper_format as vf


class Refused(Exception):
    """One sentence that says why a file was not taken."""


class MadeByNewer(Refused):
    """The reason that is given before any other."""


def refuse_unless(fits: bool, sentence: str) -> None:
    if not fits:
        raise Refused(sentence)


def read_regular(path: str, most: int) -> bytes:
    """At most most + 1 bytes, so that a longer file shows itself; never waits on a pipe."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        refuse_unless(stat.S_ISREG(os.fstat(handle).st_mode), "it is not a regular file")
        with open(handle, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(handle)


def check_version(data: bytes, magic: bytes, what: str) -> None:
    """Before the length, which a newer version may change."""
    refuse_unless(len(data) >= 10 and data[:8] == magic, f"{what} is damaged")
    version = struct.unpack_from("<H", data, 8)[0]
    if version > 1:
        raise MadeByNewer(f"{what} was made by a newer Vesper")
    refuse_unless(version == 1, f"{what} has no known version")


def vault_id(data: bytes) -> bytes:
    """§ Vault file."""
    newer = re.match(rb"vesper-vault ([1-9][0-9]{0,17})(\n|\Z)", data)
    refuse_unless(newer is None or int(newer[1]) == 1, "the vault was made by a newer Vesper")
    found = re.fullmatch(rb"vesper-vault 1\n([0-9a-f]{32})\n[0-9a-f]{16}\n", data)
    refuse_unless(found is not None, "the vault file is damaged")
    ident = bytes.fromhex(found[1].decode())
    refuse_unless(data == vf.vault_file(ident), "the vault id is damaged or mistyped")
    return ident


def public_identity(data: bytes, file_name: str) -> tuple[bytes, bytes]:
    """§ Public identity: the X25519 and the Ed25519 key."""
    check_version(data, b"VSPRPUBL", "the public identity")
    x25519, ed25519 = data[16:48], data[48:80]
    refuse_unless(len(data) == 144 and not any(data[10:16])
                  and file_name == vf.partner_id(x25519, ed25519).hex() + ".public",
                  "the public identity is damaged")
    try:
        sodium.crypto_sign_open(data[80:] + vf.label("vesper1 public") + data[:80], ed25519)
    except Exception:  # PyNaCl's BadSignatureError; any other answer is no better
        raise Refused("the public identity is not signed by its keys") from None
    return x25519, ed25519


def name_in(field: bytes) -> str:
    """64 bytes: a length from 1 to 63 and a name in UTF-8, filled with zeros; § Identity file."""
    length = field[0]
    refuse_unless(1 <= length <= 63 and not any(field[1 + length :]), "a name is damaged")
    try:
        name = field[1 : 1 + length].decode()
    except UnicodeDecodeError:
        raise Refused("a name is damaged") from None
    refuse_unless(not name.isspace() and all(unicodedata.category(c) != "Cc" for c in name),
                  "a name holds what a name cannot hold")
    return name


def identity(data: bytes, file_name: str, passphrase: bytes) -> vf.Identity:
    """§ Identity file."""
    check_version(data, b"VSPRIDEN", "the identity file")
    refuse_unless(len(data) == 256, "the identity file is damaged")
    passes, kibibytes = struct.unpack_from("<II", data, 12)
    refuse_unless(2 <= passes <= 10 and 65_536 <= kibibytes <= 1_048_576,
                  "the identity file asks for a key derivation out of bounds")
    refuse_unless(not any(data[10:12]) and not any(data[116:120])
                  and file_name == data[84:116].hex() + ".key", "the identity file is damaged")
    key = vf.passphrase_key(passphrase, data[20:36], passes, kibibytes)
    ad = vf.label("vesper1 identity") + data[:120]
    payload = vf.AEAD_open(key, data[120:144], ad, data[144:])
    refuse_unless(payload is not None,
                  "the passphrase does not open the identity file, or the file is damaged")
    opened = vf.Identity(payload[:32], name_in(payload[32:]))
    # The name hash is for finding, and unchecked.
    refuse_unless(opened.partner_id == data[84:116], "the identity file is damaged")
    return opened


def state(data: bytes, who: vf.Identity, vault: bytes) -> sf.State:
    """§ Device state: the newer of the slots that open."""
    size, odd = divmod(len(data), 2)
    refuse_unless(not odd and size % 1_024 == 0 and 2_048 <= size <= 1_048_576,
                  "the device state has no proper size")
    found = []
    for s in (0, 1):
        sealed = data[size * s : size * (s + 1)]
        ad = sf.state_ad(vault, who.partner_id, s, size)
        contents = vf.AEAD_open(who.state_key, sealed[:24], ad, sealed[24:])
        if contents is not None:
            opened = state_contents(contents)
            refuse_unless(opened.generation > 0 and opened.generation % 2 == s,
                          "the device state is damaged")
            found.append(opened)
    refuse_unless(bool(found), "the device state does not open, so it is damaged")
    return max(found, key=lambda one: one.generation)


def state_contents(data: bytes) -> sf.State:
    generation, machine, clock, *counts = struct.unpack_from("<Q16sq4H", data)
    refuse_unless(40 + sum(n * size for n, size in zip(counts, (160, 24, 104, 40))) <= len(data),
                  "the device state is damaged")
    at = 40

    def take(count: int, size: int) -> list[bytes]:
        nonlocal at
        rows = [data[at + size * i : at + size * (i + 1)] for i in range(count)]
        at += count * size
        return rows

    pins = tuple(sf.Pin(row[:32], row[32:64], row[64:96], name_in(row[96:]))
                 for row in take(counts[0], 160))
    own = take(counts[1], 24)
    seen = take(counts[2], 104)
    heads = tuple(sf.SeenHead(head_in(row), *struct.unpack_from("<II32sBB", row, 56)) for row in seen)
    named = tuple((row[:16], row[16:32], int.from_bytes(row[32:], "little"))
                  for row in take(counts[3], 40))
    for pin in pins:
        refuse_unless(pin.partner_id == vf.partner_id(pin.x25519, pin.ed25519),
                      "a pinned partner's keys do not fit the partner id")
    for row in [one[16:] for one in own] + [one[96:] for one in seen]:
        refuse_unless(row[0] in (1, 2) and row[1] in (1, 2) and not any(row[2:]),
                      "the device state is damaged")
    for ids in ([pin.partner_id for pin in pins], [row[:16] for row in own],
                [seen.head.log_id for seen in heads], [row[:2] for row in named]):
        refuse_unless(len(set(ids)) == len(ids), "the device state names something twice")
    return sf.State(generation, machine, clock, pins,
                    tuple((row[:16], row[16], row[17]) for row in own), heads, named,
                    state_items(data[at:]))


def state_items(data: bytes) -> tuple[tuple[int, bytes], ...]:
    """Known and unknown ones alike; a type of 0 ends them."""
    items: list[tuple[int, bytes]] = []
    while len(data) >= 2 and (kind := int.from_bytes(data[:2], "little")) != 0:
        refuse_unless(len(data) >= 6, "the device state is damaged")
        length = int.from_bytes(data[2:6], "little")
        refuse_unless(len(data) >= 6 + length and (not items or items[-1][0] <= kind),
                      "the device state is damaged")
        check_item(kind, data[6 : 6 + length], items)
        items.append((kind, data[6 : 6 + length]))
        data = data[6 + length :]
    refuse_unless(not any(data), "the device state is damaged")
    return tuple(items)


def check_item(kind: int, value: bytes, before: list[tuple[int, bytes]]) -> None:
    if kind == sf.LINKED:
        refuse_unless(2 <= len(value) <= 4_096 and value[0] in (1, 2) and value[1:2] == b"/"
                      and 0 not in value[1:] and all(other[:1] != value[:1] for k, other in before
                                                     if k == sf.LINKED),
                      "a linked folder in the device state is damaged")
    if kind == sf.LEFT:
        refuse_unless(len(value) == 32 and sf.LEFT not in [k for k, _ in before],
                      "the device state is damaged")


    if kind == sf.ENDED:
        refuse_unless(len(value) >= 32 and (len(value) - 32) % 56 == 0
                      and all(other[:32] != value[:32] for k, other in before if k == sf.ENDED),
                      "the device state is damaged")
    if kind in (sf.TOLD, sf.RENEWED):
        refuse_unless(len(value) == {sf.TOLD: 64, sf.RENEWED: 32}[kind]
                      and kind not in [k for k, _ in before],
                      "the device state is damaged")


def head_in(row: bytes) -> vf.Head:
    return vf.Head(row[:16], int.from_bytes(row[16:24], "little"), row[24:56])
