"""The facts of a page, read back from each of its formats.

A fact is a rating of one day (measure, day, value, whether it was written later), or a line of somebody's own
words. Days are ISO 8601; a format that writes "6 Nov" is read with the page's last day.
"""

import html
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MEASURES = "Pain Fatigue Energy Sleep Mood Comfort Desire".split()


def plain(text: str) -> str:
    """Words without the way they are laid out."""
    return " ".join(text.replace("\u00ad", "").split())


def day(text: str, last: str) -> str:
    """ISO of "6 Nov" or "6 Nov 2025"."""
    parts = text.split()
    year = int(parts[2]) if len(parts) > 2 else int(last[:4])
    return f"{year:04}-{MONTHS.index(parts[1]) + 1:02}-{int(parts[0]):02}"


class Facts:
    """What a page says."""

    def __init__(self, ratings=(), words: str = ""):
        self.ratings = set(ratings)
        self.words = plain(words)


def own_words(page: dict) -> set[str]:
    """Everything that a person wrote, from the page as JSON."""
    found = set()

    def walk(node):
        if isinstance(node, dict):
            if set(node) == {"own"}:
                found.add(plain(node["own"]))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(page)
    return found


def page_words(page: dict) -> set[str]:
    """The page's own words of the first page that are not about drawing."""
    found = set()
    for section in page["pages"][0] if page["pages"] else []:
        found.add(plain(spoken(section["title"])))
        for block in section["blocks"]:
            for fact in block.get("facts", []):
                found.add(plain(f"{spoken(fact['label'])}: {spoken(fact['value'])}"))
            for strip in block.get("chart", {}).get("strips", []):
                found.update(plain(spoken(fact)) for fact in strip["facts"])
    return found


def spoken(spans: list) -> str:
    return "".join(span.get("own", span.get("page", "")) for span in spans)


def from_json(data: bytes) -> Facts:
    page = json.loads(data)
    ratings = set()
    for section in [section for sheet in page["pages"] for section in sheet]:
        for block in section["blocks"]:
            for strip in block.get("chart", {}).get("strips", []):
                for dot in strip["dots"]:
                    ratings.add((strip["measure"], dot["date"], dot["value"], dot.get("writtenLater", False)))
    return Facts(ratings)


def from_fhir(data: bytes) -> Facts:
    ratings, words = set(), []
    for entry in json.loads(data)["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Observation":
            ratings.add((resource["code"]["text"].split(",")[0].lower(), resource["effectiveDateTime"],
                         resource["valueQuantity"]["value"], "note" in resource))

        def divs(node):
            if isinstance(node, dict):
                if isinstance(node.get("title"), str):
                    words.append(node["title"])
                if isinstance(node.get("div"), str):
                    words.append("".join(ET.fromstring(node["div"]).itertext()))
                for value in node.values():
                    divs(value)
            elif isinstance(node, list):
                for item in node:
                    divs(item)

        divs(resource)
    return Facts(ratings, "\n".join(words))


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.descriptions, self._in = [], {}, None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "desc":
            self._in = attributes["id"].removesuffix("-days")
        elif tag in ("title", "style"):
            self._in = tag

    def handle_endtag(self, tag):
        if tag in ("desc", "title", "style"):
            self._in = None

    def handle_data(self, data):
        if self._in in ("title", "style"):
            return
        if self._in:
            self.descriptions[self._in] = self.descriptions.get(self._in, "") + data
        else:
            self.text.append(data)


def from_html(data: bytes, last: str) -> Facts:
    """The ratings from what its drawings say to who cannot see them."""
    page = _Words()
    page.feed(data.decode())
    ratings = set()
    for measure, words in page.descriptions.items():
        if measure.capitalize() not in MEASURES:
            continue
        for found in re.finditer(r"(\d+ [A-Z][a-z]{2}(?: \d{4})?) (\d+)( \(written on a later day\))?[,.]", words):
            ratings.add((measure, day(found[1], last), int(found[2]), bool(found[3])))
    return Facts(ratings, "".join(page.text))


def from_table(text: str, last: str, late: str) -> set:
    """The ratings from a table of days, however wide its gaps are."""
    ratings, names = set(), []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if "|" in line else line.split()
        if cells and cells[0] == "Day":
            names = [name.lower() for name in cells[1:]]
            continue
        if "|" in line:
            head, values = cells[0], cells[1:]
        else:
            found = re.match(r"\s*((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2})(.*)", line)
            if not found:
                continue
            head, values = found[1], found[2].split()
        found = re.fullmatch(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d+ [A-Z][a-z]{2}(?: \d{4})?)", head)
        if not found or len(values) != len(names):
            continue
        for name, value in zip(names, values):
            if digits := re.sub(r"\D", "", value):
                ratings.add((name, day(found[1], last), int(digits), late in value))
    return ratings


def unmarked(markdown: str) -> str:
    """What Markdown says, without its signs."""
    lines = [re.sub(r"^(#+|>|-|\d+\.) ", "", line) for line in markdown.splitlines()]
    text = "\n".join(lines).replace("**", "")
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"\\\n", "\n", text)))
