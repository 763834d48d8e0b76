"""docs/format.md, version 1, as functions. Written from that page alone; each names its section."""

import hashlib
import struct
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

import chacha20

# § Notation


def label(text: str) -> bytes:
    return text.encode("ascii").ljust(16, b"\0")


def H(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def MAC(key: bytes, *parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=32, key=key).digest()


def KDF(key: bytes, n: int) -> bytes:
    return hashlib.blake2b(digest_size=32, key=key, salt=u64(n) + bytes(8),
                           person=b"vesperid" + bytes(8)).digest()


def AEAD(key: bytes, nonce: bytes, ad: bytes, message: bytes) -> bytes:
    return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(message, ad, nonce, key)


def AEAD_open(key: bytes, nonce: bytes, ad: bytes, sealed: bytes) -> bytes | None:
    if len(sealed) < 16:
        return None
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, ad, nonce, key)
    except CryptoError:
        return None


def BOX(nonce: bytes, message: bytes, to_public: bytes, from_secret: bytes) -> bytes:
    return chacha20.secretbox_seal(chacha20.box_key(from_secret, to_public), nonce, message)


@lru_cache(maxsize=64)
def BOX_open(nonce: bytes, box: bytes, other_public: bytes, own_secret: bytes) -> bytes | None:
    """Opens for the recipient; also for the author, given the recipient's public key.

    Remembered, since it is slow here and the tests open one box thousands of times.
    """
    key = chacha20.box_key(own_secret, other_public)
    return None if key is None else chacha20.secretbox_open(key, nonce, box)


def u8(n: int) -> bytes:
    return struct.pack("<B", n)


def u16(n: int) -> bytes:
    return struct.pack("<H", n)


def u32(n: int) -> bytes:
    return struct.pack("<I", n)


def u64(n: int) -> bytes:
    return struct.pack("<Q", n)


def i64(n: int) -> bytes:
    return struct.pack("<q", n)


# § Vault file


def vault_file(vault_id: bytes) -> bytes:
    check = H(label("vesper1 vault"), vault_id).hex()[:16]
    return f"vesper-vault 1\n{vault_id.hex()}\n{check}\n".encode()


# § Identity


@dataclass(frozen=True)
class Identity:
    secret: bytes
    name: str

    @cached_property
    def x25519(self) -> tuple[bytes, bytes]:
        """Public key, secret key."""
        return sodium.crypto_box_seed_keypair(KDF(self.secret, 1))

    @cached_property
    def ed25519(self) -> tuple[bytes, bytes]:
        """Public key, libsodium's 64-byte secret key."""
        return sodium.crypto_sign_seed_keypair(KDF(self.secret, 2))

    @cached_property
    def slot_key(self) -> bytes:
        return KDF(self.secret, 3)

    @cached_property
    def mac_key(self) -> bytes:
        return KDF(self.secret, 4)

    @cached_property
    def state_key(self) -> bytes:
        return KDF(self.secret, 5)

    @cached_property
    def draft_key(self) -> bytes:
        return KDF(self.secret, 6)

    @cached_property
    def partner_id(self) -> bytes:
        return partner_id(self.x25519[0], self.ed25519[0])


def partner_id(x25519_public: bytes, ed25519_public: bytes) -> bytes:
    return H(label("vesper1 partner"), x25519_public, ed25519_public)


def public_identity(identity: Identity) -> bytes:
    """§ Public identity."""
    public, secret = identity.ed25519
    head = b"VSPRPUBL" + u16(1) + bytes(6) + identity.x25519[0] + public
    signed = sodium.crypto_sign(label("vesper1 public") + head, secret)
    return head + signed[:64]


# § Identity file


def name_hash(salt: bytes, name: str) -> bytes:
    # Each scalar alone: str.lower() on the whole name would fold a final sigma by its neighbours.
    return H(label("vesper1 name"), salt, "".join(map(str.lower, name)).encode())


@lru_cache(maxsize=8)
def passphrase_key(passphrase: bytes, salt: bytes, passes: int, kibibytes: int) -> bytes:
    """Remembered, since it is slow on purpose and the tests open one file many times."""
    return sodium.crypto_pwhash_alg(32, passphrase, salt, passes, kibibytes * 1024,
                                    sodium.crypto_pwhash_ALG_ARGON2ID13)


def padded_name(name: str) -> bytes:
    """Length (u8) and the name, filled with zeros to 63 bytes."""
    text = name.encode()
    return u8(len(text)) + text.ljust(63, b"\0")


