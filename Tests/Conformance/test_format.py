"""The example: written the same each time, read as expected, and refused where it was changed."""

import contextlib
import io
import json
import os
import sys
import unittest
from dataclasses import replace
from pathlib import Path
from random import Random
from unittest import mock

import example_page
import open_files
import read_vault
import state_format as sf
import vesper_format as vf
from desk import EXAMPLE, Desk, again, example, expected
from write_example import PASSPHRASES

PAGE = EXAMPLE.parents[2] / "docs" / "format-example.md"


def paths(name: str) -> tuple[str, str, str]:
    """Identity file, state file and passphrase file, relative to the example."""
    partner = example().identities[name].partner_id.hex()
    return (f"data/vesper/identities/{partner}.key",
            f"state/vesper/{example().vault_id.hex()}/{partner}.state",
            f"{name.lower()}.passphrase")


def run(root: Path, name: str, *more: str) -> tuple[int, str, str]:
    """read_vault.py in this process: exit code, standard output, standard error."""
    identity, state, passphrase = (str(root / part) for part in paths(name))
    given = ["read_vault", str(root / "vault"), "--identity", identity, "--state", state,
             "--passphrase-file", passphrase, *more]
    out, err = io.StringIO(), io.StringIO()
    with mock.patch.object(sys, "argv", given), contextlib.redirect_stdout(out), \
            contextlib.redirect_stderr(err):
        code = read_vault.main()
    return code, out.getvalue(), err.getvalue()


class Writing(unittest.TestCase):
    def test_the_example_is_written_the_same_each_time(self):
        stored = {str(file.relative_to(EXAMPLE)): file.read_bytes()
                  for file in EXAMPLE.rglob("*") if file.is_file()}
        self.assertEqual(set(stored), set(example().files))
        for name, content in example().files.items():
            self.assertEqual(stored[name], content, name)

    def test_the_page_shows_that_example(self):
        self.assertEqual(PAGE.read_text(encoding="utf-8"), example_page.page(example()))


class Reading(unittest.TestCase):
    def test_each_partner_reads_every_record_that_is_theirs_to_read(self):
        for name, partner in expected()["partners"].items():
            code, out, err = run(EXAMPLE, name)
            self.assertEqual((code, err), (0, ""))
            found = [json.loads(line) for line in out.splitlines()]
            self.assertEqual(len(found), len(partner["records"]))
            for line, wanted in zip(found, partner["records"]):
                if "bodyHash" in wanted:
                    body = bytes.fromhex(line.pop("body"))
                    line |= {"bodyLength": len(body), "bodyHash": vf.H(body).hex()}
                self.assertEqual(line, wanted)

    def test_each_partner_gets_the_verdict_expected_of_each_log(self):
        for name, partner in expected()["partners"].items():
            code, out, err = run(EXAMPLE, name, "--check")
            found = [json.loads(line) for line in out.splitlines()]
            for line in found:
                line.pop("why")
            self.assertEqual((code, err, found), (0, "", partner["verdicts"]))

    def test_the_private_logs_of_the_other_partner_are_never_looked_for(self):
        touched = []
        for function in ("open", "listdir", "stat", "scandir", "lstat"):
            real = getattr(os, function)

            def watched(path, *rest, real=real, **named):
                touched.append(os.fspath(path) if not isinstance(path, int) else "")
                return real(path, *rest, **named)

            patch = mock.patch.object(os, function, watched)
            patch.start()
            self.addCleanup(patch.stop)
        run(EXAMPLE, "Ada", "--check")
        noor = example().identities["Noor"].partner_id.hex()
        self.assertTrue(any(f"{noor}/shared" in path for path in touched))
        self.assertFalse([path for path in touched if f"{noor}/private" in path])

    def test_a_recovery_code_gives_the_secret_in_the_identity_file(self):
        for name, partner in expected()["partners"].items():
            identity = EXAMPLE / paths(name)[0]
            opened = open_files.identity(identity.read_bytes(), identity.name,
                                         PASSPHRASES[name].encode())
            self.assertEqual(opened.secret.hex(), partner["secret"])
            self.assertEqual(sf.recovered_secret(partner["recovery"]), opened.secret)


