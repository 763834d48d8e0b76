"""The rest of the script of acts.py: forgetting, taking in, copying, coming back, renewing, settings."""

import hashlib
import json
import os
import shutil

from acts import ACTS, Act, earlier, everything
from household import ADA, NOOR, PASSPHRASES, Household

NEW = "a lantern in the reeds"
DOOMED = "words to be forgotten "
ROWS = 6


def doomed(*words):
    def begin(home: Household):
        earlier(home)
        home.write(DOOMED * 60, *words, by=ADA)
        home.write("what comes after them", *words, by=ADA)
    return begin


def is_doomed(entry: dict) -> bool:
    return entry["body"].get("text", "").startswith(DOOMED)


def forgetting(home: Household) -> tuple:
    (entry,) = [e["id"] for e in home.entries(by=ADA) if is_doomed(e)]
    return "forget", entry, "--json"


def forgotten(home: Household, new: dict) -> bool:
    left = [e for e in everything(home).values() if is_doomed(e)]
    assert len({e["body"]["text"] for e in left}) <= 1, "something half-forgotten is shown"
    return not left


def forgotten_by_both(home: Household, new: dict) -> bool:
    left = [e for e in everything(home).values() if is_doomed(e)]
    assert len(left) in (0, 2), "it is gone for one and there for the other"
    return not left


def taken(*bodies: dict):
    """Every new entry is one of these, none twice."""
    def done(home: Household, new: dict) -> bool:
        left = [e["body"] for key, e in new.items() if key.startswith(ADA)]
        for body in left:
            assert any(wanted.items() <= body.items() for wanted in bodies), f"half-written: {body}"
        assert len(left) <= len(bodies) and len(new) == len(left)
        return len(left) == len(bodies)
    return done


DAY_ONE = json.dumps({"metadata": {"version": "1.0"}, "entries": [
    {"uuid": f"{n:032X}", "creationDate": f"2026-02-0{n + 1}T20:30:12Z", "timeZone": "UTC",
     "text": f"Evening {n}. " + "words " * 150} for n in range(ROWS)]})
BEARABLE = "date,date formatted,weekday,time of day,category,rating/amount,detail,notes\n" + "".join(
    f"x,2026-02-0{n + 1},Monday,am,Mood,{n + 2},,\n" for n in range(ROWS))
TABLE = "When,Words\n" + "".join(f'2026-02-0{n + 1},"Row {n}, {"and on " * 120}end"\n' for n in range(ROWS))
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(
    f"BEGIN:VEVENT\r\nUID:{n}@clinic.example\r\nDTSTART:2026031{n}T101500\r\nSUMMARY:Visit {n}\r\n"
    "END:VEVENT\r\n" for n in range(ROWS)) + "END:VCALENDAR\r\n"


def exported(home: Household) -> str:
    """What another vault's export would be: the lines of this one under other ids."""
    lines = home.do("export", "--output", "-", by=ADA).text.splitlines()
    entries = [json.loads(line) for line in lines]
    for number, entry in enumerate(entries):
        entry["id"] = f"{number + 1:032x}"
        entry["body"]["text"] += " elsewhere"
    return "".join(json.dumps(entry) + "\n" for entry in entries)


def importing(name: str, source: str, text, done, *words) -> Act:
    return Act(f"an import from {name}", ("import", "--from", source, "--json", "--file", "-", *words),
               text=text, begin=earlier, done=done, bulk=True)


# Backups


def backed_up_once(home: Household):
    earlier(home)
    home.do("backup", "data/kept", by=ADA)
    home.write("since the last backup", by=ADA)


def manifest(home: Household) -> dict[str, str]:
    """The hash of each file of the backup, every one of which is whole."""
    text = (home.data / "kept/manifest").read_bytes()
    lines = text.decode().splitlines()
    body = text[:text.rindex(b"end ")]
    assert lines[-1] == "end " + hashlib.blake2b(body, digest_size=32).hexdigest(), "a torn manifest"
    found = {}
    for line in lines[3:-1]:
        digest, length, path = line.split(" ", 2)
        data = (home.data / "kept/objects" / digest).read_bytes()
        assert len(data) == int(length), path
        assert hashlib.blake2b(data, digest_size=32).hexdigest() == digest, path
        found[path] = digest
    return found


