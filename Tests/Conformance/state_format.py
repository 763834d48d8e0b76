"""docs/format.md § Device state, § Drafts, § Session and § Recovery code, as functions."""

from dataclasses import dataclass

from vesper_format import (
    AEAD, AEAD_open, BOX_open, H, Head, Identity, i64, label, padded_name, u8, u16, u32, u64)

# § Device state

LINKED, LEFT, ENDED, TOLD, RENEWED = 1, 2, 4, 5, 6  # items


@dataclass(frozen=True)
class Pin:
    partner_id: bytes
    x25519: bytes
    ed25519: bytes
    name: str


@dataclass(frozen=True)
class SeenHead:
    head: Head
    segment: int
    cells: int
    author: bytes
    log_class: int
    audience: int


@dataclass(frozen=True)
class State:
    generation: int
    machine_id: bytes
    clock: int
    pins: tuple[Pin, ...]
    own_logs: tuple[tuple[bytes, int, int], ...]  # log id, class, audience
    heads: tuple[SeenHead, ...]
    named: tuple[tuple[bytes, bytes, int], ...]  # own log id, named log id, index
    items: tuple[tuple[int, bytes], ...] = ()  # type, bytes


def ended(state: State) -> dict[bytes, list[Head]]:
    """Item 4: where the logs of identities end that were renewed."""
    return {value[:32]: heads_in(value[32:]) for kind, value in state.items if kind == ENDED}


def heads_in(data: bytes) -> list[Head]:
    return [Head(row[:16], int.from_bytes(row[16:24], "little"), row[24:])
            for row in (data[at : at + 56] for at in range(0, len(data), 56))]


def machine_id(vault_id: bytes, machine: bytes) -> bytes:
    """Of what stands in /etc/machine-id: the first line counts. Else of the host name."""
    return H(label("vesper1 machine"), vault_id, machine.partition(b"\n")[0])[:16]


def state_contents(state: State) -> bytes:
    out = u64(state.generation) + state.machine_id + i64(state.clock)
    out += b"".join(u16(len(x)) for x in (state.pins, state.own_logs, state.heads, state.named))
    for pin in state.pins:
        out += pin.partner_id + pin.x25519 + pin.ed25519 + padded_name(pin.name)
    for log_id, log_class, audience in state.own_logs:
        out += log_id + u8(log_class) + u8(audience) + bytes(6)
    for seen in state.heads:
        out += seen.head.encoded() + u32(seen.segment) + u32(seen.cells)
        out += seen.author + u8(seen.log_class) + u8(seen.audience) + bytes(6)
    for own, named, index in state.named:
        out += own + named + u64(index)
    for kind, value in state.items:
        out += u16(kind) + u32(len(value)) + value
    return out


def state_ad(vault_id: bytes, partner_id: bytes, s: int, size: int) -> bytes:
    return label("vesper1 state") + vault_id + partner_id + u8(s) + u32(size)


def state_slot(identity: Identity, vault_id: bytes, size: int, state: State,
               nonce: bytes) -> bytes:
    """The slot of generation g: it stands at g mod 2."""
    ad = state_ad(vault_id, identity.partner_id, state.generation % 2, size)
    contents = state_contents(state).ljust(size - 40, b"\0")
    return nonce + AEAD(identity.state_key, nonce, ad, contents)


# § Former identity


def former_identity(identity: Identity, vault_id: bytes, sealed: bytes):
    """Who a partner was before, whom that one trusted, and where its logs end, each with author and
    recipient (None where that was not sealed); None where it does not open."""
    ad = label("vesper1 former") + vault_id + identity.partner_id
    contents = AEAD_open(identity.state_key, sealed[:24], ad, sealed[24:])
    if contents is None or len(sealed) % 1024:
        return None
    name = contents[33:33 + contents[32]].decode()
    count = int.from_bytes(contents[96:98], "little")
    pins = []
    for at in range(98, 98 + 160 * count, 160):
        one = contents[at:at + 160]
        pins.append(Pin(one[:32], one[32:64], one[64:96], one[97:97 + one[96]].decode()))
    rest, ends = contents[98 + 160 * count:], None
    if rest[:1] == b"\x01":
        after = 8 + 120 * int.from_bytes(rest[4:8], "little")
        if any(rest[1:4]) or after > len(rest):
            return None
        rows = [rest[at:at + 120] for at in range(8, after, 120)]
        ends = [(heads_in(row[:56])[0], row[56:88], row[88:]) for row in rows]
        rest = rest[after:]
    return None if any(rest) else (Identity(contents[:32], name), tuple(pins), ends)


