"""Reads one log from its first segment to its last, and says what is wrong with it."""

import os
import struct
from dataclasses import dataclass, field

import vesper_format as vf
from open_files import MadeByNewer, Refused, read_regular, refuse_unless
from open_segment import (CELL, MOST_BYTES, Erasure, Frame, Place, Reader, Record, Sheet,
                          open_segment, parse_erasure, parse_record, parse_tombstone)

TORN = 0  # beside the kinds 1 and 2: a cell of an interrupted erasing that does not authenticate


@dataclass(frozen=True)
class Spot:
    """Where a record stands, and what of it survives an erasure."""

    index: int
    record_id: bytes
    digest: bytes
    chain: bytes
    segment: int
    first_cell: int
    parts: int
    kinds: frozenset[int]


@dataclass
class OpenLog:
    place: Place
    reader: Reader
    paths: dict[int, str]
    acknowledged: tuple[int, int] | None  # (segment, cell) after it; None on another device
    is_branch: bool = False  # one segment, read by itself
    limit: int | None = None  # § Former identity, Ends: from this index on nothing counts
    log_class: int | None = None
    recipient: bytes | None = None
    records: dict[int, Record] = field(default_factory=dict)
    spots: dict[int, Spot] = field(default_factory=dict)
    damage: list[tuple[int, str]] = field(default_factory=list)  # at which record, and why
    unfinished: bool = False
    before: tuple[int, bytes] | None = None  # of a branch: the record that it goes on from
    gap: int | None = None  # the first record that a missing segment keeps from us

    def __post_init__(self) -> None:
        self.last_segment = max(self.paths, default=-1)
        sheets = {number: self._opened(number) for number in sorted(self.paths)}
        self.promised = promised_erasures(
            [sheet for sheet in sheets.values() if isinstance(sheet, Sheet)], self.place)
        self._continues: tuple[int, int, bytes | None] | None = None  # segment, index, chain
        if not self.paths:  # Branches alone are here.
            self.gap = 0
        expected = 0
        for number, sheet in sheets.items():
            if self.is_over(self.last_index + 1) and self.log_class is not None:
                break
            if number != expected and self.gap is None and not self.is_branch:
                self.gap = self.last_index + 1
            expected = number + 1
            if isinstance(sheet, Refused):
                self._fault_in(number, sheet)
                self._continues = None
            else:
                self._read_segment(sheet)
        self._check_erasures()

    @property
    def is_own(self) -> bool:
        return self.place.author == self.reader.identity.partner_id

    @property
    def last_index(self) -> int:
        """−1 where the log holds no record."""
        return max(self.spots, default=-1)

    def is_over(self, index: int) -> bool:
        return self.limit is not None and index >= self.limit

    def readable(self) -> list[Record]:
        """What may be shown: neither erased nor about to be."""
        return [record for index, record in sorted(self.records.items())
                if index not in self.erased]

    def fault(self, index: int, why: str) -> None:
        self.damage.append((index, why))

    def _fault_in(self, number: int, why: Refused) -> None:
        found = (self.last_index + 1, f"segment {number}: {why}")
        self.damage.insert(0 if isinstance(why, MadeByNewer) else len(self.damage), found)

    def _opened(self, number: int) -> Sheet | Refused:
        try:
            data = read_regular(self.paths[number], MOST_BYTES)
            segment = open_segment(data, self.reader, self.place, number)
            if self.log_class is None:
                self.log_class, self.recipient = segment.log_class, segment.recipient
            refuse_unless((self.log_class, self.recipient)
                          == (segment.log_class, segment.recipient),
                          "it has another class or recipient than the segments before")
        except OSError as why:
            return Refused(f"it cannot be read ({os.strerror(why.errno)})")
        except Refused as why:
            return why
        return Sheet(data, segment, number)

    def _read_segment(self, sheet: Sheet) -> None:
        index, chain = sheet.segment.first_index, sheet.segment.chain_before
        if self.is_branch and index > 0:
            self.before = index - 1, chain
        try:
            refuse_unless(self._continues is None or self._continues[0] != sheet.number
                          or self._continues[2] is None
                          or self._continues[1:] == (index, chain),
                          "it does not continue the segment before")
            refuse_unless(index > self.last_index, "it begins before the end of a segment before")
        except Refused as why:
            self._fault_in(sheet.number, why)
            index, chain = max(index, self.last_index + 1), None
        self._read_records(sheet, index, chain)

    def _read_records(self, sheet: Sheet, index: int, chain: bytes | None) -> None:
        """Record after record; after a fault from the next cell on that begins one."""
        c = 1
        while CELL * c < len(sheet.data):
            if self.is_over(index):
                return
            try:
                frames = self._read_frames(sheet, c)
                if frames is None:
                    refuse_unless(sheet.number == self.last_segment,
                                  "it ends in an incomplete record")
                    self.unfinished = True
                    return
                refuse_unless(c == 1 or c + len(frames) <= 512, "it holds more than it can")
                spot, record = self._taken(frames, sheet, c, index, chain)
            except Refused as why:
                self._fault_in(sheet.number, why)
                chain = None
                c = next((at for at in range(c + 1, sheet.whole) if sheet.begins_record(at)
                          or (sheet.number, at) in self.promised), None)
                if c is None:
                    break
                continue
            self.spots[spot.index] = spot
            # The other reader of one's own shared log can seal cells in it. Where no link ties the
            # text to the chain, and so to the MAC, one does not know the text for one's own.
            own_shared = self.is_own and self.place.audience == 2
            if record and (chain is not None or not own_shared):
                self.records[spot.index] = record
            index, chain, c = spot.index + 1, spot.chain, c + len(frames)
        self._continues = (sheet.number + 1, index, chain)

    def _read_frames(self, sheet: Sheet, c: int) -> list[Frame | None] | None:
        """The cells of the record at cell c, or None where the record is unfinished.

        A cell is itself None where it is torn and an erasure record says that it may be.
        """
        promised = self.promised.get((sheet.number, c), [])
        for parts in [erasure.parts for erasure in promised]:
            cells = [sheet.frame(at) for at in range(c, min(c + parts, sheet.whole))]
            if len(cells) == parts and all(cell is None or (cell.part, cell.parts) == (n, parts)
                                           for n, cell in enumerate(cells)):
                return cells
        frames: list[Frame] = []
        while not frames or len(frames) < frames[0].parts:
            at = c + len(frames)
            if at >= sheet.whole:
                return None
            last = sheet.number == self.last_segment
            own_tail = (self.acknowledged is not None
                        and (sheet.number, at) >= self.acknowledged)
            try:
                frame = sheet.frame(at)
                refuse_unless(frame is not None, f"cell {at} does not authenticate")
                refuse_unless(frame.part == len(frames)
                              and (not frames or (frame.kind, frame.parts)
                                   == (frames[0].kind, frames[0].parts)),
                              f"cell {at} is not the next part of its record")
            except Refused:
                if last and (own_tail or sheet.is_zero_from(at)):
                    return None
                raise
            frames.append(frame)
        return frames

    def _taken(self, frames: list[Frame | None], sheet: Sheet, c: int, index: int,
               previous: bytes | None) -> tuple[Spot, Record | None]:
        """Checks one record or tombstone against its place; after a fault, against itself."""
        kinds = frozenset(frame.kind if frame else TORN for frame in frames)
        log_class, h, record, mac = sheet.segment.log_class, sheet.segment.header_hash, None, None
        refuse_unless(kinds == {1} or log_class == 1, "a consent record is erased")
        refuse_unless(all(not any(f.payload) for f in frames if f and f.kind == 2 and f.part > 0),
                      "a tombstone holds more than a tombstone")
        if kinds == {1}:
            record = parse_record(b"".join(f.payload for f in frames), len(frames), log_class,
                                  self.place)
            stated, mac = (record.index, record.record_id, record.digest, record.chain), record.mac
        elif kinds == {2}:
            *stated, mac = parse_tombstone(frames[0].payload)
        else:
            erasure = self._interrupted(frames, (sheet.number, c))
            stated = erasure.index, erasure.record_id, erasure.digest, erasure.chain
            if frames[0]:
                mac = self._mac_beside(erasure, frames[0])
        found, record_id, digest, chain = stated
        refuse_unless(found == index or (previous is None and found > index),
                      "a record does not have the index of its place")
        refuse_unless(previous is None or chain == vf.chain(h, found, previous, digest),
                      f"record {found} is not linked to the one before")
        if self.is_own and mac is not None:
            own = vf.record_mac(self.reader.identity.mac_key, h, found, chain)
            refuse_unless(mac == own, f"record {found} was not written by its author")
        return Spot(found, record_id, digest, chain, sheet.number, c, len(frames), kinds), record

    def _interrupted(self, frames: list[Frame | None], place: tuple[int, int]) -> Erasure:
        for erasure in self.promised[place]:
            if erasure.parts == len(frames):
                return erasure
        raise Refused("the cells of a record are not of one kind")

    def _mac_beside(self, erasure: Erasure, first: Frame) -> bytes:
        """The MAC in part 0, which has to agree with the erasure record in all it still says."""
        if first.kind == 2:
            *said, mac = parse_tombstone(first.payload)
            wanted = [erasure.index, erasure.record_id, erasure.digest, erasure.chain]
        else:
            *said, mac = struct.unpack_from("<Q16s56x32s32s", first.payload)
            wanted = [erasure.index, erasure.record_id, erasure.chain]
        refuse_unless(said == wanted, "an erasure record does not fit the record it names")
        return mac

    def _check_erasures(self) -> None:
        """§ Records: each tombstone has its erasure record, and each erasure fits its record."""
        self.erased: set[int] = set()
        if self.is_branch:  # The erasure record may stand in another segment.
            return
        for at, record in self.records.items():
            if record.type != 1:
                continue
            named = parse_erasure(record.body)
            spot = self.spots.get(named.index)
            if spot is None or named.index >= at:
                if named.index >= at or (named.segment in self.paths and not self.damage):
                    self.fault(at, f"record {at} erases a record that is not there")
                continue
            fits = named == Erasure(spot.index, spot.record_id, spot.digest, spot.chain,
                                    spot.segment, spot.first_cell, spot.parts)
            whole = self.records.get(named.index)
            if not fits or (whole is not None and whole.type != 0):
                self.fault(at, f"record {at} does not fit the record it erases")
            else:
                self.erased.add(named.index)
        for index, spot in self.spots.items():
            if spot.kinds != {1} and index not in self.erased:
                self.fault(index, f"record {index} is erased without an erasure record")


def promised_erasures(sheets: list[Sheet], log: Place) -> dict[tuple[int, int], list[Erasure]]:
    """What erasure records name, by the place they name.

    They stand after what they erase, so they have to be known first; whether they themselves are
    right shows when they are read in their turn.
    """
    found: dict[tuple[int, int], list[Erasure]] = {}
    for sheet in sheets:
        for record in sheet.records(log):
            if record.type == 1:
                erasure = parse_erasure(record.body)
                found.setdefault((erasure.segment, erasure.first_cell), []).append(erasure)
    return found
