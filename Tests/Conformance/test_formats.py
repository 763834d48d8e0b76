"""One page in every format: the same facts, each format what it should be, and nothing that was not picked."""

import copy
import json
import random
import unittest
from datetime import date, timedelta
from pathlib import Path

import fhir_facts
import fhir_page
import html_facts
import page_facts
import pdf_facts
import printed_facts
import tagged
from household import ADA, NOOR, HouseholdTest, unavailable

FORMATS = ("html", "pdf", "text", "markdown", "fhir", "json", "ics")
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "page.schema.json"


class Pages(HouseholdTest):
    def setUp(self):
        super().setUp()
        if fhir_page.Bundle is None:
            unavailable("needs fhir.resources (make .venv/ready)")
        tagged.needs_pdf()
        self.today = date.today()

    def on(self, days: int) -> str:
        return (self.today - timedelta(days=days)).isoformat()

    def prepared(self, seed: int) -> str:
        """A seeded fortnight with gaps, medicines, words of every part; all of it picked."""
        chance = random.Random(seed)
        for number in range(28):
            if chance.random() < 0.2:
                continue
            answers = {m: chance.randrange(11) for m in ("pain", "fatigue", "energy", "sleep") if chance.random() < 0.9}
            if answers:
                self.home.put("checkin", answers, "--on", self.on(number), by=ADA)
        self.home.put("med", {"name": "gaba*pentin* <b>", "dose": "300 mg; 2,5", "change": "start",
                              "note": "# Sleepy | in [the](x) mornings."}, "--on", self.on(9), by=ADA)
        self.home.put("med", {"name": "gaba*pentin* <b>", "change": "change", "dose": "600 mg"}, "--on", self.on(4), by=ADA)
        self.home.put("med", {"name": "naproxen", "change": "stop"}, "--on", self.on(6), by=ADA)
        line = self.home.write("Held hands & talked_a_while.", "--on", self.on(2), by=ADA)
        self.home.put("note", {"text": "Rest.", "topic": "pacing", "tried": "an hour's rest", "outcome": "stopped because",
                               "reason": "too long"}, "--on", self.on(3), by=ADA)
        visit = self.home.put("visit prep", {
            "clinician": "Dr Osei", "date": self.today.isoformat(), "setting": "pain clinic, room 3",
            "questions": ["Could the dose be earlier?", "1. or later?"], "talkAbout": ["- what is safe"],
            "pleaseDoNot": ["tell me to relax"], "seeMeAlone": True, "helpWanted": ["information"]}, by=ADA)
        self.home.put("visit release", {"date": self.today.isoformat(), "statement": "I would like to learn *how*."}, by=NOOR)
        ticked = {"strips": ["pain", "fatigue", "energy"], "questions": True, "talkAbout": True, "pleaseDoNot": True,
                  "seeMeAlone": True, "helpWanted": True, "medicines": True, "advice": True, "partnerLines": True,
                  "lines": [line]}
        self.home.do("visit", "pick", visit, "--file", "-", text=json.dumps(ticked), by=ADA)
        self.home.do("visit", "preview", visit, "--second-page", by=ADA)
        return visit

    def export(self, visit: str, form: str, *words) -> bytes:
        return self.home.do("visit", "export", visit, "--second-page", "--format", form, "--output", "-", *words, by=ADA,
                            env={"PATH": tagged.PATH}).out

    def test_every_format_carries_the_same_facts(self):
        """Read back out of each as the shipped program wrote it; test_facts.py has the pages of every kind."""
        for seed in (1, 2):
            visit = self.prepared(seed)
            pages = {form: self.export(visit, form) for form in FORMATS}
            expected = page_facts.from_json(pages["json"])
            self.assertGreater(sum(expected.only("rating").values()), 15)
            for form, facts in {
                    "html": html_facts.from_html(pages["html"]), "text": printed_facts.from_text(pages["text"]),
                    "markdown": printed_facts.from_markdown(pages["markdown"]),
                    "fhir": fhir_facts.from_fhir(pages["fhir"]), "pdf": pdf_facts.from_pdf(pages["pdf"])}.items():
                self.assertEqual((expected - facts, facts - expected), ({}, {}), form)
            self.assertEqual(fhir_facts.coded(pages["fhir"]).only("rating", "medicines"),
                             expected.only("rating", "medicines"))
            self.assertEqual(page_facts.visit_in_calendar(pages["ics"]), page_facts.visit_in_page(pages["json"]))

    def test_as_fhir_it_is_a_document_of_the_patients_own(self):
        visit = self.prepared(3)
        data = self.export(visit, "fhir")
        bundle = json.loads(data)
        self.assertEqual(fhir_page.problems(bundle), [])
        self.assertNotRegex(data.decode(), fhir_page.SECRET)
        for hidden in (visit, "urn:vesper:measure\", \"code\": \"pain"):
            self.assertNotIn(hidden, data.decode())
        self.assertEqual([kind for kind in self.kinds(bundle)[:2]], ["Composition", "Patient"])
        self.assertGreater(self.kinds(bundle).count("Observation"), 15)
        self.assertEqual(self.kinds(bundle).count("MedicationStatement"), 2)
        # The same checks reject every planted fault.
        for name, plant in FAULTS.items():
            with self.subTest(fault=name):
                bad = copy.deepcopy(bundle)
                plant(bad)
                self.assertNotEqual(fhir_page.problems(bad), [], name)

    def kinds(self, bundle: dict) -> list[str]:
        return [entry["resource"]["resourceType"] for entry in bundle["entry"]]

    def test_as_a_calendar_it_is_the_appointment_alone(self):
        from icalendar import Calendar, Event
        visit = self.prepared(4)
        data = self.export(visit, "ics")
        self.assertTrue(all(len(line) <= 75 for line in data.split(b"\r\n")))
        calendar = Calendar.from_ical(data)
        (event,) = calendar.walk("VEVENT")
        self.assertLessEqual(set(Event.required), set(event))
        self.assertEqual(event["DTSTART"].dt, self.today)
        self.assertEqual(event["DTEND"].dt, self.today + timedelta(days=1))
        self.assertEqual((str(event["SUMMARY"]), str(event["LOCATION"])), ("Dr Osei", "pain clinic, room 3"))
        for word in (b"Could the dose", b"pentin", b"Held hands", b"VALARM", b"Ada"):
            self.assertNotIn(word, data)
        # A visit without a day has none to write.
        self.home.put("visit prep", {"clinician": "Dr Lind"}, by=ADA)
        self.home.do("visit", "preview", by=ADA)
        answer = self.home.run("visit", "export", "--format", "ics", "--output", "-", by=ADA)
        self.assertRefused(answer, 64, "has no day yet")

    def test_as_json_it_is_as_its_schema_says(self):
        from jsonschema import Draft202012Validator
        schema = json.loads(SCHEMA.read_text())
        Draft202012Validator.check_schema(schema)
        visit = self.prepared(5)
        tree = json.loads(self.export(visit, "json"))
        validator = Draft202012Validator(schema)
        self.assertEqual([error.message for error in validator.iter_errors(tree)], [])
        self.assertEqual(json.loads(self.home.do("visit", "preview", visit, "--second-page", "--json", by=ADA).out), tree)
        for bad in (tree | {"format": "x"}, tree | {"hidden": 3}, {k: v for k, v in tree.items() if k != "banner"}):
            self.assertNotEqual(list(validator.iter_errors(bad)), [])

    def test_as_markdown_nobodys_words_are_markup(self):
        from markdown_it import MarkdownIt
        visit = self.prepared(6)
        tokens = MarkdownIt("commonmark").enable("table").parse(self.export(visit, "markdown").decode())
        kinds = {token.type for token in tokens} | {
            child.type for token in tokens for child in token.children or []}
        self.assertFalse(kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "em_open"}, kinds)
        headings = [tokens[i + 1].content for i, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h2"]
        self.assertIn("My questions", headings)

    def test_only_what_was_released_stands_there(self):
        """The partner's own act, by day; what was not released leaves no trace, and is not told of."""
        today = self.today.isoformat()
        shared = self.home.write("releasedline of mine", "--us", "--on", self.on(1), by=NOOR)
        self.home.write("unreleasedline", "--us", "--on", self.on(1), by=NOOR)
        private = self.home.write("privateline", by=NOOR)
        visit = self.home.put("visit prep", {"clinician": "Dr Osei", "date": today}, by=ADA)

        def page() -> str:
            self.home.do("visit", "pick", visit, "--file", "-", text='{"partnerLines": true}', by=ADA)
            return self.home.do("visit", "preview", visit, "--second-page", by=ADA).text

        before = page()
        self.assertNotIn("releasedline", before)
        # Nobody releases what is not theirs to release, or not shared.
        for lines in ([private], [self.home.write("ada's", "--us", by=ADA)], ["f" * 32]):
            answer = self.home.run("visit", "release", "--file", "-", text=json.dumps({"date": today, "lines": lines}), by=NOOR)
            self.assertRefused(answer, 65, "only shared entries of your own")
        self.assertEqual(page(), before)
        self.home.put("visit release", {"date": today, "lines": [shared], "statement": "I come along."}, by=NOOR)
        self.home.put("visit release", {"date": self.on(-3), "statement": "for another day"}, by=NOOR)
        shown = page()
        self.assertIn("From my partner, released for this visit", shown)
        self.assertIn("releasedline of mine", shown)
        self.assertIn("I come along.", shown)
        for word in ("unreleased", "private", "another day", "withheld"):
            self.assertNotIn(word, shown)
        # The releaser sees nothing of a visit, before or after.
        self.assertNotIn("Osei", str(self.home.entries(by=NOOR)))
        # Taken back.
        self.home.put("visit release", {"date": today}, by=NOOR)
        self.assertEqual(page(), before)


def entry(bundle: dict, kind: str) -> dict:
    return next(e for e in bundle["entry"] if e["resource"]["resourceType"] == kind)


FAULTS = {
    "composition second": lambda b: b["entry"].insert(0, b["entry"].pop(1)),
    "two compositions": lambda b: b["entry"].append(b["entry"][0] | {"fullUrl": "urn:uuid:" + "0" * 36}),
    "no timestamp": lambda b: b.pop("timestamp"),
    "no identifier": lambda b: b.pop("identifier"),
    "a collection": lambda b: b.update(type="collection"),
    "dangling subject": lambda b: entry(b, "Observation")["resource"]["subject"].update(reference="urn:uuid:gone"),
    "missing target": lambda b: b["entry"].remove(entry(b, "MedicationStatement")),
    "an orphan": lambda b: b["entry"].append(entry(b, "Observation") | {
        "fullUrl": "urn:uuid:01234567-89ab-8def-8123-456789abcdef"}),
    "no value": lambda b: entry(b, "Observation")["resource"].pop("valueQuantity"),
    "value of 11": lambda b: entry(b, "Observation")["resource"]["valueQuantity"].update(value=11),
    "another unit": lambda b: entry(b, "Observation")["resource"]["valueQuantity"].update(code="mg"),
    "another code system": lambda b: entry(b, "Observation")["resource"]["code"]["coding"][0].update(system="http://x"),
    "another code": lambda b: entry(b, "Observation")["resource"]["code"]["coding"][0].update(code="72133-2"),
    "absent on purpose": lambda b: entry(b, "Observation")["resource"].update(
        dataAbsentReason={"text": "withheld"}),
    "wrong status": lambda b: entry(b, "Observation")["resource"].update(status=3),
    "no status": lambda b: entry(b, "MedicationStatement")["resource"].pop("status"),
    "not restricted": lambda b: entry(b, "Patient")["resource"].pop("meta"),
    "a number of the patient": lambda b: entry(b, "Patient")["resource"].update(identifier=[{"value": "17"}]),
    "another's word": lambda b: entry(b, "MedicationStatement")["resource"]["informationSource"].update(
        reference=entry(b, "Observation")["fullUrl"]),
    "a script": lambda b: b["entry"][0]["resource"]["text"].update(
        div='<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'),
    "a link": lambda b: b["entry"][0]["resource"]["text"].update(
        div='<div xmlns="http://www.w3.org/1999/xhtml"><p onclick="x">y</p></div>'),
    "an agreement": lambda b: b["entry"].append({
        "fullUrl": "urn:uuid:01234567-89ab-8def-8123-456789abcdee",
        "resource": {"resourceType": "Consent", "status": "active", "scope": {"text": "x"}, "category": [{"text": "x"}]}}),
    "a member that is none": lambda b: b.update(secret=True),
}


if __name__ == "__main__":
    unittest.main()
