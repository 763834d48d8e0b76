"""A visit from its preparation to the page in a browser."""

import json
import stat
import tempfile
import unittest
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import browser
from household import ADA, NOOR, HouseholdTest

HOSTILE = "</title><script>console.error('x')</script><img src=https://tracker.example/a.png onerror=console.error(2)>&amp;\"'"
LOADING = {"script", "iframe", "object", "embed", "link", "base", "form", "audio", "video", "img", "image"}


class Page(HTMLParser):
    """Every element with its attributes, and the text."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


class Visits(HouseholdTest):
    def setUp(self):
        super().setUp()
        self.page = self.home.root / "page.html"

    def prepared(self, **more) -> str:
        """Twelve days of both partners, then a visit of Adalinde's with a pick."""
        for number in range(12):
            day = (date.today() - timedelta(days=number)).isoformat()
            self.home.put("checkin", {"pain": number % 9, "energy": 9 - number % 9, "fatigue": 5,
                                      "note": "unpickednote", "mood": 2}, "--on", day, by=ADA)
            self.home.put("checkin", {"pain": 7, "note": "partnersownnote"}, "--on", day, by=NOOR)
        self.home.put("med", {"name": "gabapentin", "dose": "300 mg", "change": "start"}, by=ADA)
        self.home.put("med", {"name": "partnersmedicine", "change": "start"}, by=NOOR)
        self.home.write("unpickedreflection", by=ADA)
        self.home.write("sharedreflection", "--us", by=NOOR)
        self.line = self.home.put("question", {"text": "Which creams are safe?"}, by=ADA)
        self.unpicked = self.home.put("question", {"text": "unpickedquestion"}, by=ADA)
        visit = self.home.put("visit prep", {
            "clinician": "Dr Osei", "window": "14d", "questions": ["Could the dose be earlier?"],
            "talkAbout": ["what is safe now"], "seeMeAlone": True} | more, by=ADA)
        self.pick(visit)
        return visit

    def pick(self, visit: str, **more):
        ticked = {"strips": ["pain", "energy"], "questions": True, "talkAbout": True, "medicines": True,
                  "lines": [self.line]} | more
        self.home.do("visit", "pick", visit, "--file", "-", text=json.dumps(ticked), by=ADA)

    def export(self, visit: str, *words, by=ADA, **options):
        return self.home.run("visit", "export", visit, *words, by=by, **options)

    def test_from_preparation_to_page(self):
        visit = self.prepared()
        # Not before it was looked at.
        self.assertRefused(self.export(visit, "--output", self.page), 64, "has not been looked at yet", "visit preview")
        self.assertFalse(self.page.exists())
        shown = self.home.do("visit", "preview", visit, by=ADA).text
        for words in ("Written by the patient. Not a diagnosis or a validated test.", "Dr Osei",
                      "Could the dose be earlier?", "Which creams are safe?", "gabapentin", "what is safe now", "12 of 14"):
            self.assertIn(words, shown)
        self.assertEqual(self.export(visit, "--output", self.page).code, 0)
        self.assertEqual(stat.S_IMODE(self.page.stat().st_mode), 0o600)
        html = self.page.read_text()
        # A file that is there stays, unless it may be replaced.
        self.page.write_text("something of my own")
        self.assertRefused(self.export(visit, "--output", self.page), 73, "is there already", "--force")
        self.assertEqual(self.page.read_text(), "something of my own")
        self.page.chmod(0o644)
        self.assertEqual(self.export(visit, "--output", self.page, "--force").code, 0)
        self.assertEqual(self.page.read_text(), html, "the same record gives the same bytes")
        self.assertEqual(stat.S_IMODE(self.page.stat().st_mode), 0o600)
        # The text is what the preview showed.
        lines = self.home.root / "page.txt"
        self.assertEqual(self.export(visit, "--format", "text", "--output", lines).code, 0)
        self.assertEqual(stat.S_IMODE(lines.stat().st_mode), 0o600)
        self.assertEqual(lines.read_text().split(), shown.split())
        self.assertEqual(self.export(visit, "--output", "-").text, html)
        # Nothing of it that was not ticked, in either.
        for text in (html, lines.read_text()):
            for word in ("unpicked", "partners", "sharedreflection", NOOR, "mood", visit, self.line, "withheld"):
                self.assertNotIn(word, text)
        self.assertEqual({p.name for p in self.home.root.iterdir()}, {"data", "state", "page.html", "page.txt"})
        self.assertClean()

    def test_a_page_that_has_changed_is_looked_at_again(self):
        visit = self.prepared()
        self.home.do("visit", "preview", visit, by=ADA)
        changes = (
            lambda: self.home.put("checkin", {"pain": 10}, by=ADA),
            lambda: self.pick(visit, strips=["pain"]),
            lambda: self.pick(visit, lines=[self.line, self.unpicked]),
            lambda: self.home.put("med", {"name": "amitriptyline", "change": "start"}, by=ADA))
        for number, change in enumerate(changes):
            with self.subTest(number=number):
                change()
                answer = self.export(visit, "--output", self.page)
                self.assertRefused(answer, 64, "has changed since you looked", "visit preview")
                self.assertFalse(self.page.exists())
                self.home.do("visit", "preview", visit, by=ADA)
                self.assertEqual(self.export(visit, "--output", self.page).code, 0)
                self.page.unlink()
        # The second page is another page.
        self.assertRefused(self.export(visit, "--second-page", "--output", self.page), 64, "has changed")
        # What does not bear on the page changes nothing.
        self.home.write("a private thought", by=ADA)
        self.home.put("checkin", {"pain": 1}, by=NOOR)
        self.assertEqual(self.export(visit, "--output", self.page).code, 0)

    def test_picks_that_the_page_cannot_show(self):
        visit = self.prepared()
        before = self.home.do("visit", "preview", visit, by=ADA).text
        partners = self.home.write("the partner's, shared", "--us", by=NOOR)
        for lines, code in (([partners], 65), (["f" * 32], 65), (["zz"], 65)):
            answer = self.home.run("visit", "pick", visit, "--file", "-", text=json.dumps({"lines": lines}), by=ADA)
            self.assertRefused(answer, code)
        self.assertEqual(self.home.do("visit", "preview", visit, by=ADA).text, before)

    def test_nothing_picked_shows_the_banner_alone(self):
        visit = self.prepared()
        self.home.do("visit", "pick", visit, "--file", "-", text="{}", by=ADA)
        shown = self.home.do("visit", "preview", visit, by=ADA).text
        self.assertIn("Written by the patient", shown)
        for word in ("Could the dose", "gabapentin", "what is safe", "Which creams", "Pain"):
            self.assertNotIn(word, shown)

    def test_a_visit_is_its_patients_alone(self):
        visit = self.prepared()
        self.home.do("visit", "preview", visit, by=ADA)
        for words in (["preview", visit], ["preview"], ["export", visit, "--output", self.page],
                      ["pick", visit, "--file", "-"]):
            answer = self.home.run("visit", *words, text="{}", by=NOOR)
            self.assertRefused(answer, 66)
        self.assertFalse(any(e["kind"].startswith("visit") for e in self.home.entries(by=NOOR)))
        self.assertRefused(self.home.run("show", visit, by=NOOR), 66)

    def test_places_where_a_page_cannot_be(self):
        visit = self.prepared()
        self.home.do("visit", "preview", visit, by=ADA)
        folder = self.home.root / "folder"
        folder.mkdir()
        for place in (folder, self.home.root / "no" / "such" / "folder.html", "/dev/null/page.html"):
            for force in ([], ["--force"]):
                self.assertRefused(self.export(visit, "--output", place, *force), 73)
        self.assertEqual(list(folder.iterdir()), [])
        # A link is not followed, nor what it points to touched.
        target = self.home.root / "target"
        target.write_text("untouched")
        self.page.symlink_to(target)
        self.assertRefused(self.export(visit, "--output", self.page), 73, "is there already")
        self.assertEqual(self.export(visit, "--output", self.page, "--force").code, 0)
        self.assertFalse(self.page.is_symlink())
        self.assertEqual(target.read_text(), "untouched")
        self.assertEqual({p.name for p in self.home.root.iterdir()},
                         {"data", "state", "folder", "page.html", "target"})

    def test_the_page_in_a_browser(self):
        """No script, no request to anywhere, no complaint; hostile words are words."""
        visit = self.prepared(clinician="Dr <b>O'sei</b> & Söhne", questions=[HOSTILE],
                              talkAbout=["مرحبا 漢字 👩‍❤️‍👨 & <i>this</i>"], setting="url(https://tracker.example/b)")
        self.home.do("visit", "preview", visit, "--second-page", by=ADA)
        self.assertEqual(self.export(visit, "--second-page", "--output", self.page).code, 0)
        html = self.page.read_text()
        page = Page(html)
        for tag, attributes in page.elements:
            self.assertNotIn(tag, LOADING, "nothing that runs or loads")
            for name, value in attributes.items():
                self.assertFalse(name.startswith("on") or name in ("src", "srcset", "action", "data"), (tag, name))
                if name in ("href", "xlink:href"):
                    self.assertTrue(value.startswith("#"), value)
                if name == "style":
                    self.assertNotIn("url(", value)
        self.assertIn("Content-Security-Policy", html)
        self.assertIn("<script>console.error('x')</script>", page.text, "hostile words are shown as they are")

        sight = browser.look(self.page)
        self.assertEqual(sight.console, [])
        self.assertEqual(sight.requests, set())
        self.assertIn("Dr &lt;b&gt;O'sei&lt;/b&gt; &amp; Söhne", sight.text)
        self.assertIn("<svg", sight.text)
        self.assertTrue(sight.picture.startswith(b"\x89PNG"))
        self.assertGreater(len(sight.picture), 20_000, "a page with charts on it")

    def test_the_browser_would_have_noticed(self):
        """The same look at a page that does all that."""
        with tempfile.TemporaryDirectory() as folder:
            bad = Path(folder) / "bad.html"
            bad.write_text(f"<html><body>{HOSTILE}<p style='background: url(http://other.example/c)'>x</p></body></html>")
            sight = browser.look(bad)
        self.assertTrue(any('"x"' in line for line in sight.console), sight.console)
        self.assertEqual(sight.requests, {"https://tracker.example/a.png", "http://other.example/c"})


if __name__ == "__main__":
    unittest.main()