def backed_up(home: Household, new: dict) -> bool:
    there = manifest(home)
    (me,) = [p["id"] for p in home.partners if p["name"] == ADA]
    own = [f for f in home.vault.glob(f"logs/{me}/private/*/*.segment")]
    assert own
    return all(there.get(str(f.relative_to(home.vault))) == hashlib.blake2b(
        f.read_bytes(), digest_size=32).hexdigest() for f in own)


def only_a_backup(home: Household):
    backed_up_once(home)
    home.do("backup", "data/kept", by=ADA)
    (home.data / "read.json").write_text(json.dumps(home.texts(ADA)))
    shutil.rmtree(home.data / "vesper")
    shutil.rmtree(home.state / "vesper")


def came_back(test, act: Act, home: Household, before: dict, acknowledged: bool) -> bool:
    """It is back, or the same again brings it back; and the backup is as it was."""
    manifest(home)
    words = ("list", "--kind", "reflection", "--json")
    first = home.run(*words, by=ADA, passphrase=PASSPHRASES[ADA])
    done = first.code == 0
    if acknowledged:
        test.assertTrue(done, first)
    if not done:
        again = act.run(home)
        test.assertEqual(again.code, 0, f"{first}\n{again}")
        first = home.do(*words, by=ADA, passphrase=PASSPHRASES[ADA])
    texts = {e["id"]: e["body"]["text"] for e in first.json()}
    test.assertEqual(texts, json.loads((home.data / "read.json").read_text()))
    written = home.write("words afterwards", by=ADA)
    test.assertIn(written, home.texts(ADA))
    test.assertClean(ADA, home=home)
    return done


# Passphrases and identities


def identity_of(home: Household) -> bytes:
    (me,) = [p["id"] for p in home.partners if p["name"] == ADA]
    return (home.data / f"vesper/identities/{me}.key").read_bytes()


def with_old_file(home: Household):
    earlier(home)
    (home.data / "old.key").write_bytes(identity_of(home))


def opens_with_one(test, act: Act, home: Household, before: dict, acknowledged: bool) -> bool:
    """The identity file is the old one, or one that the new passphrase opens."""
    done = identity_of(home) != (home.data / "old.key").read_bytes()
    if acknowledged:
        test.assertTrue(done, "it was acknowledged and the old passphrase stands")
    if done:
        home.do("list", by=ADA, passphrase=NEW)
    test.assertEqual(everything(home), before)
    ids = [home.write("words afterwards", "--us", by=name) for name in (ADA, NOOR)]
    test.assertLessEqual(set(ids), set(home.texts(ADA)))
    test.assertClean(home=home)
    return done


def code(home: Household) -> str:
    return next(p["recovery"] for p in home.partners if p["name"] == ADA)


def renewed(test, act: Act, home: Household, before: dict, acknowledged: bool) -> bool:
    """The old identity opens everything, or the new one; where both stand, the same again ends it."""
    words = ("list", "--json")
    first = home.run(*words, by=ADA, passphrase=NEW)
    if first.code not in (0, 77):
        # Both stand: the new passphrase finishes it.
        test.assertRefused(first, first.code)
        home.do("identity", "renew", by=ADA, passphrase=NEW)
        first = home.run(*words, by=ADA, passphrase=NEW)
    done = first.code == 0
    if acknowledged:
        test.assertTrue(done, first)
    if not done:
        first = home.do(*words, by=ADA, passphrase=PASSPHRASES[ADA])
    wanted = {key.split()[1]: entry["body"] for key, entry in before.items() if key.startswith(ADA)}
    test.assertEqual({e["id"]: e["body"] for e in first.json()}, wanted)
    passphrase = NEW if done else PASSPHRASES[ADA]
    written = home.do("write", "--json", "--file", "-", by=ADA, passphrase=passphrase,
                      text="words afterwards").json()["id"]
    after = home.do(*words, by=ADA, passphrase=passphrase).json()
    test.assertEqual({e["id"] for e in after}, set(wanted) | {written})
    checked = home.do("check", "--json", by=ADA, passphrase=passphrase).json()
    test.assertLessEqual({log["verdict"] for log in checked["logs"]}, {"complete"})
    noors = {key for key in before if key.startswith(NOOR)}
    test.assertLessEqual(noors, set(f"{NOOR} {e['id']}" for e in home.entries(by=NOOR)))
    return done


# Settings and folders


def configured(home: Household) -> dict:
    return {"XDG_CONFIG_HOME": str(home.data / "config")}


