"""Vectors of logs whose author's identity was renewed, and of the records that say where they end."""

from dataclasses import replace

import state_format as sf
import vesper_format as vf
from vector_base import NOW, VAULT_ID, Draws, base, sealed_state
from vector_book import Book, again, changed, cut, file, flip, make, put, record_cells, taken_back, whole
from vectors_of_history import at

OURS, AYE, MINE, YES = (file(key) for key in ("ours", "aye", "mine", "yes"))
PLACE = "$ours/0.1.branch"


def write(book: Book) -> None:
    limits(book)
    sides(book)
    items(book)
    records(book)


def head(key: str, index: int) -> vf.Head:
    log = base().logs[key]
    return vf.Head(log.log.log_id, index, log.records[index].chain)


def ended(*heads: vf.Head) -> str:
    """Noor's device knows that Ada's identity was renewed, and where its logs end."""
    ada = base().people["Ada"].partner_id
    return knowing((sf.ENDED, ada + b"".join(one.encoded() for one in heads)))


def knowing(*held: tuple[int, bytes]) -> str:
    state = replace(base().states["Noor"], items=held)
    return make("$noor.state", sealed_state(base().people["Noor"], state, Draws("ended")))


def limits(book: Book) -> None:
    book.section = "Former identity"
    all_of_it = (head("ours", 2), head("aye", 1))
    book.vault("ended logs that are whole", "every end is there", "Noor", ended(*all_of_it))
    why = "from the first record on that does not count, nothing is judged"
    for title, edits in (("another record", []), ("a flipped bit", [flip(OURS, at(ours(), 2) + 99)]),
                         ("noise", [put(OURS, len(whole("ours")), Draws("noise")(64) * 8)])):
        book.vault(f"an ended log with {title} beyond its end", why, "Noor",
                   ended(head("ours", 1), head("aye", 1)), *edits)
    book.vault("an ended log with a flipped bit before its end", "what counts is judged", "Noor",
               ended(*all_of_it), flip(OURS, at(ours(), 1) + 99), ours="damaged")
    book.vault("an ended log that was cut", "its end is named, and nobody else's word counts",
               "Noor", ended(*all_of_it), cut(OURS, at(ours(), 2)), ours="waiting for files")
    book.vault("an ended log that holds another record at its end", "as if named", "Noor",
               ended(replace(head("ours", 1), chain=b"c" * 32), head("aye", 1)), ours="forked")
    book.vault("an ended log without an end", "nothing of it counts", "Noor",
               ended(head("ours", 2)), flip(AYE, 700))
    gone = ended(head("ours", 1))
    book.vault("an ended log of which nothing is here, seen beyond its end",
               "what was seen there was never its author's", "Noor", gone, "delete $ours",
               ours="waiting for files")
    buried = again("ours", "erased beyond")
    buried.erase(0, **NOW)
    book.vault("a tombstone whose erasure record stands beyond the end",
               "what does not count erases nothing", "Noor", ended(*all_of_it),
               *changed("ours", buried), ours="damaged")


def ours():
    return base().logs["ours"]


def sides(book: Book) -> None:
    book.section = "Former identity"
    branch = taken_back(again("ours", "ended branch"))
    branch.append(b"another end", 8, **NOW)
    branch.append(b"and on", 8, **NOW)
    other = bytes(branch.segments[0])
    beside = [f"copy {OURS} {PLACE}", put(PLACE, 2_048, other[2_048:])]
    end = vf.Head(ours().log.log_id, 3, branch.chain)
    aye = head("aye", 1)
    book.vault("a branch that leads to no end", "it is no fork", "Noor",
               ended(head("ours", 2), aye), *beside)
    book.vault("an ended log of which only a branch leads to the end", "the branch counts", "Noor",
               ended(end, aye), *beside)
    book.vault("an ended log with two ends", "it was forked before it ended", "Noor",
               ended(head("ours", 2), end, aye), *beside, ours="forked")
    book.vault("an ended log whose further end has not come", "its way is not known", "Noor",
               ended(replace(end, index=9, chain=b"c" * 32), aye), *beside, ours="forked")


def items(book: Book) -> None:
    book.section = "Device state"
    ada = base().people["Ada"].partner_id
    why = "an item of a known type that is not as it has to be"
    one = (sf.ENDED, ada + head("ours", 2).encoded())
    for title, held in (("a piece of an end", ((sf.ENDED, one[1] + b"x"),)),
                        ("half a partner id", ((sf.ENDED, ada[:16]),)),
                        ("the ends of one identity twice", (one, one)),
                        ("two hashes of what was told", ((sf.TOLD, bytes(64)),) * 2),
                        ("half a hash of what was told", ((sf.TOLD, bytes(48)),))):
        book.vault(f"a state with {title}", why, "Noor", knowing(*held), whole="damaged")


def body(heads: tuple[vf.Head, ...], count: int | None = None, zero: bytes = bytes(4)) -> bytes:
    former = vf.Identity(b"f" * 32, "Ada")
    ada, noor = base().people["Ada"], base().people["Noor"]
    nonce = Draws("ending")(24)
    said = vf.label("vesper1 ending") + VAULT_ID + ada.partner_id
    box = vf.BOX(nonce, said, noor.x25519[0], former.x25519[1])
    return (former.partner_id + nonce + box + vf.u32(len(heads) if count is None else count) + zero
            + b"".join(one.encoded() for one in heads))


def records(book: Book) -> None:
    book.section = "Records"
    heads = tuple(vf.Head(bytes([n]) * 16, n, bytes([n]) * 32) for n in (1, 2, 2, 3))

    def added(content: bytes, path: str = OURS, log: str = "ours", **fields) -> list[str]:
        cells = record_cells(again(log, "ending"), body=content, record_type=3,
                             **({"kind": 0} | fields))
        return [put(path, len(whole(log)), b"".join(cells))]

    book.both("an ending", "whether it is believed changes no verdict", *added(body(heads)))
    book.both("an ending without heads", "the earlier identity may have shared nothing",
              *added(body(())))
    why = "an ending has one form"
    for title, edits in (
            ("with a head too few", added(body(heads, count=5))),
            ("with something in its zero bytes", added(body(heads, zero=b"\0\0\0x"))),
            ("whose heads do not ascend", added(body(heads[::-1]))),
            ("with a kind tag", added(body(heads), kind=7)),
            ("that is cut", added(body(())[:-1]))):
        book.both(f"an ending {title}", why, *edits, ours="damaged")
    book.both("an ending in a log of consent", "it stands in a shared diary",
              *added(body(heads), YES, "yes"), yes="damaged")
    book.vault("an ending in a private log", "it stands in a shared diary", "Ada",
               *added(body(heads), MINE, "mine"), mine="damaged")
