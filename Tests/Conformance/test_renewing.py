"""`identity renew`, with the shipped program in two homes: docs/format.md § Former identity."""

import json
import shutil
import subprocess
import unittest

import state_format as form
from couples import Device, joined
from household import ADA, NOOR, PASSPHRASES
from vesper_format import Identity

NEW = "a lantern in the reeds"


def carry(source, target):
    """As docs/sync.md has it for a stick: never an older copy over a newer one."""
    subprocess.run(["cp", "--recursive", "--update", "--preserve=timestamps", f"{source}/.", target],
                   check=True)


class Renewing(unittest.TestCase):
    """Adalinde has a new identity, and Noortje is told by nobody but her."""

    maxDiff = 2000

    def setUp(self):
        self.ada, self.noor = joined()
        # The session is the vault's, so other tests have it too: one that ends here begins again.
        old = self.ada.twin()
        self.addCleanup(old.begin)
        self.old = self.ada.me
        self.write(self.ada, "only mine, before")
        self.write(self.ada, "for both, before", "--us")
        self.write(self.noor, "only Noortje's")
        self.write(self.noor, "for both, from Noortje", "--us")
        self.even()
        agreed = self.ada.does("agree", "propose", text=json.dumps(
            {"items": [{"what": "holding hands"}, {"what": "a long hug"}]}))
        self.assertTrue(agreed.out)
        self.even()
        for device in (self.ada, self.noor):
            device.does("agree", "grant", "--all")
        for _ in range(3):
            self.even()
        self.assertEqual(self.states(self.noor), {"active"})

    def write(self, device, text, *words, **options):
        device.does("write", "--file", "-", *words, text=text, **options)

    def even(self, **ada):
        """Each looks into the folder, and all of it is carried."""
        for device, options in ((self.ada, ada), (self.noor, {})):
            device.does("sync", **options)
            carry(self.ada.folder, self.noor.folder)
            carry(self.noor.folder, self.ada.folder)

    def texts(self, device, **options):
        entries = device.does("list", "--kind", "reflection", "--json", **options).json()
        return {entry["body"]["text"]: entry["author"] for entry in entries}

    def states(self, device, **options):
        shown = device.does("agree", "show", "--json", **options).json()
        return {item["state"] for agreement in shown for item in agreement["items"]}

    def renew(self) -> dict:
        before = self.logs()
        made = self.ada.does(
            "identity", "renew", "--json", passphrase=f"{PASSPHRASES[ADA]}\n{NEW}").json()
        self.assertEqual(self.logs(), before, "a renewal changes no log")
        return made

    def logs(self):
        return {str(f): f.read_bytes() for f in self.ada.vault.glob("logs/*/*/*/*")}

    def join_anew(self, **noor):
        self.ada.does("invite", passphrase=NEW)
        carry(self.ada.folder, self.noor.folder)
        self.noor.does("join", self.noor.folder, **noor)
        carry(self.noor.folder, self.ada.folder)
        words = self.ada.does("accept", "--json", passphrase=NEW).json()["words"]
        carry(self.ada.folder, self.noor.folder)
        seen = self.noor.does("accept", "--json", **noor).json()["words"]
        self.assertEqual(words, seen)
        self.ada.does("accept", "--code", " ".join(seen), "--name", NOOR, passphrase=NEW)
        self.noor.does("accept", "--code", " ".join(words), "--name", ADA, **noor)

    def verdicts(self, device, **options):
        answer = device.does("check", "--json", **options).json()
        return {log["verdict"] for log in answer["logs"]}

    def test_the_old_is_read_the_new_is_shared_and_consent_begins_anew(self):
        made = self.renew()
        self.assertNotEqual(made["id"], self.old)
        self.assertEqual(self.ada.me, made["id"])
        self.assertEqual(self.ada.says("list", passphrase=PASSPHRASES[ADA]).code, 77)
        own = {"only mine, before": ADA, "for both, before": ADA, "for both, from Noortje": NOOR}
        self.assertEqual(self.texts(self.ada, passphrase=NEW), own)
        self.assertEqual(self.states(self.ada, passphrase=NEW), set())
        # Not joined yet: nothing goes out, and what Noortje shares still comes in.
        refused = self.ada.says("write", "--us", "--file", "-", text="too soon", passphrase=NEW)
        self.assertNotEqual(refused.code, 0)
        self.write(self.noor, "from Noortje, who does not know", "--us")
        self.even(passphrase=NEW)
        own["from Noortje, who does not know"] = NOOR
        self.assertEqual(self.texts(self.ada, passphrase=NEW), own)
        self.join_anew()
        # Neither reads an agreement of the old pair as one of theirs.
        for device, options in ((self.ada, {"passphrase": NEW}), (self.noor, {})):
            self.assertEqual(self.states(device, **options), set())
        self.write(self.ada, "for both, anew", "--us", passphrase=NEW)
        self.write(self.noor, "for both again", "--us")
        self.even(passphrase=NEW)
        both = {"for both, before": ADA, "for both, from Noortje": NOOR, "for both, anew": ADA,
                "from Noortje, who does not know": NOOR, "for both again": NOOR}
        self.assertEqual(
            self.texts(self.ada, passphrase=NEW), both | {"only mine, before": ADA})
        self.assertEqual(self.texts(self.noor), both | {"only Noortje's": NOOR})
        for device, options in ((self.ada, {"passphrase": NEW}), (self.noor, {})):
            self.assertEqual(self.verdicts(device, **options), {"complete"})
        # And the two can agree as any two can.
        self.ada.does("agree", "propose", passphrase=NEW, text=json.dumps(
            {"items": [{"what": "an evening walk"}]}))
        self.even(passphrase=NEW)
        self.ada.does("agree", "grant", "--all", passphrase=NEW)
        self.noor.does("agree", "grant", "--all")
        for _ in range(3):
            self.even(passphrase=NEW)
        for device, options in ((self.ada, {"passphrase": NEW}), (self.noor, {})):
            self.assertEqual(self.states(device, **options), {"active"})

    def test_what_is_wrong_with_the_old_pair_s_consent_stops_nobody(self):
        self.renew()
        self.even(passphrase=NEW)
        self.join_anew()
        (log,) = [f for f in self.noor.vault.glob(f"logs/{self.noor.me}/shared/*/0.segment")
                  if f.read_bytes()[10] == 2 and f.read_bytes()[80:112].hex() == self.old]
        whole = log.read_bytes()
        log.write_bytes(whole[:-100] + bytes(100))
        self.assertNotEqual(self.noor.says("check").code, 0)
        self.noor.does("agree", "propose", text=json.dumps(
            {"items": [{"what": "an evening walk"}]}))
        self.even(passphrase=NEW)
        self.noor.does("agree", "grant", "--all")
        self.ada.does("agree", "grant", "--all", passphrase=NEW)
        for _ in range(3):
            self.even(passphrase=NEW)
        for device, options in ((self.ada, {"passphrase": NEW}), (self.noor, {})):
            self.assertEqual(self.states(device, **options), {"active"})

    def test_the_record_of_before_reads_as_the_page_says(self):
        made = self.renew()
        vault_id = bytes.fromhex((self.ada.vault / "vesper-vault").read_text().splitlines()[1])
        new = Identity(form.recovered_secret(made["recovery"]), ADA)
        self.assertEqual(new.partner_id.hex(), made["id"])
        sealed = (self.ada.vault / "partners" / f"{made['id']}.former").read_bytes()
        before, pins, ends = form.former_identity(new, vault_id, sealed)
        self.assertEqual(before.partner_id.hex(), self.old)
        self.assertEqual(before.name, ADA)
        self.assertEqual([pin.partner_id.hex() for pin in pins], [self.noor.me])
        self.assertIsNone(form.former_identity(before, vault_id, sealed))
        # Every own log, and no other, with its reader: one's own diary, the shared one and consent.
        own = {path.name: path.parent.name for path in self.ada.vault.glob(f"logs/{self.old}/*/*")}
        self.assertEqual({head.log_id.hex(): author.hex() for head, author, _ in ends},
                         {log: self.old for log in own})
        for head, _, recipient in ends:
            shared = own[head.log_id.hex()] == "shared"
            self.assertEqual(recipient.hex(), self.noor.me if shared else "00" * 32)
        # Whoever has none of the secrets sees neither of the two ids in it.
        for value in (before.secret, before.partner_id, new.partner_id, new.secret):
            self.assertNotIn(value, sealed)
        shown = self.ada.does("recovery", "show", "--json", passphrase=NEW).json()["recovery"]
        self.assertEqual(shown, made["recovery"])

    def test_the_announcement_reads_as_the_page_says(self):
        vault_id = bytes.fromhex((self.ada.vault / "vesper-vault").read_text().splitlines()[1])
        secret = form.recovered_secret(self.noor.does(
            "recovery", "show", "--json", passphrase=PASSPHRASES[NOOR]).json()["recovery"])
        noor = Identity(secret, NOOR)
        before = Identity(form.recovered_secret(self.ada.does(
            "recovery", "show", "--json", passphrase=PASSPHRASES[ADA]).json()["recovery"]), ADA)
        pin = form.Pin(before.partner_id, before.x25519[0], bytes(32), ADA)
        made = self.renew()
        self.ada.does("invite", passphrase=NEW)
        (file,) = self.ada.folder.glob("partners/*.renewed")
        self.assertEqual(file.stem, self.old)
        data = file.read_bytes()
        self.assertEqual(form.announced(noor, vault_id, pin, data).hex(), made["id"])
        self.assertIsNone(form.announced(noor, bytes(16), pin, data))
        self.assertIsNone(form.announced(Identity(bytes(32), NOOR), vault_id, pin, data))
        self.assertNotIn(bytes.fromhex(made["id"]), data)

    def test_whoever_has_the_old_identity_writes_nothing_that_counts(self):
        thief = self.ada.twin()
        self.addCleanup(thief.remove)
        self.renew()
        self.even(passphrase=NEW)
        self.join_anew()
        self.even(passphrase=NEW)
        own = {"only mine, before": ADA, "for both, before": ADA, "for both, from Noortje": NOOR}
        both = {text: who for text, who in own.items() if text != "only mine, before"}
        mine = {"only Noortje's": NOOR}
        old = {"passphrase": PASSPHRASES[ADA]}
        entries = thief.does("list", "--kind", "reflection", "--json", **old).json()
        (gone,) = [one["id"] for one in entries if one["body"]["text"] == "for both, before"]
        thief.does("forget", gone, **old)
        self.write(thief, "in your name", "--us", **old)
        thief.does("sync", **old)
        for device, options, whose in ((self.ada, {"passphrase": NEW}, "you had before"),
                                       (self.noor, {}, "your partner has renewed")):
            shutil.copytree(thief.folder, device.folder, dirs_exist_ok=True)
            said = device.says("list", "--kind", "reflection", **options)
            self.assertEqual(said.code, 0, said)
            self.assertIn(whose, said.err.decode())
            self.assertNotIn("brought back", said.err.decode())
            # Once in passing, and whenever somebody asks for as long as it lies there.
            again = device.says("list", "--kind", "reflection", **options)
            self.assertNotIn(whose, again.err.decode())
            shutil.copytree(thief.folder, device.folder, dirs_exist_ok=True)
            self.assertIn(whose, device.does("sync", **options).out.decode())
            self.assertEqual(self.verdicts(device, **options), {"complete"})
        self.assertEqual(self.texts(self.ada, passphrase=NEW), own)
        self.assertEqual(self.texts(self.noor), both | mine)
        # What one forgets oneself afterwards goes for both, as it did.
        (gone,) = [one["id"] for one in self.ada.does(
            "list", "--kind", "reflection", "--json", passphrase=NEW).json()
            if one["body"]["text"] == "for both, before"]
        self.ada.does("forget", gone, passphrase=NEW)
        self.even(passphrase=NEW)
        self.even(passphrase=NEW)
        self.assertEqual(self.texts(self.noor), {"for both, from Noortje": NOOR} | mine)
        for device, options in ((self.ada, {"passphrase": NEW}), (self.noor, {})):
            self.assertEqual(self.verdicts(device, **options), {"complete"})

    def test_a_renewal_that_waits_is_said_and_takes_no_yes(self):
        thief = self.ada.twin()
        self.addCleanup(thief.remove)
        self.renew()
        self.even(passphrase=NEW)
        # Somebody may have a new identity because of their partner: nothing goes out before they ask.
        self.assertEqual(self.states(self.noor), {"active"})
        self.assertEqual(list(self.ada.folder.glob("partners/*.renewed")), [])
        self.ada.does("invite", passphrase=NEW)
        carry(self.ada.folder, self.noor.folder)
        said = f"{ADA} has a new identity, and waits for you to join anew"
        first = self.noor.says("list")
        self.assertIn(said, first.err.decode())
        self.assertNotIn(said, self.noor.says("list").err.decode())
        self.assertEqual(self.states(self.noor), {"not active"})
        for words in (["sync"], ["check"]):
            self.assertIn(said, self.noor.does(*words).out.decode(), words)
            answer = self.noor.does(*words, "--json").json()
            self.assertIs(answer["partnerRenewed"], True, words)
        if self.noor.sessions:
            self.noor.unlock(NOOR)
            self.assertIn(said, self.noor.run("status").out.decode())
            self.assertIs(self.noor.run("status", "--json").json()["partnerRenewed"], True)
        # Whoever has the old identity proposes anew and says yes; Noortje says yes too.
        old = {"passphrase": PASSPHRASES[ADA]}
        walk = thief.does("agree", "propose", "--json", **old, text=json.dumps(
            {"items": [{"what": "a walk"}]})).json()["id"]
        thief.does("agree", "grant", "--all", "--agreement", walk, **old)

        def meet():
            for _ in range(3):
                for device, options in ((thief, old), (self.noor, {})):
                    device.does("sync", **options)
                    shutil.copytree(thief.folder, self.noor.folder, dirs_exist_ok=True)
                    shutil.copytree(self.noor.folder, thief.folder, dirs_exist_ok=True)
        meet()
        self.noor.does("agree", "grant", "--all", "--agreement", walk)
        for announcement in self.noor.folder.glob("partners/*.renewed"):
            announcement.unlink()
        meet()
        self.assertEqual(self.states(self.noor), {"not active"})
        # Nor does her own answer open to it: there nothing shows as active either.
        self.assertNotIn("active", {
            item["state"] for one in thief.does("agree", "show", "--json", **old).json()
            for item in one["items"] if item["what"] == "a walk"})
        self.join_anew()
        self.even(passphrase=NEW)
        self.assertEqual(self.states(self.noor), set())
        self.assertNotIn(said, self.noor.does("sync").out.decode())
        self.assertNotIn("partnerRenewed", self.noor.does("check", "--json").json())

    def test_what_lies_between_two_old_identities_is_named(self):
        words = {"passphrase": "a heron by the weir"}
        old = self.noor.twin()
        self.addCleanup(old.begin)
        self.renew()
        self.noor.does("identity", "renew", "--json",
                       passphrase=f"{PASSPHRASES[NOOR]}\n{words['passphrase']}")
        self.join_anew(**words)
        for _ in range(2):
            self.ada.does("sync", passphrase=NEW)
            carry(self.ada.folder, self.noor.folder)
            self.noor.does("sync", **words)
            carry(self.noor.folder, self.ada.folder)
        said = "this device was never told where it ended"
        for device, options in ((self.ada, {"passphrase": NEW}), (self.noor, words)):
            shown = device.does("check", **options).out.decode()
            self.assertEqual(shown.count(said), 1, shown)
            logs = device.does("check", "--json", **options).json()["logs"]
            self.assertEqual(len([log for log in logs if log.get("endUntold")]), 1)
            self.assertEqual(self.verdicts(device, **options), {"complete"})

    def test_the_old_code_brings_back_nobody_and_says_why(self):
        code = self.ada.does("recovery", "show", "--json",
                             passphrase=PASSPHRASES[ADA]).json()["recovery"]
        self.renew()
        before = {f: f.read_bytes() for f in self.ada.root.rglob("*") if f.is_file()}
        for copy in ([], ["--from", self.ada.folder]):
            refused = self.ada.run("recovery", "restore", *copy, "--as", ADA, "--partner", NOOR,
                                   text=code, passphrase="words of now")
            self.assertEqual(refused.code, 64, refused)
            said = refused.err.decode()
            self.assertIn("before you renewed it", said)
            self.assertIn("hint: ", said)
        after = {f: f.read_bytes() for f in self.ada.root.rglob("*") if f.is_file()}
        self.assertEqual(sorted(after), sorted(before))
        self.assertEqual([f for f in after if after[f] != before[f]], [])
        self.assertEqual(self.texts(self.ada, passphrase=NEW)["only mine, before"], ADA)

    def test_rubbish_beside_the_keys_is_nobody_s(self):
        code = self.renew()["recovery"]
        self.even(passphrase=NEW)
        self.join_anew()
        self.even(passphrase=NEW)
        names = [f"{who}.{kind}" for who in (self.ada.me, self.old, self.noor.me, "ab" * 32)
                 for kind in ("former", "pins")] + ["ab" * 32 + ".public", ".former", ".hidden"]
        for name in names:
            (self.ada.folder / "partners" / name).write_bytes(b"rubbish " * 128)
        for name in ("vesper-vault", ".vesper", ".stfolder"):
            (self.ada.folder / name).write_bytes(b"rubbish")
        carry(self.ada.folder, self.noor.folder)
        for device, options in ((self.ada, {"passphrase": NEW}), (self.noor, {})):
            device.does("sync", **options)
            device.does("check", **options)
            device.does("backup", device.root / "backup", **options)
        new = Device(ADA)
        self.addCleanup(new.remove)
        new.do("recovery", "restore", "--from", self.ada.folder, "--as", ADA, "--partner", NOOR,
               text=code, passphrase="words of now")
        now = {"passphrase": "words of now"}
        for words in (["check"], ["backup", new.root / "backup"]):
            self.assertEqual(new.says(*words, **now).code, 0, new.says(*words, **now))

    def test_exposure_counts_what_was_written_before_as_one_s_own(self):
        self.renew()
        if self.ada.sessions:
            self.ada.does("unlock", passphrase=NEW)
            told = self.ada.run("exposure", "--json").json()
            rows = {(row["author"], row["audience"]): row["files"] for row in told["logs"]}
            self.assertEqual(rows, {("you", "private"): 1, ("you", "shared"): 1,
                                    ("partner", "shared"): 1})
            self.ada.run("lock")
        self.join_anew()
        self.write(self.noor, "for both again", "--us")
        self.even(passphrase=NEW)
        self.even(passphrase=NEW)
        # Locked, the headers say the same; one's first new log says where the old ones end.
        told = self.ada.run("exposure", "--json").json()
        rows = {(row["author"], row["audience"]): row["files"] for row in told["logs"]}
        self.assertEqual(rows, {("you", "private"): 1, ("you", "shared"): 2,
                                ("partner", "shared"): 2})

    def test_the_old_session_ends(self):
        if not self.ada.sessions:
            self.skipTest("no keyring here")
        self.assertEqual(self.ada.run("list").code, 0)
        self.renew()
        self.assertEqual(self.ada.run("list", "--no-input").code, 77)
        status = self.ada.run("status", "--json").json()
        self.assertNotIn(self.old, json.dumps(status))


if __name__ == "__main__":
    unittest.main()
