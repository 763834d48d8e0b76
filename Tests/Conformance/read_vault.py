"""Reads a vault for one partner, from docs/format.md alone.

    python3 read_vault.py VAULT --identity FILE --state FILE --passphrase-file FILE
                          [--check | --export [--both]] [--shared-folder DIR]

Prints one JSON object a line: each readable record, or with --check the verdict on each log, or
with --export the same bytes as `vesper export --output -` (docs/export.md).
With a shared folder, its copies are compared with the vault's logs. Only that partner's own
private logs are opened; the other's are not even looked for.
"""

import argparse
import errno
import json
import os
import re
import sys
from dataclasses import dataclass

import export_lines
import open_files
import state_format as sf
import vesper_format as vf
from ended_logs import before_the_end, limited
from open_log import OpenLog
from open_segment import Place, Reader, is_for_someone_else

AUDIENCES = {"private": 1, "shared": 2}
BRANCH = r"(0|[1-9][0-9]*)\.([1-9]|1[0-6])\.branch"
CLASSES = {1: "diary", 2: "consent"}
DAMAGED_DATA, NO_SUCH, READ_STOPPED, NO_ENTRY = 65, 66, 74, 77


@dataclass
class Vault:
    """Every log this partner can read, and what the partner's device knows about them."""

    me: vf.Identity
    state: sf.State
    logs: list[OpenLog]
    copies: list[OpenLog]
    branches: list[OpenLog]  # § Shared folder
    for_others: list[OpenLog]  # by their headers neither from nor to this partner

    def records(self) -> list[dict]:
        lines = [line for log in self.logs for line in described(log)]
        for branch in self.branches:
            held = {spot.chain for log in self.logs if log.place == branch.place
                    for spot in log.spots.values()}
            lines += [line for line in described(branch)
                      if bytes.fromhex(line["chain"]) not in held]
        return sorted(lines, key=lambda line: (line["log"], line["index"]))

    def exported(self, both: bool) -> list[bytes]:
        """docs/export.md: the reader's own entries, or also the partner's shared ones."""
        me = self.me.partner_id.hex()
        names = {pin.partner_id.hex(): pin.name for pin in self.state.pins} | {me: self.me.name}
        return export_lines.export(self.records(), me, names, both)

    def verdicts(self) -> list[dict]:
        """§ Verdicts, for each log that is held, was seen, or is named."""
        private = {log.place.log_id for log in self.logs if log.place.audience == 1}
        private |= {log_id for log_id, _, audience in self.state.own_logs if audience == 1}
        seen, named = {}, {}
        for one in self.state.heads:
            seen.setdefault(one.head.log_id, []).append(one.head)
        for log in self.logs:
            for record in log.readable():
                for head in record.heads:
                    named.setdefault(head.log_id, []).append(head)
                    if head.log_id in private:
                        log.fault(record.index, f"record {record.index} names a private log")
            for branch in [one for one in self.branches if one.place == log.place]:
                log.damage += branch.damage
                for record in branch.readable():
                    spot = log.spots.get(record.index)
                    if spot is None or spot.chain != record.chain:
                        for head in record.heads:
                            named.setdefault(head.log_id, []).append(head)
                            if head.log_id in private:
                                log.fault(record.index, "a branch names a private log")
        # A header is anyone's word until a slot opens: one that was changed hides no log.
        known = seen.keys() | named.keys()
        held = self.logs + [log for log in self.for_others if log.place.log_id in known]
        lines, ended = [], sf.ended(self.state)
        for log in held:
            place = log.place
            if any(other is not log and other.place.log_id == place.log_id for other in self.logs):
                log.fault(0, "another log has the same id")
            copied = [copy for copy in self.copies + self.branches if copy.place == place]
            closed = self.closed(place.log_id, place.author, place.audience, log.log_class)
            its_seen, its_named = seen.get(place.log_id, []), named.get(place.log_id, [])
            if place.author in ended:
                # § Former identity, Ends: nobody else's word counts.
                its_seen = []
                its_named = [head for head in ended[place.author] if head.log_id == place.log_id]
            verdict, why = judged(log, its_seen, its_named, copied, closed)
            lines.append(verdict_line(place.log_id, verdict, why, place.author.hex(),
                                      audience_word(place.audience), CLASSES.get(log.log_class)))
        here = {log.place.log_id for log in held}
        for log_id in known - here:
            line = self.missing(log_id, seen.get(log_id, []), named.get(log_id, []))
            lines += [line] if line else []
        return sorted(lines, key=lambda line: line["log"])

    def closed(self, log_id: bytes, author: bytes, audience: int,
               log_class: int | None) -> vf.Head | None:
        """The last record that counts by its author's word, −1 for none; None where not closed."""
        ends = [record.last_counting for log in self.logs for record in log.readable()
                if record.type == 2 and record.body[:16] == log_id
                and (log.place.author, log.place.audience) == (author, audience)
                and log_class in (None, log.log_class)]
        return max(ends, key=lambda head: head.index, default=None)

    def missing(self, log_id: bytes, seen: list[vf.Head], named: list[vf.Head]) -> dict | None:
        """A log of which nothing is here: its head says whose it is, and so who may close it."""
        closed = None
        for one in self.state.heads:
            if one.head.log_id == log_id:
                closed = self.closed(log_id, one.author, one.audience, one.log_class)
        seen = before_the_end(seen, log_id, self.state)
        seen, named = counting(seen, closed), counting(named, closed)
        if seen:
            return verdict_line(log_id, "rolled back", "this device has seen it, and it is gone")
        if named or (closed and closed.index >= 0):
            return verdict_line(log_id, "waiting for files", "a record names it")
        return None


