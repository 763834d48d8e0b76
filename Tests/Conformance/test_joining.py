"""§ Joining: the program against a second implementation, and against whoever owns the folder."""

import unittest

import joining_format as form
from couples import Device, carry, couple, joined
from household import ADA, NOOR, PASSPHRASES
from joining_format import Joining
from vesper_format import Identity

MEDDLER = Identity(bytes(range(32)), "M")


class TheProgram(unittest.TestCase):
    """shows the words that the format says"""

    def test_both_show_the_words_that_the_files_give(self):
        ada, noor = couple()
        vault_id = bytes.fromhex(self.vault_of(ada))
        ada.does("invite", ada.folder)
        carry(ada.folder, noor.folder)
        made = noor.join()
        self.assertEqual(made["vault"], vault_id.hex())
        carry(noor.folder, ada.folder)
        shown = ada.stage()
        carry(ada.folder, noor.folder)
        folder = Joining(noor.folder)
        (invited,), (answered,), (opened,) = map(
            folder.files, ("invitation", "answer", "opening"))
        for path in (noor.folder / "joining").iterdir():
            self.assertEqual(path.name, form.name(path.read_bytes()))
        self.assertEqual((len(invited), len(answered), len(opened)), (208, 224, 80))
        self.assertEqual(invited[16:32], vault_id)
        words = form.code(invited, answered, opened[48:])
        self.assertEqual(shown, {"stage": "compare", "words": words})
        self.assertEqual(noor.stage(), shown)

    def test_a_joiner_written_from_the_page_joins_the_program(self):
        ada, _ = couple()
        ada.does("invite", ada.folder)
        folder = Joining(ada.folder)
        (invited,) = folder.files("invitation")
        answered = form.answer(invited, MEDDLER, bytes(32))
        folder.lay_out(answered)
        words = ada.stage()["words"]
        (opened,) = folder.files("opening")
        self.assertEqual(words, form.code(invited, answered, opened[48:]))
        ada.does("accept", ada.folder, "--code", " ".join(words), "--name", "M")
        public = ada.vault / "partners" / f"{MEDDLER.partner_id.hex()}.public"
        self.assertEqual(public.read_bytes(), answered[48:192])
        ada.does("write", "--us", text="for both")

    def test_an_inviter_written_from_the_page_is_joined_by_the_program(self):
        _, noor = couple()
        a = bytes(range(100, 132))
        folder = Joining(noor.folder)
        invited = form.invitation(bytes(range(16)), MEDDLER, a)
        folder.lay_out(invited)
        noor.join()
        (answered,) = folder.files("answer")
        folder.lay_out(form.opening(answered, a))
        words = noor.stage()["words"]
        self.assertEqual(words, form.code(invited, answered, a))
        noor.does("accept", noor.folder, "--code", " ".join(words), "--name", "M")
        self.assertFalse((noor.folder / "joining").exists())

    def vault_of(self, device) -> str:
        return (device.vault / "vesper-vault").read_text().splitlines()[1]


class WhoeverOwnsTheFolder(unittest.TestCase):
    """cannot come between two people who compare their words"""

    def test_standing_between_gives_other_words_on_each_side(self):
        ada, noor = couple()
        ada.does("invite", ada.folder)
        (invited,) = Joining(ada.folder).files("invitation")
        a = bytes(32)
        between = Joining(noor.folder)
        forged = form.invitation(invited[16:32], MEDDLER, a)
        between.lay_out(forged)
        noor.join()
        (answered,) = between.files("answer")
        Joining(ada.folder).lay_out(form.answer(invited, MEDDLER, answered[192:]))
        adas = ada.stage()["words"]
        between.lay_out(form.opening(answered, a))
        noors = noor.stage()["words"]
        self.assertNotEqual(adas, noors)
        # Each hands in what the other reads out, and it is over for both.
        for device, heard in ((ada, noors), (noor, adas)):
            answer = device.says(
                "accept", device.folder, "--code", " ".join(heard), "--name", "Somebody")
            self.assertEqual(answer.code, 65, answer)
            self.assertIn(b"the words are not the same", answer.err)
            self.assertEqual(device.says("accept", device.folder).code, 66)
            self.assertEqual(device.says("write", "--us", text="x").code, 64)

    def test_a_wrong_opening_ends_it(self):
        ada, noor = couple()
        ada.does("invite", ada.folder)
        carry(ada.folder, noor.folder)
        noor.join()
        (answered,) = Joining(noor.folder).files("answer")
        Joining(noor.folder).lay_out(form.opening(answered, bytes(32)))
        answer = noor.says("accept", noor.folder)
        self.assertEqual(answer.code, 65, answer)
        self.assertEqual(noor.says("accept", noor.folder).code, 66)

    def test_two_answers_stop_it_and_it_begins_anew(self):
        ada, noor = couple()
        ada.does("invite", ada.folder)
        carry(ada.folder, noor.folder)
        noor.join()
        carry(noor.folder, ada.folder)
        (invited,) = Joining(ada.folder).files("invitation")
        Joining(ada.folder).lay_out(form.answer(invited, MEDDLER, bytes(32)))
        answer = ada.says("accept", ada.folder)
        self.assertEqual(answer.code, 65, answer)
        self.assertIn(b"more than one answer", answer.err)
        ada.does("invite", ada.folder, "--again")
        Joining(noor.folder).clear()
        carry(ada.folder, noor.folder)
        noor.does("join", noor.folder)
        carry(noor.folder, ada.folder)
        words = ada.stage()["words"]
        carry(ada.folder, noor.folder)
        self.assertEqual(noor.stage()["words"], words)

    def test_nothing_is_ever_accepted_without_the_words(self):
        ada, noor = couple()
        ada.does("invite", ada.folder)
        carry(ada.folder, noor.folder)
        noor.join()
        carry(noor.folder, ada.folder)
        for extra in ([], ["--no-input"], ["--json", "--no-input"], ["--name", NOOR]):
            ada.does("accept", ada.folder, *extra, text="yes\nyes\nyes\n")
        self.assertEqual(ada.says("write", "--us", text="x").code, 64)


class AfterJoining(unittest.TestCase):
    def test_nothing_older_is_shared_and_no_name_stands_in_the_folder(self):
        ada, noor = joined()
        ada.does("write", "--us", text="for both of us")
        for device in (ada, noor):
            for path in device.folder.rglob("*"):
                content = path.read_bytes() if path.is_file() else b""
                for name in (ADA, NOOR):
                    self.assertNotIn(name.encode(), content)
                    self.assertNotIn(name, path.name)

    def test_an_identity_goes_to_a_second_device(self):
        ada, noor = joined()
        carried = ada.root / "mine.identity"
        ada.does("identity", "export", "--output", carried, passphrase=PASSPHRASES[ADA])
        self.assertEqual(ada.run("identity", "export", "--output", ada.root / "x").code, 77)
        self.assertFalse((ada.root / "x").exists())
        second = Device(ADA)
        wrong = second.says("identity", "import", carried, passphrase=PASSPHRASES[NOOR])
        self.assertEqual(wrong.code, 77, wrong)
        self.assertFalse(second.vault.exists())
        brought = second.does("identity", "import", carried, "--json").json()
        self.assertEqual(brought["name"], ADA)
        self.assertEqual(brought["id"], ada.partners[0]["id"])
        # Joined already: what is meant for both can be written without comparing again.
        second.begin()
        second.does("write", "--us", text="from the other device")
        entries = second.does("list", "--json").json()
        self.assertEqual([e["audience"] for e in entries], ["shared"])


if __name__ == "__main__":
    unittest.main()
