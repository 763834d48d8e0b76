"""Vectors of segments as they lie: whole, cut, with a flipped bit."""

import vesper_format as vf
from vector_base import Draws, base, begin
from vector_book import Book, cut, file, flip, made, put, unseen

OURS, DAYS, AYE, MINE, YES = (file(key) for key in ("ours", "days", "aye", "mine", "yes"))
NEW = "ee" * 16
FIELDS = (("magic", 0, 1), ("version", 8, 1), ("class", 10, 3), ("audience", 11, 3),
          ("segment number", 12, 1), ("vault id", 16, 1), ("log id", 32, 1), ("author", 48, 1),
          ("recipient", 80, 1), ("first index", 112, 1), ("chain before", 120, 1),
          ("commitment", 152, 1), ("box nonce", 304, 1), ("box", 423, 1),
          ("first zero byte", 424, 1), ("last zero byte", 511, 128))


def write(book: Book) -> None:
    good(book)
    cut_short(book)
    flipped(book)
    headers(book)


def good(book: Book) -> None:
    book.section = "Logs"
    book.both("the base vault as it is", "everything verifies to the end of each file")
    for name in ("Ada", "Noor"):
        book.vault(f"a device of {name} that has seen nothing", "what is here verifies", name,
                   unseen(name))
    ada, noor = base().people["Ada"], base().people["Noor"]
    for to, log_class in ((None, 1), (noor, 1), (noor, 2)):
        writer = begin(ada, to, log_class, 0xEE, Draws("empty"))
        header = vf.segment_header(writer.log, 0, 0, bytes(32), ada, to and to.x25519[0],
                                   b"k" * 32, b"n" * 24, b"b" * 24 if to else None)
        writer.segments[0] = bytearray(header)
        kind = "private" if to is None else ("diary", "consent")[log_class - 1]
        book.vault(f"a header without cells, {kind}", "it is a log without records", "Ada",
                   *made(writer), **{f"_{NEW}": "complete"})


def cut_short(book: Book) -> None:
    book.section = "Verdicts"
    for length in (0, 1, 9, 511):
        book.both(f"a segment of {length} bytes", "a segment shorter than its header is damaged",
                  cut(OURS, length), ours="damaged")
    for length in (512, 1_024, 1_600, 2_048, 2_559):
        book.both(f"a log cut after {length} bytes that was seen whole",
                  "it ends before the last head that this device has seen", cut(OURS, length),
                  ours="rolled back")
    for length, verdict in ((512, "complete"), (513, "unfinished"), (1_023, "unfinished"),
                            (1_024, "complete"), (1_025, "unfinished"), (1_535, "unfinished")):
        book.vault(f"a log cut after {length} bytes that nobody saw or named",
                   "at a record boundary a cut cannot be known; elsewhere it is unfinished",
                   "Noor", cut(AYE, length), aye=verdict)
    for length in (512, 1_024, 1_536, 2_048):
        book.vault(f"a log cut after {length} bytes of which more is named",
                   "records of other logs name its record 2", "Noor", unseen("Noor"),
                   cut(OURS, length), ours="waiting for files")
    book.vault("a private log cut on a device that has seen nothing",
               "a private log is named nowhere, so nothing tells", "Ada", unseen("Ada"),
               cut(MINE, 1_024))
    for length in (512, 1_024, 1_030):
        book.both(f"a first segment of two cut after {length} bytes",
                  "the second does not go on from there", cut(DAYS, length), days="damaged")
    book.both("zeros after the last record of a log of one's own or another's",
              "a file that grew before its bytes arrived is unfinished", f"grow {OURS} 3072",
              ours="unfinished")
    book.both("less than a cell of zeros after the last record", "fewer bytes than a cell",
              f"grow {OURS} 2600", ours="unfinished")
    noise = Draws("noise")(64) * 8
    for reads, verdict in (("Ada", "unfinished"), ("Noor", "damaged")):
        book.vault(f"a cell that is none after the last record, read by {reads}", "what follows "
                   "the last acknowledged record does not count where the log is written",
                   reads, put(OURS, 2_560, noise), ours=verdict)
    book.both("a segment one byte longer than a segment can be",
              "a reader does not read on to find out how much longer", f"grow {OURS} 1161729",
              ours="damaged")
    for key in ("ours", "yes", "mine"):
        reads = "Noor" if key == "yes" else "Ada"
        book.vault(f"the log {key} is gone, read by {reads}", "the state has seen it", reads,
                   f"delete ${key}", **{key: "rolled back"})
    book.vault("a whole consent log gone after it was witnessed",
               "records of three logs name it, although this device has never seen it", "Ada",
               unseen("Ada"), "delete $yes", yes="waiting for files")
    book.vault("a whole consent log gone before anybody witnessed it",
               "it cannot be known: nothing names it and nobody saw it", "Noor", "delete $aye",
               aye=None)
    book.vault("a whole consent log gone, its writer's device brought back",
               "with the state the memory of it is gone too", "Ada", unseen("Ada"),
               "delete $aye", aye=None)
    for name, verdict in (("seen", "waiting for files"), ("not seen", "waiting for files")):
        book.vault(f"the first of two segments missing, {name}", "what is here verifies", "Ada",
                   *([unseen("Ada")] if name == "not seen" else []), f"delete {DAYS}",
                   days=verdict)
    book.vault("the second of two segments missing, seen", "the state has seen record 4", "Ada",
               f"delete {file('days', 1)}", days="rolled back")
    book.vault("the second of two segments missing, named", "a record names record 3", "Ada",
               unseen("Ada"), f"delete {file('days', 1)}", days="waiting for files")
    book.vault("the end of a second segment missing, beyond what is named",
               "a record names record 3 of this log, and none its record 4", "Ada",
               unseen("Ada"), cut(file("days", 1), 1_536))


