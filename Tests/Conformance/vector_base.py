"""The vault that the vectors of vectors/ change, and its files: the same bytes each time.

Two partners, six small logs. Log ids are of one repeated byte, so that a person can tell them.
"""

import functools
import hashlib
from dataclasses import dataclass, replace

import state_format as sf
import vesper_format as vf
from log_writer import LogWriter

PASSES, KIBIBYTES = 2, 65_536  # the least that § Identity file allows
STATE_SIZE = 2_048
PASSPHRASES = {"Ada": "the heron waits", "Noor": "a slow green river"}
NOW = {"entered": 1_767_254_400_000, "about": 20_454, "zone": 60}
VAULT_ID = bytes([0x77]) * 16


class Draws:
    """Bytes that look random and are the same each time, for each seed its own."""

    def __init__(self, seed: str) -> None:
        self.seed, self.count = seed.encode(), 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return hashlib.blake2b(vf.u64(self.count) + self.seed).digest()[:size]


@dataclass(frozen=True)
class Base:
    files: dict[str, bytes]
    names: dict[str, str]  # short names that vectors use for paths
    people: dict[str, vf.Identity]
    logs: dict[str, LogWriter]
    states: dict[str, sf.State]


def log_path(log: vf.Log) -> str:
    audience = ("private", "shared")[log.audience - 1]
    return f"vault/logs/{log.author_id.hex()}/{audience}/{log.log_id.hex()}"


def begin(author: vf.Identity, to: vf.Identity | None, log_class: int, log_id: int,
          fresh: Draws, vault_id: bytes = VAULT_ID) -> LogWriter:
    other = to.partner_id if to else bytes(32)
    log = vf.Log(vault_id, bytes([log_id]) * 16, author.partner_id, other, 2 if to else 1,
                 log_class)
    return LogWriter(log, author, to and to.x25519[0], fresh)


def new_segment(writer: LogWriter) -> None:
    """Begins a segment early, which a writer may."""
    number = len(writer.segments)
    writer.keys[number] = writer.fresh(32)
    box_nonce = None if writer.recipient_x25519 is None else writer.fresh(24)
    writer.segments[number] = bytearray(vf.segment_header(
        writer.log, number, len(writer.records), writer.chain, writer.author,
        writer.recipient_x25519, writer.keys[number], writer.fresh(24), box_nonce))


def write_logs(ada: vf.Identity, noor: vf.Identity, fresh: Draws) -> dict[str, LogWriter]:
    mine = begin(ada, None, 1, 0x11, fresh)  # Ada's private diary; record 2 is erased
    secret = begin(noor, None, 1, 0x22, fresh)  # Noor's private diary
    ours = begin(ada, noor, 1, 0x33, fresh)  # Ada's shared diary
    days = begin(noor, ada, 1, 0x44, fresh)  # Noor's shared diary, of two segments
    yes = begin(noor, ada, 2, 0x55, fresh)  # Noor's consent
    aye = begin(ada, noor, 2, 0x66, fresh)  # Ada's consent: unnamed, and unseen by Noor
    mine.append(b"slept well", 7, **NOW)
    mine.append(b"to the gate and back " * 30, 7, **NOW)
    mine.append(b"better gone " * 50, 7, **NOW)
    mine.erase(2, **NOW)
    secret.append(b"quiet day", 7, **NOW)
    secret.append(b"the sea", 7, **NOW)
    yes.append(b"yes to hands", 21, **NOW)
    days.append(b"three", 3, **NOW, known=(yes,))
    days.append(b"four", 3, **NOW, known=(yes,))
    ours.append(b"tea on the step", 8, **NOW, known=(days, yes))
    ours.append(b"you listened " * 40, 8, **NOW, known=(days, yes))
    new_segment(days)
    days.append(b"five", 3, **NOW, known=(ours, yes))
    days.append(b"six", 3, **NOW, known=(ours, yes))
    yes.append(b"no to hands", 22, **NOW, known=(ours, days))
    ours.append(b"rested", 8, **NOW, known=(days, yes))
    secret.append(b"later", 7, **NOW)
    aye.append(b"yes to tea", 21, **NOW, known=(ours, days, yes))
    aye.append(b"no to tea", 22, **NOW)
    days.append(b"seven", 3, **NOW, known=(ours, yes))
    return {"mine": mine, "secret": secret, "ours": ours, "days": days, "yes": yes, "aye": aye}


def sealed_state(who: vf.Identity, state: sf.State, fresh: Draws) -> bytes:
    slots = [bytes(STATE_SIZE)] * 2
    slots[state.generation % 2] = sf.state_slot(who, VAULT_ID, STATE_SIZE, state, fresh(24))
    return b"".join(slots)


@functools.cache
def base() -> Base:
    fresh = Draws("vectors")
    people = {name: vf.Identity(fresh(32), name) for name in PASSPHRASES}
    ada, noor = people["Ada"], people["Noor"]
    names = {"vault": "vault/vesper-vault"}
    files = {names["vault"]: vf.vault_file(VAULT_ID)}
    logs = write_logs(ada, noor, fresh)
    states = {}
    for name, who in people.items():
        short, ident = name.lower(), who.partner_id.hex()
        names |= {f"{short}.public": f"vault/partners/{ident}.public",
                  f"{short}.key": f"data/vesper/identities/{ident}.key",
                  f"{short}.state": f"state/vesper/{VAULT_ID.hex()}/{ident}.state",
                  f"{short}.private": f"vault/logs/{ident}/private",
                  f"{short}.shared": f"vault/logs/{ident}/shared"}
        files[names[f"{short}.public"]] = vf.public_identity(who)
        files[names[f"{short}.key"]] = vf.identity_file(
            who, PASSPHRASES[name].encode(), PASSES, KIBIBYTES, fresh(16), fresh(16), fresh(24))
        partner = noor if who is ada else ada
        pin = sf.Pin(partner.partner_id, partner.x25519[0], partner.ed25519[0], partner.name)
        own = [w.log for w in logs.values() if w.author is who]
        seen = [w for key, w in logs.items() if (w.author is who or w.log.audience == 2)
                and not (who is noor and key == "aye")]
        states[name] = sf.State(
            1, sf.machine_id(VAULT_ID, name.encode()), NOW["entered"], (pin,),
            tuple((log.log_id, log.log_class, log.audience) for log in own),
            tuple(w.seen() for w in seen), ())
        files[names[f"{short}.state"]] = sealed_state(who, states[name], fresh)
        # For a device that has seen nothing yet: what it finds is all it knows.
        unseen = replace(states[name], own_logs=(), heads=())
        names[f"{short}.unseen"] = f"spare/{short}-unseen.state"
        files[names[f"{short}.unseen"]] = sealed_state(who, unseen, fresh)
    for key, writer in logs.items():
        names[key] = log_path(writer.log)
        for number, content in writer.segments.items():
            files[f"{names[key]}/{number}.segment"] = bytes(content)
    return Base(files, names, people, logs, states)
