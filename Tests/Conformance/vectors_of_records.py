"""Vectors of records: whose they are, where they stand, and every bound of their fields."""

import vesper_format as vf
from vector_base import NOW, base
from vector_book import Book, again, changed, file, put, record_cells, taken_back, unseen, whole

OURS, AYE, YES, MINE = (file(key) for key in ("ours", "aye", "yes", "mine"))
DAMAGED = "damaged"


def write(book: Book) -> None:
    whole_records(book)
    forged(book)
    places(book)
    fields(book)
    heads(book)
    frames(book)


def appended(key: str, seed: str, mac_of: str | None = None, **said: object) -> str:
    """The edit that adds one record, right in everything but what is said."""
    writer = again(key, seed, mac_of)
    number = max(writer.segments)
    return put(file(key, number), len(whole(key, number)),
               b"".join(record_cells(writer, **said)))


def whole_records(book: Book) -> None:
    book.section = "Records"
    for title, said in (
            ("an ordinary record", {}), ("an empty body", {"body": b""}),
            ("a body that fills its cell", {"body": bytes(464 - 144)}),
            ("a body one byte longer than a cell", {"body": bytes(464 - 143)}),
            ("the greatest offset", {"zone": 1_080}), ("the least offset", {"zone": -1_080}),
            ("an unknown kind tag", {"kind": 65_535}),
            ("64 heads", {"heads": tuple(vf.Head(bytes([n + 128]) * 16, 0, bytes(32))
                                         for n in range(64))})):
        named = {} if "heads" not in said else {
            f"_{bytes([n + 128]).hex() * 16}": "waiting for files" for n in range(64)}
        book.vault(f"{title} at the end of the partner's log", "it is within all bounds", "Noor",
                   appended("ours", title, **said), **named)
    book.vault("one record of one's own ahead of the state", "an ordinary crash", "Ada",
               appended("ours", "ahead"))
    writer = again("ours", "far ahead")
    for _ in range(3):
        writer.append(b"written on another day", 8, **NOW)
    book.both("three records ahead of the state", "it is complete, and only not written to any "
              "more by this device", *changed("ours", writer))


def forged(book: Book) -> None:
    book.section = "Records"
    why = "the recipient holds the cell key, not the author's MAC key"
    for key, author, other in (("ours", "Ada", "Noor"), ("aye", "Ada", "Noor"),
                               ("yes", "Noor", "Ada")):
        what = "an entry" if key == "ours" else "an answer"
        edit = appended(key, f"forged {key}", mac_of=other, body=b"I never said this")
        book.vault(f"{what} forged by {other} in {author}'s log, read by {author}", why, author,
                   edit, **{key: DAMAGED})
        book.vault(f"{what} forged by {other} in {author}'s log, read by {other}",
                   "who forges deceives nobody but themselves", other, edit)
    edit = appended("aye", "forged", mac_of="Noor", body=b"I never said this")
    book.vault("an answer forged in a consent log, read by its author on a device that has seen "
               "nothing", why, "Ada", unseen("Ada"), edit, aye=DAMAGED)
    for mac_of, title, verdicts in (("Noor", "the recipient", (DAMAGED, "forked")),
                                    (None, "the author", ("forked", "forked"))):
        writer = taken_back(again("ours", f"rewritten by {title}", mac_of))
        writer.append(b"another end", 8, **NOW)
        edits = changed("ours", writer)
        for reads, verdict in zip(("Ada", "Noor"), verdicts):
            book.vault(f"the last record rewritten by {title}, read by {reads}",
                       "both have seen another record there", reads, *edits, ours=verdict)
    writer = taken_back(again("aye", "rewritten consent"))
    writer.append(b"yes to tea after all", 22, **NOW)
    edits = changed("aye", writer)
    book.vault("a withdrawal rewritten by its author, who has seen it", "the state tells", "Ada",
               *edits, aye="forked")
    book.vault("a withdrawal rewritten before the other saw it", "it cannot be known", "Noor",
               *edits)
    edit = appended("ours", "bad mac", mac=b"m" * 32)
    book.vault("a record with a MAC of nobody, read by the author", "the author checks it", "Ada",
               edit, ours=DAMAGED)
    book.vault("a record with a MAC of nobody, read by the recipient", "a recipient cannot",
               "Noor", edit)
    book.vault("a private record with a MAC of nobody", "the author checks it", "Ada",
               appended("mine", "bad mac", mac=b"m" * 32), mine=DAMAGED)


def places(book: Book) -> None:
    book.section = "Records"
    log = base().logs["ours"]
    for title, said in (
            ("an index left out", {"index": 4}), ("an index that goes back", {"index": 1}),
            ("the greatest index", {"index": 2**64 - 1}),
            ("a link to nothing", {"previous": bytes(32)}),
            ("a link to the record before the last", {"previous": log.records[1].chain}),
            ("a chain over another digest", {"digest": b"d" * 32})):
        book.vault(f"{title}", "index and chain say what comes before", "Noor",
                   appended("ours", title, **said), ours=DAMAGED)
        book.vault(f"{title}, read by the author on a device that has seen nothing",
                   "index and chain say what comes before", "Ada", unseen("Ada"),
                   appended("ours", title, **said), ours=DAMAGED)