def set_once(home: Household):
    earlier(home)
    home.do("config", "set", "language", "nl", env=configured(home))


def is_set(home: Household, new: dict) -> bool:
    told = home.do("config", "show", "--json", env=configured(home)).json()["settings"]
    assert told["language"]["value"] == "nl", told
    assert told["paper"]["value"] in (None, "letter"), told
    return told["paper"]["value"] == "letter"


def beside_a_folder(home: Household):
    earlier(home)
    (home.data / "shared").mkdir()


def published(home: Household, new: dict) -> bool:
    (me,) = [p["id"] for p in home.partners if p["name"] == ADA]
    masters = {f.relative_to(home.vault): f.read_bytes()
               for f in home.vault.glob(f"logs/{me}/shared/*/*.segment")}
    there = {f.relative_to(home.data / "shared"): f.read_bytes()
             for f in (home.data / "shared").glob("logs/*/*/*/*.segment")}
    there |= {f.relative_to(home.data / "shared"): f.read_bytes()
              for f in (home.data / "shared").glob("logs/*/*/*.segment")}
    held = set(there.values())
    for bytes_ in held:
        assert any(whole.startswith(bytes_) for whole in {
            f.read_bytes() for f in home.vault.glob("logs/*/shared/*/*.segment")}), "half-written"
    return set(masters.values()) <= held


def of_many_segments(home: Household):
    earlier(home)
    for letter in "bcd":
        home.write(letter * 200_000, by=ADA)


def passes_over(home: Household, new: dict) -> bool:
    # By what was summed up, if it was, and read anew if not.
    wanted = home.entries("--kind", "reflection", "--me", by=ADA)
    assert len(wanted) == 4 and not home.entries("--kind", "question", by=ADA)
    return True


MORE = [
    Act("a list that sums up what it passed over", ("list", "--kind", "question", "--json"),
        begin=of_many_segments, done=passes_over, waits=False),
    Act("forgetting", forgetting, begin=doomed(), done=forgotten, takes=is_doomed),
    Act("forgetting what both have", forgetting, begin=doomed("--us"), done=forgotten_by_both,
        takes=is_doomed),
    importing("Day One", "dayone", DAY_ONE, taken(
        *({"text": f"Evening {n}. " + ("words " * 150).strip()} for n in range(ROWS)))),
    importing("Bearable", "bearable", BEARABLE, taken(*({"mood": n + 2} for n in range(ROWS)))),
    importing("a table", "csv", TABLE, taken(
        *({"text": f"Row {n}, {'and on ' * 120}end"} for n in range(ROWS))),
        "--column", "date=When", "--column", "text=Words"),
    importing("a calendar", "ics", CALENDAR, taken(*({"what": f"Visit {n}"} for n in range(ROWS)))),
    importing("another vault", "vesper", exported, taken(
        {"text": "before elsewhere"}, {"text": "before, for both elsewhere"})),
    Act("a backup over the last one", lambda home: ("backup", home.data / "kept", "--json"), begin=backed_up_once,
        done=backed_up),
    Act("a setting", ("config", "set", "paper", "letter"), by=None, env=configured, begin=set_once,
        done=is_set),
    Act("the linking of a folder", lambda home: ("link", home.data / "shared"), begin=beside_a_folder, done=published,
        replays=False),
    Act("a new passphrase", ("passphrase",), passphrase=f"{PASSPHRASES[ADA]}\n{NEW}",
        begin=with_old_file, judge=opens_with_one, slow=True),
    Act("coming back with the recovery code", ("recovery", "restore", "--json", "--partner", NOOR),
        text=code, passphrase=NEW, begin=with_old_file, judge=opens_with_one, slow=True),
    Act("a restored backup", lambda home: ("restore", home.data / "kept"), by=None, passphrase=PASSPHRASES[ADA],
        begin=only_a_backup, sees=lambda home: {}, judge=came_back, slow=True),
    Act("a renewed identity", ("identity", "renew", "--json"), passphrase=f"{PASSPHRASES[ADA]}\n{NEW}",
        begin=earlier, judge=renewed, ends_session=True, slow=True),
]

# ACTS="forgetting;a setting" runs these alone.
CHOSEN = [name for name in os.environ.get("ACTS", "").split(";") if name]


def chosen(acts: list[Act]) -> list[Act]:
    return [act for act in acts if not CHOSEN or act.name in CHOSEN]


SCRIPT = chosen([*ACTS, *MORE])
