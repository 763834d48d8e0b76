"""Makes docs/format-example.md from the example: every byte of it computed, none typed in."""

import state_format as sf
import vesper_format as vf
from write_example import KIBIBYTES, MACHINES, PASSES, PASSPHRASES, STATE_SIZE, Example

Row = tuple[int, str]


def layout(data: bytes, rows: list[Row], start: int = 0) -> str:
    """Offset, size, meaning and hex of each field; the rows must cover the bytes exactly."""
    lines, at = [], 0
    for size, meaning in rows:
        piece = data[at : at + size]
        shown = [piece[i : i + 32].hex() for i in range(0, size, 32)]
        if size > 32 and not any(piece):
            shown = [f"{size} zero bytes"]
        lines.append(f"{start + at:>5} {size:>5}  {meaning:<30} {shown[0]}")
        lines += [" " * 44 + more for more in shown[1:]]
        at += size
    assert at == len(data), (at, len(data))
    return "```text\n" + "\n".join(lines) + "\n```\n"


def values(*named: tuple[str, bytes]) -> str:
    lines = []
    for name, value in named:
        first, *rest = [value[i : i + 32].hex() for i in range(0, len(value), 32)] or ["(empty)"]
        lines += [f"{name:<22} {first}", *(" " * 23 + more for more in rest)]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def intro(example: Example) -> str:
    ada, noor = example.identities["Ada"], example.identities["Noor"]
    return f"""# The format, worked through once

`Tests/Conformance/write_example.py` wrote this page and the vault it describes, from [format.md](format.md)
alone. The vault itself is in `Tests/Conformance/example`; `expected.json` beside it holds every record
each partner can read. Offsets and sizes are decimal, bytes are hex.

Ada and Noor are made up, and so is all that is random here: draw n, from 0, is the beginning of the 64-byte
BLAKE2b of `example` ‖ n as u64. A real vault takes its secrets, salts, ids and nonces from the system.

| | Ada | Noor |
|---|---|---|
| passphrase | `{PASSPHRASES["Ada"]}` | `{PASSPHRASES["Noor"]}` |
| first line of `/etc/machine-id` | `{MACHINES["Ada"].decode().strip()}` | `{MACHINES["Noor"].decode().strip()}` |
| partner id begins | `{ada.partner_id.hex()[:16]}` | `{noor.partner_id.hex()[:16]}` |

{log_table(example)}"""


def log_table(example: Example) -> str:
    about = {
        "mine": "Ada's private diary: one cell, three cells, two erased cells, the erasure",
        "ours": "Ada's shared diary, with heads; its last record is a closing",
        "yes": "Noor's shared consent",
        "days": "Noor's shared diary: a full segment of 512 cells and a second one",
        "hers": "Noor's private diary, ending unfinished",
    }
    rows = ["| log | id | records | end |", "|---|---|---|---|"]
    for key, words in about.items():
        writer = example.logs[key]
        rows.append(f"| {words} | `{writer.log.log_id.hex()}` | {len(writer.records)} "
                    f"| `{writer.chain.hex()[:16]}` |")
    return "\n".join(rows) + "\n"


