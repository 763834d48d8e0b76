"""Writes logs as docs/format.md § Logs and § Appending describe them, in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field

import vesper_format as vf
from state_format import SeenHead

ZERO_CHAIN = bytes(32)


@dataclass(frozen=True)
class Written:
    """One record as it was sealed, with everything the worked example shows of it."""

    index: int
    record_id: bytes
    fields: bytes
    heads: tuple[vf.Head, ...]
    body: bytes
    digest: bytes
    previous: bytes
    chain: bytes
    mac: bytes
    segment: int
    first_cell: int
    parts: int
    audience: int
    log_class: int

    @property
    def bytes(self) -> bytes:
        heads = b"".join(head.encoded() for head in self.heads)
        return self.fields + self.chain + self.mac + heads + self.body

    def described(self, author: bytes, log_id: bytes) -> dict:
        """The record as read_vault.py prints it."""
        at = self.fields
        return {
            "log": log_id.hex(), "author": author.hex(), "index": self.index,
            "id": self.record_id.hex(),
            "audience": ("private", "shared")[self.audience - 1],
            "class": ("diary", "consent")[self.log_class - 1],
            "kind": int.from_bytes(at[70:72], "little"),
            "type": ("entry", "erasure", "closing", "ending")[at[72]],
            "entered": int.from_bytes(at[56:64], "little", signed=True),
            "zone": int.from_bytes(at[68:70], "little", signed=True),
            "about": int.from_bytes(at[64:68], "little", signed=True),
            "heads": [{"log": h.log_id.hex(), "index": h.index, "chain": h.chain.hex()}
                      for h in self.heads],
            "body": self.body.hex(), "chain": self.chain.hex(),
        }


@dataclass
class LogWriter:
    log: vf.Log
    author: vf.Identity
    recipient_x25519: bytes | None
    fresh: Callable[[int], bytes]
    segments: dict[int, bytearray] = field(default_factory=dict)
    keys: dict[int, bytes] = field(default_factory=dict)  # segment number: segment key
    records: list[Written] = field(default_factory=list)
    erased: set[int] = field(default_factory=set)
    named: dict[bytes, int] = field(default_factory=dict)

    @property
    def chain(self) -> bytes:
        return self.records[-1].chain if self.records else ZERO_CHAIN

    def head(self) -> vf.Head:
        return vf.Head(self.log.log_id, self.records[-1].index, self.chain)

    def seen(self) -> SeenHead:
        last = self.records[-1]
        return SeenHead(self.head(), last.segment, last.first_cell + last.parts, self.log.author_id,
                        self.log.log_class, self.log.audience)

    def cells_left(self) -> int:
        return 512 - len(self.segments[max(self.segments)]) // 512 if self.segments else 0

    def append(self, body: bytes, kind: int, entered: int, about: int, zone: int,
               record_type: int = 0, known: tuple["LogWriter", ...] = ()) -> Written:
        """Adds a record; `known` are the other shared logs as this device holds them."""
        index = len(self.records)
        heads = self._changed_heads(known)
        parts = vf.parts_of(144 + 56 * len(heads) + len(body))
        number = self._segment_for(parts, index)
        h = vf.header_hash(bytes(self.segments[number]))
        record_id = self.fresh(16)
        fields = vf.record_fields(index, record_id, self.fresh(32), entered, about, zone, kind,
                                  record_type, len(heads), len(body))
        digest = vf.digest(fields, b"".join(head.encoded() for head in heads), body)
        chain = vf.chain(h, index, self.chain, digest)
        mac = vf.record_mac(self.author.mac_key, h, index, chain)
        first_cell = len(self.segments[number]) // 512
        written = Written(index, record_id, fields, heads, body, digest, self.chain, chain, mac,
                          number, first_cell, parts, self.log.audience, self.log.log_class)
        self._write(1, written, written.bytes)
        self.records.append(written)
        return written

    def erase(self, index: int, entered: int, about: int, zone: int,
              known: tuple["LogWriter", ...] = ()) -> Written:
        """§ Records, Erasure and Tombstone: first the record that says so, then the cells."""
        gone = self.records[index]
        body = vf.erasure_body(index, gone.record_id, gone.digest, gone.chain, gone.segment,
                               gone.first_cell, gone.parts)
        erasure = self.append(body, 0, entered, about, zone, record_type=1, known=known)
        self._write(2, gone, vf.tombstone(index, gone.record_id, gone.digest, gone.chain,
                                          gone.mac))
        self.erased.add(index)
        return erasure

    def _changed_heads(self, known: tuple["LogWriter", ...]) -> tuple[vf.Head, ...]:
        heads = sorted((w.head() for w in known if w.records), key=lambda head: head.log_id)
        changed = [head for head in heads if self.named.get(head.log_id) != head.index][:64]
        self.named.update((head.log_id, head.index) for head in changed)
        return tuple(changed)

    def _segment_for(self, parts: int, index: int) -> int:
        if self.cells_left() < parts:
            number = len(self.segments)
            self.keys[number] = self.fresh(32)
            box_nonce = None if self.recipient_x25519 is None else self.fresh(24)
            self.segments[number] = bytearray(vf.segment_header(
                self.log, number, index, self.chain, self.author, self.recipient_x25519,
                self.keys[number], self.fresh(24), box_nonce))
        return max(self.segments)

    def _write(self, kind: int, at: Written, content: bytes) -> None:
        for part, sealed in enumerate(self.sealed(kind, at, content)):
            start = 512 * (at.first_cell + part)
            self.segments[at.segment][start : start + 512] = sealed

    def sealed(self, kind: int, at: Written, content: bytes) -> list[bytes]:
        """The cells of a record or tombstone that stands at `at`."""
        header = bytes(self.segments[at.segment][:512])
        h = vf.header_hash(header)
        key = vf.cell_key(self.keys[at.segment], vf.core_hash(header))
        return [vf.cell(key, h, at.first_cell + part, self.fresh(24),
                        vf.frame(kind, part, at.parts, content[464 * part : 464 * part + 464]))
                for part in range(at.parts)]