def counting(heads: list[vf.Head], closed: vf.Head | None) -> list[vf.Head]:
    return [head for head in heads if closed is None or head.index <= closed.index]


def judged(log: OpenLog, seen: list[vf.Head], named: list[vf.Head], copies: list[OpenLog],
           closed: vf.Head | None = None) -> tuple[str, str]:
    """The first verdict of § Verdicts that fits, and why; of a closed log, up to its end."""

    def counts(index: int) -> bool:
        return closed is None or index <= closed.index

    # What a closing says of the last record that counts, it says as one says a head.
    named = named + [closed] if closed and closed.index >= 0 else named
    spots = {index: spot for index, spot in log.spots.items() if counts(index)}
    last = log.last_index
    if log.limit is not None:
        last = max([last] + [copy.last_index for copy in copies if copy.is_branch])
        for copy in copies:
            if copy.is_branch:
                spots = copy.spots | spots
    seen, named = counting(seen, closed), counting(named, closed)
    for index, why in log.damage:
        if counts(index):
            return "damaged", why
    for head in seen + named:
        if head.index in spots and spots[head.index].chain != head.chain:
            return "forked", f"record {head.index} was seen or named with another chain"
    for copy in copies:
        for index in spots.keys() & copy.spots.keys():
            if spots[index].chain != copy.spots[index].chain:
                return "forked", f"a copy has another record {index}"
    for head in seen:
        if head.index > last:
            return "rolled back", f"this device has seen record {head.index}"
    if log.gap is not None and counts(log.gap):
        return "waiting for files", "a segment before the last is missing"
    for head in named:
        if head.index > last:
            return "waiting for files", f"a record names its record {head.index}"
    if log.unfinished and counts(last + 1):
        return "unfinished", "the last record is incomplete"
    return "complete", "everything verifies to the end of the file"


def audience_word(audience: int) -> str:
    return "private" if audience == 1 else "shared"


def verdict_line(log_id: bytes, verdict: str, why: str, author: str | None = None,
                 audience: str | None = None, log_class: str | None = None) -> dict:
    return {"log": log_id.hex(), "author": author, "audience": audience, "class": log_class,
            "verdict": verdict, "why": why}


def described(log: OpenLog) -> list[dict]:
    return [{
        "log": log.place.log_id.hex(), "author": log.place.author.hex(), "index": record.index,
        "id": record.record_id.hex(), "audience": audience_word(log.place.audience),
        "class": CLASSES[log.log_class], "kind": record.kind,
        "type": ("entry", "erasure", "closing", "ending")[record.type], "entered": record.entered,
        "zone": record.zone, "about": record.about,
        "heads": [{"log": head.log_id.hex(), "index": head.index, "chain": head.chain.hex()}
                  for head in record.heads],
        "body": record.body.hex(), "chain": record.chain.hex(),
    } for record in log.readable()]