def identity_part(example: Example) -> str:
    ada = example.identities["Ada"]
    hex_id = ada.partner_id.hex()
    public = example.files[f"vault/partners/{hex_id}.public"]
    sealed = example.files[f"data/vesper/identities/{hex_id}.key"]
    key = vf.passphrase_key(PASSPHRASES["Ada"].encode(), sealed[20:36], PASSES, KIBIBYTES)
    payload = vf.AEAD_open(key, sealed[120:144], vf.label("vesper1 identity") + sealed[:120],
                           sealed[144:])
    groups = sf.recovery_symbols(ada.secret)
    first, last = groups[0], groups[13]
    return f"""## § Vault file

```text
{example.files["vault/vesper-vault"].decode()}```

## § Identity

Ada's:

{values(("S", ada.secret), ("KDF(S, 1)", vf.KDF(ada.secret, 1)),
        ("X25519 secret key", ada.x25519[1]), ("X25519 public key", ada.x25519[0]),
        ("KDF(S, 2)", vf.KDF(ada.secret, 2)), ("Ed25519 public key", ada.ed25519[0]),
        ("slot key", ada.slot_key), ("MAC key", ada.mac_key), ("state key", ada.state_key),
        ("partner id", ada.partner_id))}
### § Public identity

{layout(public, [(8, "magic"), (2, "version"), (6, "zero"), (32, "X25519 public key"),
                 (32, "Ed25519 public key"), (64, "signature")])}
### § Identity file

{layout(sealed, [(8, "magic"), (2, "version"), (2, "zero"), (4, f"passes: {PASSES}"),
                 (4, f"memory: {KIBIBYTES:,} KiB"), (16, "Argon2id salt"), (16, "name salt"),
                 (32, "name hash"), (32, "partner id"), (4, "zero"), (24, "nonce"),
                 (112, "sealed payload")])}
The key from the passphrase, and the payload once opened:

{values(("k", key))}
{layout(payload, [(32, "S"), (1, "name length"), (63, "name, filled with zeros")])}
### § Recovery code

```text
{sf.recovery_code(ada.secret)}
```

Group 0 has the symbols {", ".join(map(str, first))}; its fifth is 0 ⊕ {" ⊕ ".join(
    f"{f}·{s}" for f, s in zip((2, 4, 8, 16), first))} = {sf.fifth_symbol(0, first)}.
Group 13 has {", ".join(map(str, last))}, the first 20 bits of
`{vf.H(vf.label("vesper1 recovery"), ada.secret).hex()[:6]}…`; its fifth is {sf.fifth_symbol(13, last)}.
"""


HEADER_ROWS: list[Row] = [
    (8, "magic"), (2, "version"), (1, "class: diary"), (1, "audience: shared"),
    (4, "segment number"), (16, "vault id"), (16, "log id"), (32, "author: Ada"),
    (32, "recipient: Noor"), (8, "index of the first record"), (32, "chain before it"),
    (32, "commitment"), (24, "author's slot: nonce"), (96, "author's slot: sealed"),
    (24, "recipient's slot: nonce"), (16, "recipient's slot: tag"),
    (80, "recipient's slot: sealed"), (88, "zero"),
]


def segment_part(example: Example) -> str:
    writer = example.logs["ours"]
    header = bytes(writer.segments[0][:512])
    key, h = writer.keys[0], vf.header_hash(bytes(writer.segments[0]))
    core = vf.core_hash(header)
    second = bytes(example.logs["days"].segments[1][:512])
    full = bytes(example.logs["days"].segments[0])
    slot = vf.slot("vesper1 boxslot", h, key)
    return f"""## § Segment header

Segment 0 of Ada's shared diary:

{layout(header, HEADER_ROWS)}
{values(("segment key K", key), ("core hash", core), ("cell key", vf.cell_key(key, core)),
        ("commitment", vf.commitment(key, core)), ("header hash", h))}
What the recipient's slot holds (the author's differs in its label alone):

{layout(slot, [(16, "label: vesper1 boxslot"), (32, "header hash"), (32, "K")])}
Noor's diary has a second segment. The first has 512 cells and is not shown; the H of its {len(full):,}
bytes, and the two fields by which the second continues it:

{values(("H(0.segment)", vf.H(full)))}
{layout(second[112:152], [(8, "index of the first record"), (32, "chain before it")], 112)}"""


RECORD_ROWS: list[Row] = [
    (8, "index"), (16, "record id"), (32, "salt"), (8, "entered"), (4, "about"), (2, "offset"),
    (2, "kind tag"), (1, "type"), (1, "zero"), (2, "heads"), (4, "body length"), (32, "chain"),
    (32, "MAC"),
]


