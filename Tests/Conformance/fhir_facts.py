"""The facts of a page from its FHIR document: the narrative, and what is coded beside it."""

import json
import re
import xml.etree.ElementTree as ET

from page_facts import DAY, HEADED, LATE, Facts, part


def from_fhir(data: bytes) -> Facts:
    """The narrative."""
    composition = json.loads(data)["entry"][0]["resource"]
    facts = Facts(composition["event"][0]["period"]["end"])
    title, *visit, statement, colophon = [_flat(p) for p in _div(composition["text"]).findall("./p")]
    facts.say("banner", "title", None, title)
    for words in visit:
        facts.say("banner", "visit", None, words)
    facts.say("banner", "statement", None, statement)
    facts.say("colophon", "", None, colophon)
    for line in _div(composition["text"]).findall("./ul/li"):
        facts.say("banner", "fact", None, _flat(line))
    for outer in composition.get("section", []):
        for section in outer["section"]:
            _of_narrative(facts, part(section["title"]), _div(section["text"]))
    return facts


def _div(narrative: dict) -> ET.Element:
    return ET.fromstring(narrative["div"].replace(' xmlns="http://www.w3.org/1999/xhtml"', "", 1))


def _flat(element: ET.Element) -> str:
    return "".join(element.itertext())


def _of_narrative(facts: Facts, kind: str, div: ET.Element) -> None:
    under = ""
    for element in div:
        if element.tag == "p" and kind == "ratings":
            found = re.fullmatch(r"(\w+): (0 is .*?, 10 is [^;]*)(;.*)?", _flat(element), re.S)
            if found:
                under = found[1]
                facts.say("ratings", under, None, found[2])
                facts.measured(under, found[3] or "")
            else:
                name, _, days = _flat(element).rpartition(": ")
                for day in days.split(", "):
                    facts.say("ratings", name, facts.day(day), "")
        elif element.tag == "p" and (kind in HEADED or kind == "medicines"):
            under = _flat(element)
        elif element.tag == "p" and kind != "values":
            facts.say(kind, under, None, _flat(element))
        elif element.tag == "ol":
            for number, line in enumerate(element, 1):
                facts.say(kind, str(number), None, _flat(line))
        elif element.tag == "ul":
            for line in element:
                words = _flat(line)
                rated = re.fullmatch(rf"({DAY}): (\d+)({re.escape(LATE)})?", words)
                if kind == "ratings" and rated:
                    facts.rate(under, facts.day(rated[1]), rated[2], bool(rated[3]))
                elif kind in ("ratings", "pacing") or re.match(r"(See me alone first|Help I would like): ", words):
                    facts.say(kind, "fact", None, words)
                else:
                    facts.line(kind, under, words, ": ")
        elif element.tag == "table":
            names, *rows = [[_flat(cell) for cell in row] for row in element.findall("tr")]
            for day, *cells in rows:
                for measure, text in zip(names[1:], cells, strict=True):
                    if text:
                        facts.rate(measure, facts.day(day.split(" ", 1)[1]), text.strip("*"), "*" in text, "value")


def coded(data: bytes) -> Facts:
    """What a FHIR document says in resources beside its narrative."""
    facts = Facts()
    for entry in json.loads(data)["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Observation":
            facts.rate(resource["code"]["text"].split(",")[0], resource["effectiveDateTime"],
                       str(resource["valueQuantity"]["value"]), "note" in resource)
        elif resource["resourceType"] == "MedicationStatement":
            for note in resource.get("note", []):
                facts.say("medicines", resource["medicationCodeableConcept"]["text"], note.get("time"), note["text"])
        elif resource["resourceType"] == "Patient":
            for name in resource.get("name", []):
                facts.say("banner", "title", None, name["text"])
    return facts
