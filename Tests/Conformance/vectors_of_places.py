"""Vectors of segments, slots and files in the wrong place, and of names that are none."""

import vesper_format as vf
from vector_base import Draws, base, begin
from vector_book import OTHER, Book, again, changed, file, made, make, put, whole

OURS, DAYS, AYE, MINE, YES = (file(key) for key in ("ours", "days", "aye", "mine", "yes"))
NEW = "ee" * 16


def write(book: Book) -> None:
    misplaced(book)
    slots(book)
    names(book)


def misplaced(book: Book) -> None:
    book.section = "Files"
    why = "path and header must agree"
    book.both("segments of two logs exchanged", why, f"swap {OURS} {AYE}", ours="damaged",
              aye="damaged")
    book.both("two segments of a log exchanged", why, f"swap {DAYS} {file('days', 1)}",
              days="damaged")
    book.both("segments of two authors exchanged", why, f"swap {OURS} {DAYS}", ours="damaged",
              days="damaged")
    book.both("a copy of a segment under the next number", why,
              f"copy {file('days', 1)} {file('days', 2)}", days="damaged")
    book.both("a log under another id", why, f"copy {OURS} $ada.shared/{NEW}/0.segment",
              **{f"_{NEW}": "damaged"})
    book.both("a log under another id, relabelled", "the slot names the header",
              f"copy {OURS} $ada.shared/{NEW}/0.segment",
              put(f"$ada.shared/{NEW}/0.segment", 32, bytes.fromhex(NEW)),
              **{f"_{NEW}": "damaged"})
    book.vault("a private segment in a shared log", why, "Ada", f"copy {MINE} {OURS}",
               ours="damaged")
    book.vault("a shared segment in a private log", why, "Ada", f"copy {OURS} {MINE}",
               mine="damaged")
    book.section = "Segment header"
    ada, noor = base().people["Ada"], base().people["Noor"]
    elsewhere = begin(ada, noor, 1, 0x33, Draws("elsewhere"), b"v" * 16)
    elsewhere.append(b"from another vault", 8, 1_767_254_400_000, 20_454, 60)
    content = bytes(elsewhere.segments[0])
    book.both("a segment of another vault", "the header names the vault", make(OURS, content),
              ours="damaged")
    book.both("a segment of another vault, relabelled", "the slot names the header",
              make(OURS, content), put(OURS, 16, whole("ours")[16:32]), ours="damaged")
    sam = vf.Identity(b"s" * 32, "Sam")
    stranger = begin(sam, ada, 1, 0xEE, Draws("stranger"))
    stranger.append(b"hello", 8, 1_767_254_400_000, 20_454, 60)
    path = f"vault/logs/{sam.partner_id.hex()}/shared/{NEW}/0.segment"
    book.section = "Files"
    book.vault("a log by an author who is not pinned",
               "what lies below the id of a stranger is not looked at", "Ada",
               make(path, bytes(stranger.segments[0])), **{f"_{NEW}": None})
    book.vault("a log by an author who is not pinned, in the place of a partner's", why, "Ada",
               make(DAYS, bytes(stranger.segments[0])), days="damaged")
    same = begin(ada, None, 1, 0x66, Draws("same id"))
    same.append(b"hello", 7, 1_767_254_400_000, 20_454, 60)
    book.section = "Logs"
    for name, verdict in (("Ada", "damaged"), ("Noor", "complete")):
        book.vault(f"a private and a shared log of one id, read by {name}",
                   "no two logs of a vault have the same id; a partner sees but one", name,
                   *made(same), aye=verdict)
    book.section = "Files"
    former = vf.Identity(b"f" * 32, "Ada")
    older = begin(noor, former, 1, 0xEE, Draws("former"))
    older.append(b"for who you were", 8, 1_767_254_400_000, 20_454, 60)
    book.vault("a log for who one was before", "it names the reader neither as author nor as "
               "recipient, so it is passed over", "Ada", *made(older), **{f"_{NEW}": None})


