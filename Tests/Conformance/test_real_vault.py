"""A vault that the Swift program wrote, read by the Python reader: the demo's twelve weeks.

VESPER_DEMO names the demo program, else the release build's is taken, else the debug build's.
"""

import atexit
import functools
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import unittest
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import read_vault
import state_format as sf
import write_example
from desk import EXAMPLE, expected
from household import ROOT, Household, program, unavailable

SOUND = {"complete", "unfinished", "waiting for files"}


@functools.cache
def demo() -> str:
    named = os.environ.get("VESPER_DEMO")
    builds = [ROOT / ".build" / kind / "vesper-demo" for kind in ("release", "debug")]
    for path in [named] if named else builds:
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return str(Path(path).resolve())
    return unavailable("no demo to read: swift build --product vesper-demo, or set VESPER_DEMO")


@functools.cache
def passphrases() -> dict[str, str]:
    """The demo's own, in the order of its partners."""
    story = (ROOT / "Tests/Demo/main.swift").read_text(encoding="utf-8")
    return {name: re.search(rf'"--as", "{name}"\].*secret: "([^"\\]+)\\n"', story)[1]
            for name in ("Ada", "Noor")}


@functools.cache
def told() -> Household:
    """The demo's vault; made once, to be read or copied."""
    home = Household(Path(tempfile.mkdtemp(prefix="vesper-demo-")))
    atexit.register(home.remove)
    done = subprocess.run([demo(), str(home.root)], env=home.environment, capture_output=True,
                          timeout=600)
    if done.returncode != 0:
        raise AssertionError(done.stdout[-2_000:].decode() + done.stderr.decode())
    return home


@functools.cache
def partner_id(name: str, root: Path) -> str:
    """Whose identity file the passphrase opens."""
    for file in (root / "data/vesper/identities").glob("*.key"):
        try:
            words = passphrases()[name].encode()
            read_vault.open_files.identity(file.read_bytes(), file.name, words)
            return file.stem
        except read_vault.open_files.Refused:
            continue
    raise AssertionError(f"no identity of {name}'s")


def opened(name: str, home: Household) -> read_vault.Vault:
    """By the Python reader."""
    who = partner_id(name, told().root)
    (state,) = home.state.glob(f"vesper/*/{who}.state")
    identity = home.data / f"vesper/identities/{who}.key"
    return read_vault.open_vault(str(home.vault), str(identity), str(state),
                                 passphrases()[name].encode(), None)


def checked(name: str, home: Household, words: str) -> dict[str, str]:
    """By the Swift program: the verdict of each log it tells of."""
    answer = home.run("check", "--json", by=name, passphrase=words)
    if answer.code not in (0, 65):
        raise AssertionError(f"check: {answer}")
    return {log["log"]: log["verdict"] for log in answer.json()["logs"]}


