"""Vectors of what was erased, forked and closed."""

from dataclasses import replace

import vesper_format as vf
from log_writer import LogWriter
from vector_base import NOW, Draws, base, begin
from vector_book import (Book, again, changed, cut, file, flip, made, put, record_cells,
                         taken_back, unseen, whole)

MINE, OURS, YES = (file(key) for key in ("mine", "ours", "yes"))
NEW = "ee" * 16
DAMAGED = "damaged"


def write(book: Book) -> None:
    erased(book)
    interrupted(book)
    branches(book)
    closed(book)


def buried(writer: LogWriter, which: int, **said: bytes) -> list[bytes]:
    """The cells of a tombstone, right in everything but what is said."""
    gone = writer.records[which]
    stated = {"index": which, "record_id": gone.record_id, "hashed_record": gone.digest,
              "chained": gone.chain, "mac": gone.mac} | {k: v for k, v in said.items()
                                                         if k != "tail"}
    return writer.sealed(2, gone, vf.tombstone(**stated) + said.get("tail", b""))


def at(writer: LogWriter, index: int, part: int = 0) -> int:
    return 512 * (writer.records[index].first_cell + part)


def erased(book: Book) -> None:
    book.section = "Records"
    whose = "every tombstone has its erasure record"
    mine, ours, yes = (again(key, "erased") for key in ("mine", "ours", "yes"))
    book.vault("a tombstone without its erasure record", whose, "Ada",
               put(MINE, at(mine, 0), buried(mine, 0)[0]), mine=DAMAGED)
    book.both("a tombstone without its erasure record in a shared diary", whose,
              put(OURS, at(ours, 0), buried(ours, 0)[0]), ours=DAMAGED)
    book.vault("a tombstone whose erasure record was cut off", whose, "Ada",
               cut(MINE, len(whole("mine")) - 512), mine=DAMAGED)
    book.both("a consent record that is a tombstone", "consent is permanent",
              put(YES, at(yes, 0), buried(yes, 0)[0]), yes=DAMAGED)
    for title, said in (("index", {"index": 1}), ("record id", {"record_id": b"i" * 16}),
                        ("digest", {"hashed_record": b"d" * 32}), ("chain", {"chained": b"c" * 32}),
                        ("MAC", {"mac": b"m" * 32}), ("zero bytes", {"tail": b"x"}),
                        ("second part", {"tail": bytes(464 - 120) + b"a word"})):
        book.vault(f"a tombstone with another {title}",
                   "what it keeps is the record's, and the erasure record says the same", "Ada",
                   put(MINE, at(mine, 2), b"".join(buried(mine, 2, **said))), mine=DAMAGED)
    twice = again("ours", "twice")
    twice.erase(0, **NOW)
    twice.erase(0, **NOW)
    book.both("a record that is erased twice", "that is no damage", *changed("ours", twice))
    once = again("ours", "once")
    once.erase(1, **NOW)
    book.both("a record that is erased", "the tombstones keep what the chain takes",
              *changed("ours", once))
    days = again("days", "other segment")
    days.erase(0, **NOW)
    book.both("a record that is erased in an earlier segment",
              "the erasure record names the segment", *changed("days", days))
    book.both("a tombstone that came before the segment with its erasure record",
              "a tombstone without its erasure record is damage",
              changed("days", days)[0], days=DAMAGED)
    book.both("an erasure record that came before its tombstone",
              "the erasing was interrupted", *changed("days", days)[1:])
    gone = ours.records[0]
    right = {"index": 0, "record_id": gone.record_id, "hashed_record": gone.digest,
             "chained": gone.chain, "segment": 0, "first_cell": 1, "parts": 1}
    for title, said in (("index", {"index": 1}), ("record id", {"record_id": b"i" * 16}),
                        ("digest", {"hashed_record": b"d" * 32}), ("chain", {"chained": b"c" * 32}),
                        ("first cell", {"first_cell": 4}), ("number of parts", {"parts": 2}),
                        ("segment", {"segment": 7}), ("record that is later", {"index": 9})):
        writer = again("ours", f"erasure {title}")
        cells = record_cells(writer, body=vf.erasure_body(**(right | said)), record_type=1, kind=0)
        book.vault(f"an erasure record with another {title}",
                   "it does not fit the record that it names", "Noor",
                   put(OURS, len(whole("ours")), cells[0]), ours=DAMAGED)
    writer = again("ours", "of an erasure")
    writer.erase(0, **NOW)
    writer.erase(3, **NOW)
    book.vault("an erasure of an erasure record", "it names an entry", "Noor",
               *changed("ours", writer), ours=DAMAGED)
    writer = again("ours", "zero bytes of an erasure")
    body = vf.erasure_body(**right)[:-1] + b"x"
    book.vault("an erasure record with something in its zero bytes", "22 zero bytes", "Noor",
               put(OURS, len(whole("ours")),
                   record_cells(writer, body=body, record_type=1, kind=0)[0]), ours=DAMAGED)