def slots(book: Book) -> None:
    book.section = "Segment header"
    why = "the slot names the header"
    second = file("days", 1)
    for title, at in (("author", 184), ("recipient", 304)):
        for source, of in ((second, "the next segment"), (YES, "another log")):
            book.vault(f"a slot of {of} in the place of the {title}'s, read by the {title}", why,
                       "Noor" if title == "author" else "Ada", f"lay {source} {at} {DAYS} {at} 120",
                       days="damaged")
    book.vault("a slot of the segment before, replayed in the next", why, "Ada",
               f"lay {DAYS} 304 {second} 304 120", days="damaged")
    header = bytearray(whole("ours"))
    header[48:80], header[80:112] = header[80:112], header[48:80]
    path = f"$noor.shared/{'33' * 16}/0.segment"
    for name in ("Ada", "Noor"):
        book.vault(f"a box reflected to its maker, read by {name}",
                   "the header that it names has author and recipient", name, "delete $ours",
                   make(path, bytes(header)), ours="damaged")
    for reads in ("Ada", "Noor"):
        writer = again("ours", "keys")
        whose = base().people["Ada"]
        h = vf.header_hash(whole("ours"))
        n = writer.fresh(24)
        if reads == "Noor":
            slot = n + vf.BOX(n, vf.slot("vesper1 boxslot", h, b"k" * 32),
                              writer.recipient_x25519, whose.x25519[1])
            edit = put(OURS, 304, slot)
        else:
            slot = n + vf.AEAD(whose.slot_key, n, b"", vf.slot("vesper1 ownslot", h, b"k" * 32))
            edit = put(OURS, 184, slot)
        book.vault(f"another key in the slot of {reads}", "the key does not fit the commitment",
                   reads, edit, ours="damaged")
        book.vault(f"another key in the slot of {reads}, read by {OTHER[reads]}",
                   "an author opens both; a recipient's own slot fits", OTHER[reads], edit,
                   ours="damaged" if reads == "Noor" else "complete")
    head = whole("ours")[:152] + b"c" * 32
    ada, key = base().people["Ada"], base().logs["ours"].keys[0]
    h, own, box = vf.header_hash(head), b"n" * 24, b"b" * 24
    slots = (own + vf.AEAD(ada.slot_key, own, b"", vf.slot("vesper1 ownslot", h, key)) + box
             + vf.BOX(box, vf.slot("vesper1 boxslot", h, key),
                      base().people["Noor"].x25519[0], ada.x25519[1]))
    book.both("a commitment to another key, under slots that fit",
              "XChaCha20-Poly1305 does not commit to its key, the commitment does",
              put(OURS, 152, head[152:] + slots), ours="damaged")
    writer = again("days", "kinds")
    writer.log = vf.Log(*(getattr(writer.log, one) for one in (
        "vault_id", "log_id", "author_id", "recipient_id", "audience")), 2)
    del writer.segments[1]
    writer.records = writer.records[:2]
    writer.cells_left = lambda: 0
    writer.append(b"of the other class", 3, 1_767_254_400_000, 20_454, 60)
    book.section = "Logs"
    book.both("a second segment of another class", "all segments of a log have the same class",
              *changed("days", writer), days="damaged")


def names(book: Book) -> None:
    book.section = "Files"
    for name in (".new-0123456789abcdef", "00.segment", "0.segment.bak", "0.SEGMENT", "-1.segment",
                 "+1.segment", "x.segment", "4294967296.segment", "0.0.branch", "0.17.branch",
                 "0.01.branch", "0.sync-conflict-20260101-000000-ABCDEFG.segment"):
        book.vault(f"a file named {name}", "names of any other form are ignored", "Noor",
                   f"copy {OURS} $ours/{name}")
    book.vault("a log folder in capitals", "names of any other form are ignored", "Noor",
               f"copy {OURS} $ada.shared/{'EE' * 16}/0.segment")
    book.vault("a folder beside private and shared", "names of any other form are ignored",
               "Noor", f"copy {OURS} vault/logs/{'EE' * 32}/shared/{NEW}/0.segment",
               f"copy {OURS} vault/logs/quiet/0.segment")
    book.section = "Notation"
    book.both("a link in the place of a segment", "a reader opens without following links",
              f"copy {OURS} vault/quarantine/ours", f"delete {OURS}",
              f"link {OURS} vault/quarantine/ours", ours="damaged")
    book.both("a folder in the place of a segment", "a segment is a regular file",
              f"delete {OURS}", f"folder {OURS}", ours="damaged")
