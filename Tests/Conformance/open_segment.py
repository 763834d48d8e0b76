"""Opens segments, cells and records as docs/format.md § Logs says, checking every byte."""

import struct
from dataclasses import dataclass

import vesper_format as vf
from open_files import Refused, check_version, head_in, refuse_unless

CELL = 512
MOST_PARTS = 2_268
MOST_BYTES = CELL * (MOST_PARTS + 1)


@dataclass(frozen=True)
class Reader:
    """Who reads: an identity, the vault's id and the X25519 keys of the pinned partners."""

    identity: vf.Identity
    vault_id: bytes
    pinned: dict[bytes, bytes]


@dataclass(frozen=True)
class Place:
    """Where a log stands in the vault: its path, which its headers must repeat."""

    author: bytes
    audience: int
    log_id: bytes


@dataclass(frozen=True)
class Segment:
    log_class: int
    recipient: bytes
    first_index: int
    chain_before: bytes
    header_hash: bytes
    cell_key: bytes


@dataclass(frozen=True)
class Frame:
    kind: int
    part: int
    parts: int
    payload: bytes


@dataclass(frozen=True)
class Record:
    index: int
    record_id: bytes
    entered: int
    about: int
    zone: int
    kind: int
    type: int
    heads: tuple[vf.Head, ...]
    body: bytes
    digest: bytes
    chain: bytes
    mac: bytes

    @property
    def last_counting(self) -> vf.Head:
        """Of a closing: the last record that counts of the log it names, −1 where none does."""
        head = head_in(self.body[:16] + self.body[24:64])
        return head if self.body[16] else vf.Head(head.log_id, -1, bytes(32))


@dataclass(frozen=True)
class Erasure:
    """What an erasure record says of the record it names."""

    index: int
    record_id: bytes
    digest: bytes
    chain: bytes
    segment: int
    first_cell: int
    parts: int


def is_for_someone_else(header: bytes, reader: Reader, place: Place, number: int) -> bool:
    """Whether a header agrees with its path, and names the reader neither here nor there."""
    me = reader.identity.partner_id
    return (header[:10] == b"VSPRSEGM" + vf.u16(1) and len(header) >= 112
            and header[11:16] == vf.u8(place.audience) + vf.u32(number)
            and header[16:80] == reader.vault_id + place.log_id + place.author
            and me not in (header[48:80], header[80:112]))


def open_segment(data: bytes, reader: Reader, place: Place, number: int) -> Segment:
    """§ Segment header, "To open a segment"."""
    check_version(data, b"VSPRSEGM", "the header")
    refuse_unless(len(data) >= CELL, "the header is cut short")
    refuse_unless(len(data) <= MOST_BYTES, "the segment is longer than a segment can be")
    log_class, audience = data[10], data[11]
    recipient = data[80:112]
    refuse_unless(struct.unpack_from("<I", data, 12)[0] == number and audience == place.audience
                  and data[32:48] == place.log_id and data[48:80] == place.author,
                  "path and header disagree")
    refuse_unless(data[16:32] == reader.vault_id, "the segment belongs to another vault")
    refuse_unless(log_class in (1, 2) and (log_class, audience) != (2, 1),
                  "the class or the audience is unknown")
    first_index, chain_before = struct.unpack_from("<Q32s", data, 112)
    refuse_unless(number > 0 or (first_index == 0 and not any(chain_before)),
                  "the first segment does not begin at the beginning")
    refuse_unless(not any(data[424:512]), "a zero byte of the header is not zero")
    key = open_slots(data, reader, place, recipient)
    core = vf.core_hash(data)
    refuse_unless(vf.commitment(key, core) == data[152:184],
                  "the segment key does not fit the commitment")
    return Segment(log_class, recipient, first_index, chain_before, vf.header_hash(data),
                   vf.cell_key(key, core))


def open_slots(data: bytes, reader: Reader, place: Place, recipient: bytes) -> bytes:
    """The segment key; the author of a shared segment finds the same one in both slots."""
    me, h = reader.identity, vf.header_hash(data)
    own, box = data[184:304], data[304:424]
    shared = place.audience == 2
    if place.author == me.partner_id:
        refuse_unless((recipient in reader.pinned) if shared
                      else not any(recipient) and not any(box), "the recipient is unknown")
        key = slot_key(vf.AEAD_open(me.slot_key, own[:24], b"", own[24:]), "vesper1 ownslot", h)
        if shared:
            other = vf.BOX_open(box[:24], box[24:], reader.pinned[recipient], me.x25519[1])
            refuse_unless(slot_key(other, "vesper1 boxslot", h) == key,
                          "the two slots hold different keys")
        return key
    refuse_unless(shared and place.author in reader.pinned, "the author is unknown")
    refuse_unless(recipient == me.partner_id, "the segment is sealed for someone else")
    opened = vf.BOX_open(box[:24], box[24:], reader.pinned[place.author], me.x25519[1])
    return slot_key(opened, "vesper1 boxslot", h)


def slot_key(opened: bytes | None, text: str, h: bytes) -> bytes:
    refuse_unless(opened is not None, "a slot does not open")
    refuse_unless(opened == vf.slot(text, h, opened[48:]), "a slot was made for another header")
    return opened[48:]