class OtherFiles(unittest.TestCase):
    """What stands outside the logs is refused with one sentence wherever one byte was changed."""

    def refused(self, read, *given) -> str:
        with self.assertRaises(open_files.Refused) as caught:
            read(*given)
        return str(caught.exception)

    def flipped(self, content: bytes, at: int) -> bytes:
        return content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :]

    def test_the_vault_file(self):
        content = example().files["vault/vesper-vault"]
        for at in range(len(content)):
            self.refused(open_files.vault_id, self.flipped(content, at))
            self.refused(open_files.vault_id, content[:at])
        self.refused(open_files.vault_id, content + b"\n")
        newer = content.replace(b"vault 1", b"vault 2")
        self.assertIn("newer Vesper", self.refused(open_files.vault_id, newer))

    def test_the_public_identity(self):
        for who in example().identities.values():
            name = f"{who.partner_id.hex()}.public"
            content = example().files[f"vault/partners/{name}"]
            self.assertEqual(open_files.public_identity(content, name),
                             (who.x25519[0], who.ed25519[0]))
            for at in range(len(content)):
                self.refused(open_files.public_identity, self.flipped(content, at), name)
                self.refused(open_files.public_identity, content[:at], name)
            newer = content[:8] + vf.u16(2) + content[10:] + b"more"
            self.assertIn("newer Vesper", self.refused(open_files.public_identity, newer, name))

    def test_the_identity_file(self):
        path = paths("Ada")[0]
        content, name = example().files[path], os.path.basename(path)
        words = PASSPHRASES["Ada"].encode()
        ends = (0, 7, 8, 10, 11, 14, 15, 18, 19, 20, 36, 52, 84, 116, 119, 120, 144, 200, 255)
        for at in ends:
            self.refused(open_files.identity, self.flipped(content, at), name, words)
        for size in range(256):
            self.refused(open_files.identity, content[:size], name, words)
        for other in (words + b"\n", b"", words[:-1]):
            self.assertIn("passphrase", self.refused(open_files.identity, content, name, other))
        self.refused(open_files.identity, content, os.path.basename(paths("Noor")[0]), words)
        for passes, memory in ((1, 65_536), (11, 65_536), (2, 65_535), (2, 1_048_577),
                               (2**32 - 1, 2**32 - 1)):
            bounds = content[:12] + vf.u32(passes) + vf.u32(memory) + content[20:]
            said = self.refused(open_files.identity, bounds, name, words)
            self.assertIn("out of bounds", said)

    def test_the_device_state(self):
        ada, vault = example().identities["Ada"], example().vault_id
        content = example().files[paths("Ada")[1]]
        self.assertEqual(open_files.state(content, ada, vault), example().states["Ada"])
        for at in range(0, 2_048, 31):
            torn = self.flipped(content, 2_048 + at)
            self.assertEqual(open_files.state(torn, ada, vault), example().states["Ada"])
            torn = self.flipped(content, at)
            self.assertEqual(open_files.state(torn, ada, vault).generation, 1)
            self.refused(open_files.state, self.flipped(torn, 2_048 + at), ada, vault)
        noor, hers = example().identities["Noor"], example().files[paths("Noor")[1]]
        self.assertEqual(hers[:2_048], bytes(2_048))
        self.assertEqual(open_files.state(hers, noor, vault), example().states["Noor"])
        swapped = content[2_048:] + content[:2_048]
        self.refused(open_files.state, swapped, ada, vault)
        self.refused(open_files.state, content, example().identities["Noor"], vault)
        self.refused(open_files.state, content, ada, bytes(16))
        for size in (0, 1, 2_047, 2_048, 4_095, 4_097, 4_098, 6_144):
            self.refused(open_files.state, content.ljust(size, b"\0")[:size], ada, vault)

    def test_a_state_that_opens_but_says_too_much_is_refused(self):
        ada, vault = example().identities["Ada"], example().vault_id
        contents = sf.state_contents(example().states["Ada"])
        for at in (32, 34, 36, 38, 40, 136, 140, 216, 217, 222, len(contents)):
            changed = bytearray(contents.ljust(2_008, b"\0"))
            changed[at] = 0xFF
            self.refused(open_files.state_contents, bytes(changed))
        own = contents.ljust(2_008, b"\0")
        self.assertEqual(open_files.state_contents(own), example().states["Ada"])
        for generation, slot, fits in ((0, 0, False), (1, 0, False), (2, 1, False), (1, 1, True),
                                       (2, 0, True)):
            one = sf.State(generation, bytes(16), 0, (), (), (), ())
            sealed = vf.AEAD(ada.state_key, bytes(24),
                             sf.state_ad(vault, ada.partner_id, slot, 2_048),
                             sf.state_contents(one).ljust(2_008, b"\0"))
            slots = [bytes(2_048)] * 2
            slots[slot] = bytes(24) + sealed
            if fits:
                self.assertEqual(open_files.state(b"".join(slots), ada, vault), one)
            else:
                self.refused(open_files.state, b"".join(slots), ada, vault)

    def test_what_a_name_cannot_be(self):
        for name in ("Ada", "Zoë of the hill", "\u202fx", "ß" * 31):
            self.assertEqual(open_files.name_in(sf.padded_name(name)), name)
        for name in ("", " ", "\u2003\t", "A\nda", "Ada\0", "\x7f", "\x9bx"):
            self.refused(open_files.name_in, sf.padded_name(name))
        self.refused(open_files.name_in, b"\x02\xff\xfe" + bytes(61))

    def test_a_name_hash_is_for_finding_and_nothing_else(self):
        salts = bytes(16), bytes(16), bytes(24)
        who, words = example().identities["Ada"], b"words"
        with mock.patch.object(vf, "name_hash", lambda salt, name: bytes(32)):
            content = vf.identity_file(who, words, 2, 65_536, *salts)
        name = f"{who.partner_id.hex()}.key"
        self.assertEqual(open_files.identity(content, name, words).secret, who.secret)

    def test_a_passphrase_ends_at_the_first_line_feed_and_nowhere_else(self):
        for stored, typed in ((b"a b\n", b"a b"), (b"a b", b"a b"), (b"a b\r\n", b"a b\r"),
                              (b" a \nmore\n", b" a "), (b"\n", b"")):
            with Desk({"words": stored}) as desk:
                self.assertEqual(read_vault.passphrase_in(str(desk.root / "words")), typed)

    def test_a_machine_is_the_first_line_of_its_file(self):
        vault = example().vault_id
        one = sf.machine_id(vault, b"3d1219c7\n")
        self.assertEqual({sf.machine_id(vault, b"3d1219c7"), sf.machine_id(vault, b"3d1219c7\nx")},
                         {one})
        self.assertNotEqual(sf.machine_id(vault, b"3d1219c8\n"), one)


