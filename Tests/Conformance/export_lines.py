"""docs/export.md: the lines of an export, from records that read_vault.py has read."""

import json
import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/kinds.md"

# docs/kinds.md: the number of a record's kind, and its name.
KINDS = {int(number, 16): name for number, name in
         re.findall(r"^\| (0x[0-9a-f]{4}) \| `(\w+)` \|$", PAGE.read_text(), re.MULTILINE)}


def line(record: dict, names: dict[str, str]) -> bytes:
    """One entry; `names` says what each author is called."""
    body = json.loads(bytes.fromhex(record["body"]))
    entry = {
        "id": record["id"], "kind": KINDS[record["kind"]], "author": names[record["author"]],
        "audience": record["audience"],
        "about": (date(1970, 1, 1) + timedelta(days=record["about"])).isoformat(),
        "entered": moment(record["entered"], record["zone"]), "tags": body.get("tags", []),
    }
    entry |= {key: body[key] for key in ("amends", "source") if key in body}
    entry["body"] = in_order(body["value"])
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def in_order(value):
    """Members in ascending order of their names."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    return [in_order(item) for item in value] if isinstance(value, list) else value


def moment(milliseconds: int, zone: int) -> str:
    seconds, part = divmod(milliseconds, 1_000)
    at = datetime.fromtimestamp(seconds, timezone.utc).replace(microsecond=1_000 * part)
    return at.astimezone(timezone(timedelta(minutes=zone))).isoformat(timespec="milliseconds")


def order(record: dict) -> tuple:
    """The sides of a fork have records in one place; then the id tells."""
    return record["entered"], record["log"], record["index"], record["id"]


def export(records: list[dict], me: str, names: dict[str, str], both: bool) -> list[bytes]:
    """The lines, the oldest first: the reader's own, or with `both` the partner's shared ones too."""
    own = [record for record in records
           if (record["class"], record["type"]) == ("diary", "entry")
           and record["kind"] in KINDS and (both or record["author"] == me)]
    return [line(record, names)
            for record in sorted(own, key=order)]
