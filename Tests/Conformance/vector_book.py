"""What vectors are written with: the edits as text, and writers that go on from the base vault."""

import base64
import re
import textwrap

import vesper_format as vf
from log_writer import LogWriter
from vector_base import PASSPHRASES, Draws, base, log_path
from vector_files import HEADER

VISIBLE = {"Ada": ("mine", "ours", "days", "yes", "aye"),
           "Noor": ("secret", "ours", "days", "yes", "aye")}
OTHER = {"Ada": "Noor", "Noor": "Ada"}


class Book:
    """The vectors in their order; what is common to neighbours is said once."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.section = ""

    def vault(self, title: str, why: str, reads: str, *edits: str, whole: str | None = None,
              passphrase: str | None = None, **logs: str | None) -> None:
        """One reading of the vault; logs that are not named are complete, None is no verdict."""
        verdicts = {key: "complete" for key in VISIBLE[reads]} | logs
        expect = whole or ", ".join(f"{key.lstrip('_')} {word or 'absent'}"
                                    for key, word in sorted(verdicts.items()))
        self._write(title, why, "vault", reads, passphrase or PASSPHRASES[reads], expect, edits)

    def both(self, title: str, why: str, *edits: str, **logs: str | None) -> None:
        """The same for each of the two."""
        for reads in ("Ada", "Noor"):
            self.vault(f"{title}, read by {reads}", why, reads, *edits, **logs)

    def public(self, title: str, why: str, outcome: str, *edits: str) -> None:
        self._write(title, why, "public identity", "Ada", PASSPHRASES["Ada"], outcome, edits)

    def _write(self, title: str, why: str, subject: str, reads: str, passphrase: str,
               expect: str, edits: tuple[str, ...]) -> None:
        values = (title, self.section, why, subject, reads, passphrase, expect)
        head = "".join(f"{key}: {value}\n" for key, value in zip(HEADER, values))
        slug = re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")
        name = f"{len(self.files) + 1:03}-{slug}.vector"
        self.files[name] = head + "\n" + "".join(edit + "\n" for edit in edits)


def _block(content: bytes) -> str:
    text = base64.b64encode(content).decode()
    return "".join(f"\n  {line}" for line in textwrap.wrap(text, 96))


def flip(path: str, at: int, mask: int = 1) -> str:
    return f"flip {path} {at} {mask}"


def put(path: str, at: int, content: bytes) -> str:
    return f"put {path} {at}" + _block(content)


def make(path: str, content: bytes) -> str:
    return f"make {path}" + _block(content)


def cut(path: str, length: int) -> str:
    return f"cut {path} {length}"


def unseen(name: str) -> str:
    """A device that has seen nothing yet."""
    return f"copy ${name.lower()}.unseen ${name.lower()}.state"


def whole(key: str, number: int = 0) -> bytes:
    return bytes(base().logs[key].segments[number])


def file(key: str, number: int = 0) -> str:
    return f"${key}/{number}.segment"


def again(key: str, seed: str, mac_of: str | None = None) -> LogWriter:
    """Goes on with a copy of a log of the base vault, as its author or as someone else."""
    was = base().logs[key]
    author = base().people[mac_of] if mac_of else was.author
    return LogWriter(was.log, author, was.recipient_x25519, Draws(seed),
                     {n: bytearray(s) for n, s in was.segments.items()}, dict(was.keys),
                     list(was.records), set(was.erased), dict(was.named))


def taken_back(writer: LogWriter, count: int = 1) -> LogWriter:
    """Without its last records, and without what they named."""
    for _ in range(count):
        gone = writer.records.pop()
        del writer.segments[gone.segment][512 * gone.first_cell:]
    return writer


def changed(key: str, writer: LogWriter) -> list[str]:
    """The edits that turn a log of the base vault into what a writer made of it, cell by cell."""
    edits: list[str] = []
    for number, after in writer.segments.items():
        path, after = file(key, number), bytes(after)
        if number not in base().logs[key].segments:
            edits.append(make(path, after))
            continue
        before = whole(key, number)
        if len(after) < len(before):
            edits.append(cut(path, len(after)))
        at = 0
        while at < len(after):
            end = at
            while end < len(after) and before[end:end + 512] != after[end:end + 512]:
                end += 512
            if end > at:
                edits.append(put(path, at, after[at:end]))
            at = max(end, at) + 512
    return edits


def made(writer: LogWriter) -> list[str]:
    """A log that the base vault does not have."""
    path = _short(log_path(writer.log))
    return [make(f"{path}/{n}.segment", bytes(s)) for n, s in writer.segments.items()]


def _short(path: str) -> str:
    for name, long in base().names.items():
        if path.startswith(long):
            return f"${name}{path[len(long):]}"
    return path


def record_cells(writer: LogWriter, body: bytes = b"a line", heads: tuple[vf.Head, ...] = (),
                 fields: dict[int, bytes] | None = None, count: int | None = None,
                 index: int | None = None, previous: bytes | None = None, size: int | None = None,
                 kind: int = 7, record_type: int = 0, zone: int = 60, mac: bytes | None = None,
                 digest: bytes | None = None, parts: int | None = None, tail: bytes = b"",
                 frame: dict[int, bytes] | None = None, frame_kind: int = 1,
                 part_from: int = 0) -> list[bytes]:
    """The cells of a record that comes next, everything about it right but what is said here."""
    number = max(writer.segments)
    index = len(writer.records) if index is None else index
    header = bytes(writer.segments[number][:512])
    h = vf.header_hash(header)
    fixed = bytearray(vf.record_fields(
        index, writer.fresh(16), writer.fresh(32), 1_767_254_400_000, 20_454, zone, kind,
        record_type, len(heads) if count is None else count, len(body) if size is None else size))
    for at, content in (fields or {}).items():
        fixed[at:at + len(content)] = content
    encoded = b"".join(head.encoded() for head in heads)
    digest = digest or vf.digest(bytes(fixed), encoded, body)
    chain = vf.chain(h, index, writer.chain if previous is None else previous, digest)
    mac = mac or vf.record_mac(writer.author.mac_key, h, index, chain)
    joined = bytes(fixed) + chain + mac + encoded + body + tail
    parts = parts or vf.parts_of(len(joined))
    key = vf.cell_key(writer.keys[number], vf.core_hash(header))
    first, cells = len(writer.segments[number]) // 512, []
    for part in range(parts):
        plain = bytearray(vf.frame(frame_kind, part + part_from, parts,
                                   joined[464 * part:464 * part + 464]))
        for at, content in (frame or {}).items():
            plain[at:at + len(content)] = content
        cells.append(vf.cell(key, h, first + part, writer.fresh(24), bytes(plain)))
    return cells