class Hostile(unittest.TestCase):
    """Whatever the files hold, the program ends with a sentence, never with a traceback."""

    def test_a_changed_input_ends_in_one_sentence(self):
        identity, state, passphrase = paths("Ada")
        for name in ("vault/vesper-vault", identity, state, passphrase):
            for content in (None, b"", b"\0" * 5_000, b"\xff" * 9, b"x\n" * 300_000):
                with Desk({name: content}) as desk:
                    code, out, err = run(desk.root, "Ada")
                self.assertIn(code, (65, 66, 77), name)
                self.assertEqual((out, err.count("\n")), ("", 1), err)

    def test_a_link_or_a_directory_in_place_of_a_file_is_damage(self):
        for name in paths("Ada")[:2]:
            for odd in ("link", "directory"):
                with Desk({name: None}) as desk:
                    place = desk.root / name
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.symlink_to(EXAMPLE / name) if odd == "link" else place.mkdir()
                    code, out, err = run(desk.root, "Ada")
                self.assertEqual((code, out, err.count("\n")), (65, "", 1), (name, odd))

    def test_cells_that_authenticate_may_hold_anything(self):
        """The other partner holds the keys of a log, and so can seal whatever bytes it likes."""
        verdicts = set()
        with Desk() as desk:
            for seed in range(400):
                random = Random(seed)
                writer = again("ours")
                last = writer.records[-1]
                content = bytearray(last.bytes.ljust(464, b"\0"))
                for _ in range(random.choice((1, 1, 2, 400))):
                    content[random.randrange(464)] = random.choice((0, 1, 2, 0x7F, 0xFF))
                at = replace(last, parts=random.choice((1, 1, 2, 3)))
                sealed = writer.sealed(random.choice((1, 1, 1, 2)), at, bytes(content) * at.parts)
                start = 512 * last.first_cell
                stored = bytes(writer.segments[0][:start]) + b"".join(sealed)
                log, verdict = desk.open_alone("Noor", "ours", stored)
                read_vault.described(log)
                verdicts.add(verdict)
        self.assertLessEqual(verdicts, {"damaged", "forked", "complete"})
        self.assertIn("damaged", verdicts)

    def test_odd_names_are_ignored_and_odd_files_get_a_verdict(self):
        noor = example().identities["Noor"].partner_id.hex()
        shared = f"vault/logs/{noor}/shared"
        stranger = f"vault/logs/{'ab' * 32}/shared/{'12' * 16}"
        huge = f"{shared}/{'34' * 16}/{'9' * 200}.segment"
        ignored = {f"{shared}/NOTES": b"", f"vault/logs/{'AB' * 32}/shared/x/0.segment": b"",
                   f"{shared}/{'56' * 16}/00.segment": b"", f"{shared}/{'56' * 16}/.new-1": b"",
                   f"{shared}/{'78' * 16}": b"a file in place of a log",
                   f"{shared}/{'56' * 16}/0.sync-conflict-1.segment": b""}
        with Desk(ignored | {f"{stranger}/0.segment": b"", huge: b"x" * 600}) as desk:
            os.mkfifo(desk.root / f"{shared}/{'56' * 16}/7.segment")
            (desk.root / f"{shared}/{'9a' * 16}").mkdir()
            (desk.root / f"{shared}/{'9a' * 16}/0.segment").symlink_to("/etc/hostname")
            (desk.root / f"{shared}/{'bc' * 16}/3.segment").mkdir(parents=True)
            code, out, err = run(desk.root, "Ada", "--check")
            lines = [json.loads(line) for line in out.splitlines()]
            odd = {line["log"]: line["verdict"] for line in lines}
            readable = run(desk.root, "Ada")[1].count("\n")
        self.assertEqual((code, err, len(odd)), (0, "", 7))
        self.assertFalse({"12" * 16, "34" * 16} & odd.keys())  # a stranger's; no u32
        for log in ("56" * 16, "9a" * 16, "bc" * 16):
            self.assertEqual(odd[log], "damaged")
        self.assertEqual(readable, len(expected()["partners"]["Ada"]["records"]))


if __name__ == "__main__":
    unittest.main()
