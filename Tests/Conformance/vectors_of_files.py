"""Vectors of what is no segment: vault file, identity file, public identity, device state."""

from dataclasses import replace

import state_format as sf
import vesper_format as vf
from vector_base import (KIBIBYTES, PASSES, PASSPHRASES, STATE_SIZE, VAULT_ID, Draws, base,
                         sealed_state)
from vector_book import Book, cut, flip, make, put, unseen

KEY, STATE, PUBLIC, VAULT = "$ada.key", "$ada.state", "$noor.public", "$vault"


def write(book: Book) -> None:
    vault_file(book)
    identity_file(book)
    sealed_identity(book)
    public_identity(book)
    device_state(book)


def vault_file(book: Book) -> None:
    book.section = "Vault file"
    lines = vf.vault_file(VAULT_ID)
    first, ident, check = lines.split(b"\n")[:3]
    book.vault("no vault file", "without its file a directory is not a vault", "Ada",
               f"delete {VAULT}", whole="not a vault")
    for title, content in (
            ("an empty vault file", b""), ("a vault file of its first line", first + b"\n"),
            ("a vault file without the last line feed", lines[:-1]),
            ("a vault file with a fourth line", lines + b"\n"),
            ("a vault file with carriage returns", lines.replace(b"\n", b"\r\n")),
            ("a vault file with a byte order mark", b"\xef\xbb\xbf" + lines),
            ("a vault file of version 0", lines.replace(b" 1\n", b" 0\n")),
            ("a vault file of version 01", lines.replace(b" 1\n", b" 01\n")),
            ("a vault file of version +2", lines.replace(b" 1\n", b" +2\n")),
            ("a vault file with an id in capitals", lines.replace(ident, b"7A" * 16)),
            ("a vault file with a short id", lines.replace(ident, ident[1:])),
            ("a vault file with a mistyped id", lines.replace(ident, b"78" + ident[2:])),
            ("a vault file with a wrong third line", lines.replace(check, check[::-1])),
            ("a vault file with another magic", lines.replace(b"vesper-vault", b"vesper-fault"))):
        book.vault(title, "it is exactly three lines, and the third fits the second", "Ada",
                   make(VAULT, content), whole="damaged")
    for title, content in (("a vault file of version 2", lines.replace(b" 1\n", b" 2\n")),
                           ("a vault file of version 2 and no line feed", b"vesper-vault 2"),
                           ("a vault file of version 10 and other lines", b"vesper-vault 10\nx\n")):
        book.vault(title, "the version is checked before anything else", "Ada",
                   make(VAULT, content), whole="future version")


def identity_file(book: Book) -> None:
    book.section = "Identity file"
    wrong = "without the very bytes of the passphrase the payload does not open"
    for words in ("the heron Waits", "the heron  waits", "a slow green river"):
        book.vault(f"the wrong passphrase {words!r}", wrong, "Ada", whole="wrong passphrase",
                   passphrase=words)
    bounds = "refused before anything is allocated"
    for field, at, values in (
            ("passes", 12, (0, 1, 11, 2**32 - 1)),
            ("KiB of memory", 16, (0, 65_535, 1_048_577, 2**32 - 1))):
        for value in values:
            book.vault(f"an identity file of {value} {field}", bounds, "Ada",
                       put(KEY, at, vf.u32(value)), whole="refused")
    book.vault("an identity file of version 2", "a newer file is said to be one", "Ada",
               put(KEY, 8, vf.u16(2)), whole="future version")
    book.vault("an identity file of version 2 and another length",
               "the version is checked before anything else, the length included", "Ada",
               put(KEY, 8, vf.u16(2)), f"grow {KEY} 300", whole="future version")
    book.vault("an identity file of version 2, cut", "so also of a shorter one", "Ada",
               put(KEY, 8, vf.u16(2)), cut(KEY, 100), whole="future version")
    for title, at in (("magic", 0), ("version", 8), ("first zero bytes", 10), ("partner id", 84),
                      ("second zero bytes", 116)):
        book.vault(f"an identity file with a flipped bit in its {title}",
                   "a field that is checked before the passphrase is tried", "Ada",
                   flip(KEY, at), whole="damaged")
    for title, at in (("salt", 20), ("name salt", 36), ("name hash", 52), ("nonce", 120),
                      ("payload", 144), ("tag", 255)):
        book.vault(f"an identity file with a flipped bit in its {title}",
                   "it is authenticated with the payload: the same as a wrong passphrase", "Ada",
                   flip(KEY, at), whole="wrong passphrase")
    for length in (0, 9, 120, 255):
        book.vault(f"an identity file cut after {length} bytes", "it has 256 bytes", "Ada",
                   cut(KEY, length), whole="damaged")
    book.vault("an identity file with one byte more", "it has 256 bytes", "Ada",
               f"grow {KEY} 257", whole="damaged")
    book.vault("two identity files exchanged", "the partner id in the file is that of its name",
               "Ada", f"swap {KEY} $noor.key", whole="damaged")


