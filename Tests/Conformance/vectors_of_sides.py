"""Vectors of directories without segments, and of branches that cannot be opened."""

import vesper_format as vf
from vector_base import NOW, base
from vector_book import Book, again, cut, file, flip, made, make, put, taken_back, unseen, whole
from vectors_of_history import DAMAGED, NEW, closing

OURS = file("ours")
SIDE = "$ours/0.1.branch"


def write(book: Book) -> None:
    directories(book)
    closed(book)


def directories(book: Book) -> None:
    book.section = "Logs"
    book.both("a directory with nothing in it", "there is no log without a segment or a branch",
              f"folder $ada.shared/{NEW}", **{f"_{NEW}": None})
    book.vault("a directory with nothing in it, among private logs",
               "there is no log without a segment or a branch", "Ada",
               f"folder $ada.private/{NEW}", **{f"_{NEW}": None})
    book.both("a directory with a stranger's file in it",
              "there is no log without a segment or a branch",
              make(f"$ada.shared/{NEW}/0.segment.part", whole("ours")), **{f"_{NEW}": None})
    book.both("a log that was seen, of which the directory is left", "it was seen, and it is gone",
              f"delete {OURS}", ours="rolled back")
    book.vault("a log that was named, of which the directory is left", "a record names it", "Ada",
               unseen("Ada"), f"delete {OURS}", ours="waiting for files")
    book.section = "Shared folder"
    other = closing(None, "a branch by itself")
    book.both("a log of which a branch alone is here", "its segments are missing",
              make(f"$ada.shared/{NEW}/0.1.branch", bytes(other.segments[0])),
              **{f"_{NEW}": "waiting for files"})
    book.both("a log that was seen, of which a branch alone is here", "it was seen, and it is gone",
              f"copy {OURS} {SIDE}", f"delete {OURS}", ours="rolled back")
    book.both("a log of which a spoilt branch alone is here", "a branch is a segment like any other",
              make(f"$ada.shared/{NEW}/0.1.branch", bytes(other.segments[0])),
              flip(f"$ada.shared/{NEW}/0.1.branch", 700), **{f"_{NEW}": DAMAGED})
    book.both("a branch of a newer version", "what it holds cannot be known",
              f"copy {OURS} {SIDE}", put(SIDE, 8, vf.u16(2)), ours="future version")


def closed(book: Book) -> None:
    book.section = "Records"
    ends = [(one.index, one.chain) for one in base().logs["ours"].records]
    new = {f"_{NEW}": "complete"}
    why = "what a branch holds that cannot be opened counts from the first record on"
    for title, edit in (("a flipped bit in the header of", flip(SIDE, 40)),
                        ("a newer version of", put(SIDE, 8, vf.u16(2))),
                        ("nothing left of", cut(SIDE, 0))):
        verdict = "future version" if "newer" in title else DAMAGED
        book.both(f"a closed log with {title} a branch", why, *made(closing(ends[0], title + " a branch")),
                  f"copy {OURS} {SIDE}", edit, ours=verdict, **new)
        book.both(f"a log closed after no record with {title} a branch",
                  "nothing of such a log is judged", *made(closing(None, title + " a branch, none")),
                  f"copy {OURS} {SIDE}", edit, **new)
    book.both("a closed log with a flipped bit in a branch beyond its end",
              "what is wrong after the last record that counts gives a closed log no verdict",
              *made(closing(ends[0], "beyond in a branch")), f"copy {OURS} {SIDE}",
              flip(SIDE, 2_100), **new)
    book.both("a closed log with a flipped bit in a branch before its end", "what counts is judged",
              *made(closing(ends[1], "before in a branch")), f"copy {OURS} {SIDE}",
              flip(SIDE, 700), ours=DAMAGED, **new)
    side = taken_back(again("ours", "another end of a closed log"))
    side.append(b"another end", 8, **NOW)
    content = bytes(side.segments[0])
    for last, verdict in ((ends[1], "complete"), (ends[2], "forked")):
        book.both(f"a log closed after {last[0] + 1} records with another third in a branch",
                  "a fork beyond the last record that counts gives no verdict",
                  *made(closing(last, f"fork {last[0]}")), f"copy {OURS} {SIDE}",
                  cut(SIDE, min(len(content), 2_560)), put(SIDE, 2_048, content[2_048:]),
                  ours=verdict, **new)
    book.both("a closed log of which a branch alone is here", "what counts has to be there",
              *made(closing(ends[0], "a branch of it")), f"copy {OURS} {SIDE}", f"delete {OURS}",
              ours="waiting for files", **new)
