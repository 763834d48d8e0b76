"""Two homes and what carries a folder between them: each recipe of docs/sync.md, as it stands there."""

import json
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor

from couples import Device, couple, joined
from engines import ENGINES, Engine, Git, Stick, Syncthing
from household import ADA, NOOR

SECRETS = {ADA: "sq7 only for Adalinde", NOOR: "sq7 only for Noortje"}


class Carried(unittest.TestCase):
    """Both partners write while something carries their folders."""

    maxDiff = 2000

    def write(self, device: Device, text: str, *words):
        device.does("write", "--file", "-", *words, text=text)

    def shared(self, device: Device) -> dict:
        """All that both can read, by id, in the words that are the same for both."""
        entries = device.does("list", "--us", "--json").json()
        return {e["id"]: (e["kind"], e["about"], e["entered"], json.dumps(e["body"], sort_keys=True))
                for e in entries}

    def states(self, device: Device) -> list:
        shown = device.does("agree", "show", "--json").json()
        return sorted((a["agreement"], a["revision"], i["id"], i["state"])
                      for a in shown for i in a["items"])

    def active(self, device: Device) -> set:
        return {item for _, _, item, state in self.states(device) if state == "active"}

    def exchange(self, engine: Engine, rounds: int = 2):
        """Each looks into the folder, then what they put there is carried."""
        for _ in range(rounds):
            for device in engine.devices:
                device.does("sync")
            engine.settle()
        for device in engine.devices:
            device.does("sync")

    def live(self, engine: Engine):
        """Both write at once, agree, and one withdraws; then everything has to be even."""
        ada, noor = engine.devices
        for device in (ada, noor):
            self.write(device, SECRETS[device.name])
        for number in range(3):
            with ThreadPoolExecutor() as both:
                list(both.map(
                    lambda device: self.write(device, f"{device.name}, {number}", "--us"),
                    (ada, noor)))
            self.exchange(engine, 1)
        ada.does("agree", "propose", text=json.dumps(
            {"items": [{"what": "holding hands"}, {"what": "a long hug"}]}))
        self.exchange(engine)
        # Both answer at the same time, and neither sees the other's before it has come.
        for device in (ada, noor):
            device.does("agree", "grant", "--all")
        self.exchange(engine, 3)
        self.assertEqual(self.active(ada), {"holding-hands", "a-long-hug"})
        self.assertEqual(self.active(noor), {"holding-hands", "a-long-hug"})
        # A withdrawal on one side, words on the other, before either has arrived.
        noor.does("agree", "withdraw", "a-long-hug")
        self.write(ada, "written meanwhile", "--us")
        self.assertEqual(self.active(noor), {"holding-hands"})
        self.exchange(engine)
        self.even(ada, noor)
        self.assertEqual(self.active(ada), {"holding-hands"})
        self.assertEqual(len(self.shared(ada)), 7)

    def even(self, ada: Device, noor: Device):
        """The same shared records and states, nothing lost, and nobody's private files elsewhere."""
        self.assertEqual(self.shared(ada), self.shared(noor))
        self.assertEqual(self.states(ada), self.states(noor))
        for device, other in ((ada, noor), (noor, ada)):
            verdicts = device.does("check", "--json").json()["logs"]
            self.assertEqual({log["verdict"] for log in verdicts}, {"complete"})
            texts = [e["body"]["text"] for e in device.does("list", "--me", "--json").json()]
            self.assertEqual(texts, [SECRETS[device.name]])
            self.assertFalse(self.private(device, of=other), "the other's private files are here")
            self.assertFalse(self.private_in(device.folder), "private files are in the folder")
            conflicts = [p for p in device.folder.rglob("*") if "conflict" in p.name]
            self.assertEqual(conflicts, [])

    def private_in(self, folder) -> list:
        return [p for p in folder.rglob("*")
                if p.is_file() and "/private/" in str(p) and ".git/" not in str(p)]

    def private(self, device: Device, of: Device) -> list:
        """Files in a home that hold private cells of the other: by path, and by content wherever."""
        whole = {p.read_bytes() for p in self.private_in(of.vault)}
        self.assertTrue(whole)
        heads = {content[:512] for content in whole}
        found = []
        for path in device.root.rglob("*"):
            if not path.is_file() or path.is_symlink():
                continue
            if f"{of.me}/private" in str(path) or path.read_bytes()[:512] in heads:
                found.append(path)
        return found


def case(engine: type[Engine]):
    def test(self):
        ada, noor = joined()
        carrying = engine(ada, noor)
        self.addCleanup(carrying.close)
        self.live(carrying)
    test.__doc__ = engine.title
    return test


for engine in ENGINES:
    setattr(Carried, f"test_{engine.__name__.lower()}_carries_all_that_is_shared", case(engine))


class Joining(unittest.TestCase):
    """goes through a real engine too"""

    def join_through(self, kind: type[Engine]):
        ada, noor = couple()
        engine = kind(ada, noor)
        self.addCleanup(engine.close)
        ada.does("invite", ada.folder)
        engine.settle()
        noor.join()
        engine.settle()
        words = ada.stage()["words"]
        engine.settle()
        self.assertEqual(noor.stage()["words"], words)
        ada.does("accept", ada.folder, "--code", " ".join(words), "--name", NOOR)
        noor.does("accept", noor.folder, "--code", " ".join(words), "--name", ADA)
        engine.settle()
        return ada, noor

    def test_through_syncthing_and_its_files_are_gone_afterwards(self):
        for device in self.join_through(Syncthing):
            self.assertEqual(list(device.folder.rglob("*.invitation")), [])

    def test_through_git(self):
        for device in self.join_through(Git):
            self.assertEqual(list(device.folder.rglob("*.invitation")), [])

    def test_by_a_stick_where_its_files_stay_and_do_no_harm(self):
        ada, noor = self.join_through(Stick)
        self.assertTrue(list(ada.folder.rglob("*.invitation")))
        for device in (ada, noor):
            self.assertEqual(device.says("accept", device.folder).code, 66)


class TheHistory(unittest.TestCase):
    """What an engine keeps of what is gone, so that docs/sync.md does not promise too much."""

    def test_git_keeps_what_was_there_once(self):
        ada, noor = joined()
        engine = Git(ada, noor)
        ada.does("write", "--us", "--file", "-", text="to be gone")
        engine.carry(ada)
        (path,) = [p for p in (ada.folder / "logs").rglob("*.segment")]
        before = path.read_bytes()
        path.unlink()
        engine.carry(ada)
        blobs = subprocess.run(
            ["git", "-C", str(ada.folder), "cat-file", "--batch-check", "--batch-all-objects"],
            capture_output=True, text=True, check=True).stdout.split("\n")
        kept = [line.split()[0] for line in blobs if " blob " in line]
        contents = [subprocess.run(["git", "-C", str(ada.folder), "cat-file", "blob", name],
                                   capture_output=True, check=True).stdout for name in kept]
        self.assertIn(before, contents)


if __name__ == "__main__":
    unittest.main()
