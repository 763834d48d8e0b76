"""The facts of a page, read back out of each of its formats: one language for all of them.

A fact is (part, under, day, words), and a page is a bag of facts (two equal lines are two):

| part | under | day | words |
|---|---|---|---|
| banner | title, visit, statement or fact | | as they stand |
| a section (questions, talking, changes, ratings, medicines, pacing, closeness, advice, going-well, next, notes, partner) | a heading, a number, a measure, a medicine, a mark, "fact", or nothing | ISO 8601, where the line has one | as they stand; of a mark none |
| rating | a measure | the day | 0 to 10, with * where it was written on a later day |
| value | the same of the table on the second page | | |
| colophon | | | as it stands |

Which format carries what, and how it is compared, is `CARRIES` below. Words are compared without blanks,
which a layout puts in and leaves out.
"""

import json
import re
from collections import Counter

# Every fact is in each of these.
CARRIES = {
    "json": "everything, as the tree has it; it is what the others are held against",
    "html": "everything; ratings from the words of the drawings and, once more, from where the dots stand",
    "pdf": "everything, in what pdftotext reads; ratings from the drawings' alternatives. Of words that run from right "
           "to left the letters are compared, because a PDF holds them as they are seen",
    "text": "everything; ratings from the columns of days",
    "markdown": "everything; ratings from the table of days",
    "fhir": "everything in its narrative; ratings and medicines once more as coded resources",
    "ics": "the visit alone: its day, with whom, where",
}

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TITLES = {
    "My questions": "questions", "When we talk": "talking", "What changed": "changes", "Medicines": "medicines",
    "Pacing": "pacing", "Closeness and comfort": "closeness", "Advice tried": "advice",
    "What is going well": "going-well", "What matters next": "next", "All values shown": "values",
    "Notes on the data": "notes", "From my partner, released for this visit": "partner"}
# Where a line without a list of its own is a heading of what follows.
HEADED = {"talking", "next"}
DAY = r"\d{1,2} [A-Z][a-z]{2}(?: \d{4})?"
LATE = " (written on a later day)"
# What is said of a measure; each begins another fact.
MEASURED = re.compile(r"(?=\b\d+ days? logged|last \d+ days: |(?<!, )median |quartiles |differs by )")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u00ad", ""))


def part(title: str) -> str:
    """What a section is, from its title; the ratings are named after their measures."""
    return TITLES.get(" ".join(title.split()), "ratings")


class Facts(Counter):
    """A bag of facts, and the page's last day, which tells the year of a day without one."""

    def __init__(self, last: str = ""):
        super().__init__()
        self.last = last

    def say(self, part: str, under: str, day: str | None, words: str) -> None:
        self[part, squeezed(under), day, squeezed(words)] += 1

    def rate(self, measure: str, day: str, value: str, late: bool, part: str = "rating") -> None:
        self.say(part, measure.lower(), day, f"{int(value)}{'*' if late else ''}")

    def day(self, text: str) -> str:
        """ISO of "6 Nov" or "6 Nov 2025"."""
        parts = text.split()
        year = int(parts[2]) if len(parts) > 2 else int(self.last[:4])
        return f"{year:04}-{MONTHS.index(parts[1]) + 1:02}-{int(parts[0]):02}"

    def measured(self, measure: str, words: str) -> None:
        """What is said of a measure, in one run of words."""
        for fact in MEASURED.split(words):
            if fact.strip(" ;·\n"):
                self.say("ratings", measure, None, fact.strip(" ;·\n"))

    def line(self, section: str, under: str, words: str, end: str) -> None:
        """A line that may begin with its day, which `end` sets apart."""
        found = re.match(rf"({DAY}){end}", words)
        self.say(section, under, self.day(found[1]) if found else None, words[found.end():] if found else words)

    def only(self, *parts: str) -> Counter:
        return Counter({fact: count for fact, count in self.items() if fact[0] in parts})


def spoken(spans: list) -> str:
    return "".join(span.get("own", span.get("page", "")) for span in spans)


