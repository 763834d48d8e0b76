"""A desk to test at: the example in memory, changed at will, laid out in a folder and read."""

import functools
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import vesper_format as vf
import write_example
from log_writer import LogWriter
from open_log import OpenLog
from open_segment import Place, Reader
from read_vault import Vault, judged, open_logs

EXAMPLE = Path(__file__).resolve().parent / "example"


@functools.cache
def example() -> write_example.Example:
    return write_example.build()


@functools.cache
def expected() -> dict:
    return json.loads((EXAMPLE / "expected.json").read_text())


def path_of(log: vf.Log, number: int = 0) -> str:
    audience = ("private", "shared")[log.audience - 1]
    return f"vault/logs/{log.author_id.hex()}/{audience}/{log.log_id.hex()}/{number}.segment"


def segment(key: str, number: int = 0) -> bytearray:
    """A copy of a segment of the example: mine, ours, yes, days or hers."""
    return bytearray(example().files[path_of(example().logs[key].log, number)])


def again(key: str, mac_of: str | None = None) -> LogWriter:
    """A writer that continues a copy of a log of the example, as its author or as someone else."""
    was = example().logs[key]
    author = example().identities[mac_of] if mac_of else was.author
    return LogWriter(was.log, author, was.recipient_x25519, write_example.Draws(),
                     {n: bytearray(s) for n, s in was.segments.items()}, dict(was.keys),
                     list(was.records), set(was.erased), dict(was.named))


def without_heads(state):
    """A device that has seen nothing: what it finds is all it knows."""
    return replace(state, heads=())


class Desk:
    """The example's files in a folder of their own; changed by path, None removes."""

    def __init__(self, changes: dict[str, bytes | None] | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="vesper-conformance-")
        self.root = Path(self._folder.name)
        for name, content in (example().files | (changes or {})).items():
            if content is not None:
                self.put(name, content)

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def put(self, name: str, content: bytes) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_bytes(content)

    def reader(self, name: str) -> Reader:
        pins = example().states[name].pins
        return Reader(example().identities[name], example().vault_id,
                      {pin.partner_id: pin.x25519 for pin in pins})

    def vault(self, name: str, state=None) -> Vault:
        state = state or example().states[name]
        reader = self.reader(name)
        copies, *_ = open_logs(str(self.root / "folder"), reader, None)
        logs, branches, for_others = open_logs(str(self.root / "vault"), reader, state)
        return Vault(reader.identity, state, logs, copies, branches, for_others)

    def verdict(self, name: str, log_id: bytes, state=None) -> str:
        lines = self.vault(name, state).verdicts()
        (found,) = [line["verdict"] for line in lines if line["log"] == log_id.hex()]
        return found

    def open_alone(self, name: str, key: str, content: bytes) -> tuple[OpenLog, str]:
        """One log of one segment, read by one partner with what that partner's device has seen."""
        was, me = example().logs[key], self.reader(name)
        self.put("alone.segment", content)
        own = was.log.author_id == me.identity.partner_id
        place = Place(was.log.author_id, was.log.audience, was.log.log_id)
        seen = [one for one in example().states[name].heads
                if one.head.log_id == was.log.log_id]
        end = (seen[0].segment, seen[0].cells) if own else None
        log = OpenLog(place, me, {0: str(self.root / "alone.segment")}, end)
        return log, judged(log, [one.head for one in seen], [], [])[0]
