"""A script of real commands, each with what it leaves when it is done and when it is not.

The tests of faults and of crashes run every act from the same beginning and ask of what is left:
is everything there that was acknowledged before, is the act whole or undone, does the vault open,
does `check` find no harm, and does the next write go through.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from household import ADA, NOOR, Answer, Household

MUCH = "many words of a long evening " * 60
JOURNAL = [{"title": f"Day {n}.", "body": "words " * 300, "date": "2024-03-01",
            "time": f"{n // 60:02}:{n % 60:02}", "tags": [], "starred": False} for n in range(40)]


@dataclass
class Act:
    """One command: its words, who runs it, and how what it has left is judged."""

    name: str
    # Or what gives them, where they name something of that home.
    words: tuple | Callable[[Household], tuple]
    # Nobody, for a command that is about no partner.
    by: str | None = ADA
    text: str | Callable[[Household], str] = ""
    # Lines, where the command asks for passphrases whoever has a session.
    passphrase: str | None = None
    env: Callable[[Household], dict] = lambda home: {}
    # Makes what the command works on, in a copy of the couple's home.
    begin: Callable[[Household], None] = lambda home: None
    # What the command is about: True where it is done, False where it is not, an error between.
    done: Callable[[Household, dict], bool] = field(default=None)
    # The next act upon the same logs, after which nothing of a crash is left.
    after: Callable[[Household], None] = lambda home: None
    # Writes many records at once. What of them a crash left readable beyond a tear is cut off again.
    bulk: bool = False
    # Whether an entry is one that the act takes away.
    takes: Callable[[dict], bool] = lambda entry: False
    # Judges what is left in the place of `done`: test, act, home, before, acknowledged.
    judge: Callable | None = None
    # What can be read before it.
    sees: Callable[[Household], dict] = lambda home: everything(home)
    # Paths of this very home stand in what it writes, so that it cannot be replayed in another.
    replays: bool = True
    # It waits for the disk; what else it leaves may be lost in any order.
    waits: bool = True
    # It ends the session, which all copies of a home have in common.
    ends_session: bool = False
    # The exit code with which it does what it is for.
    ends: int = 0
    # And the one with which somebody leaves it who waits for what does not come.
    leaves: int | None = None
    # Each trial costs the deriving of a key, and `make test` makes fewer of them.
    slow: bool = False

    def run(self, home: Household, **options):
        words = self.words(home) if callable(self.words) else self.words
        text = self.text(home) if callable(self.text) else self.text
        return home.run(*words, by=self.by, text=text, passphrase=self.passphrase, env=self.env(home),
                        **options)

    def acknowledges(self, answer: Answer) -> bool:
        """Whether it said that it is done."""
        return answer.code == self.ends


def everything(home: Household) -> dict[str, dict]:
    """All that either partner can read, by reader and id."""
    return {f"{name} {e['id']}": e for name in (ADA, NOOR) for e in home.entries(by=name)}


def states(home: Household, name: str) -> set[str]:
    shown = home.do("agree", "show", "--json", by=name).json()
    return {item["state"] for view in shown for item in view["items"]}


def one_new(text: str) -> Callable[[Household, dict], bool]:
    def done(home: Household, new: dict) -> bool:
        texts = {e["body"].get("text") for e in new.values()}
        assert texts <= {text.rstrip()}, f"something half-written is shown: {texts}"
        return bool(texts)
    return done


def earlier(home: Household):
    home.write("before", by=ADA)
    home.write("before, for both", "--us", by=ADA)
    home.write("and before", "--us", by=NOOR)


def nearly_full(home: Household):
    earlier(home)
    home.write("b" * 240_000, by=ADA)


def agreed(home: Household):
    earlier(home)
    home.put("agree propose", {"items": [{"what": "holding hands"}, {"what": "a long hug"}]}, by=ADA)
    for name in (ADA, NOOR):
        home.do("agree", "grant", "--all", by=name)
    for name in (ADA, NOOR, ADA):
        home.do("agree", "show", by=name)
    assert states(home, ADA) == {"active"}


def half_agreed(home: Household):
    earlier(home)
    home.put("agree propose", {"items": [{"what": "holding hands"}]}, by=ADA)
    home.do("agree", "grant", "--all", by=NOOR)


def withdrawn(home: Household, new: dict) -> bool:
    left = states(home, ADA)
    assert len(left) == 1 and states(home, NOOR) == left, left
    return left == {"not active"}


def withdraws(home: Household):
    home.do("agree", "withdraw", by=ADA)
    assert states(home, ADA) == states(home, NOOR) == {"not active"}


def granted(home: Household, new: dict) -> bool:
    # Each in turn, since a closed answer opens at its owner's next command.
    for name in (ADA, NOOR, ADA, NOOR):
        left = states(home, name)
    return left == {"active"}


def imported(home: Household, new: dict) -> bool:
    texts = [e["body"]["text"].strip() for k, e in new.items() if k.startswith(ADA)]
    wanted = {f"{e['title']}\n{e['body']}".strip() for e in JOURNAL}
    assert set(texts) <= wanted and len(texts) <= len(JOURNAL), "something half-written is shown"
    return len(texts) == len(JOURNAL)


def both_parts(home: Household, new: dict) -> bool:
    parts = [e["body"] for k, e in new.items() if k.startswith(ADA)]
    assert all(part in ({"pain": 4, "note": "a long day"}, {"energy": 3}) for part in parts), parts
    return len(parts) == 2


WRITE = ("write", "--json", "--file", "-")

ACTS = [
    Act("the first entry", WRITE, text="the first words", done=one_new("the first words")),
    Act("an entry", WRITE, text=MUCH, begin=earlier, done=one_new(MUCH)),
    Act("an entry for both", (*WRITE, "--us"), text=MUCH, begin=earlier, done=one_new(MUCH)),
    Act("an entry that begins a segment", WRITE, text="c" * 30_000, begin=nearly_full,
        done=one_new("c" * 30_000)),
    Act("a check-in with two readers", ("checkin", "--json", "--file", "-"),
        text=json.dumps({"pain": 4, "note": "a long day", "energy": 3, "share": ["energy"]}),
        begin=earlier, done=both_parts),
    Act("an answer", ("agree", "grant", "--all"), begin=half_agreed, done=granted, after=withdraws),
    Act("a withdrawal", ("agree", "withdraw"), begin=agreed, done=withdrawn,
        after=withdraws),
    Act("an import", ("import", "--from", "jrnl", "--json", "--file", "-"),
        text=json.dumps({"tags": {}, "entries": JOURNAL}), begin=earlier, done=imported,
        bulk=True),
]