def day(number: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


def moment(record: dict) -> str:
    zone = timezone(timedelta(minutes=record["zone"]))
    seconds, thousandths = divmod(record["entered"], 1_000)
    at = datetime.fromtimestamp(seconds, timezone.utc).replace(microsecond=1_000 * thousandths)
    return at.astimezone(zone).isoformat(timespec="milliseconds")


class RealVault(unittest.TestCase):
    def test_every_log_is_complete(self):
        for name in passphrases():
            lines = opened(name, told()).verdicts()
            self.assertEqual({line["verdict"] for line in lines}, {"complete"}, lines)
            kinds = {(line["audience"], line["class"]) for line in lines}
            self.assertEqual(kinds, {("private", "diary"), ("shared", "diary"),
                                     ("shared", "consent")})

    def test_both_programs_read_the_same_entries(self):
        names = {partner_id(name, told().root): name for name in passphrases()}
        kinds = set()
        for name, words in passphrases().items():
            records = opened(name, told()).records()
            entries = [record for record in records
                       if (record["class"], record["type"]) == ("diary", "entry")]
            found = {record["id"]: record for record in entries}
            listed = {entry["id"]: entry for entry in
                      told().do("list", "--json", by=name, passphrase=words).json()}
            self.assertGreater(len(listed), 100)
            self.assertLessEqual(listed.keys(), found.keys())
            # Of some kinds, such as what was previewed, `list` shows nothing; of others, all.
            shown = {found[one]["kind"] for one in listed}
            self.assertEqual({one for one in found if found[one]["kind"] in shown}, set(listed))
            for entry in listed.values():
                record = found[entry["id"]]
                body = json.loads(bytes.fromhex(record["body"]))
                self.assertEqual(body["value"], entry["body"])
                self.assertEqual(
                    (names[record["author"]], record["audience"], day(record["about"]),
                     moment(record), body.get("tags", [])),
                    tuple(entry[key] for key in ("author", "audience", "about", "entered",
                                                 "tags")))
                kinds.add((record["kind"], entry["kind"]))
        # One tag for each kind, and one kind for each tag.
        self.assertEqual(len({tag for tag, _ in kinds}), len(kinds))
        self.assertEqual(len({kind for _, kind in kinds}), len(kinds))

    def test_the_state_is_this_machines_and_knows_the_end_of_each_log(self):
        machine = Path("/etc/machine-id")
        here = machine.read_bytes() if machine.exists() else socket.gethostname().encode()
        for name in passphrases():
            vault = opened(name, told())
            ident = vault.logs[0].reader.vault_id
            self.assertEqual(vault.state.machine_id, sf.machine_id(ident, here))
            ends = {log.place.log_id: (log.last_index, log.spots[log.last_index].chain)
                    for log in vault.logs if log.is_own}
            seen = {one.head.log_id: (one.head.index, one.head.chain)
                    for one in vault.state.heads if one.head.log_id in ends}
            self.assertEqual(seen, ends)

    def test_what_the_shipped_program_adds_is_read(self):
        home = told().copy()
        self.addCleanup(home.remove)
        long = "The lamp, and the rain on the roof. " * 400
        added = home.do("write", "--json", "--us", "--file", "-", by="Ada", text=long,
                        passphrase=passphrases()["Ada"]).json()["id"]
        for name in passphrases():
            vault = opened(name, home)
            self.assertEqual({line["verdict"] for line in vault.verdicts()}, {"complete"})
            (record,) = [one for one in vault.records() if one["id"] == added]
            self.assertEqual(json.loads(bytes.fromhex(record["body"]))["value"]["text"].strip(),
                             long.strip())


class Agreement(unittest.TestCase):
    """Both programs judge the same files alike."""

    def assertAlike(self, ours: list[dict], theirs: dict[str, str], me: str, case=None):
        """The program keeps a partner's consent logs to itself where they hold together."""
        told_of = {line["log"]: line["verdict"] for line in ours
                   if line["class"] != "consent" or line["author"] == me
                   or line["verdict"] not in SOUND or line["log"] in theirs}
        self.assertEqual(theirs, told_of, case)

    def test_on_the_real_vault_and_where_one_thing_of_it_was_changed(self):
        segments = sorted(told().vault.glob("logs/*/*/*/*.segment"))
        verdicts = set()
        for seed in range(10):
            random, home = Random(seed), told().copy()
            self.addCleanup(home.remove)
            name = random.choice(["Ada", "Noor"])
            file = home.root / random.choice(segments).relative_to(told().root)
            content = bytearray(file.read_bytes())
            at = random.randrange(len(content))
            change = random.choice(["flip", "cut", "tail", "zeros", "gone"]) if seed else "nothing"
            if change == "flip":
                content[at] ^= 1 << at % 8
            if change == "cut":
                del content[at:]
            if change == "tail":
                content += bytes([7]) * random.choice((100, 600))
            if change == "zeros":
                content += bytes(700)
            file.write_bytes(content)
            if change == "gone":
                file.unlink()
            ours = opened(name, home).verdicts()
            verdicts |= {line["verdict"] for line in ours}
            self.assertAlike(ours, checked(name, home, passphrases()[name]),
                             partner_id(name, told().root), (seed, change, name, str(file), at))
        self.assertGreater(len(verdicts), 2)

    def test_on_the_example(self):
        program()
        home = Household()
        self.addCleanup(home.remove)
        shutil.copytree(EXAMPLE / "data", home.data)
        shutil.copytree(EXAMPLE / "state", home.state)
        shutil.copytree(EXAMPLE / "vault", home.vault)
        for name, words in write_example.PASSPHRASES.items():
            wanted = expected()["partners"][name]
            self.assertAlike(wanted["verdicts"], checked(name, home, words), wanted["partner"])


if __name__ == "__main__":
    unittest.main()