def names(path: str, form: str) -> list[str]:
    """The names of that form in a directory; none where there is no directory."""
    try:
        return [name for name in os.listdir(path) if re.fullmatch(form, name)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def open_logs(vault: str, reader: Reader,
              state: sf.State | None) -> tuple[list[OpenLog], list[OpenLog], list[OpenLog]]:
    """The logs in a vault, and their branches; or, without a state, the copies in a shared folder.

    Then those that by their headers are neither from nor to the reader.
    """
    me = reader.identity.partner_id
    ends = {one.head.log_id: (one.segment, one.cells) for one in state.heads} if state else {}
    own = {log_id for log_id, _, _ in state.own_logs} if state else set()
    logs, branches, for_others = [], [], []
    for author in names(os.path.join(vault, "logs"), "[0-9a-f]{64}"):
        mine = bytes.fromhex(author) == me
        if not mine and bytes.fromhex(author) not in reader.pinned:
            continue
        for audience in ("private", "shared") if mine and state else ("shared",):
            folder = os.path.join(vault, "logs", author, audience)
            for name in names(folder, "[0-9a-f]{32}"):
                files = names(os.path.join(folder, name), r"(0|[1-9][0-9]*)\.segment")
                paths = {int(file.split(".")[0]): os.path.join(folder, name, file)
                         for file in files if int(file.split(".")[0]) < 1 << 32}
                others = names(os.path.join(folder, name), BRANCH)
                if not paths and not others:
                    continue
                place = Place(bytes.fromhex(author), AUDIENCES[audience], bytes.fromhex(name))
                for file in others:
                    branches.append(OpenLog(
                        place, reader, {int(file.split(".")[0]): os.path.join(folder, name, file)},
                        None, True))
                here = mine and place.log_id in own
                end = ends.get(place.log_id, (0, 1)) if here else None
                log = OpenLog(place, reader, paths, end)
                (for_others if is_for_others(paths, reader, place) else logs).append(log)
    return logs, branches, for_others


def is_for_others(paths: dict[int, str], reader: Reader, place: Place) -> bool:
    """Whether every header says that it is of a log between others."""
    if not paths:
        return False
    for number, path in paths.items():
        try:
            header = open_files.read_regular(path, 511)
        except (open_files.Refused, OSError):
            return False
        if not is_for_someone_else(header, reader, place, number):
            return False
    return True


def open_vault(vault: str, identity_path: str, state_path: str, passphrase: bytes,
               shared_folder: str | None) -> Vault:
    read = open_files.read_regular
    vault_id = open_files.vault_id(read(os.path.join(vault, "vesper-vault"), 4_096))
    me = open_files.identity(read(identity_path, 256), os.path.basename(identity_path), passphrase)
    state = open_files.state(read(state_path, 2 * 1_048_576), me, vault_id)
    reader = Reader(me, vault_id, {pin.partner_id: pin.x25519 for pin in state.pins})
    copies = open_logs(shared_folder, reader, None)[0] if shared_folder else []
    logs, branches, for_others = open_logs(vault, reader, state)
    logs, branches = limited(logs, branches, sf.ended(state))
    return Vault(me, state, logs, copies, branches, for_others)


def passphrase_in(path: str) -> bytes:
    """§ Identity file: the bytes up to the first line feed."""
    return open_files.read_regular(path, 4_096).partition(b"\n")[0]


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    wanted.add_argument("vault")
    for option in ("--identity", "--state", "--passphrase-file"):
        wanted.add_argument(option, required=True)
    wanted.add_argument("--check", action="store_true")
    wanted.add_argument("--export", action="store_true")
    wanted.add_argument("--both", action="store_true")
    wanted.add_argument("--shared-folder")
    given = wanted.parse_args()
    try:
        vault = open_vault(given.vault, given.identity, given.state,
                           passphrase_in(given.passphrase_file), given.shared_folder)
    except open_files.Refused as why:
        print(f"read_vault: {why}", file=sys.stderr)
        return NO_ENTRY if "passphrase does not open" in str(why) else DAMAGED_DATA
    except OSError as why:
        print(f"read_vault: {why.strerror or why}: {why.filename}", file=sys.stderr)
        if isinstance(why, FileNotFoundError):
            return NO_SUCH
        # A link in place of a file is damage: a reader does not follow it (§ Notation).
        return DAMAGED_DATA if why.errno == errno.ELOOP else READ_STOPPED
    if given.export:
        sys.stdout.buffer.writelines(vault.exported(given.both))
        return 0
    for line in vault.verdicts() if given.check else vault.records():
        print(json.dumps(line))
    return 0


if __name__ == "__main__":
    sys.exit(main())