def flipped(book: Book) -> None:
    book.section = "Cells"
    for key, cells in (("ours", (1, 2, 4)), ("yes", (1, 2))):
        for c in cells:
            for part, at in (("nonce", 0), ("middle", 200), ("last byte", 511)):
                if part != "middle" and c == 2:
                    continue
                book.both(f"a flipped bit in the {part} of cell {c} of {key}",
                          "every cell must authenticate", flip(file(key), 512 * c + at),
                          **{key: "damaged"})
    for c in (1, 3, 6):
        book.vault(f"a flipped bit in cell {c} of a private log", "every cell must authenticate",
                   "Ada", flip(MINE, 512 * c + 99), mine="damaged")
    for number, c in ((0, 2), (1, 1), (1, 3)):
        book.both(f"a flipped bit in cell {c} of segment {number}", "every cell must authenticate",
                  flip(file("days", number), 512 * c + 50), days="damaged")
    book.both("two cells exchanged", "a cell says where it stands",
              f"exchange {YES} 512 1024 512", yes="damaged")
    book.both("the two cells of one record exchanged", "a cell says where it stands",
              f"exchange {OURS} 1024 1536 512", ours="damaged")
    book.both("a cell of another segment of the log", "a cell is bound to its header",
              f"lay {file('days', 1)} 512 {DAYS} 512 512", days="damaged")
    book.both("a cell of another log", "a cell is bound to its header",
              f"lay {YES} 512 {DAYS} 512 512", days="damaged")
    book.both("a cell of the first place in the second", "a cell says where it stands",
              f"lay {YES} 512 {YES} 1024 512", yes="damaged")
    for reads, verdict in (("Ada", "unfinished"), ("Noor", "damaged")):
        book.vault(f"the last cell once more at the end, read by {reads}",
                   "it does not authenticate there; to its writer it is unfinished", reads,
                   f"lay {AYE} 1024 {AYE} 1536 512", aye=verdict)
    book.both("a cell taken out of the middle", "those after it stand in the wrong places",
              f"lay {OURS} 1024 {OURS} 512 1536", cut(OURS, 2_048), ours="damaged")


def headers(book: Book) -> None:
    book.section = "Segment header"
    for title, at, mask in FIELDS:
        book.both(f"a flipped bit in the {title} of a header",
                  "path, slots, commitment and zero bytes fix it", flip(OURS, at, mask),
                  ours="damaged")
    for title, at, verdict in (("nonce of the author's slot", 184, "damaged"),
                               ("author's slot", 303, "damaged")):
        book.vault(f"a flipped bit in the {title}, read by the author", "the author opens it",
                   "Ada", flip(OURS, at), ours=verdict)
        book.vault(f"a flipped bit in the {title}, read by the recipient",
                   "what stands there changes nothing for the recipient", "Noor", flip(OURS, at))
    for title, at in (("recipient", 80), ("commitment", 183), ("author's slot", 250),
                      ("recipient's slot", 304), ("zero bytes", 500)):
        book.vault(f"a flipped bit in the {title} of a private header",
                   "zero where a private log has nothing, and fixed where it has something",
                   "Ada", flip(MINE, at), mine="damaged")
    book.vault("a flipped bit in the recipient of a log that nobody saw or named", "a log "
               "neither from nor to the reader is passed over: nothing tells", "Noor",
               flip(AYE, 80), aye=None)
    for number, length in ((0, None), (1, None), (1, 300), (1, 12)):
        path, more = file("days", number), [] if length is None else [
            cut(file("days", 1), length)]
        book.both(f"segment {number} of version 2{f' and {length} bytes' if length else ''}",
                  "damaged, with that as its reason", put(path, 8, vf.u16(2)), *more,
                  days="future version")
    book.both("a segment of version 7 that is longer than can be",
              "the version is checked before anything else, the length included",
              put(OURS, 8, vf.u16(7)), f"grow {OURS} 1161729", ours="future version")
    book.both("a segment of version 2 beside another fault", "the version is the reason first",
              put(file("days", 1), 8, vf.u16(2)), flip(DAYS, 700), days="future version")
