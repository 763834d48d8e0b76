"""Every format of a page says the same: its facts are read back out of each and compared, all of them.

The pages are those of Tests/ReportingTests/Fixtures.swift, as in test_pages.py; `page_facts.CARRIES` says which
facts a format carries.
"""

import json
import re
import unittest

import fhir_facts
import html_facts
import page_facts
import pdf_facts
import printed_facts
import tagged
from test_pages import SOURCE, pages

READERS = {
    "a4.html": html_facts.from_html, "letter.html": html_facts.from_html, "72.txt": printed_facts.from_text,
    "40.txt": printed_facts.from_text, "page.md": printed_facts.from_markdown, "fhir.json": fhir_facts.from_fhir}


def stems() -> list[str]:
    return [file.name.removesuffix("-page.json") for file in pages("-page.json")]


def read(stem: str, suffix: str) -> bytes:
    return (SOURCE / f"{stem}-{suffix}").read_bytes()


class SameFacts(unittest.TestCase):
    maxDiff = 3000

    def assertSame(self, facts, expected):
        self.assertEqual((sorted(map(str, expected - facts)), sorted(map(str, facts - expected))), ([], []))

    def test_in_every_format_of_every_page(self):
        for stem in stems():
            expected = page_facts.from_json(read(stem, "page.json"))
            for suffix, reader in READERS.items():
                with self.subTest(page=stem, format=suffix):
                    self.assertSame(reader(read(stem, suffix)), expected)
            with self.subTest(page=stem, format="coded"):
                # No fact of the coded part is another one, and no rating or medicine is missing in it.
                coded = fhir_facts.coded(read(stem, "fhir.json"))
                self.assertSame(coded.only("rating", "medicines"), expected.only("rating", "medicines"))
                self.assertEqual(coded - expected, {})
            with self.subTest(page=stem, format="ics"):
                self.assertEqual(page_facts.visit_in_calendar(read(stem, "visit.ics")),
                                 page_facts.visit_in_page(read(stem, "page.json")))

    def test_in_the_text_of_the_pdf(self):
        tagged.needs_pdf()
        for stem in stems():
            if stem.endswith("One") and stem != "believableOne":
                continue
            with self.subTest(page=stem):
                expected = page_facts.from_json(read(stem, "page.json"))
                found = pdf_facts.from_pdf(tagged.weasyprint(read(stem, "a4-pdf.html")))
                self.assertSame(pdf_facts.as_seen(found), pdf_facts.as_seen(expected))

    def test_the_facts_are_all_there_are(self):
        """The full page has every part, and as many ratings as were drawn."""
        expected = page_facts.from_json(read("believable", "page.json"))
        self.assertEqual({fact[0] for fact in expected}, {
            "banner", "questions", "talking", "changes", "ratings", "rating", "value", "medicines", "pacing", "closeness",
            "advice", "going-well", "next", "notes", "partner", "colophon"})
        drawn = json.loads(read("believable", "page.json"))["pages"][0]
        dots = sum(len(strip["dots"]) for section in drawn for block in section["blocks"]
                   for strip in block.get("chart", {}).get("strips", []))
        self.assertEqual((sum(expected.only("rating").values()), sum(expected.only("value").values())), (dots, dots))

    def test_a_fact_that_is_another_is_found(self):
        """Every planted difference, in every format it can be planted in."""
        expected = page_facts.from_json(read("believable", "page.json"))
        tried = 0
        for name, plant in FAULTS.items():
            for suffix, reader in (READERS | {"a4-pdf.html": of_pdf}).items():
                if suffix == "a4-pdf.html" and not tagged.pikepdf:
                    continue
                good = read("believable", suffix).decode()
                bad = plant(good, suffix)
                if bad is None:
                    continue
                with self.subTest(fault=name, format=suffix):
                    self.assertNotEqual(bad, good, "it is planted")
                    self.assertTrue(differs(reader, bad.encode(), expected))
                    tried += 1
        self.assertGreater(tried, 50)

    def test_a_coded_fact_that_is_another_is_found(self):
        bundle = json.loads(read("believable", "fhir.json"))
        expected = page_facts.from_json(read("believable", "page.json"))
        for kind, path, value in (("Observation", ("valueQuantity", "value"), 10), ("Observation", ("effectiveDateTime",), "2026-11-09"),
                                  ("MedicationStatement", ("medicationCodeableConcept", "text"), "Other"),
                                  ("Patient", ("name", 0, "text"), "Other")):
            bad = json.loads(json.dumps(bundle))
            node = next(entry["resource"] for entry in bad["entry"] if entry["resource"]["resourceType"] == kind)
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = value
            self.assertNotEqual(fhir_facts.coded(json.dumps(bad).encode()) - expected, {}, kind)


def of_pdf(html: bytes) -> page_facts.Facts:
    return pdf_facts.from_pdf(tagged.weasyprint(html))


def differs(reader, data: bytes, expected) -> bool:
    try:
        return reader(data) != expected
    except AssertionError:
        return True


