"""Consent as the shipped program keeps it, judged from outside: by libsodium and this second reader."""

import json
import os
import re
import stat
import time
import unittest

from nacl import bindings as sodium
from nacl.exceptions import BadSignatureError

import read_vault
import state_format as sf
import vesper_format as vf
from household import ADA, NOOR, PASSPHRASES, Household, HouseholdTest, program
from open_segment import open_segment

ITEMS = {"items": [{"id": "hands", "what": "holding hands"}, {"id": "bath", "what": "a slow bath"}]}
REVISION, COMMITMENT, OPENING = 0x0100, 0x0101, 0x0102


def labelled(text: str, *parts: bytes) -> bytes:
    """docs/consent.md § Bytes."""
    return vf.H(text.encode() + b"\0", *parts)


class Consent(HouseholdTest):
    def propose(self) -> str:
        return self.home.do("agree", "propose", "--json", "--file", "-", by=ADA,
                            text=json.dumps(ITEMS)).json()["id"]

    def shown(self, by: str) -> dict:
        return self.home.do("agree", "show", "--json", by=by).json()[0]

    def states(self, by: str) -> dict[str, str]:
        return {item["id"]: item["state"] for item in self.shown(by)["items"]}

    def identity(self, name: str) -> vf.Identity:
        (partner,) = [one for one in self.home.partners if one["name"] == name]
        return vf.Identity(sf.recovered_secret(partner["recovery"]), name)

    def opened(self, name: str) -> read_vault.Vault:
        """The vault by this second reader, with that partner's own keys."""
        who = self.identity(name).partner_id.hex()
        (state,) = self.home.state.glob(f"vesper/*/{who}.state")
        key = self.home.data / f"vesper/identities/{who}.key"
        return read_vault.open_vault(str(self.home.vault), str(key), str(state),
                                     PASSPHRASES[name].encode(), None)


