#!/usr/bin/env python3
"""Computes the expected values of SodiumTests without libsodium.

    python3 Tests/SodiumTests/derive-vectors.py      (PyPI cryptography 48.0.0, Python 3)

X25519, Ed25519, Argon2id, Poly1305 and ChaCha20-Poly1305 come from OpenSSL through `cryptography`,
BLAKE2b from hashlib. ChaCha's rounds, HChaCha20 and the box are written out below; the first lines
printed check them against draft-irtf-cfrg-xchacha-03 (2.2.1 and A.3.1).
"""
import hashlib
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.poly1305 import Poly1305

MASK = 0xFFFFFFFF
COLUMNS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15))
DIAGONALS = ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def rotate(word, bits):
    return (word << bits | word >> 32 - bits) & MASK


def rounds(state):
    x = list(state)
    for _ in range(10):
        for a, b, c, d in COLUMNS + DIAGONALS:
            for left, right in ((16, 12), (8, 7)):
                x[a] = x[a] + x[b] & MASK
                x[d] = rotate(x[d] ^ x[a], left)
                x[c] = x[c] + x[d] & MASK
                x[b] = rotate(x[b] ^ x[c], right)
    return x


def state(key, tail):
    return struct.unpack("<16I", b"expand 32-byte k" + key + tail)


def hchacha20(key, tail):
    x = rounds(state(key, tail))
    return struct.pack("<8I", *x[:4], *x[12:])


def chacha20(key, nonce8, count):
    blocks = b""
    for index in range(count // 64 + 1):
        start = state(key, struct.pack("<Q", index) + nonce8)
        blocks += struct.pack("<16I", *[a + b & MASK for a, b in zip(start, rounds(start))])
    return blocks[:count]


def seal(key, nonce, message, data):
    inner = ChaCha20Poly1305(hchacha20(key, nonce[:16]))
    return inner.encrypt(bytes(4) + nonce[16:], message, data)


def public(scalar):
    return X25519PrivateKey.from_private_bytes(scalar).public_key().public_bytes_raw()


def box(scalar, reader, nonce, message):
    point = X25519PublicKey.from_public_bytes(reader)
    shared = hchacha20(X25519PrivateKey.from_private_bytes(scalar).exchange(point), bytes(16))
    stream = chacha20(hchacha20(shared, nonce[:16]), nonce[16:], 32 + len(message))
    cipher = bytes(a ^ b for a, b in zip(message, stream[32:]))
    return Poly1305.generate_tag(stream[:32], cipher) + cipher


def subkey(master, number, context, count):
    salt = struct.pack("<Q", number) + bytes(8)
    person = context + bytes(8)
    return hashlib.blake2b(key=master, salt=salt, person=person, digest_size=count).digest()


def scalar(seed):
    return hashlib.sha512(seed).digest()[:32]


ramp = bytes(range(256))
sunscreen = (
    b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
    b" sunscreen would be it."
)
nonce = ramp[0x40:0x58]
note = b"a key of 32 bytes, boxed to Bea!"

print("HChaCha20, 2.2.1", hchacha20(ramp[:32], bytes.fromhex("000000090000004a0000000031415927")).hex())
print("AEAD, A.3.1", seal(ramp[0x80:0xA0], nonce, sunscreen, bytes.fromhex("50515253c0c1c2c3c4c5c6c7")).hex())
print("AEAD, empty", seal(ramp[:32], nonce, b"", b"").hex())
for number, context, count in ((0, b"KDF_TEST", 16), (1, b"KDF_TEST", 32), (2**64 - 1, b"KDF_TEST", 64)):
    print("subkey", number, count, subkey(ramp[:32], number, context, count).hex())
print("BLAKE2b-512 abc", hashlib.blake2b(b"abc").hexdigest())
print("BLAKE2b-256 abc", hashlib.blake2b(b"abc", digest_size=32).hexdigest())
print("BLAKE2b-512 keyed, empty", hashlib.blake2b(b"", key=ramp[:64]).hexdigest())
print("BLAKE2b-512 keyed, 255", hashlib.blake2b(ramp[:255], key=ramp[:64]).hexdigest())
print("BLAKE2b-256 keyed, abc", hashlib.blake2b(b"abc", key=ramp[:32], digest_size=32).hexdigest())
for passes, memory, count, passphrase in (
    (1, 8, 16, b"a quiet evening"), (3, 64, 32, b"a quiet evening"),
    (2, 64, 64, b""), (2, 65536, 32, b"a quiet evening"),
):
    kdf = Argon2id(salt=ramp[:16], length=count, iterations=passes, lanes=1, memory_cost=memory)
    print("Argon2id", passes, memory, count, passphrase, kdf.derive(passphrase).hex())
ada, bea = scalar(ramp[:32]), scalar(ramp[32:64])
print("box keys", public(ada).hex(), public(bea).hex())
print("box, seeds", box(ada, public(bea), nonce, note).hex())
alice = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
bob = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
print("RFC 7748 keys", public(alice).hex(), public(bob).hex())
print("box, RFC 7748", box(alice, public(bob), nonce, note).hex())
for seed, message in (
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
):
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    print("Ed25519", key.public_key().public_bytes_raw().hex(), key.sign(bytes.fromhex(message)).hex())