def words(old: str, new: str):
    """The same words in every format, however they are broken."""
    pattern = r"(?:\s|\\n)+".join(re.escape(word) for word in old.split())
    return lambda text, suffix: re.sub(pattern, new, text, count=0)


def each(**patterns):
    """One pattern and what takes its place for each sort of format; none where it has no such thing."""
    def plant(text: str, suffix: str):
        sort = "html" if suffix.endswith("html") else suffix.rsplit(".", 1)[1]
        if sort not in patterns:
            return None
        old, new = patterns[sort]
        return re.sub(old, new, text, count=1, flags=re.S)
    return plant


FAULTS = {
    "another question": words("Could the evening dose", "Could the morning dose"),
    "another outcome": words("did not help", "helped"),
    "another dose": words("20 mg", "25 mg"),
    "another medicine": words("Naproxen", "Ibuprofen"),
    "a word less": words("without it having to lead", "without it having lead"),
    "another count": words("11 days logged", "12 days logged"),
    "another median": words("median 8", "median 7"),
    "see me alone": words("See me alone first", "See me alone last"),
    "another end": words("no fatigue", "some fatigue"),
    "another day of a sentence": each(
        html=(r"14(\">)14( Nov </time><bdi[^>]*>We use)", r"13\g<1>13\2"), txt=(r"14( Nov  We use)", r"13\1"),
        md=(r"14( Nov · We use)", r"13\1"), json=(r"14( Nov: <span>We use)", r"13\1")),
    "another day of a medicine": each(
        html=(r"27(\">)27( Sep)", r"26\g<1>26\2"), txt=(r"27( Sep)", r"26\1"), md=(r"27( Sep)", r"26\1"),
        json=(r"27( Sep: started)", r"26\1")),
    "another rest day": each(
        html=(r"7 Nov, 10 Nov, 15 Nov", "7 Nov, 11 Nov, 15 Nov"), txt=(r"(rest day           )x    ", r"\1    x"),
        md=(r"10 Nov, 15 Nov", "11 Nov, 15 Nov"), json=(r"10 Nov, 15 Nov", "11 Nov, 15 Nov")),
    "another rating": each(
        html=(r", 7 Nov 7, 8 Nov 8", ", 7 Nov 6, 8 Nov 8"), txt=(r"(Pain           6   )7", r"\g<1>6"),
        md=(r"(\| Sat 7 Nov \| )7", r"\g<1>6"), json=(r"7 Nov: 7<", "7 Nov: 6<")),
    "another day of a rating": each(
        html=(r", 10 Nov 8, 11 Nov 7", ", 9 Nov 8, 11 Nov 7"), txt=(r"(Pain           6   7   8   )·   8", r"\g<1>8   ·"),
        md=(r"\| Tue 10( Nov \| 8)", r"| Mon 9\1"), json=(r"10( Nov: 8<)", r"9\1")),
    "a rating less": each(
        html=(r", 7 Nov 7, 8 Nov 8", ", 8 Nov 8"), txt=(r"(Pain           6   )7", r"\1·"),
        md=(r"\| Sat 7 Nov [^\n]*\n", ""), json=(r"<li>7 Nov: 7</li>", "")),
    "written in time": each(
        html=(r" \(written on a later day\)", ""), txt=(r"\*6", " 6"), md=(r"\\\*6", "6"),
        json=(r" \(written on a later day\)", "")),
    "another value in the table": each(
        html=(r"(Fri 6 Nov</th>\s*<td>)6", r"\g<1>5"), txt=(r"(Fri 6 Nov      )6", r"\g<1>5"),
        md=(r"(values shown.*?Fri 6 Nov \| )6", r"\g<1>5"), json=(r"(Fri 6 Nov</td>(?:\\n| )*<td>)6", r"\g<1>5")),
    "another column in the table": each(
        html=(r"(Thu 12 Nov</th>.*?)<td>\*8</td>\s*<td></td>", r"\1<td></td><td>*8</td>"),
        txt=(r"(\*6 +)( {6})(\*8)\n", r"\1\2\2  \3\n"), md=(r"\\\*6 \| \\\*8 \|  \|", r"\\*6 |  | \\*8 |")),
    "a line less": each(
        html=(r"<li>\s*<p><time[^>]*>12 Nov </time><bdi[^>]*>We danced.*?</li>", ""), txt=(r"12 Nov  We danced[^\n]*\n", ""),
        md=(r"- 12 Nov · We danced[^\n]*\n", ""), json=(r"<li>12 Nov: <span>We danced.*?</li>", "")),
    "a dot elsewhere": lambda text, suffix: re.sub(r'(cx="10.71%" cy=")32', r"\g<1>41", text, count=1)
        if suffix in ("a4.html", "letter.html") else None,
    "a dot on another day": lambda text, suffix: text.replace('cx="10.71%" cy="32.80%" r', 'cx="17.85%" cy="32.80%" r', 1)
        if suffix in ("a4.html", "letter.html") else None,
}


if __name__ == "__main__":
    unittest.main()
