"""The facts of a page from the text of its PDF, as pdftotext reads it, and from what its drawings say."""

import html
import re
import subprocess
import unicodedata

import tagged
from html_facts import described
from page_facts import DAY, Facts, last_day, part, squeezed
from printed_facts import FULL_DAY, WEEKDAY, hanging, joined

MEASURES = "Pain Fatigue Energy Sleep Mood Comfort Desire".split()


def from_pdf(pdf: bytes) -> Facts:
    """The text in reading order, cut at the document's own bookmarks; drawings by their alternatives."""
    page = tagged.Tagged(pdf)
    with page.pdf.open_outline() as outline:
        headings = [(depth, item.title) for depth, item in _walk(outline.root)]
    pages = [sheet.splitlines() for sheet in tagged.text_of(pdf, "-raw").split("\f")]
    lines = [line for sheet in pages for line in sheet if not re.fullmatch(r"\d+ / \d+", line)]
    text = "\n".join(lines)
    covered = re.search(r"Dates covered: (.*?)(?=Days logged|\n[A-Z]|$)", text, re.S)
    facts = Facts(last_day(covered[1]))
    parts = list(_cut(lines, headings))
    again = squeezed(f"{headings[0][1]} · Written by the patient. Not a diagnosis or a validated test.")
    # Where one end of a scale ends and the next thing begins, the drawing says.
    scales = dict((found[1], found.group(2, 3)) for words in page.alternatives()
                  if (found := re.match(r"(\w+), day by day\. From 0, (.*?), to 10, (.*?)\. ", words)))
    section = under = ""
    for number, (depth, title, body) in enumerate(parts):
        if number + 1 == len(parts):
            last = max(n for n, line in enumerate(body) if line.startswith("Made on "))
            facts.say("colophon", "", None, joined(body[last:]))
            body = body[:last]
        body = _without(body, again)
        # The days under drawings are in figures.
        body = [line for line in body if not re.fullmatch(rf".*{FULL_DAY}(?: \d{{1,2}}(?! [A-Z]))+", line)]
        if depth == 1:
            _head(facts, title, body)
        else:
            section, under = (part(title), "") if depth == 2 else (section, title)
            if section == "ratings":
                _measure(facts, under, joined(body), scales)
            else:
                _printed(facts, section, under, body)
    for words in page.alternatives():
        name, _, said = words.partition(", day by day. ")
        if said:
            for day, value, late in described(facts, said):
                facts.rate(name, day, value, late)
        elif found := re.fullmatch(rf"(.*?)\. ((?:{DAY}, )*{DAY})", words, re.S):
            for day in found[2].split(", "):
                facts.say("ratings", found[1], facts.day(day), "")
    _values(facts, pdf)
    return facts


def _walk(items, depth: int = 1):
    for item in items:
        yield depth, item
        yield from _walk(item.children, depth + 1)


def _cut(lines: list[str], headings: list[tuple[int, str]]):
    """Each heading with the lines under it."""
    at, found = 0, []
    for depth, title in headings:
        for start in range(at, len(lines)):
            end, sofar = start, ""
            while end < len(lines) and len(squeezed(plain(sofar))) < len(squeezed(title)):
                sofar += lines[end]
                end += 1
            if seen(sofar) == seen(title):
                break
        else:
            raise AssertionError(f"no heading {title!r}")
        found.append((depth, title, start, end))
        at = end
    for (depth, title, _, start), (*_, end, _) in zip(found, [*found[1:], (0, "", len(lines), 0)]):
        yield depth, title, lines[start:end]


def plain(text: str) -> str:
    """Without the marks by which pdftotext says which way words run."""
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)


def seen(text: str) -> str:
    """Words as they can be compared: of those that run from right to left, the letters in any order, because a
    PDF holds them as they are seen."""
    text = squeezed(plain(text))
    runs_left = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return "".join(sorted(text)) if runs_left else text


def as_seen(facts: Facts) -> Facts:
    """The facts with their words as they can be compared."""
    same = Facts(facts.last)
    for (part, under, day, words), count in facts.items():
        same[part, seen(under), day, seen(words)] += count
    return same


def _without(lines: list[str], again: str) -> list[str]:
    """Without the banner that a further sheet begins with."""
    for start in range(len(lines)):
        if seen("".join(lines[start:])) == seen(again):
            return lines[:start]
    return lines


def _head(facts: Facts, title: str, lines: list[str]) -> None:
    facts.say("banner", "title", None, title)
    words = joined(lines)
    at = words.index("Written by the patient.")
    covered = words.index("Dates covered:")
    if words[:at].strip():
        facts.say("banner", "visit", None, words[:at])
    facts.say("banner", "statement", None, words[at:covered])
    for fact in re.split(r"(?=Dates covered: |Days logged: |Scale: )", words[covered:]):
        if fact.strip():
            facts.say("banner", "fact", None, fact)


def _printed(facts: Facts, kind: str, under: str, lines: list[str]) -> None:
    if kind == "values":
        return
    if kind == "pacing":
        for fact in re.split(r"(?<=noted) |(?<=weeks) (?=\S)|(?<=of 1 week) (?=\S)", joined(lines)):
            facts.say(kind, "fact", None, fact)
        return
    begins = rf"{DAY}(?: |$)|• |\d+\. |See me alone first: |Help I would like: |We use an agreed pause signal\.$"
    for line in hanging(lines, begins):
        number = re.match(r"(\d+)\. ", line)
        if kind == "questions":
            facts.say(kind, number[1], None, line[number.end():])
        elif re.match(r"(See me alone first|Help I would like): ", line):
            facts.say(kind, "fact", None, line)
        else:
            facts.line(kind, under, line.removeprefix("• "), " ")


def _measure(facts: Facts, measure: str, words: str, scales: dict) -> None:
    """What is said of a measure, then the ends of its scale, then what stands in the drawing."""
    if measure in scales:
        low, high = scales[measure]
        at = words.find(f"10 {high} 0 {low}")
        if at >= 0:
            facts.say("ratings", measure, None, f"0 is {low}, 10 is {high}")
        facts.measured(measure, words[:at])
    for found in re.finditer(rf"(?:{'|'.join(MEASURES)}): \d+ days? logged, too few to draw", words):
        facts.say("ratings", "fact", None, found[0])


def _values(facts: Facts, pdf: bytes) -> None:
    """The table: each value belongs to the day at its left and to the name above whose right edge it shares."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    for page in done.stdout.decode().split("<page")[1:]:
        words = [(float(found[1]), float(found[2]), float(found[3]), html.unescape(found[4])) for found in re.finditer(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)</word>', page)]
        names = [(right, top, text) for _, top, right, text in words if text in MEASURES]
        days = []
        for index, (left, top, _, text) in enumerate(words):
            if re.fullmatch(WEEKDAY, text):
                day = " ".join(text for *_, text in words[index + 1:index + 4])
                if found := re.match(DAY, day):
                    days.append((left, top, facts.day(found[0])))
        for left, top, right, text in words:
            above = [name for edge, place, name in names if abs(edge - right) < 1.5 and place < top - 2]
            beside = [(place, day) for place, line, day in days if abs(line - top) < 2 and place < left]
            if (value := re.fullmatch(r"(\*?)(\d{1,2})", text)) and above and beside:
                facts.rate(above[-1], max(beside)[1], value[2], bool(value[1]), "value")
