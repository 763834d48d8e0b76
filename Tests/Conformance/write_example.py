"""Writes the example vault of docs/format-example.md, the same bytes each time.

    python3 write_example.py            writes Tests/Conformance/example and docs/format-example.md

Nothing here is random: draw n, from 0, of any size up to 64 bytes is the beginning of the 64-byte
BLAKE2b of "example" and n as u64. Secrets, salts, ids, keys and nonces are draws, in the order in
which the code asks for them. A real writer takes each of them from the system's random source.
"""

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import state_format as sf
import vesper_format as vf
from log_writer import LogWriter, Written

PASSES, KIBIBYTES = 2, 65_536
STATE_SIZE = 2_048
MORNING = 1_767_254_400_000  # 2026-01-01T08:00:00Z
DAY = 20_454  # 2026-01-01
PASSPHRASES = {"Ada": "four warm lamps by the window", "Noor": "the kettle knows our evenings"}
MACHINES = {"Ada": b"ada-laptop\n", "Noor": b"noor-laptop\n"}  # /etc/machine-id
LONGEST_BODY_IN_JSON = 4_096


class Draws:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, size: int) -> bytes:
        drawn = hashlib.blake2b(b"example" + vf.u64(self.count)).digest()
        self.count += 1
        return drawn[:size]


@dataclass
class Example:
    files: dict[str, bytes]
    vault_id: bytes
    identities: dict[str, vf.Identity]
    logs: dict[str, LogWriter]
    states: dict[str, sf.State]
    unfinished: Written


def text(words: str) -> bytes:
    return json.dumps({"text": words}, ensure_ascii=False, separators=(",", ":")).encode()


def pairs(**values: object) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode()