def sealed_identity(book: Book) -> None:
    ada = base().people["Ada"]

    def sealed(payload: bytes, words: str = PASSPHRASES["Ada"]) -> bytes:
        fresh = Draws(repr(payload))
        salt, name_salt, nonce = fresh(16), fresh(16), fresh(24)
        head = (b"VSPRIDEN" + vf.u16(1) + bytes(2) + vf.u32(PASSES) + vf.u32(KIBIBYTES) + salt
                + name_salt + vf.name_hash(name_salt, "Ada") + ada.partner_id + bytes(4))
        key = vf.passphrase_key(words.encode(), salt, PASSES, KIBIBYTES)
        return head + nonce + vf.AEAD(key, nonce, vf.label("vesper1 identity") + head, payload)

    right = ada.secret + vf.padded_name("Ada")
    book.vault("a new passphrase", "rewrapping changes the file and nothing else", "Ada",
               make(KEY, sealed(right, "warm lamps")), passphrase="warm lamps")
    book.vault("the old passphrase after a new one", "the file has one passphrase", "Ada",
               make(KEY, sealed(right, "warm lamps")), whole="wrong passphrase")
    for title, payload in (
            ("the secret of another", base().people["Noor"].secret + vf.padded_name("Ada")),
            ("an empty name", ada.secret + bytes(64)),
            ("a name of 64 bytes", ada.secret + vf.u8(64) + b"a" * 63),
            ("something after the name", right[:-1] + b"x"),
            ("a name that is not UTF-8", ada.secret + vf.u8(2) + b"\xc3\x28" + bytes(61)),
            ("a control character in the name", ada.secret + vf.padded_name("A\ada")),
            ("a name of white space", ada.secret + vf.padded_name("  "))):
        book.vault(f"an identity file that holds {title}", "what is sealed is checked too", "Ada",
                   make(KEY, sealed(payload)), whole="damaged")


def public_identity(book: Book) -> None:
    book.section = "Public identity"
    noor = base().people["Noor"]
    other = vf.public_identity(vf.Identity(b"s" * 32, "Sam"))
    book.public("a public identity", "as it was made", "good")
    for title, at in (("magic", 0), ("version", 8), ("zero bytes", 15), ("X25519 key", 16),
                      ("Ed25519 key", 48), ("signature", 80), ("end of the signature", 143)):
        book.public(f"a public identity with a flipped bit in its {title}",
                    "every byte is fixed, signed, or part of the signature", "damaged",
                    flip(PUBLIC, at))
    for length in (0, 9, 143):
        book.public(f"a public identity cut after {length} bytes", "it has 144 bytes", "damaged",
                    cut(PUBLIC, length))
    book.public("a public identity with one byte more", "it has 144 bytes", "damaged",
                f"grow {PUBLIC} 145")
    book.public("the public identity of somebody else", "the name is the id of the keys",
                "damaged", make(PUBLIC, other))
    head = vf.public_identity(noor)[:80]
    book.public("keys signed by somebody else", "whoever made it holds the keys", "damaged",
                make(PUBLIC, head + other[80:]))
    for length in (144, 200, 12):
        book.public(f"a public identity of version 2 and {length} bytes",
                    "the version is checked before anything else, the length included",
                    "future version", put(PUBLIC, 8, vf.u16(2)), cut(PUBLIC, length),
                    f"grow {PUBLIC} {length}")