def interrupted(book: Book) -> None:
    book.section = "Records"
    mine = again("mine", "interrupted")
    gone = mine.records[2]
    old = mine.sealed(1, gone, gone.bytes)
    why = "each cell may be the record's, the tombstone's, or torn"
    first, second = at(mine, 2), at(mine, 2, 1)
    for title, edits in (
            ("before its first cell", [put(MINE, first, old[0] + old[1])]),
            ("before its second cell", [put(MINE, second, old[1])]),
            ("with its first cell torn", [flip(MINE, first + 99)]),
            ("with its second cell torn", [flip(MINE, second + 99)]),
            ("with both cells torn", [flip(MINE, first + 99), flip(MINE, second + 99)]),
            ("with the first cell torn, before the second",
             [flip(MINE, first + 99), put(MINE, second, old[1])])):
        book.vault(f"an erasing interrupted {title}", why, "Ada", *edits)
    for title, said in (("record id", {"record_id": b"i" * 16}),
                        ("digest", {"hashed_record": b"d" * 32}),
                        ("chain", {"chained": b"c" * 32}), ("index", {"index": 1}),
                        ("MAC", {"mac": b"m" * 32}), ("zero bytes", {"tail": b"x"})):
        cells = buried(mine, 2, **said)
        book.vault(f"an interrupted erasing whose tombstone has another {title}",
                   "what its first cell still says has to be what the erasure record says", "Ada",
                   put(MINE, first, cells[0] + old[1]), mine=DAMAGED)
    other = replace(gone, record_id=b"i" * 16)
    fields = gone.fields[:8] + b"i" * 16 + gone.fields[24:]
    cells = mine.sealed(1, gone, replace(other, fields=fields).bytes)
    book.vault("an interrupted erasing whose first cell is of another record",
               "what its first cell still says has to be what the erasure record says", "Ada",
               put(MINE, first, cells[0]), flip(MINE, second + 99), mine=DAMAGED)
    late = buried(mine, 2, tail=bytes(464 - 120) + b"a word")
    book.vault("an interrupted erasing whose second tombstone holds a word",
               "a tombstone has nothing but zeros there", "Ada",
               put(MINE, first, old[0] + late[1]), mine=DAMAGED)
    odd = bytearray(vf.frame(2, 1, 2, b""))
    odd[1] = 1
    header = whole("mine")[:512]
    key, c = vf.cell_key(mine.keys[0], vf.core_hash(header)), second // 512
    book.vault("an interrupted erasing whose second cell is authentic and none",
               "it is not the record's, not the tombstone's and not torn", "Ada",
               put(MINE, second, vf.cell(key, vf.header_hash(header), c, mine.fresh(24),
                                         bytes(odd))), mine=DAMAGED)
    book.vault("a torn cell that no erasure record names", "then it is a cell that does not open",
               "Ada", flip(MINE, at(mine, 1) + 99), mine=DAMAGED)


def branches(book: Book) -> None:
    book.section = "Shared folder"
    branch = taken_back(again("ours", "branch"))
    branch.append(b"another end", 8, **NOW)
    other = bytes(branch.segments[0])
    place = "$ours/0.1.branch"

    def beside(content: bytes, path: str = place) -> list[str]:
        return [f"copy {OURS} {path}", *([cut(path, len(content))] if len(content) < 2_560 else []),
                put(path, 2_048, content[2_048:])]

    book.both("a branch with another record", "two records with the same index exist",
              *beside(other), ours="forked")
    book.both("a branch that is the same", "a copy that says the same makes no fork",
              f"copy {OURS} {place}")
    book.both("a branch that is shorter", "it contradicts nothing", f"copy {OURS} {place}",
              cut(place, 1_024))
    longer = again("ours", "longer branch")
    longer.append(b"and on", 8, **NOW)
    book.both("a branch that goes on", "it contradicts nothing", f"copy {OURS} {place}",
              put(place, 2_560, bytes(longer.segments[0])[2_560:]))
    book.both("the sixteenth branch", "k is from 1 to 16", *beside(other, "$ours/0.16.branch"),
              ours="forked")
    book.both("a branch with a flipped bit", "a branch is a segment like any other",
              f"copy {OURS} {place}", flip(place, 700), ours=DAMAGED)
    book.both("a branch of another log", "path and header must agree", f"copy {YES} {place}",
              ours=DAMAGED)
    naming = taken_back(again("ours", "naming branch"))
    cells = record_cells(naming, heads=(base().logs["mine"].head(),))
    book.vault("a branch that names a private log", "what it holds is the log's too", "Ada",
               f"copy {OURS} {place}", put(place, 2_048, cells[0]), ours=DAMAGED)
    book.both("an empty branch", "a segment shorter than its header is damaged",
              f"copy {OURS} {place}", cut(place, 0), ours=DAMAGED)