# § Drafts


def draft_body(data: bytes, who: Identity, vault_id: bytes, draft_id: bytes) -> bytes | None:
    """What a draft holds; nothing where it does not open."""
    z = len(data)
    if z % 512 or not 512 <= z <= 8_388_608 or len(draft_id) != 8:
        return None
    contents = AEAD_open(
        who.draft_key, data[:24], label("vesper1 draft") + vault_id + who.partner_id + draft_id + u32(z), data[24:])
    if contents is None:
        return None
    count = int.from_bytes(contents[:4], "little")
    if count > len(contents) - 4 or any(contents[4 + count:]):
        return None
    return contents[4:4 + count]


# § Session


def session_payload(identity: Identity, drift: int, end: int, idle: int) -> bytes:
    return (u8(1) + bytes(7) + identity.secret + padded_name(identity.name) + i64(drift)
            + u32(end) + u32(idle))


# § Recovery code

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def times(a: int, b: int) -> int:
    """The product in GF(2^5) modulo x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def fifth_symbol(group: int, four: list[int]) -> int:
    check = group
    for symbol, factor in zip(four, (2, 4, 8, 16)):
        check ^= times(factor, symbol)
    return check


def recovery_symbols(secret: bytes) -> list[list[int]]:
    """The first four symbols of each of the 14 groups."""
    bits = int.from_bytes(secret, "big") << 4
    last = int.from_bytes(H(label("vesper1 recovery"), secret)[:3], "big") >> 4
    symbols = [bits >> 5 * n & 31 for n in reversed(range(52))]
    symbols += [last >> 5 * n & 31 for n in reversed(range(4))]
    return [symbols[at : at + 4] for at in range(0, 56, 4)]


def recovery_code(secret: bytes) -> str:
    groups = enumerate(recovery_symbols(secret))
    return "-".join("".join(SYMBOLS[s] for s in [*four, fifth_symbol(g, four)])
                    for g, four in groups)


def recovered_secret(code: str) -> bytes:
    """The secret of a typed code; ValueError names the first group, from 1, that does not fit."""
    typed = code.upper().replace("-", "").replace(" ", "")
    typed = typed.replace("I", "1").replace("L", "1").replace("O", "0")
    if len(typed) != 70:
        raise ValueError("a recovery code has 14 groups of 5 symbols")
    bits = 0
    for g in range(14):
        group = [SYMBOLS.find(s) for s in typed[5 * g : 5 * g + 5]]
        if -1 in group or fifth_symbol(g, group[:4]) != group[4]:
            raise ValueError(f"group {g + 1} is mistyped")
        if g < 13:
            for symbol in group[:4]:
                bits = bits << 5 | symbol
    if bits & 15:
        raise ValueError("group 13 is mistyped")
    secret = (bits >> 4).to_bytes(32, "big")
    if recovery_code(secret)[-5:] != "".join(SYMBOLS[s] for s in group):
        raise ValueError("the groups do not belong together")
    return secret


def announced(identity: Identity, vault_id: bytes, earlier: Pin, data: bytes) -> bytes | None:
    """Who the earlier identity says that its owner is now; None where that is not its word."""
    if len(data) != 144 or data[:32] != earlier.partner_id or any(data[136:]):
        return None
    said = BOX_open(data[32:56], data[56:136], earlier.x25519, identity.x25519[1])
    if said is None or len(said) != 64 or said[:32] != label("vesper1 ending") + vault_id:
        return None
    return said[32:]
