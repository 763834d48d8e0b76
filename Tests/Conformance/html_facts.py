"""The facts of a page from its HTML: its words, and where the dots of its drawings stand."""

import re
from datetime import date
from html.parser import HTMLParser

from page_facts import DAY, LATE, Facts, last_day, part


class Element:
    """An element of a page, with its text and elements in order."""

    def __init__(self, tag: str, attributes: dict):
        self.tag, self.attributes, self.content = tag, attributes, []
        self.classes = set(attributes.get("class", "").split())

    @property
    def elements(self) -> list["Element"]:
        return [child for child in self.content if isinstance(child, Element)]

    def all(self, tag: str, name: str | None = None) -> list["Element"]:
        """Every element of a tag below this one, with a class where one is named."""
        own = [self] if self.tag == tag and (name is None or name in self.classes) else []
        return own + [found for child in self.elements for found in child.all(tag, name)]

    def text(self) -> str:
        return "".join(child.text() if isinstance(child, Element) else child for child in self.content)


class _Tree(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self._open[-1].content.append(element)
        if tag not in ("meta", "br"):
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self._open[-1].content.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data):
        self._open[-1].content.append(data)


def from_html(data: bytes) -> Facts:
    root = _Tree(data.decode()).root
    (header,), (footer,) = root.all("header"), root.all("footer")
    facts = Facts(last_day(header.all("li")[0].text()))
    facts.say("banner", "title", None, header.all("h1")[0].text())
    for name in ("visit", "statement"):
        for line in header.all("p", name):
            facts.say("banner", name, None, line.text())
    for line in header.all("li"):
        facts.say("banner", "fact", None, line.text())
    facts.say("colophon", "", None, footer.text())
    for section in root.all("section"):
        _of_markup(facts, section)
    return facts


def _of_markup(facts: Facts, section: Element) -> None:
    (title,) = section.all("h2")
    kind, under = part(title.text()), ""
    for element in section.elements:
        if element.tag == "h3":
            under = element.text()
        elif element.tag == "p" and kind != "values":
            facts.say(kind, under, None, element.text())
        elif element.tag == "ol":
            for number, line in enumerate(element.all("li"), 1):
                facts.say(kind, str(number), None, line.text())
        elif element.tag == "ul" and "facts" in element.classes:
            for line in element.all("li"):
                facts.say(kind, "fact", None, line.text())
        elif element.tag == "ul":
            _of_lines(facts, kind, under, element)
        elif "chart" in element.classes:
            _of_drawings(facts, element)
        for table in element.all("table"):
            names = [cell.text() for cell in table.all("thead")[0].all("th")][1:]
            for row in table.all("tbody")[0].all("tr"):
                day = row.all("th")[0].text().split(" ", 1)[1]
                for measure, cell in zip(names, row.all("td"), strict=True):
                    if text := cell.text():
                        facts.rate(measure, facts.day(day), text.strip("*"), "*" in text, "value")


def _of_lines(facts: Facts, kind: str, under: str, element: Element) -> None:
    for line in element.all("li"):
        days = [time.attributes["datetime"] for time in line.all("time")]
        for time in line.all("time"):
            assert facts.day(time.text()) == time.attributes["datetime"]
        words = line.all("p")[0].text().strip().removeprefix("".join(time.text() for time in line.all("time")))
        facts.say(kind, under, days[0] if days else None, words)


def _of_drawings(facts: Facts, chart: Element) -> None:
    for strip in chart.all("div", "strip"):
        (name,) = strip.all("h3")
        for fact in [p for p in strip.all("p") if "end" not in p.classes]:
            facts.say("ratings", name.text(), None, fact.text())
        ends = [strip.all("p", end)[0].text().removeprefix(f"{value} ") for end, value in (("low", 0), ("high", 10))]
        facts.say("ratings", name.text(), None, f"0 is {ends[0]}, 10 is {ends[1]}")
        said = described(facts, strip.all("desc")[0].text())
        for day, value, late in said:
            facts.rate(name.text(), day, value, late)
        # The dots themselves: as many, as high, as hollow, and as far apart as the days are.
        dots = [dot for dot in strip.all("circle", "dot")]
        high = [f"{(93 - float(dot.attributes['cy'].strip('%'))) / 8.6:.2f}" for dot in dots]
        assert high == [f"{int(value):.2f}" for _, value, _ in said], (high, said)
        assert ["late" in dot.classes for dot in dots] == [late for *_, late in said]
        _equally_apart([float(dot.attributes["cx"].strip("%")) for dot in dots], [day for day, *_ in said])
    for row in chart.all("div", "marks"):
        for day in row.all("desc")[0].text().split(", "):
            facts.say("ratings", row.all("p")[0].text(), facts.day(day), "")
    for lane in chart.all("div", "lane"):
        for lines in lane.all("ul"):
            _of_lines(facts, "medicines", lane.all("h3")[0].text(), lines)


def described(facts: Facts, words: str) -> list[tuple[str, str, bool]]:
    """The ratings that a drawing's words list at their end."""
    days = rf"{DAY} \d+(?:{re.escape(LATE)})?"
    listed = re.search(rf"(?:{days}, )*{days}\.$", " ".join(words.split()))
    return [(facts.day(found[1]), found[2], bool(found[3]))
            for found in re.finditer(rf"({DAY}) (\d+)({re.escape(LATE)})?", listed[0])]


def _equally_apart(places: list[float], days: list[str]) -> None:
    numbers = [date.fromisoformat(day).toordinal() for day in days]
    if len(numbers) > 1:
        step = (places[-1] - places[0]) / (numbers[-1] - numbers[0])
        for place, number in zip(places, numbers):
            assert abs(place - places[0] - step * (number - numbers[0])) < 0.03, (places, days)