def open_cell(data: bytes, segment: Segment, c: int) -> Frame | None:
    """§ Cells: the frame, or None where the cell does not authenticate."""
    at = data[CELL * c : CELL * (c + 1)]
    plain = vf.AEAD_open(segment.cell_key, at[:24], segment.header_hash + vf.u32(c), at[24:])
    if plain is None:
        return None
    kind, zero, part, parts, more = struct.unpack_from("<BBHHH", plain)
    refuse_unless(kind in (1, 2) and zero == 0 and more == 0 and part < parts <= MOST_PARTS,
                  "a cell does not hold what a cell holds")
    return Frame(kind, part, parts, plain[8:])


def parse_erasure(body: bytes) -> Erasure:
    """§ Records, Erasure."""
    return Erasure(*struct.unpack_from("<Q16s32s32sIIH", body))


def parse_record(joined: bytes, parts: int, log_class: int, log: Place) -> Record:
    """§ Records: all that can be checked without the records before."""
    (index, record_id, entered, about, zone, kind, record_type, zero, count, size, chain,
     mac) = struct.unpack_from("<Q16s32xqihHBBHI32s32s", joined)
    refuse_unless(zero == 0 and record_type <= 3 and abs(zone) <= 1_080 and count <= 64
                  and size <= (16_384 if log_class == 2 else 1_048_576),
                  "a record is out of bounds")
    body_at = 144 + 56 * count
    end = body_at + size
    refuse_unless(vf.parts_of(end) == parts and not any(joined[end:]),
                  "a record does not fill its cells")
    encoded, body = joined[144:body_at], joined[body_at:end]
    heads = tuple(head_in(encoded[at : at + 56]) for at in range(0, len(encoded), 56))
    ids = [head.log_id for head in heads]
    refuse_unless(ids == sorted(set(ids)) and log.log_id not in ids
                  and (not ids or log.audience == 2), "the heads of a record are not in order")
    refuse_unless(record_type == 0 or kind == 0, "what is no entry has a kind tag")
    if record_type == 1:
        refuse_unless(log_class == 1 and size == 120 and not any(body[98:]),
                      "an erasure is not as it can be")
    if record_type == 2:
        closed = size == 64 and body[:16] != log.log_id and body[16] <= 1
        refuse_unless(closed and not any(body[17:24]) and (body[16] == 1 or not any(body[24:])),
                      "a closing is not as it can be")
    if record_type == 3:
        check_ending(body, log_class, log)
    hashed = vf.digest(joined[:80], encoded, body)
    return Record(index, record_id, entered, about, zone, kind, record_type, heads, body, hashed,
                  chain, mac)


def check_ending(body: bytes, log_class: int, log: Place) -> None:
    """§ Records, Ending: by its form; whether it is believed is not asked here."""
    refuse_unless((log_class, log.audience) == (1, 2) and len(body) >= 144
                  and not any(body[140:144])
                  and len(body) == 144 + 56 * int.from_bytes(body[136:140], "little"),
                  "an ending is not as it can be")
    heads = [head_in(body[at : at + 56]) for at in range(144, len(body), 56)]
    order = [(head.log_id, head.index) for head in heads]
    refuse_unless(order == sorted(order), "the heads of an ending are not in order")


def parse_tombstone(payload: bytes) -> tuple[int, bytes, bytes, bytes, bytes]:
    """Index, record id, digest, chain, MAC; of part 0, the others being zero."""
    refuse_unless(not any(payload[120:]), "a tombstone holds more than a tombstone")
    return struct.unpack_from("<Q16s32s32s32s", payload)


class Sheet:
    """A segment with its cells, each of them a frame, not authentic (None), or refused."""

    def __init__(self, data: bytes, segment: Segment, number: int) -> None:
        self.data, self.segment, self.number = data, segment, number
        self.whole = len(data) // CELL  # cells, the header counted; the rest is part of a cell
        self._cells = [None, *map(self._open, range(1, self.whole))]

    def _open(self, c: int) -> Frame | Refused | None:
        try:
            return open_cell(self.data, self.segment, c)
        except Refused as why:
            return why

    def frame(self, c: int) -> Frame | None:
        if isinstance(self._cells[c], Refused):
            raise self._cells[c]
        return self._cells[c]

    def begins_record(self, c: int) -> bool:
        return isinstance(self._cells[c], Frame) and self._cells[c].part == 0

    def is_zero_from(self, c: int) -> bool:
        return not any(self.data[CELL * c :])

    def records(self, log: Place) -> list[Record]:
        """Whatever can be a record by itself, without regard to those before."""
        found = []
        for c in filter(self.begins_record, range(1, self.whole)):
            cells = self._cells[c : c + self._cells[c].parts]
            if (len(cells) < self._cells[c].parts
                    or not all(isinstance(cell, Frame) and cell.kind == 1 for cell in cells)):
                continue
            joined = b"".join(cell.payload for cell in cells)
            try:
                found.append(parse_record(joined, len(cells), self.segment.log_class, log))
            except Refused:
                continue
        return found