def last_day(covered: str) -> str:
    """The last day of the days covered, which is written with its year."""
    return Facts().day(re.findall(r"\d{1,2} [A-Z][a-z]{2} \d{4}", covered)[-1])


def from_json(data: bytes) -> Facts:
    page = json.loads(data)
    banner = page["banner"]
    facts = Facts(last_day(spoken(banner["facts"][0]["value"])))
    facts.say("banner", "title", None, spoken(banner["title"]))
    if "visit" in banner:
        facts.say("banner", "visit", None, spoken(banner["visit"]))
    facts.say("banner", "statement", None, spoken(banner["statement"]))
    for fact in banner["facts"]:
        facts.say("banner", "fact", None, f"{spoken(fact['label'])}: {spoken(fact['value'])}")
    facts.say("colophon", "", None, spoken(page["colophon"]))
    for section in [section for sheet in page["pages"] for section in sheet]:
        _of_section(facts, section)
    return facts


def _of_section(facts: Facts, section: dict) -> None:
    kind, under = section["kind"], ""
    if kind != "values":
        assert part(spoken(section["title"])) == kind, section["title"]
    for block in section["blocks"]:
        ((name, value),) = block.items()
        if name == "heading":
            under = spoken(value)
        elif name == "paragraph" and kind != "values":
            facts.say(kind, under, None, spoken(value))
        elif name == "numbered":
            for number, words in enumerate(value, 1):
                facts.say(kind, str(number), None, spoken(words))
        elif name == "list":
            for words in value:
                facts.say(kind, under, None, spoken(words))
        elif name == "entries":
            for entry in value:
                lead = f"{spoken(entry['lead'])}: " if "lead" in entry else ""
                facts.say(kind, under, entry.get("date"), lead + spoken(entry["words"]))
        elif name == "facts":
            for fact in value:
                facts.say(kind, "fact", None, f"{spoken(fact['label'])}: {spoken(fact['value'])}")
        elif name == "chart":
            _of_chart(facts, value)
        elif name == "table":
            names = [spoken(column) for column in value["columns"]][1:]
            for day, *cells in value["rows"]:
                for measure, cell in zip(names, cells):
                    if text := spoken(cell):
                        facts.rate(measure, facts.day(spoken(day).split(" ", 1)[1]), text.strip("*"), "*" in text, "value")


def _of_chart(facts: Facts, chart: dict) -> None:
    for strip in chart.get("strips", []):
        name = spoken(strip["name"])
        facts.say("ratings", name, None, f"0 is {spoken(strip['low'])}, 10 is {spoken(strip['high'])}")
        for fact in strip["facts"]:
            facts.say("ratings", name, None, spoken(fact))
        for dot in strip["dots"]:
            facts.rate(strip["measure"], dot["date"], str(dot["value"]), dot.get("writtenLater", False))
    for marks in chart.get("marks", []):
        for day in marks["dates"]:
            facts.say("ratings", spoken(marks["name"]), day, "")
    for lane in chart.get("lanes", []):
        for entry in lane["entries"]:
            words = {"start": "started", "change": "changed", "stop": "stopped"}[entry["change"]]
            if "dose" in entry:
                words += (" to " if entry["change"] == "change" else ", ") + entry["dose"]
            if "note" in entry:
                words += f" “{entry['note']}”"
            assert words == spoken(entry["words"]), "what is taken apart says the same"
            facts.say("medicines", spoken(lane["name"]), entry.get("date"), words)


def visit_in_page(data: bytes) -> tuple:
    """The visit's day, with whom, and where, from a page as JSON."""
    banner = json.loads(data)["banner"]
    spans = banner.get("visit", banner["title"])
    day = re.search(r" · (\d{1,2} [A-Z][a-z]{2} \d{4})$", spoken(spans))
    own = [span["own"] for span in spans if "own" in span]
    return Facts().day(day[1]), *(squeezed(words) for words in own)


def visit_in_calendar(data: bytes) -> tuple:
    from icalendar import Calendar
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    words = [str(event[name]) for name in ("SUMMARY", "LOCATION") if name in event]
    return event["DTSTART"].dt.isoformat(), *(squeezed(text) for text in words)