def identity_file(identity: Identity, passphrase: bytes, passes: int, kibibytes: int,
                  salt: bytes, name_salt: bytes, nonce: bytes) -> bytes:
    head = (b"VSPRIDEN" + u16(1) + bytes(2) + u32(passes) + u32(kibibytes) + salt + name_salt
            + name_hash(name_salt, identity.name) + identity.partner_id + bytes(4))
    key = passphrase_key(passphrase, salt, passes, kibibytes)
    payload = identity.secret + padded_name(identity.name)
    return head + nonce + AEAD(key, nonce, label("vesper1 identity") + head, payload)


# § Segment header


@dataclass(frozen=True)
class Log:
    vault_id: bytes
    log_id: bytes
    author_id: bytes
    recipient_id: bytes  # 32 zero bytes for a private log
    audience: int  # 1 private, 2 shared
    log_class: int  # 1 diary, 2 consent


def header_core(log: Log, number: int, first_index: int, chain: bytes) -> bytes:
    """header[0..<152]."""
    return (b"VSPRSEGM" + u16(1) + u8(log.log_class) + u8(log.audience) + u32(number)
            + log.vault_id + log.log_id + log.author_id + log.recipient_id
            + u64(first_index) + chain)


def core_hash(header: bytes) -> bytes:
    return H(label("vesper1 core"), header[:152])


def cell_key(segment_key: bytes, core: bytes) -> bytes:
    return MAC(segment_key, label("vesper1 cellkey"), core)


def commitment(segment_key: bytes, core: bytes) -> bytes:
    return MAC(segment_key, label("vesper1 commit"), core)


def header_hash(header: bytes) -> bytes:
    return H(label("vesper1 header"), header[:184])


def slot(text: str, hashed_header: bytes, segment_key: bytes) -> bytes:
    return label(text) + hashed_header + segment_key


def segment_header(log: Log, number: int, first_index: int, chain: bytes, author: Identity,
                   recipient_x25519: bytes | None, segment_key: bytes,
                   own_nonce: bytes, box_nonce: bytes | None) -> bytes:
    head = header_core(log, number, first_index, chain)
    head += commitment(segment_key, core_hash(head))
    h = header_hash(head)
    own = own_nonce + AEAD(author.slot_key, own_nonce, b"",
                           slot("vesper1 ownslot", h, segment_key))
    box = bytes(120)
    if recipient_x25519 is not None:
        box = box_nonce + BOX(box_nonce, slot("vesper1 boxslot", h, segment_key),
                              recipient_x25519, author.x25519[1])
    return head + own + box + bytes(88)


# § Cells


def frame(kind: int, part: int, parts: int, payload: bytes) -> bytes:
    return u8(kind) + bytes(1) + u16(part) + u16(parts) + bytes(2) + payload.ljust(464, b"\0")


def cell(key: bytes, hashed_header: bytes, c: int, nonce: bytes, plain: bytes) -> bytes:
    return nonce + AEAD(key, nonce, hashed_header + u32(c), plain)


def parts_of(size: int) -> int:
    return (size + 463) // 464


# § Records


@dataclass(frozen=True)
class Head:
    log_id: bytes
    index: int
    chain: bytes

    def encoded(self) -> bytes:
        return self.log_id + u64(self.index) + self.chain


def record_fields(index: int, record_id: bytes, salt: bytes, entered: int, about: int, zone: int,
                  kind: int, record_type: int, heads: int, body: int) -> bytes:
    """record[0..<80]."""
    return (u64(index) + record_id + salt + i64(entered) + struct.pack("<ih", about, zone)
            + u16(kind) + u8(record_type) + bytes(1) + u16(heads) + u32(body))


def digest(fields: bytes, heads: bytes, body: bytes) -> bytes:
    return H(label("vesper1 digest"), fields, heads, body)


def chain(hashed_header: bytes, index: int, previous: bytes, hashed_record: bytes) -> bytes:
    return H(label("vesper1 chain"), hashed_header, u64(index), previous, hashed_record)


def record_mac(mac_key: bytes, hashed_header: bytes, index: int, chained: bytes) -> bytes:
    return MAC(mac_key, label("vesper1 mac"), hashed_header, u64(index), chained)


def erasure_body(index: int, record_id: bytes, hashed_record: bytes, chained: bytes,
                 segment: int, first_cell: int, parts: int) -> bytes:
    return (u64(index) + record_id + hashed_record + chained + u32(segment) + u32(first_cell)
            + u16(parts) + bytes(22))


def tombstone(index: int, record_id: bytes, hashed_record: bytes, chained: bytes,
              mac: bytes) -> bytes:
    return u64(index) + record_id + hashed_record + chained + mac


def closing_body(log_id: bytes, last: tuple[int, bytes] | None) -> bytes:
    index, chained = last or (0, bytes(32))
    return log_id + u8(0 if last is None else 1) + bytes(7) + u64(index) + chained
