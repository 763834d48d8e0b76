"""The facts of a page from the formats that are read line by line: text and Markdown."""

import html
import re
import unicodedata
from datetime import date, timedelta

from page_facts import DAY, HEADED, Facts, last_day, part

WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
FULL_DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}"


def joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _last(text: str) -> str:
    return last_day(next(line for line in text.splitlines() if "Dates covered" in line))


def paragraphs(lines: list[str]) -> list[list[str]]:
    """Runs of lines with nothing empty between them."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def hanging(lines: list[str], begins: str) -> list[str]:
    """Lines joined with the further in ones under them."""
    found: list[str] = []
    for line in lines:
        if re.match(begins, line) or not found:
            found.append(line.strip())
        else:
            found[-1] += " " + line.strip()
    return found


def from_text(data: bytes) -> Facts:
    """A page of lines: a title stands over a rule, what is further in belongs to the line above."""
    lines = data.decode().splitlines()
    facts = Facts(_last(data.decode()))
    rules = [n for n, line in enumerate(lines) if re.fullmatch(r"-+|=+", line) and lines[n - 1].strip()]
    starts = []
    for rule in rules:
        start = rule
        while start and lines[start - 1].strip():
            start -= 1
        starts.append(start)
    ends = starts[1:] + [len(lines)]
    for start, rule, end in zip(starts, rules, ends):
        title, body = joined(lines[start:rule]), lines[rule + 1:end]
        if end == len(lines):
            *body, colophon = paragraphs(body) or [[]]
            facts.say("colophon", "", None, joined(colophon))
            body = [line for run in body for line in [*run, ""]]
        if lines[rule].startswith("="):
            _banner(facts, title, paragraphs(body))
        else:
            _section(facts, part(title), body)
    return facts


def _banner(facts: Facts, title: str, runs: list[list[str]]) -> None:
    facts.say("banner", "title", None, title)
    *visit, statement, coverage = runs
    for run in visit:
        facts.say("banner", "visit", None, joined(run))
    facts.say("banner", "statement", None, joined(statement))
    for line in hanging(coverage, r"\S"):
        facts.say("banner", "fact", None, line)


def _section(facts: Facts, kind: str, lines: list[str]) -> None:
    if kind == "values":
        return _columns(facts, lines)
    if kind == "ratings":
        return _weeks(facts, lines)
    under = ""
    for run in paragraphs(lines):
        if kind == "medicines":
            name = [line for line in run if not re.match(rf"  {DAY}  |   ", line)]
            under, run = joined(name), [line[2:] for line in run[len(name):]]
        elif kind in HEADED and not re.match(rf"- |{DAY}  |See me alone", run[0]):
            heading = [line for line in run if not re.match(rf"- |{DAY}  |  ", line)]
            under, run = joined(heading), run[len(heading):]
        for line in hanging(run, r"\S"):
            number = re.match(r"(\d+)\. ", line)
            if kind == "questions":
                facts.say(kind, number[1], None, line[number.end():])
            elif re.match(r"(See me alone first|Help I would like): ", line) or kind == "pacing":
                facts.say(kind, "fact", None, line)
            elif line.startswith("- "):
                facts.say(kind, under, None, line[2:])
            else:
                facts.line(kind, under, line, "  +")


def wide(line: str) -> str:
    """A line with as many signs as it takes columns."""
    return "".join(sign + ("\0" if unicodedata.east_asian_width(sign) in "WF" else "") for sign in line)


def _weeks(facts: Facts, lines: list[str]) -> None:
    for run in paragraphs(lines):
        head = re.match(rf"({DAY}) +{WEEKDAY}", run[0])
        if head:
            _week(facts, facts.day(head[1]), run[1:])
        elif found := re.fullmatch(r"(\w+): (0 is .*?, 10 is .*?)(\d+ days? logged.*)", joined(run)):
            facts.say("ratings", found[1], None, found[2])
            facts.measured(found[1], found[3])
        elif not re.match(r"· no entry|\* written", run[0]):
            for line in hanging(run, r"\S"):
                facts.say("ratings", "fact", None, line)


def _week(facts: Facts, first: str, rows: list[str]) -> None:
    names: list[str] = []
    for row in rows:
        cells = [wide(row)[12 + 4 * n:16 + 4 * n].strip() for n in range(7)]
        found = [(n, cell) for n, cell in enumerate(cells) if cell not in ("", "·")]
        if not all(re.fullmatch(r"\*?\d+|x", cell) for _, cell in found):
            names.append(row)
            continue
        name = joined(names) or wide(row)[:12].replace("\0", "").strip()
        names = []
        for n, cell in found:
            day = (date.fromisoformat(first) + timedelta(days=n)).isoformat()
            if cell == "x":
                facts.say("ratings", name, day, "")
            else:
                facts.rate(name, day, cell.strip("*"), "*" in cell)


def _columns(facts: Facts, lines: list[str]) -> None:
    """A table in columns, each as far to the right as its name."""
    ends: dict[int, str] = {}
    for line in lines:
        words = [(found[0], found.end()) for found in re.finditer(r"\S+", line)]
        if words and words[0][0] == "Day":
            ends = {end: name for name, end in words[1:]}
        elif found := re.match(rf"{WEEKDAY} ({DAY})(?:  +|$)", line):
            for word, end in words:
                if end > found.end():
                    facts.rate(ends[end], facts.day(found[1]), word.strip("*"), "*" in word, "value")


def from_markdown(data: bytes) -> Facts:
    text = re.sub(r"\\\n +|\\\n", " ", data.decode())
    lines = [unmarked(line) for line in text.splitlines()]
    facts = Facts(_last(text))
    kind, under, columns, seen = "banner", "", [], False
    for raw, line in zip(text.splitlines(), lines):
        bold = re.match(r"- \*\*(.*?):\*\* ", raw)
        if raw.startswith("# "):
            facts.say("banner", "title", None, line)
        elif raw.startswith("## "):
            kind, under = part(line), ""
        elif raw.startswith("### "):
            under = line
        elif raw == "---":
            kind, under = "colophon", ""
        elif raw.startswith("| Day"):
            columns = [cell.strip() for cell in line.strip("| ").split("|")][1:]
        elif found := re.match(rf"\| {WEEKDAY} ({DAY}) \| (.*) \|$", line):
            for measure, cell in zip(columns, found[2].split(" | ") if columns else [], strict=True):
                if cell.strip() not in ("", "·"):
                    value = cell.strip()
                    facts.rate(measure, facts.day(found[1]), value.strip("*"), "*" in value,
                               "value" if kind == "values" else "rating")
        elif not line.strip() or raw.startswith("| -") or (kind == "values"):
            continue
        elif kind == "banner":
            name = "fact" if bold else "statement" if raw.startswith("> ") else "visit"
            facts.say(kind, name, None, line)
        elif kind == "ratings":
            strip = re.fullmatch(r"\*\*(\w+):\*\* (0 is .*?, 10 is .*?) · (\d+ days? logged.*)", raw)
            if strip:
                facts.say(kind, strip[1], None, unmarked(strip[2]))
                facts.measured(strip[1], unmarked(strip[3]))
            elif bold and re.fullmatch(rf"({DAY}, )*{DAY}", raw[bold.end():]):
                for day in raw[bold.end():].split(", "):
                    facts.say(kind, unmarked(bold[1]), facts.day(day), "")
            elif bold:
                facts.say(kind, "fact", None, line)
        elif number := re.match(r"(\d+)\. ", raw):
            facts.say(kind, number[1], None, line)
        elif bold and re.fullmatch("See me alone first|Help I would like", bold[1]) or kind == "pacing":
            facts.say(kind, "fact", None, line)
        else:
            facts.line(kind, under, line, " · ")
    return facts


def unmarked(line: str) -> str:
    """What a line of Markdown says, without its signs."""
    line = re.sub(r"^(#+|>|-|\d+\.) ", "", line)
    line = re.sub(r"(?<!\\)\*\*", "", line)
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line))
