"""The same made-up texts for everybody: Vesper, its peers and the limits. Standard library only.

A corpus spans ten years that end on one fixed day, so that it is the same on every machine and on
every day. A text has about 300 bytes; one in a thousand holds RARE. Half of the entries are Ada's
alone, a quarter each Ada's and Noor's for both; but no more than MOST_SHARED are for both.
"""

import datetime
import hashlib
import heapq
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

LAST = datetime.date(2026, 11, 20)
DAYS = 3_652
RARE = "lantern"
PARTNERS = ("Ada", "Noor")
# So that all vaults from 100,000 on have the same logs for both.
MOST_SHARED = 50_000
WORDS = ("river morning slow dose sleep warm tired talk garden rain tea pain ease shoulder walk "
         "letter quiet lamp clinic question breath hand evening music bread").split()


@dataclass(frozen=True)
class Text:
    number: int
    author: str
    is_shared: bool
    is_checkin: bool
    day: datetime.date
    time: str
    words: str

    @property
    def body(self) -> dict:
        """As a body of its kind."""
        if self.is_checkin:
            return {"energy": self.number % 11, "fatigue": 5, "note": self.words,
                    "pain": self.number // 3 % 11}
        return {"text": self.words, "time": self.time}


def shared_count(count: int) -> int:
    return min(count // 2, MOST_SHARED)


def shared(count: int) -> Iterator[Text]:
    """So many for both, by the partners in turn, in the order of their days."""
    for number in range(count):
        yield text(number, count, "s", PARTNERS[number % 2], is_checkin=False)


def private(count: int) -> Iterator[Text]:
    """So many of Ada's alone: a check-in every day if they suffice for it, else one in four."""
    every = max(4, count // DAYS)
    for number in range(count):
        yield text(number, count, "p", PARTNERS[0], is_checkin=number % every == 0)


def texts(count: int) -> Iterator[Text]:
    """All of a corpus, in the order of their days."""
    both = shared_count(count)
    yield from heapq.merge(private(count - both), shared(both), key=lambda text: text.day)


def text(number: int, count: int, sign: str, author: str, is_checkin: bool) -> Text:
    return Text(
        number=number, author=author, is_shared=sign == "s", is_checkin=is_checkin,
        day=LAST - datetime.timedelta(days=DAYS - 1 - number * DAYS // count),
        time=f"{number // 60 % 24:02}:{number % 60:02}", words=words(sign, number, count))


def words(sign: str, number: int, count: int) -> str:
    """200 to 400 letters of plain words, always the same for one place among so many."""
    chance = random.Random(f"{sign} {number} of {count}")
    chosen = chance.choices(WORDS, k=chance.randrange(37, 69))
    if number % 1_000 == 500:
        chosen[len(chosen) // 2] = RARE
    return f"Entry {sign}{number}. " + " ".join(chosen)


def digest() -> str:
    """Changes when the texts do."""
    lines = b"".join(export_lines(list(some)) for some in (shared(100), private(1_000)))
    return hashlib.sha256(lines).hexdigest()


def export_lines(some: list[Text]) -> bytes:
    """As `vesper export` writes them (docs/export.md)."""
    lines = [json.dumps({
        "id": f"{text.number:032x}", "kind": "checkin" if text.is_checkin else "reflection",
        "author": text.author, "audience": "private", "about": str(text.day),
        "entered": f"{text.day}T{text.time}:00.000+00:00", "tags": [], "body": text.body,
    }, separators=(",", ":")) for text in some]
    return "".join(line + "\n" for line in lines).encode()


def journal(count: int) -> bytes:
    """The whole corpus as jrnl exports it, for an import in bulk."""
    entries = []
    for text in texts(count):
        title, body = text.words.split(". ", 1)
        entries.append({"title": title + ".", "body": body, "date": str(text.day),
                        "time": text.time, "tags": [], "starred": False})
    return json.dumps({"tags": {}, "entries": entries}).encode()
