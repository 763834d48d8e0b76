"""A walk through everything a couple keeps (care.md's rows), at a terminal 40 columns wide, on a tired evening.

Each step is a command, what it asks and what is typed, and what it says in the end. The words between are
the program's to choose: only what a person has to see is named.
"""

import json
import re
import unittest

from household import ADA, NOOR, HouseholdTest
from terminals import WIDTH, Terminal, shown

NEVER = ("granted access", "compliance", "failed", "overdue", "missed", "streak", "score", "normal", "should",
         "still", "at last", "denied", "performance")
SKIP, REST = "", "."


class Walk(HouseholdTest):
    def walks(self, by: str, command: str, *steps: tuple[str, str] | str) -> str:
        """Runs a command, answers what it asks, and gives everything that was on the screen."""
        terminal = Terminal(self.home, *command.split(), "--as", by)
        self.addCleanup(terminal.close)
        *asked, said = steps
        for question, answer in asked:
            terminal.asks(question, answer)
        terminal.until(said)
        self.assertEqual(terminal.ends(), 0, terminal.seen)
        self.assertFits(terminal.seen, [answer for _, answer in asked])
        return terminal.seen

    def assertFits(self, seen: str, typed: list[str]):
        """No line is wider than the window, apart from what was typed at its end; no word presses."""
        for line in shown(seen):
            for answer in sorted(filter(None, typed), key=len, reverse=True):
                line = line.removesuffix(answer)
            self.assertLessEqual(len(line.rstrip()), WIDTH, line)
        words = " ".join(re.sub(r"felt\s+I\s+should", "", " ".join(shown(seen))).lower().split())
        for word in NEVER:
            self.assertNotRegex(words, rf"\b{word}\b")
        self.assertNotIn("!", "".join(shown(seen)))

    def body(self, kind: str, by: str = ADA) -> dict:
        return self.home.entries("--kind", kind, "--last", "1", by=by)[0]["body"]

    def test_a_tired_evening_takes_two_answers(self):
        self.walks(ADA, "checkin", ("Energy right now", "3"), ("Pain right now", REST), "Kept, for you alone")
        # A skipped answer is no answer: it is never a zero.
        self.assertEqual(self.body("checkin"), {"energy": 3})
        self.assertEqual(self.home.entries(by=NOOR), [])

    def test_an_evening_written_later_says_so(self):
        self.walks(ADA, "checkin --on yesterday", ("Energy right now", "3"), ("Pain right now", REST), "Kept")
        self.walks(ADA, "list", "written later")
        self.walks(ADA, "show --last 1", "written later")

    def test_parts_of_a_check_in_are_shared_by_number(self):
        self.walks(
            ADA, "checkin", ("Energy right now", "3"), ("Pain right now", "6"), ("Fatigue right now", SKIP),
            ("Desire right now", SKIP), ("Comfort right now", SKIP), ("Sleep last night", SKIP),
            ("Mood right now", SKIP), ("What did you do", "the stairs"), ("What did it cost", "4"),
            ("What did you do", SKIP), ("most that activities may cost", "3"), ("own words", SKIP),
            ("1 energy .* may both of you read", "1"), "for both of you where you said so")
        self.assertEqual(self.body("checkin", NOOR), {"energy": 3})

    def test_what_one_keeps_for_oneself(self):
        self.walks(ADA, "write", ("What would you like to put down", "The bench. @river"), ("", REST),
                   "Kept, for you alone")
        self.walks(ADA, "feel", ("Which words fit", "2; sea-worn"), ("own words", SKIP), "Kept, for you alone")
        self.assertEqual(self.body("feeling"), {"words": ["afraid", "sea-worn"]})
        self.walks(ADA, "after", ("how was it", "felt"), ("comfortable", "the quiet; warm light"),
                   ("avoid for now", SKIP), ("own words", SKIP), "Kept, for you alone")
        self.walks(ADA, "med", ("Which medicine", "gabapentin"), ("Which dose", SKIP), ("start", "start"),
                   ("notice", SKIP), "Kept, for you alone")
        self.walks(ADA, "note", ("Who said it", "Dr Osei"), ("which day", "today"), ("about", "pacing"),
                   ("What did they say", "Rest before."), ("", REST), ("tried", SKIP), "Kept, for you alone")
        self.walks(ADA, "advice", ("about", "pos"), ("tried", "A pillow."), ("", REST), ("turn out", "helped"),
                   ("why", SKIP), ("Whose", SKIP), ("which day", SKIP), "Kept, for you alone")
        self.walks(ADA, "question", ("What do you want to ask", "An earlier dose?"), ("", REST),
                   "Kept, for you alone")
        self.assertEqual(self.home.entries(by=NOOR), [])

    def test_what_is_between_two(self):
        self.walks(ADA, "write --us", ("for both of you", "Our bench."), ("", REST), "Kept, for both")
        for command, question in (("win", "What went well"), ("kind", "What was kind")):
            self.walks(ADA, command, ("It is for both of you", "A cup of tea."), "Kept, for both")
        self.walks(ADA, "milestone", ("What have you come to", "A whole evening."), ("next", "To swim."),
                   "Kept, for both")
        self.walks(ADA, "like", ("What feels good", "a warm hand"), ("Whose comfort", "me"), ("which day", SKIP),
                   "Kept, for both")
        self.walks(ADA, "avoid", ("avoid for now", "cold hands"), ("Whose comfort", "both"),
                   ("which day", "tomorrow"), "Kept, for both")
        self.walks(ADA, "cue", ("Which sign", "two taps"), ("mean", "slow"), "Kept, for both")
        self.walks(NOOR, "cue", ("1 two taps", "1"), "Kept, for both")
        seen = self.walks(NOOR, "comfort", "two taps → slow")
        for words in ("a warm hand", "cold hands", "both keep"):
            self.assertIn(words, seen)

    def test_an_evening_together(self):
        self.walks(ADA, "closeness add", ("closeness", "feeding the ducks"), ("energy", "2"), "Kept, for both")
        self.walks(ADA, "rest", "for rest")
        self.walks(ADA, "turn mine", "Kept, for both")
        self.walks(ADA, "ritual add", ("call it", "twilight"), ("steps", "one song; tea"),
                   ("short form", REST), "Kept, for both")
        self.walks(ADA, "ritual mark rested", "Kept, for both")
        self.walks(ADA, "goal add", ("in a week", "one quiet talk"), ("smaller", SKIP), ("soften", SKIP),
                   "Kept, for both")
        self.walks(ADA, "cal add", ("What is it", "pain clinic"), ("sort", "appointment"), ("which day", "tomorrow"),
                   ("what time", "14:30"), ("", REST), "Kept, for both")
        self.walks(NOOR, "cal", "pain clinic")
        self.walks(ADA, "review", ("keep", "The bench."), ("", REST), ("change", REST), "Kept, for both")
        seen = json.loads(self.home.do("today", "--json", by=NOOR).text)
        self.assertTrue(seen["rest"] and seen["companionship"])
        self.assertEqual(seen["closeness"], [])

    def test_answers_that_open_together(self):
        self.walks(ADA, "ask new", ("What is the question", "What helps today?"), ("What is your answer", "Tea."),
                   ("", REST), "closed")
        self.assertNotIn("Tea", self.walks(NOOR, "ask", "What helps"))
        self.walks(NOOR, "ask answer", ("What is your answer", "Quiet."), ("", REST), "closed")
        self.walks(ADA, "ask", "Quiet")
        self.walks(NOOR, "ask", "Tea")
        self.walks(ADA, "repair new", ("What was it about", "Sunday"), ("hear", "A sigh."), ("", REST),
                   ("mean", "Nothing by it."), ("", REST), ("next", REST), "closed")

    def test_agreeing_and_taking_a_yes_back(self):
        self.home.do("agree", "propose", "--file", "-", text='{"items": [{"what": "holding hands"}]}', by=ADA)
        for by in (ADA, NOOR):
            self.walks(by, "agree grant --all", "")
        self.walks(ADA, "agree show", "welcome to ask")
        self.walks(NOOR, "agree pause", "Paused")
        self.walks(ADA, "agree show", "a fresh talk is welcome")
        self.walks(NOOR, "agree resume", "your own pause, if any, is lifted")
        self.walks(NOOR, "agree withdraw", "")
        self.walks(ADA, "agree show", "a fresh talk is welcome")

    def test_a_change_in_health_is_for_oneself(self):
        self.home.do("agree", "propose", "--file", "-", text='{"items": [{"what": "holding hands"}]}', by=ADA)
        for by in (ADA, NOOR):
            self.home.do("agree", "grant", "--all", by=by)
        self.walks(ADA, "health changed", ("What changed", "flare"), ("keep with it", SKIP), "Kept, for you alone")
        self.walks(NOOR, "agree show", "a fresh talk is welcome")
        self.assertEqual(self.home.entries(by=NOOR), [])

    def test_changing_and_finding(self):
        kept = self.home.write("The bench. @river", by=ADA)
        self.walks(ADA, f"amend {kept[:6]}", ("to be changed as you like", "\x15The mill."), ("", REST), ("find it by", SKIP),
                   "Changed, for you alone")
        self.walks(ADA, "list --tag river", "Nothing fits that")
        self.walks(ADA, "search", ("Find which word", "mill"), "The mill")
        self.walks(ADA, f"show {kept[:6]}", "amended")

    def test_the_words_it_offers(self):
        self.walks(ADA, "starter show feelings --plain", "yearning")
        self.walks(ADA, "starter change feelings", ("like to add", "sea-worn"), ("leave out", "1"),
                   "Changed, for you alone")
        self.assertNotIn("adrift", self.walks(ADA, "starter show feelings --plain", "sea-worn"))

    def test_the_week_before_a_visit(self):
        for value in ({"pain": 4}, {"pain": 6}):
            self.home.put("checkin", value, by=ADA)
        self.home.put("win", {"text": "A whole film."}, "--me", by=ADA)
        self.walks(ADA, "visit prep", ("Who are you seeing", "Dr Osei"), ("which day", REST), "Prepared")
        self.walks(ADA, "visit pick --plain", ("1 energy.*Which measures", "pain"), ("medicines", SKIP), ("rest days", SKIP),
                   ("over your own limit", SKIP), ("goals", SKIP), ("appointments", SKIP), ("pause signal", SKIP),
                   ("advice", SKIP), ("released", SKIP), ("A whole film[.].*in your own words", "1"), ("", REST), "Picked")
        self.walks(ADA, "visit preview", "A whole film")
        self.walks(ADA, "visit export --output page.html", "not sealed")
        self.assertIn("A whole film", (self.home.root / "page.html").read_text())


if __name__ == "__main__":
    unittest.main()