class Statements(Consent):
    def setUp(self):
        super().setUp()
        self.propose()
        for name in (ADA, NOOR):
            self.home.do("agree", "grant", "--all", by=name)
        self.withdrawal = self.home.do("agree", "withdraw", "hands", "--json", by=ADA).json()["id"]
        self.file = self.home.root / "statement.txt"
        self.home.do("agree", "proof", "--output", self.file, by=ADA)

    def read(self, data: bytes) -> dict[str, str]:
        """What a stranger does who has format.md § Statements and libsodium."""
        text, signature = re.fullmatch(rb"(.*\n)signature: ([0-9a-f]{128})\n", data, re.S).groups()
        fields = dict(re.findall(r"^([a-z ]+): (.+)$", text.decode("ascii"), re.M))
        box, signing = (bytes.fromhex(fields[name]) for name in ("box key", "signing key"))
        if vf.partner_id(box, signing).hex() != fields["partner"]:
            raise BadSignatureError("the keys are not the partner's")
        sodium.crypto_sign_open(
            bytes.fromhex(signature.decode()) + vf.label("vesper1 withdraw") + text, signing)
        return fields

    def test_a_genuine_one_verifies_with_libsodium_alone(self):
        data = self.file.read_bytes()
        fields = self.read(data)
        self.assertEqual(fields["partner"], self.identity(ADA).partner_id.hex())
        self.assertEqual(fields["record"], self.withdrawal)
        self.assertEqual(fields["items"], "hands")
        self.assertIn(b"The date is my own statement. Nothing in this file proves it.\n", data)
        self.assertIn(b"This file says nothing of any yes, mine or anybody else's.\n", data)
        self.assertNotIn(NOOR.encode(), data)
        self.assertNotIn(self.identity(NOOR).partner_id.hex().encode(), data)
        self.assertNotIn(b"holding hands", data)

    def test_a_tampered_one_is_refused(self):
        data = self.file.read_bytes()
        for place in range(len(data)):
            changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]
            with self.assertRaises((BadSignatureError, AttributeError, KeyError, ValueError,
                                    TypeError), msg=f"byte {place}"):
                self.read(changed)
            if place % 23 == 0:
                answer = self.home.run("agree", "proof", "--verify", "-", text=changed)
                self.assertRefused(answer, 65, "no genuine statement")
        for changed in (b"", data[:-1], data + b"\n", data * 2, data.replace(b"\n", b"\r\n"),
                        data[:-130] + b"0" * 128 + b"\n"):
            answer = self.home.run("agree", "proof", "--verify", "-", text=changed)
            self.assertRefused(answer, 65, "no genuine statement")

    def test_another_partners_keys_do_not_make_it_theirs(self):
        data, noor = self.file.read_bytes(), self.identity(NOOR)
        text = data[: data.rindex(b"signature: ")].decode()
        for name, mine in (("partner", noor.partner_id), ("box key", noor.x25519[0]),
                           ("signing key", noor.ed25519[0])):
            text = re.sub(rf"(?m)^{name}: .*$", f"{name}: {mine.hex()}", text)
            signed = vf.label("vesper1 withdraw") + text.encode()
            signature = sodium.crypto_sign(signed, noor.ed25519[1])[:64]
            forged = f"{text}signature: {signature.hex()}\n".encode()
            answer = self.home.run("agree", "proof", "--verify", "-", "--json", text=forged)
            if name == "signing key":
                # Whole, it is Noor's own word, under Noor's own id, and says so.
                self.assertEqual(answer.json()["partner"], noor.partner_id.hex())
            else:
                self.assertEqual(answer.code, 65, answer)

    def test_it_is_looked_at_without_a_vault_and_without_a_session(self):
        stranger = Household()
        self.addCleanup(stranger.remove)
        answer = stranger.do("agree", "proof", "--verify", self.file, "--json")
        self.assertEqual(answer.json()["record"], self.withdrawal)
        self.assertEqual(stranger.files(stranger.root), {})

    def test_it_is_its_owners_alone_and_replaces_nothing(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        before = self.file.read_bytes()
        again = self.home.run("agree", "proof", "--output", self.file, by=ADA)
        self.assertRefused(again, 73, "is there already")
        self.home.do("agree", "withdraw", by=ADA)
        self.home.do("agree", "proof", "--output", self.file, "--force", by=ADA)
        self.assertEqual(self.read(self.file.read_bytes())["agreement"], "every one")
        named = self.home.do("agree", "proof", self.withdrawal[:8], "--output", "-", by=ADA).out
        self.assertEqual(named, before)

    def test_a_yes_is_never_stated_and_another_s_withdrawal_neither(self):
        answer = self.home.run("agree", "proof", "--output", "-", by=NOOR)
        self.assertRefused(answer, 66, "nothing that could be stated")
        answer = self.home.run("agree", "proof", self.withdrawal, "--output", "-", by=NOOR)
        self.assertRefused(answer, 66)
        ids = [record["id"] for record in self.opened(ADA).records()
               if record["class"] == "consent" and record["kind"] != 0x0103]
        self.assertGreater(len(ids), 4)
        for record in ids:
            answer = self.home.run("agree", "proof", record, "--output", "-", by=ADA)
            self.assertRefused(answer, 66)


class OneText(Consent):
    def test_both_partners_provably_read_the_same_text(self):
        self.propose()
        revisions = {}
        for name in (ADA, NOOR):
            # Each opens the segment by their own key slot; the commitment binds the one key.
            (record,) = [one for one in self.opened(name).records() if one["kind"] == REVISION]
            body = bytes.fromhex(record["body"])
            self.assertEqual(body[0], 1)
            payload = body[2 + 56 * body[1]:]
            self.assertIn(b"holding hands", payload)
            revisions[name] = labelled("vesper consent revision 1", payload).hex()
            self.assertEqual(self.shown(name)["revision"], revisions[name])
        self.assertEqual(revisions[ADA], revisions[NOOR])
        words = {name: re.search("compare aloud: (.*)", self.home.do("agree", "show", by=name).text)
                 for name in (ADA, NOOR)}
        self.assertEqual(words[ADA][1], words[NOOR][1])
        self.assertEqual(len(words[ADA][1].split()), 6)


class Forged(Consent):
    def forge(self) -> None:
        """Noor, with the keys of a reader, writes Ada's yes into Ada's log: a commitment to both
        items and its opening, right in everything but the author's MAC."""
        noor, ada = self.identity(NOOR), self.identity(ADA)
        vault = self.opened(NOOR)
        (log,) = [one for one in vault.logs
                  if one.log_class == 2 and one.place.author == ada.partner_id]
        held = [(one, record) for one in vault.logs for record in one.readable()]
        (against,) = [record.body[-32:] for one, record in held
                      if record.kind == COMMITMENT and one.place.author == noor.partner_id]
        revision = bytes.fromhex(self.shown(NOOR)["revision"])
        (theirs,) = [one for one in vault.logs
                     if one.log_class == 2 and one.place.author == noor.partner_id]
        last = theirs.spots[theirs.last_index]
        heads = b"\1" + theirs.place.log_id + (last.index + 1).to_bytes(8, "big") + last.chain
        salt, answer = bytes(range(32)), (3).to_bytes(8, "big")
        sealed = labelled("vesper consent commitment 1", salt, answer, revision, ada.partner_id,
                          labelled("vesper consent heads 1", heads))
        bodies = [(COMMITMENT, b"\1" + heads + revision + sealed),
                  (OPENING, b"\1" + heads + sealed + against + salt + answer)]
        path = log.paths[max(log.paths)]
        with open(path, "rb") as file:
            data = file.read()
        segment = open_segment(data, log.reader, log.place, max(log.paths))
        now = time.time_ns() // 1_000_000
        index, chain = log.last_index, log.spots[log.last_index].chain
        for kind, body in bodies:
            index += 1
            fields = vf.record_fields(index, os.urandom(16), os.urandom(32), now,
                                      now // 86_400_000, 60, kind, 0, 0, len(body))
            chain = vf.chain(segment.header_hash, index, chain, vf.digest(fields, b"", body))
            mac = vf.record_mac(noor.mac_key, segment.header_hash, index, chain)
            record = fields + chain + mac + body
            parts = vf.parts_of(len(record))
            for part in range(parts):
                plain = vf.frame(1, part, parts, record[464 * part : 464 * part + 464])
                data += vf.cell(segment.cell_key, segment.header_hash, len(data) // 512,
                                os.urandom(24), plain)
        with open(path, "wb") as file:
            file.write(data)

    def test_a_forged_yes_is_found_by_its_owner_and_is_inert(self):
        self.propose()
        self.home.do("agree", "grant", "--all", by=NOOR)
        self.forge()
        nothing = {"hands": "not active", "bath": "not active"}
        self.assertEqual(self.states(ADA), nothing)
        answer = self.home.run("check", "--json", by=ADA)
        self.assertEqual(answer.code, 65, answer)
        self.assertEqual([log["verdict"] for log in answer.json()["logs"]
                          if log["class"] == "consent"], ["damaged"])
        # It goes on being inert, whatever its owner does next; and its owner can go on.
        for words in (["grant", "hands"], ["pause"], ["resume"], ["withdraw", "bath"], ["renew"]):
            self.home.do("agree", *words, by=ADA)
            self.assertEqual(self.states(ADA), nothing)

    def test_the_same_yes_by_its_owner_counts(self):
        # That the forgery above would have been a yes but for the MAC: Noor's own program, which
        # cannot check it, takes it for one. "For their own eyes", as the threat model says.
        self.propose()
        self.home.do("agree", "grant", "--all", by=NOOR)
        self.forge()
        self.home.do("agree", "show", by=NOOR)
        self.assertEqual(self.states(NOOR), {"hands": "active", "bath": "active"})


if __name__ == "__main__":
    program()
    unittest.main()