def device_state(book: Book) -> None:
    book.section = "Device state"
    ada, state = base().people["Ada"], base().states["Ada"]

    def slot(seed: str, **changes: object) -> bytes:
        return sf.state_slot(ada, VAULT_ID, STATE_SIZE, replace(state, **changes),
                             Draws(seed)(24))

    zero, two = bytes(STATE_SIZE), slot("second", generation=2)
    book.vault("a state of two generations", "the higher of the two that open is read", "Ada",
               put(STATE, 0, two))
    book.vault("a torn second generation", "a torn write leaves the one before", "Ada",
               put(STATE, 0, two[:1_000] + zero[1_000:]))
    for title, edits in (
            ("a flipped bit in the only slot", [flip(STATE, STATE_SIZE + 99)]),
            ("slots that changed places", [f"exchange {STATE} 0 {STATE_SIZE} {STATE_SIZE}"]),
            ("a state of another partner", [f"copy $noor.state {STATE}"]),
            ("a state of another vault", [make(STATE, zero + sf.state_slot(
                ada, b"v" * 16, STATE_SIZE, state, Draws("other vault")(24)))]),
            ("a state that is empty", [cut(STATE, 0)]),
            ("a state of one slot", [cut(STATE, STATE_SIZE)]),
            ("a state of an odd length", [cut(STATE, 2 * STATE_SIZE - 1)]),
            ("a state of slots of no proper size", [f"grow {STATE} {2 * STATE_SIZE + 2}"]),
            ("a state of zeros", [make(STATE, zero * 2)]),
            ("a pin whose id is not that of its keys", [make(STATE, sealed_state(
                ada, replace(state, pins=(replace(state.pins[0], partner_id=b"p" * 32),)),
                Draws("pin")))]),
            ("a partner pinned twice", [make(STATE, sealed_state(
                ada, replace(state, pins=state.pins * 2), Draws("pins")))]),
            ("an own log twice in a state", [make(STATE, sealed_state(
                ada, replace(state, own_logs=state.own_logs[:1] * 2), Draws("own")))]),
            ("a head twice in a state", [make(STATE, sealed_state(
                ada, replace(state, heads=state.heads[:1] * 2), Draws("heads")))])):
        book.vault(title, "a state that does not open, or contradicts itself, is damaged", "Ada",
                   *edits, whole="damaged")
    wrong = sf.state_slot(ada, VAULT_ID, STATE_SIZE, replace(state, generation=2), Draws("x")(24))
    ad = sf.state_ad(VAULT_ID, ada.partner_id, 1, STATE_SIZE)
    contents = sf.state_contents(replace(state, generation=2)).ljust(STATE_SIZE - 40, b"\0")
    odd = wrong[:24] + vf.AEAD(ada.state_key, wrong[:24], ad, contents)
    book.vault("a generation of the wrong parity", "generation g stands in slot g mod 2", "Ada",
               put(STATE, STATE_SIZE, odd), whole="damaged")
    unknown = replace(state, items=((700, b"from a later program"),))
    book.vault("a state with an item of a later program", "unknown items are kept and passed over",
               "Ada", make(STATE, sealed_state(ada, unknown, Draws("item"))))
    book.vault("a state that was brought back", "the logs may be ahead of a state: that is "
               "complete, and only no longer written to", "Ada", unseen("Ada"))
    earlier = tuple(replace(one, head=vf.Head(one.head.log_id, 0, log.records[0].chain),
                            segment=0, cells=2)
                    for one in state.heads for log in base().logs.values()
                    if log.log.log_id == one.head.log_id)
    book.vault("a state of an earlier day", "each log goes on from where the state has seen it",
               "Ada", make(STATE, sealed_state(ada, replace(state, heads=earlier), Draws("e"))))