class Clock:
    """Each record an hour after the one before; the civil day follows the hours."""

    def __init__(self) -> None:
        self.hour = -1

    def __call__(self, zone: int) -> dict[str, int]:
        self.hour += 1
        entered = MORNING + 3_600_000 * self.hour
        return {"entered": entered, "zone": zone, "about": (entered + 60_000 * zone) // 86_400_000}


def write_logs(fresh: Draws, vault_id: bytes, ada: vf.Identity, noor: vf.Identity):
    at = Clock()

    def begin(author, recipient, audience, log_class):
        other = recipient.partner_id if recipient else bytes(32)
        log = vf.Log(vault_id, fresh(16), author.partner_id, other, audience, log_class)
        return LogWriter(log, author, recipient and recipient.x25519[0], fresh)

    mine = begin(ada, None, 1, 1)  # Ada's private diary: short, long, erased, erasure
    mine.append(text("Slept well. Warm hands."), 7, **at(60))
    mine.append(text("The walk to the gate and back, twice. " * 30), 7, **at(60))
    mine.append(text("A line that is better gone. " * 14), 7, **at(60))
    mine.erase(2, **at(60))

    ours = begin(ada, noor, 2, 1)  # Ada's shared diary
    yes = begin(noor, ada, 2, 2)  # Noor's shared consent
    days = begin(noor, ada, 2, 1)  # Noor's shared diary, in two segments
    ours.append(text("Tea on the step, the two of us."), 8, **at(60), known=(yes, days))
    yes.append(pairs(agreement="hands", revision=1), 21, **at(120), known=(ours, days))
    ours.append(text("You listened, and I felt it. " * 20), 8, **at(60), known=(yes, days))
    for day in range(10):
        words = pairs(energy=3 + day % 4, about=f"day {day}")
        days.append(words, 3, **at(120), known=(ours, yes))
    room = 464 * days.cells_left() - 144  # one long record fills the segment to its 512th cell
    days.append((text("A long letter, kept whole. ") * 9_000)[:room], 9, **at(120),
                known=(ours, yes))
    days.append(pairs(energy=5, about="a new segment"), 3, **at(120), known=(ours, yes))
    days.append(pairs(energy=6, about="the last day"), 3, **at(-210), known=(ours, yes))
    yes.append(pairs(agreement="hands", answer=[1, 0, 1]), 22, **at(120), known=(ours, days))
    ours.append(text("Rested, and glad."), 8, **at(60), known=(yes, days))
    lost = vf.closing_body(fresh(16), None)  # a log of Ada's of which nothing was kept
    ours.append(lost, 0, **at(60), record_type=2, known=(yes, days))

    hers = begin(noor, None, 1, 1)  # Noor's private diary; its last record stopped half way
    hers.append(text("Quiet day."), 7, **at(120))
    hers.append(text("I would like to go to the sea."), 7, **at(120))
    torn = LogWriter(hers.log, noor, None, fresh, dict(hers.segments), hers.keys,
                     list(hers.records))
    torn.segments[0] = bytearray(hers.segments[0])
    unfinished = torn.append(text("The lamp went out while I wrote. " * 40), 7, **at(120))
    end = 512 * unfinished.first_cell
    stored = torn.segments[0][: end + 512 + 200]
    return {"mine": mine, "ours": ours, "yes": yes, "days": days, "hers": hers}, stored, unfinished


def write_state(identity: vf.Identity, partner: vf.Identity, vault_id: bytes, machine: bytes,
                own: list[LogWriter], other: list[LogWriter], fresh: Draws, generation: int):
    """One or two generations: the pin alone in slot 1, then everything in slot 0.

    Of one generation alone, slot 1 holds everything and slot 0 was never written.
    """
    pin = sf.Pin(partner.partner_id, partner.x25519[0], partner.ed25519[0], partner.name)
    machine = sf.machine_id(vault_id, machine)
    first = sf.State(1, machine, MORNING, (pin,), (), (), ())
    named = [(w.log.log_id, log_id, index) for w in own for log_id, index in w.named.items()]
    # One item as a later program might add it: every reader passes over it.
    items = ((40_000, b"from a later program"),) if generation == 2 else ()
    last = sf.State(
        generation, machine, MORNING + 30 * 3_600_000, (pin,),
        tuple((w.log.log_id, w.log.log_class, w.log.audience) for w in own),
        tuple(w.seen() for w in own + other), tuple(sorted(named)), items)
    slots = [bytes(STATE_SIZE)] * 2
    for state in (first, last)[-generation:]:
        slots[state.generation % 2] = sf.state_slot(identity, vault_id, STATE_SIZE, state,
                                                    fresh(24))
    return b"".join(slots), last


def build() -> Example:
    fresh = Draws()
    vault_id = fresh(16)
    people = {name: vf.Identity(fresh(32), name) for name in PASSPHRASES}
    ada, noor = people["Ada"], people["Noor"]
    files = {"vault/vesper-vault": vf.vault_file(vault_id)}
    for name, who in people.items():
        hex_id = who.partner_id.hex()
        files[f"vault/partners/{hex_id}.public"] = vf.public_identity(who)
        files[f"data/vesper/identities/{hex_id}.key"] = vf.identity_file(
            who, PASSPHRASES[name].encode(), PASSES, KIBIBYTES, fresh(16), fresh(16), fresh(24))
        files[f"{name.lower()}.passphrase"] = PASSPHRASES[name].encode() + b"\n"
    logs, torn, unfinished = write_logs(fresh, vault_id, ada, noor)
    for key, writer in logs.items():
        log = writer.log
        audience = ("private", "shared")[log.audience - 1]
        for number, segment in writer.segments.items():
            path = f"{log.author_id.hex()}/{audience}/{log.log_id.hex()}/{number}.segment"
            files[f"vault/logs/{path}"] = bytes(torn if key == "hers" else segment)
    states = {}
    for who, partner, own, other, generation in (
            (ada, noor, ("mine", "ours"), ("yes", "days"), 2),
            (noor, ada, ("yes", "days", "hers"), ("ours",), 1)):
        sealed, states[who.name] = write_state(
            who, partner, vault_id, MACHINES[who.name], [logs[key] for key in own],
            [logs[key] for key in other], fresh, generation)
        files[f"state/vesper/{vault_id.hex()}/{who.partner_id.hex()}.state"] = sealed
    example = Example(files, vault_id, people, logs, states, unfinished)
    files["expected.json"] = (json.dumps(expected(example), indent=1) + "\n").encode()
    return example


def expected(example: Example) -> dict:
    """What a reader finds: each record readable to each partner, and the verdict on each log."""
    partners = {}
    for name, who in example.identities.items():
        visible = [w for w in example.logs.values()
                   if w.log.author_id == who.partner_id or w.log.audience == 2]
        records = [in_short(r.described(w.log.author_id, w.log.log_id))
                   for w in visible for r in w.records if r.index not in w.erased]
        verdicts = [{"log": w.log.log_id.hex(), "author": w.log.author_id.hex(),
                     "audience": ("private", "shared")[w.log.audience - 1],
                     "class": ("diary", "consent")[w.log.log_class - 1],
                     "verdict": "unfinished" if w is example.logs["hers"] else "complete"}
                    for w in visible]
        partners[name] = {
            "partner": who.partner_id.hex(), "secret": who.secret.hex(),
            "recovery": sf.recovery_code(who.secret), "machine": MACHINES[name].decode().strip(),
            "records": sorted(records, key=lambda r: (r["log"], r["index"])),
            "verdicts": sorted(verdicts, key=lambda v: v["log"]),
        }
    return {"vault": example.vault_id.hex(), "partners": partners}


def in_short(record: dict) -> dict:
    """A long body stands in expected.json as its length in bytes and its H."""
    body = bytes.fromhex(record["body"])
    if len(body) <= LONGEST_BODY_IN_JSON:
        return record
    short = {key: value for key, value in record.items() if key != "body"}
    return short | {"bodyLength": len(body), "bodyHash": vf.H(body).hex()}


def main() -> None:
    import example_page  # here, since that page is made of an Example

    here = Path(__file__).resolve().parent
    target = here / "example"
    page = here.parents[1] / "docs" / "format-example.md"
    example = build()
    shutil.rmtree(target, ignore_errors=True)
    for name, content in example.files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    page.write_text(example_page.page(example), encoding="utf-8")
    total = sum(map(len, example.files.values()))
    print(f"{len(example.files)} files, {total:,} bytes in {target}", file=sys.stderr)


if __name__ == "__main__":
    main()
