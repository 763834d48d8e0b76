"""The one primitive PyNaCl 1.6.2 does not offer: crypto_box_curve25519xchacha20poly1305.

Made of HChaCha20 (draft-irtf-cfrg-xchacha), ChaCha20 with a 64-bit counter (Bernstein's original)
and Poly1305 (RFC 8439). Not constant time, so fit for a conformance test and for nothing else.
test_primitives.py holds it against the published vectors and against libsodium itself.
"""

import struct
from hmac import compare_digest

from nacl.bindings import crypto_scalarmult

_CONSTANTS = struct.unpack("<4I", b"expand 32-byte k")
_WORD = 0xFFFFFFFF
_QUARTERS = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)


def _rounds(state: list[int]) -> list[int]:
    """RFC 8439, 2.3: ten double rounds, without the final addition."""
    s = list(state)
    for _ in range(10):
        for a, b, c, d in _QUARTERS:
            for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                s[x] = (s[x] + s[y]) & _WORD
                mixed = s[z] ^ s[x]
                s[z] = (mixed << turn | mixed >> (32 - turn)) & _WORD
    return s


def hchacha20(key: bytes, block: bytes) -> bytes:
    """The 32-byte subkey of a 32-byte key and 16 bytes."""
    s = _rounds([*_CONSTANTS, *struct.unpack("<8I", key), *struct.unpack("<4I", block)])
    return struct.pack("<8I", *s[:4], *s[12:])


def chacha20_block(key: bytes, tail: bytes) -> bytes:
    """One 64-byte block; `tail` is the last row of the state: counter, then nonce (16 bytes)."""
    state = [*_CONSTANTS, *struct.unpack("<8I", key), *struct.unpack("<4I", tail)]
    return struct.pack("<16I", *((a + b) & _WORD for a, b in zip(state, _rounds(state))))


def poly1305(key: bytes, message: bytes) -> bytes:
    """RFC 8439, 2.5: the 16-byte tag of a message under a 32-byte one-time key."""
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for start in range(0, len(message), 16):
        piece = message[start : start + 16] + b"\x01"
        total = (total + int.from_bytes(piece, "little")) * r % ((1 << 130) - 5)
    total += int.from_bytes(key[16:32], "little")
    return (total % (1 << 128)).to_bytes(16, "little")


def _stream(key: bytes, nonce: bytes, size: int) -> bytes:
    subkey = hchacha20(key, nonce[:16])
    blocks = (chacha20_block(subkey, struct.pack("<Q", n) + nonce[16:])
              for n in range((size + 63) // 64))
    return b"".join(blocks)[:size]


def secretbox_seal(key: bytes, nonce: bytes, message: bytes) -> bytes:
    """crypto_secretbox_xchacha20poly1305_easy: tag (16), then ciphertext."""
    stream = _stream(key, nonce, 32 + len(message))
    cipher = bytes(a ^ b for a, b in zip(message, stream[32:]))
    return poly1305(stream[:32], cipher) + cipher


def secretbox_open(key: bytes, nonce: bytes, box: bytes) -> bytes | None:
    """The message, or None where the tag does not fit."""
    tag, cipher = box[:16], box[16:]
    stream = _stream(key, nonce, 32 + len(cipher))
    if not compare_digest(tag, poly1305(stream[:32], cipher)):
        return None
    return bytes(a ^ b for a, b in zip(cipher, stream[32:]))


def box_key(secret: bytes, public: bytes) -> bytes | None:
    """crypto_box_curve25519xchacha20poly1305_beforenm, or None for a key of low order."""
    try:
        shared = crypto_scalarmult(secret, public)
    except Exception:  # PyNaCl raises RuntimeError, under more than one name
        return None
    return None if shared == bytes(32) else hchacha20(shared, bytes(16))
