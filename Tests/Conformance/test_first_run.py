"""A first evening at a keyboard: what is said of a passphrase, what is proposed, and what is left behind."""

import re
import unittest

from household import Household
from terminals import Terminal

WORDS = "otter plum violin harbor kettle moss"


def begun(home: Household, name: str = "Ada", other: str = "") -> Terminal:
    terminal = Terminal(home, "init", columns=72)
    terminal.asks("What are you called\\?", name)
    terminal.asks("Who is here with you\\?", other)
    return terminal


class TestFirstRun(unittest.TestCase):
    def setUp(self):
        self.home = Household()
        self.addCleanup(self.home.remove)

    def finished(self, terminal: Terminal):
        terminal.asks("show your recovery code now\\?", "")
        terminal.until("Next: vesper unlock")
        self.assertEqual(terminal.ends(), 0)

    def test_a_passphrase_with_a_name_in_it_is_advised_against_once_and_taken(self):
        terminal = begun(self.home, "Ada", "Wilhelmina")
        terminal.asks_unseen("Ada, a passphrase that is yours alone:", "wilhelmina1978")
        terminal.until("there is a name in it that others know")
        terminal.asks_unseen("Ada, the same once more:", "wilhelmina1978")
        terminal.asks_unseen("Wilhelmina, a passphrase that is yours alone:", WORDS)
        terminal.asks_unseen("Wilhelmina, the same once more:", WORDS)
        terminal.asks("Ada, show your recovery code now\\?", "")
        self.finished(terminal)
        self.assertEqual(terminal.seen.count("somebody who tries could guess it"), 1)
        self.assertNotIn("1978", terminal.seen)

    def test_enter_alone_at_the_second_question_begins_anew(self):
        terminal = begun(self.home)
        terminal.asks_unseen("Ada, a passphrase that is yours alone:", "14.07.1978")
        terminal.until("there is a date in it")
        terminal.asks_unseen("Ada, the same once more:", "")
        terminal.until("Those two were different")
        terminal.asks_unseen("Ada, a passphrase that is yours alone:", WORDS)
        terminal.asks_unseen("Ada, the same once more:", WORDS)
        self.finished(terminal)

    def test_enter_alone_proposes_words_on_a_screen_that_keeps_nothing(self):
        terminal = begun(self.home)
        proposals = []
        for _ in range(2):
            terminal.asks_unseen("Ada, a passphrase that is yours alone:", "")
            terminal.until("drawn by chance just now")
            shown = terminal.until("\n([a-z]+(?: [a-z]+){7})\r\n").group(1)
            proposals.append(shown)
            terminal.asks("the screen is cleared\\.", "")
        self.assertNotEqual(*proposals)
        terminal.asks_unseen("Ada, a passphrase that is yours alone:", proposals[1])
        terminal.asks_unseen("Ada, the same once more:", proposals[1])
        self.finished(terminal)
        # They stood on the alternate screen (xterm's 1049), and nowhere else.
        outside = re.sub("\x1b\\[\\?1049h.*?\x1b\\[\\?1049l", "", terminal.seen, flags=re.S)
        for proposal in proposals:
            self.assertIn(proposal, terminal.seen)
            self.assertNotIn(proposal, outside)
            for path in self.home.root.rglob("*"):
                if path.is_file():
                    self.assertNotIn(proposal.encode(), path.read_bytes())
        self.assertNotIn("could guess it", terminal.seen)
        opened = Terminal(self.home, "status", columns=72)
        opened.until("Locked")
        self.assertEqual(opened.ends(), 0)


if __name__ == "__main__":
    unittest.main()
