"""Reads one log from its first segment to its last, and says what is wrong with it."""

import os
import struct
from dataclasses import dataclass, field

import vesper_format as vf
from open_files import Refused, read_regular, refuse_unless
from open_segment import (CELL, MOST_BYTES, Frame, Place, Reader, Record, Segment, open_cell,
                          open_segment, parse_record, parse_tombstone)


@dataclass(frozen=True)
class Spot:
    """Where a record stands, and what of it survives an erasure."""

    index: int
    record_id: bytes
    digest: bytes | None  # None where only the erasure record still knows it
    chain: bytes
    segment: int
    first_cell: int
    parts: int
    kinds: frozenset[int]
    previous: bytes
    header_hash: bytes


@dataclass
class OpenLog:
    place: Place
    reader: Reader
    paths: dict[int, str]
    acknowledged: tuple[int, int] | None  # (segment, cell) after it; None on another device
    log_class: int | None = None
    recipient: bytes | None = None
    records: dict[int, Record] = field(default_factory=dict)
    spots: dict[int, Spot] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)
    unfinished: bool = False

    def __post_init__(self) -> None:
        self.last_segment = max(self.paths)
        self.has_gap = self.last_segment + 1 != len(self.paths)
        self._continues: tuple[int, int, bytes] | None = None  # segment, index, chain
        for number in sorted(self.paths):
            try:
                self._read_segment(number)
            except Refused as why:
                self.damage.append(f"segment {number}: {why}")
                self._continues = None
        self._check_erasures()

    @property
    def last_index(self) -> int:
        """−1 where the log holds no record."""
        return max(self.spots, default=-1)

    def readable(self) -> list[Record]:
        """What may be shown: neither erased nor about to be."""
        return [record for index, record in sorted(self.records.items())
                if index not in self.erased]

    def _read_segment(self, number: int) -> None:
        try:
            data = read_regular(self.paths[number], MOST_BYTES)
        except OSError as why:
            raise Refused(f"it cannot be read ({os.strerror(why.errno)})") from None
        segment = open_segment(data, self.reader, self.place, number)
        if self.log_class is None:
            self.log_class, self.recipient = segment.log_class, segment.recipient
        refuse_unless((self.log_class, self.recipient) == (segment.log_class, segment.recipient),
                      "it has another class or recipient than the segments before")
        begins = (number, segment.first_index, segment.chain_before)
        refuse_unless(self._continues is None or self._continues[0] != number
                      or self._continues == begins, "it does not continue the segment before")
        refuse_unless(segment.first_index > self.last_index,
                      "it begins before the end of a segment before")
        self._read_records(data, segment, number)

    def _read_records(self, data: bytes, segment: Segment, number: int) -> None:
        index, chain, c = segment.first_index, segment.chain_before, 1
        while CELL * c < len(data):
            frames = self._read_frames(data, segment, number, c)
            if frames is None:
                refuse_unless(number == self.last_segment, "it ends in an incomplete record")
                self.unfinished = True
                return
            refuse_unless(c == 1 or c + len(frames) <= 512, "it holds more than it can")
            refuse_unless(index < 1 << 64, "its records outnumber what can be counted")
            chain = self._take(frames, segment, number, c, index, chain)
            index, c = index + 1, c + len(frames)
        self._continues = (number + 1, index, chain)

    def _read_frames(self, data: bytes, segment: Segment, number: int,
                     c: int) -> list[Frame] | None:
        """The frames of the record at cell c, or None where the record is unfinished."""
        frames: list[Frame] = []
        while not frames or len(frames) < frames[0].parts:
            at = c + len(frames)
            if len(data) < CELL * (at + 1):
                return None
            frame = open_cell(data, segment, at)
            if frame is None:
                last = number == self.last_segment
                own_tail = self.acknowledged is not None and (number, at) >= self.acknowledged
                if last and (own_tail or not any(data[CELL * at :])):
                    return None
                raise Refused(f"cell {at} does not authenticate")
            refuse_unless(frame.part == len(frames)
                          and (not frames or frame.parts == frames[0].parts),
                          f"cell {at} is not the next part of its record")
            frames.append(frame)
        return frames

    def _take(self, frames: list[Frame], segment: Segment, number: int, c: int, index: int,
              previous: bytes) -> bytes:
        """Checks one record or tombstone against its place, and gives the chain after it."""
        joined = b"".join(frame.payload for frame in frames)
        kinds = frozenset(frame.kind for frame in frames)
        record, digest, h = None, None, segment.header_hash
        refuse_unless(kinds == {1} or segment.log_class == 1, "a consent record is erased")
        if kinds == {1}:
            record = parse_record(joined, len(frames), segment.log_class, self.place)
            stated, record_id, chain, mac = record.index, record.record_id, record.chain, record.mac
            digest = record.digest
        elif frames[0].kind == 2:
            rest = joined if kinds == {2} else frames[0].payload
            stated, record_id, digest, chain, mac = parse_tombstone(rest)
        else:  # erasing was interrupted after a later cell: the first still has the fields
            stated, record_id, chain, mac = struct.unpack_from("<Q16s56x32s32s", joined)
        refuse_unless(all(not any(f.payload) for f in frames if f.kind == 2 and f.part > 0),
                      "a tombstone holds more than a tombstone")
        refuse_unless(stated == index, "a record does not have the index of its place")
        refuse_unless(digest is None or chain == vf.chain(h, index, previous, digest),
                      f"record {index} is not linked to the one before")
        if self.place.author == self.reader.identity.partner_id:
            own = vf.record_mac(self.reader.identity.mac_key, h, index, chain)
            refuse_unless(mac == own, f"record {index} was not written by its author")
        self.spots[index] = Spot(index, record_id, digest, chain, number, c, len(frames), kinds,
                                 previous, h)
        if record:
            self.records[index] = record
        return chain

    def _check_erasures(self) -> None:
        """§ Records: each tombstone has its erasure record, and each erasure fits its record."""
        self.erased: set[int] = set()
        for at, record in self.records.items():
            if record.type != 1:
                continue
            index, record_id, digest, chain, number, c, parts = struct.unpack_from(
                "<Q16s32s32sIIH", record.body)
            spot = self.spots.get(index)
            if index >= at or (spot is None and number in self.paths and not self.damage):
                self.damage.append(f"record {at} erases a record that is not there")
            if spot is None or index >= at:
                continue
            held = spot.digest or digest
            fits = ((spot.record_id, held, spot.chain, spot.segment, spot.first_cell, spot.parts)
                    == (record_id, digest, chain, number, c, parts))
            linked = vf.chain(spot.header_hash, index, spot.previous, digest) == chain
            whole = self.records.get(index)
            if not fits or not linked or (whole is not None and whole.type != 0):
                self.damage.append(f"record {at} does not fit the record it erases")
            else:
                self.erased.add(index)
        for index, spot in self.spots.items():
            later = any(n not in self.paths for n in range(spot.segment + 1, self.last_segment))
            if 2 in spot.kinds and index not in self.erased and not later:
                self.damage.append(f"record {index} is erased without an erasure record")
