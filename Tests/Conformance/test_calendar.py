"""Calendar files: ours read by PyPI's icalendar, and the other way; hostile ones refused."""

import json
import os
import stat
import unittest
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

from household import ADA, NOOR, HouseholdTest

BERLIN = ZoneInfo("Europe/Berlin")
CANARY = "sq7canary"


def event(**properties) -> Event:
    made = Event()
    made.add("uid", "clinic-1@example.org")
    made.add("dtstamp", datetime(2026, 1, 1, tzinfo=timezone.utc))
    for name, value in properties.items():
        made.add(name.replace("_", "-"), value)
    return made


def calendar(*events: Event) -> bytes:
    made = Calendar()
    made.add("prodid", "-//a clinic//EN")
    made.add("version", "2.0")
    for one in events:
        made.add_component(one)
    made.add_missing_timezones()
    return made.to_ical()


class Calendars(HouseholdTest):
    def take(self, data: bytes, *words) -> dict:
        return self.home.do("cal", "import", "-", "--json", *words, text=data, by=ADA).json()

    def shown(self, by=ADA, days=366) -> list[dict]:
        return self.home.do("cal", "--days", str(days), "--json", by=by).json()

    def export(self, *words, by=ADA) -> Calendar:
        out = self.home.do("cal", "export", "--output", "-", *words, by=by).out
        self.assertTrue(all(len(line) <= 75 for line in out.split(b"\r\n")), "RFC 5545 § 3.1")
        self.assertNotIn(b"\n", out.replace(b"\r\n", b""))
        read = Calendar.from_ical(out)
        self.assertEqual(read.errors, [])
        for one in read.walk("VEVENT"):
            self.assertEqual(one.errors, [])
            self.assertTrue(all(name in one for name in Event.required), one)
        return read

    def today(self) -> date:
        return date.fromisoformat(self.home.do("today", "--us", "--json", by=ADA).json()["date"])

    def test_what_two_plan_is_read_by_another_program(self):
        day = self.today() + timedelta(days=7)
        self.home.do("rest", "--on", str(day), by=ADA)
        self.home.do("cal", "add", by=NOOR, text=json.dumps({
            "what": "Care date; tea, and a very long talk about the garden, the light and the year "
                    "that is coming: ä ö ü", "date": str(day), "time": "18:00", "minutes": 90,
            "place": CANARY, "note": CANARY}))
        self.home.do("ritual", "add", by=NOOR, text=json.dumps({
            "what": "twilight", "steps": ["one song"], "days": ["wednesday", "sunday"],
            "time": "20:30"}))
        self.home.do("cal", "add", "--me", by=ADA, text=json.dumps(
            {"what": CANARY, "date": str(day), "time": "09:00"}))
        read = self.export()
        events = {str(one["SUMMARY"])[:9]: one for one in read.walk("VEVENT")}
        self.assertEqual(set(events), {"Rest day", "Care date", "twilight"})
        self.assertNotIn(CANARY.encode(), read.to_ical())
        self.assertEqual(events["Rest day"].decoded("DTSTART"), day)
        self.assertEqual(events["Rest day"].decoded("DTEND"), day + timedelta(days=1))
        care = events["Care date"]
        self.assertEqual(care.decoded("DTSTART"), datetime.combine(day, time(18)))
        self.assertEqual(care.decoded("DTEND") - care.decoded("DTSTART"), timedelta(minutes=90))
        self.assertTrue(str(care["SUMMARY"]).endswith("coming: ä ö ü"))
        ritual = events["twilight"]
        rule = rrulestr(ritual["RRULE"].to_ical().decode(), dtstart=ritual.decoded("DTSTART"))
        self.assertEqual({when.weekday() for when in rule[:20]}, {2, 6})
        self.assertEqual(rule[0], ritual.decoded("DTSTART"))
        self.assertEqual(len({str(one["UID"]) for one in read.walk("VEVENT")}), 3)

    def test_a_busy_calendar_tells_nothing_but_times(self):
        day = self.today() + timedelta(days=3)
        for minutes, at in ((60, "09:00"), (30, "09:45"), (20, "15:00")):
            self.home.do("cal", "add", by=NOOR, text=json.dumps(
                {"what": CANARY, "date": str(day), "time": at, "minutes": minutes}))
        self.home.do("cal", "add", "--me", by=ADA, text=json.dumps(
            {"what": CANARY, "date": str(day), "time": "20:00", "minutes": 60}))
        read = self.export("--busy")
        self.assertNotIn(CANARY.encode(), read.to_ical())
        self.assertNotIn(b"vesper", read.to_ical().lower())
        spans = [(one.decoded("DTSTART"), one.decoded("DTEND")) for one in read.walk("VEVENT")]
        at = lambda hour, minute: datetime.combine(day, time(hour, minute))
        self.assertEqual(spans, [(at(9, 0), at(10, 15)), (at(15, 0), at(15, 20))])
        self.assertEqual({str(one["SUMMARY"]) for one in read.walk("VEVENT")}, {"Busy"})
        self.assertEqual(len(self.export("--busy", "--mine").walk("VEVENT")), 3)
        self.assertEqual(self.export("--busy", by=NOOR).to_ical().count(b"BEGIN:VEVENT"), 2)

    def test_a_clinics_appointment_comes_in_with_its_zone(self):
        start = datetime.combine(self.today() + timedelta(days=40), time(14, 30), BERLIN)
        data = calendar(event(
            summary="Pain clinic", dtstart=start, dtend=start + timedelta(minutes=40),
            location="Second floor, " + "left wing " * 12, description="Bring the list.\nPlease."))
        self.assertIn(b"BEGIN:VTIMEZONE", data)
        self.assertIn(b"\r\n ", data, "nothing was folded")
        self.assertEqual(self.take(data, "--dry-run"), {"added": 1, "changed": 0, "known": 0})
        self.assertEqual(self.shown(), [])
        self.assertEqual(self.take(data), {"added": 1, "changed": 0, "known": 0})
        for odd in (data, data.replace(b"\r\n", b"\n"), b"\xef\xbb\xbf" + data):
            self.assertEqual(self.take(odd), {"added": 0, "changed": 0, "known": 1})
        [row] = self.shown()
        self.assertEqual((row["date"], row["time"], row["zone"], row["audience"]),
                         (str(start.date()), "14:30", "Europe/Berlin", "private"))
        self.assertEqual(self.shown(by=NOOR), [], "an import is its owner's alone")
        # Put off by a day: the new one takes the place of the old.
        later = start + timedelta(days=1)
        moved = calendar(event(summary="Pain clinic", dtstart=later, dtend=later + timedelta(hours=1)))
        self.assertEqual(self.take(moved), {"added": 0, "changed": 1, "known": 0})
        self.assertEqual([row["date"] for row in self.shown()], [str(later.date())])
        self.assertClean()

    def test_the_moment_of_a_shared_appointment_survives_both_ways(self):
        start = datetime.combine(self.today() + timedelta(days=40), time(14, 30), BERLIN)
        self.take(calendar(event(summary="Clinic", dtstart=start, duration=timedelta(hours=1))), "--us")
        [back] = self.export().walk("VEVENT")
        self.assertEqual(back.decoded("DTSTART"), start)
        self.assertEqual(back.decoded("DTEND"), start + timedelta(hours=1))

    def test_a_series_in_a_zone_survives_both_ways(self):
        start = datetime.combine(self.today() + timedelta(days=2), time(9), ZoneInfo("America/New_York"))
        series = event(summary="Physio", dtstart=start, rrule={"freq": ["weekly"], "count": [30]})
        series.add("exdate", start + timedelta(days=14))
        self.take(calendar(series), "--us")
        read = self.export()
        self.assertEqual(len(read.walk("VTIMEZONE")), 1)
        zone = read.walk("VTIMEZONE")[0].to_tz()
        [back] = read.walk("VEVENT")
        for days in range(0, 400, 7):
            wall = datetime(start.year, start.month, start.day, 9) + timedelta(days=days)
            self.assertEqual(wall.replace(tzinfo=zone).utcoffset(),
                             wall.replace(tzinfo=start.tzinfo).utcoffset(), wall)
        self.assertEqual(back["RRULE"].to_ical(), b"FREQ=WEEKLY;COUNT=30")
        self.assertEqual(len(self.shown()), 29)

    def test_rules_fall_on_the_days_that_dateutil_names(self):
        start = self.today()
        rules = [
            "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=20",
            "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-2,15",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=2,9;BYDAY=2TU",
            "FREQ=YEARLY;BYDAY=20MO", "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU,TU",
            "FREQ=DAILY;BYMONTH=1,12;BYDAY=SA", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU;COUNT=9",
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10;BYDAY=SA",
        ]
        events = []
        for number, rule in enumerate(rules):
            one = Event.from_ical(
                f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:rule {number}\r\n"
                f"DTSTART;VALUE=DATE:{start:%Y%m%d}\r\nRRULE:{rule}\r\nEND:VEVENT\r\n")
            events.append(one)
        self.take(calendar(*events))
        rows = self.shown()
        first = datetime.combine(start, time())
        for number, rule in enumerate(rules):
            named = {when.date() for when in rrulestr(rule, dtstart=first).between(
                first, first + timedelta(days=365), inc=True)}
            # A rule always begins on its start (§ 3.8.5.3); with a count dateutil leaves it out.
            if "COUNT" in rule and start not in named:
                continue
            found = {date.fromisoformat(r["date"]) for r in rows if r["what"] == f"rule {number}"}
            self.assertEqual(found, named | {start}, rule)

    def test_hostile_files_are_refused_and_keep_nothing(self):
        head, tail = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "END:VEVENT\r\nEND:VCALENDAR\r\n"
        good = "DTSTART:20260305T100000Z\r\n"
        hostile = {
            "ten megabytes in a line": head + good + "SUMMARY:" + "x" * 10_000_000 + "\r\n" + tail,
            "a line of many folds": head + good + "SUMMARY:x" + "\r\n y" * 80_000 + "\r\n" + tail,
            "every second for ever": head + good + "RRULE:FREQ=SECONDLY\r\n" + tail,
            "a billion times": head + good + "RRULE:FREQ=DAILY;COUNT=1000000000\r\n" + tail,
            "no step": head + good + "RRULE:FREQ=DAILY;INTERVAL=0\r\n" + tail,
            "a day that is none": head + "DTSTART:20260231\r\n" + tail,
            "the year zero": head + "DTSTART:00000101\r\n" + tail,
            "a hundred thousand events": "BEGIN:VCALENDAR\r\n" + ("BEGIN:VEVENT\r\n" + good
                                         + "END:VEVENT\r\n") * 10_000 + "END:VCALENDAR\r\n",
            "never ending": head + good,
            "no calendar": "Dear Ada, see you on Monday.",
            "nothing": "",
        }
        for name, text in hostile.items():
            with self.subTest(name):
                answer = self.home.run("cal", "import", "-", text=text, by=ADA)
                self.assertEqual(answer.code, 65, answer)
                self.assertEqual(answer.out, b"")
        self.assertEqual(self.shown(), [])
        # A rule without end is kept, and followed no further than the screen asks.
        self.take((head + "UID:e\r\n" + "DTSTART:19000101\r\nRRULE:FREQ=DAILY\r\n" + tail).encode())
        self.assertEqual(len(self.shown(days=30)), 30)

    def test_a_file_is_for_its_owner_alone_and_replaces_none(self):
        path = self.home.root / "calendar.ics"
        self.home.do("cal", "export", "--output", str(path), by=ADA)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        before = path.read_bytes()
        self.assertEqual(self.home.run("cal", "export", "--output", str(path), by=ADA).code, 73)
        self.assertEqual(path.read_bytes(), before)
        self.home.do("cal", "export", "--output", str(path), "--force", by=ADA)


if __name__ == "__main__":
    unittest.main()