def closing(last: tuple[int, bytes] | None, seed: str, by: str = "Ada", to: str | None = "Noor",
            log_class: int = 1, of: str = "ours") -> LogWriter:
    """A new log that closes another, `ours` where nothing is said."""
    people = base().people
    writer = begin(people[by], to and people[to], log_class, 0xEE, Draws(seed))
    writer.append(vf.closing_body(base().logs[of].log.log_id, last), 0, **NOW, record_type=2)
    return writer


def closed(book: Book) -> None:
    book.section = "Records"
    log = base().logs["ours"]
    ends = [(one.index, one.chain) for one in log.records]
    new = {f"_{NEW}": "complete"}
    for kept, length in ((0, 512), (1, 1_024), (2, 2_048)):
        last = ends[kept - 1] if kept else None
        book.both(f"a log closed after {kept} records and cut there",
                  "heads beyond the last record that counts no longer count",
                  *made(closing(last, f"cut {kept}")), cut(OURS, length), **new)
    book.both("a closed log that goes on", "nothing beyond its end is judged",
              *made(closing(ends[0], "goes on")), **new)
    book.both("a closed log that has lost a record that counts", "it was seen",
              *made(closing(ends[2], "lost")), cut(OURS, 1_024), ours="rolled back", **new)
    why = "what is wrong after the last record that counts gives a closed log no verdict"
    for title, edits in (
            ("a flipped bit", [flip(OURS, 1_200)]), ("noise at the end", [
                put(OURS, 2_560, Draws("noise")(64) * 8)]),
            ("a few bytes at the end", [put(OURS, 2_560, b"x" * 100)]),
            ("a gap", [flip(OURS, 1_200), flip(OURS, 2_100)])):
        book.both(f"a closed log with {title} beyond its end", why, *made(closing(ends[0], title)),
                  *edits, **new)
    mine, ours = base().logs["mine"].head(), again("ours", "beyond")
    end = len(whole("ours"))
    naming = put(OURS, end, record_cells(ours, heads=(mine,))[0])
    book.vault("a log that names a private log, closed before that", why, "Ada",
               *made(closing(ends[0], "naming")), naming, **new)
    book.vault("a log that names a private log", "a private log is never named", "Ada", naming,
               ours=DAMAGED)
    for title, edit in (
            ("a record that follows nothing",
             put(OURS, end, record_cells(ours, previous=bytes(32))[0])),
            ("a record of an unknown type", put(OURS, end, record_cells(ours, record_type=4)[0])),
            ("a record with a MAC of nobody", put(OURS, end, record_cells(ours, mac=b"m" * 32)[0])),
            ("a tombstone without its erasure record",
             put(OURS, at(ours, 2), buried(ours, 2)[0])),
            ("an erasure record that fits nothing", put(OURS, end, record_cells(
                ours, body=vf.erasure_body(1, b"i" * 16, bytes(32), bytes(32), 0, 2, 2),
                record_type=1, kind=0)[0]))):
        book.both(f"a closed log with {title} beyond its end", why, *made(closing(ends[0], title)),
                  edit, **new)
    book.both("a log closed after no record with a flipped bit in its header", why,
              *made(closing(None, "header of none")), flip(OURS, 40), **new)
    days = base().logs["days"].records[1]
    second = file("days", 1)
    for title, edit in (("a flipped bit in the header of", flip(second, 40)),
                        ("a newer version of", put(second, 8, vf.u16(2))),
                        ("nothing left of", f"cut {second} 0")):
        writer = closing((1, days.chain), title, by="Noor", to="Ada", of="days")
        book.both(f"a closed log with {title} a segment beyond its end", why, *made(writer), edit,
                  **new)
    book.both("a closed log with a flipped bit before its end", "what counts is judged",
              *made(closing(ends[1], "before")), flip(OURS, 700), ours=DAMAGED, **new)
    book.both("a closed log with a flipped bit in its header", "nothing of it can be read",
              *made(closing(ends[1], "header")), flip(OURS, 40), ours=DAMAGED, **new)
    book.both("a closing that names another chain", "that record has to be there as if named",
              *made(closing((1, b"c" * 32), "chain")), ours="forked", **new)
    book.both("a closing that names more than there is", "as if a record had named it",
              *made(closing((8, b"c" * 32), "more")), ours="waiting for files", **new)
    book.both("a closed log of which nothing is here", "its author has given it up",
              *made(closing(None, "gone")), "delete $ours", ours=None, **new)
    book.vault("a closed log of which nothing is here or was seen",
               "whose it is is known from its head alone", "Ada", unseen("Ada"),
               *made(closing(None, "gone")), "delete $ours", ours="waiting for files", **new)
    for title, said in (("by the other", {"by": "Noor", "to": "Ada"}),
                        ("of another class", {"log_class": 2})):
        book.both(f"a closing {title}", "only a log of the same author, audience and class closes",
                  *made(closing(ends[0], title, **said)), cut(OURS, 1_024), ours="rolled back",
                  **new)
    book.vault("a closing of another audience", "only a log of the same author, audience and "
               "class closes", "Ada", *made(closing(ends[0], "private", to=None)),
               cut(OURS, 1_024), ours="rolled back", **new)