def record_part(example: Example) -> str:
    writer = example.logs["mine"]
    header = bytes(writer.segments[0][:512])
    h, first = vf.header_hash(header), writer.records[0]
    at = bytes(writer.segments[0][512:1024])
    key = vf.cell_key(writer.keys[0], vf.core_hash(header))
    plain = vf.AEAD_open(key, at[:24], h + vf.u32(1), at[24:])
    padding = 464 - len(first.bytes)
    with_heads = example.logs["ours"].records[2]
    heads = b"".join(head.encoded() for head in with_heads.heads)
    return f"""## § Cells

Cell 1 of Ada's private diary, as it stands in the file at byte 512:

{layout(at, [(24, "nonce"), (472, "ciphertext"), (16, "tag")], 512)}
{values(("cell key", key), ("associated data", h + vf.u32(1)))}
The frame in it:

{layout(plain, [(1, "record"), (1, "zero"), (2, "part"), (2, "parts"), (2, "zero"),
                (len(first.bytes), "payload: the record"), (padding, "zero")])}
## § Records

The record of that cell:

{layout(first.bytes, [*RECORD_ROWS, (len(first.body), "body")])}
Its body is `{first.body.decode()}`.

{values(("header hash", h), ("digest", first.digest), ("chain(−1)", first.previous),
        ("chain(0)", first.chain), ("MAC key", writer.author.mac_key), ("MAC", first.mac))}
**Heads.** Record 2 of Ada's shared diary names both of Noor's shared logs:

{layout(heads, [(16, "log id"), (8, "index"), (32, "chain")] * 2)}
{erasure_part(example)}"""


def erasure_part(example: Example) -> str:
    writer = example.logs["mine"]
    erasure, gone = writer.records[3], writer.records[2]
    body = [(8, "erased index"), (16, "its record id"), (32, "its digest"), (32, "its chain"),
            (4, "segment"), (4, "first cell"), (2, "parts"), (22, "zero")]
    stone = vf.tombstone(gone.index, gone.record_id, gone.digest, gone.chain, gone.mac)
    rows = [(8, "index"), (16, "record id"), (32, "digest"), (32, "chain"), (32, "MAC")]
    closing = example.logs["ours"].records[3].body
    return f"""**Erasure.** Record 3 of Ada's private diary, its body:

{layout(erasure.body, body)}
**Tombstone.** Record 2 had two cells. Part 0 now holds these bytes and then zeros, part 1 zeros alone:

{layout(stone, rows)}
**Closing.** Record 3 of Ada's shared diary, its body:

{layout(closing, [(16, "closed log"), (1, "a record counts"), (7, "zero"), (8, "last index"),
                  (32, "chain after it")])}"""


def state_part(example: Example) -> str:
    ada = example.identities["Ada"]
    path = f"state/vesper/{example.vault_id.hex()}/{ada.partner_id.hex()}.state"
    sealed = example.files[path][:STATE_SIZE]
    state, contents = example.states["Ada"], sf.state_contents(example.states["Ada"])
    ad = sf.state_ad(example.vault_id, ada.partner_id, 0, STATE_SIZE)
    rows: list[Row] = [
        (8, "generation"), (16, "machine id"), (8, "clock high-water mark"), (2, "pins"),
        (2, "own logs"), (2, "heads"), (2, "named heads"), (32, "pin: partner id, Noor"),
        (32, "pin: X25519 key"), (32, "pin: Ed25519 key"), (1, "pin: name length"),
        (63, "pin: name"),
    ]
    rows += [(16, "own log: id"), (1, "own log: class"), (1, "own log: audience"),
             (6, "own log: zero")] * len(state.own_logs)
    rows += [(16, "head: log id"), (8, "head: index"), (32, "head: chain"), (4, "head: segment"),
             (4, "head: cells"), (32, "head: author"), (1, "head: class"), (1, "head: audience"),
             (6, "head: zero")] * len(state.heads)
    rows += [(16, "named: own log"), (16, "named: named log"), (8, "named: index")] * len(
        state.named)
    for kind, value in state.items:
        rows += [(2, f"item: type {kind}"), (4, "item: length"), (len(value), "item: bytes")]
    rest = STATE_SIZE - 40 - len(contents)
    return f"""## § Device state

Slots of {STATE_SIZE:,} bytes. Slot 0 of Ada's, generation 2, begins the file with its nonce; its tag ends it. Slot 1 holds
generation 1 with the pin alone. Noor's state is of generation 1: there, slot 0 was never written.

{values(("nonce", sealed[:24]), ("associated data", ad), ("tag", sealed[-16:]))}
Its contents, before {rest:,} zero bytes:

{layout(contents, rows)}"""


def page(example: Example) -> str:
    parts = (intro, identity_part, segment_part, record_part, state_part)
    return "\n".join(part(example) for part in parts).rstrip() + "\n"