def fields(book: Book) -> None:
    book.section = "Records"
    for title, said in (
            ("an offset beyond 1,080", {"zone": 1_081}),
            ("an offset beyond -1,080", {"zone": -1_081}), ("type 4", {"record_type": 4}),
            ("something in the zero byte", {"fields": {73: b"\1"}}),
            ("a body longer than its cells", {"size": 4_000}),
            ("a body shorter than what is there", {"size": 2}),
            ("a body beyond 1,048,576 bytes", {"size": 1_048_577}),
            ("a cell too many", {"parts": 2}), ("something after the last byte", {"tail": b"x"}),
            ("an erasure with a kind tag", {"body": bytes(120), "record_type": 1}),
            ("an erasure of a wrong length", {"body": bytes(119), "record_type": 1, "kind": 0}),
            ("a closing with a kind tag", {"body": b"c" * 16 + bytes(48), "record_type": 2}),
            ("a closing of a wrong length",
             {"body": b"c" * 16 + bytes(47), "record_type": 2, "kind": 0}),
            ("a closing of its own log", {"body": b"\x33" * 16 + bytes(48), "record_type": 2,
                                          "kind": 0}),
            ("a closing that neither counts nor does not",
             {"body": b"c" * 16 + b"\2" + bytes(47), "record_type": 2, "kind": 0}),
            ("a closing with something in its zero bytes",
             {"body": b"c" * 16 + b"\1\1" + bytes(46), "record_type": 2, "kind": 0}),
            ("a closing that counts none and names one",
             {"body": b"c" * 16 + bytes(47) + b"\1", "record_type": 2, "kind": 0})):
        book.vault(f"a record with {title}", "a bound or a zero byte is wrong", "Noor",
                   appended("ours", title, **said), ours=DAMAGED)
    book.vault("an erasure in a consent log", "records of class consent are never erased", "Noor",
               appended("aye", "erasure", body=bytes(120), record_type=1, kind=0), aye=DAMAGED)
    book.vault("a consent record of 16,384 bytes", "the longest that there may be", "Noor",
               appended("aye", "long", body=bytes(16_384)))
    book.vault("a consent record of 16,385 bytes", "at most 16,384", "Noor",
               appended("aye", "longer", body=bytes(16_385)), aye=DAMAGED)


def heads(book: Book) -> None:
    book.section = "Records"
    yes, days = base().logs["yes"].head(), base().logs["days"].head()
    ours, mine = base().logs["ours"].head(), base().logs["mine"].head()
    for title, key, reads, said in (
            ("heads that do not ascend", "ours", "Noor", (yes, days)),
            ("a head twice", "ours", "Noor", (yes, yes)),
            ("a head of its own log", "ours", "Noor", (ours,)),
            ("a head in a private record", "mine", "Ada", (yes,)),
            ("a head of a private log", "ours", "Ada", (mine,))):
        book.vault(title, "in ascending order, no log twice, no private log", reads,
                   appended(key, title, heads=said), **{key: DAMAGED})
    book.vault("65 heads", "at most 64", "Noor", appended("ours", "65 heads", heads=tuple(
        vf.Head(bytes([n + 120]) * 16, 0, bytes(32)) for n in range(65))), ours=DAMAGED)
    book.vault("more heads than there is room for", "they would go beyond the record", "Noor",
               appended("ours", "count", count=9), ours=DAMAGED)
    book.vault("a head of a log that nobody has", "it is waited for", "Noor",
               appended("ours", "lost", heads=(vf.Head(b"\xee" * 16, 4, bytes(32)),)),
               **{"_" + "ee" * 16: "waiting for files"})
    later, other = vf.Head(days.log_id, 9, bytes(32)), vf.Head(days.log_id, 4, b"o" * 32)
    book.both("a head beyond the end of a log", "a record that is named has not arrived",
              appended("ours", "later", heads=(later,)), days="waiting for files")
    book.both("a head with another chain", "two records with the same index exist",
              appended("ours", "other", heads=(other,)), days="forked")


def frames(book: Book) -> None:
    book.section = "Cells"
    for title, said in (
            ("kind 0", {"frame_kind": 0}), ("kind 3", {"frame_kind": 3}),
            ("something in the zero byte", {"frame": {1: b"\1"}}),
            ("something in the zero bytes", {"frame": {7: b"\1"}}),
            ("no parts", {"frame": {4: b"\0\0"}}), ("2,269 parts", {"frame": {4: vf.u16(2_269)}}),
            ("a part beyond its parts", {"part_from": 1}),
            ("a second part without a first", {"part_from": 1, "frame": {4: b"\2\0"}})):
        book.vault(f"a cell of {title}", "a cell holds what a cell holds, and no more", "Noor",
                   appended("ours", title, **said), ours=DAMAGED)
        book.vault(f"a cell of {title}, where the log is written",
                   "what does not fit together to a record is cut off by the next append", "Ada",
                   appended("ours", title, **said), ours="unfinished")
    writer = again("ours", "two halves")
    cells = record_cells(writer, body=b"two cells " * 50)
    other = record_cells(writer, body=b"three cells " * 70)
    end = len(whole("ours"))
    for title, content in (
            ("parts of two records", cells[0] + other[1] + other[2]),
            ("a record whose second part is the first again",
             cells[0] + record_cells(writer, body=b"x", frame={4: b"\2\0"})[0])):
        book.vault(title, "the parts stand in consecutive cells and agree", "Noor",
                   put(OURS, end, content), ours=DAMAGED)
    book.both("a record that lacks its last cell", "fewer cells than parts: unfinished",
              put(OURS, end, cells[0]), ours="unfinished")
    book.both("a record that lacks part of its last cell", "fewer bytes than a cell",
              put(OURS, end, cells[0] + cells[1][:100]), ours="unfinished")
    book.vault("an unfinished consent record", "what is before verifies", "Noor",
               put(AYE, len(whole("aye")),
                   record_cells(again("aye", "half"), body=b"x" * 900)[0]), aye="unfinished")
