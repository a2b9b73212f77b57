"""Where things stand in a valid GGUF file, and ways to spoil them. Everything follows from a seed and a number."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY, _FLOAT = 8, 9, 6
_EXTREMES = (0, 1, 2, 31, 255, 4096, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**40, 2**63 - 1, 2**63, 2**64 - 1)
_FLOATS = (0.0, -1.0, 1e-38, 1e38, float("inf"), float("-inf"), float("nan"))


@dataclass(frozen=True, slots=True)
class Span:
    """Some bytes of the file. ``kind`` is GGUF's code of what they hold."""

    start: int
    size: int
    kind: int = -1


@dataclass(slots=True)
class Layout:
    """The parts of a file that can be spoiled one by one."""

    lengths: list[Span] = field(default_factory=list)
    types: list[Span] = field(default_factory=list)
    keys: list[Span] = field(default_factory=list)
    scalars: list[Span] = field(default_factory=list)
    texts: list[Span] = field(default_factory=list)
    items: list[Span] = field(default_factory=list)
    tensor_names: list[Span] = field(default_factory=list)
    tensor_dims: list[Span] = field(default_factory=list)
    tensor_shapes: list[Span] = field(default_factory=list)
    tensor_types: list[Span] = field(default_factory=list)
    tensor_offsets: list[Span] = field(default_factory=list)
    header: Span = Span(0, 0)
    weights: Span = Span(0, 0)


class _Reader:
    """Reads a file that is known to be valid."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 4

    def span(self, size: int, kind: int = -1) -> Span:
        self.at += size
        return Span(self.at - size, size, kind)

    def number(self, span: Span) -> int:
        return int.from_bytes(self.data[span.start : span.start + span.size], "little")

    def text(self, lengths: list[Span]) -> Span:
        lengths.append(self.span(8))
        return self.span(self.number(lengths[-1]), _STRING)


def locate(data: bytes) -> Layout:
    """Find the parts of a valid file."""
    reader, layout = _Reader(data), Layout()
    reader.span(4)
    layout.lengths += [reader.span(8), reader.span(8)]
    tensors, keys = (reader.number(span) for span in layout.lengths)
    for _ in range(keys):
        layout.keys.append(reader.text(layout.lengths))
        layout.types.append(reader.span(4))
        _value(reader, layout, reader.number(layout.types[-1]))
    for _ in range(tensors):
        layout.tensor_names.append(reader.text(layout.lengths))
        layout.tensor_dims.append(reader.span(4))
        layout.tensor_shapes += [reader.span(8) for _ in range(reader.number(layout.tensor_dims[-1]))]
        layout.tensor_types.append(reader.span(4))
        layout.tensor_offsets.append(reader.span(8))
    layout.header, layout.weights = Span(0, reader.at), Span(reader.at, len(data) - reader.at)
    return layout


def _value(reader: _Reader, layout: Layout, kind: int) -> None:
    if kind == _STRING:
        layout.texts.append(reader.text(layout.lengths))
    elif kind == _ARRAY:
        layout.types.append(reader.span(4))
        item = reader.number(layout.types[-1])
        layout.lengths.append(reader.span(8))
        for _ in range(reader.number(layout.lengths[-1])):
            layout.items.append(reader.text([]) if item == _STRING else reader.span(_SIZES[item], item))
    else:
        layout.scalars.append(reader.span(_SIZES[kind], kind))


@dataclass(frozen=True, slots=True)
class Mutant:
    """A spoiled file and what was done to it."""

    data: bytes
    ways: tuple[str, ...]


def mutant(data: bytes, layout: Layout, seed: int, number: int) -> Mutant:
    """The ``number``-th mutant of a seed: mostly one thing is wrong, sometimes up to four."""
    chance = random.Random(f"{seed}:{number}")
    spoiled = bytearray(data)
    names = chance.choices(list(WAYS), weights=[weight for weight, _ in WAYS.values()], k=_how_many(chance))
    names.sort(key=lambda name: name in _MOVING)  # those that move bytes come last: the layout holds until then
    for name in names:
        WAYS[name][1](spoiled, layout, chance)
    return Mutant(bytes(spoiled), tuple(names))


def _how_many(chance: random.Random) -> int:
    return chance.choices((1, 2, 3, 4), weights=(70, 15, 10, 5))[0]


def _put(data: bytearray, span: Span, value: int) -> None:
    data[span.start : span.start + span.size] = (value % (1 << 8 * span.size)).to_bytes(span.size, "little")


def _extreme(old: int, chance: random.Random) -> int:
    return chance.choice(
        (*_EXTREMES, old - 1, old + 1, old * 2, old // 2, chance.getrandbits(8), chance.getrandbits(64))
    )


def _at(data: bytearray, span: Span) -> int:
    return int.from_bytes(data[span.start : span.start + span.size], "little")


def _place(data: bytearray, layout: Layout, chance: random.Random) -> int:
    """Half of the time in the header, which is the smaller part by far."""
    limit = layout.header.size if chance.random() < 0.5 else len(data)
    return chance.randrange(min(limit, len(data)) or 1)


def _flip(data: bytearray, layout: Layout, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        data[_place(data, layout, chance)] = chance.randrange(256)


def _fill(data: bytearray, layout: Layout, chance: random.Random) -> None:
    start, size = _place(data, layout, chance), chance.choice((1, 4, 8, 64, 1024))
    size = min(size, len(data) - start)
    data[start : start + size] = bytes([chance.choice((0x00, 0xFF))]) * size


def _cut(data: bytearray, layout: Layout, chance: random.Random) -> None:
    del data[_place(data, layout, chance) :]


def _insert(data: bytearray, layout: Layout, chance: random.Random) -> None:
    start = _place(data, layout, chance)
    data[start:start] = chance.randbytes(chance.choice((1, 4, 8, 32, 500)))


def _remove(data: bytearray, layout: Layout, chance: random.Random) -> None:
    start = _place(data, layout, chance)
    del data[start : start + chance.choice((1, 4, 8, 32, 500))]


def _swap_blocks(data: bytearray, layout: Layout, chance: random.Random) -> None:
    size = chance.choice((4, 8, 32, 256))
    first, second = sorted((_place(data, layout, chance), _place(data, layout, chance)))
    if first + size <= second and second + size <= len(data):
        one, other = data[first : first + size], data[second : second + size]
        data[first : first + size], data[second : second + size] = other, one


def _number_in(pick: Callable[[Layout], list[Span]]) -> Callable[[bytearray, Layout, random.Random], None]:
    def spoil(data: bytearray, layout: Layout, chance: random.Random) -> None:
        span = chance.choice(pick(layout))
        _put(data, span, _extreme(_at(data, span), chance))

    return spoil


def _scalar(data: bytearray, layout: Layout, chance: random.Random) -> None:
    span = chance.choice(layout.scalars)
    if span.kind == _FLOAT:
        data[span.start : span.start + 4] = struct.pack("<f", chance.choice(_FLOATS))
    else:
        _put(data, span, _extreme(_at(data, span), chance))


def _kind(data: bytearray, layout: Layout, chance: random.Random) -> None:
    _put(data, chance.choice(layout.types), chance.choice((*range(14), 255, 2**31)))


def _tensor_type(data: bytearray, layout: Layout, chance: random.Random) -> None:
    _put(data, chance.choice(layout.tensor_types), chance.choice((*range(48), 255, 2**31, 2**32 - 1)))


def _tensor_dims(data: bytearray, layout: Layout, chance: random.Random) -> None:
    _put(data, chance.choice(layout.tensor_dims), chance.choice((0, 1, 2, 3, 4, 5, 255, 2**31)))


def _tensor_shape(data: bytearray, layout: Layout, chance: random.Random) -> None:
    span, other = chance.choice(layout.tensor_shapes), chance.choice(layout.tensor_shapes)
    _put(data, span, _at(data, other) if chance.random() < 0.3 else _extreme(_at(data, span), chance))


def _tensor_offset(data: bytearray, layout: Layout, chance: random.Random) -> None:
    span, other = chance.choice(layout.tensor_offsets), chance.choice(layout.tensor_offsets)
    old = _at(data, span)
    _put(data, span, chance.choice((_at(data, other), old + 4, old + 32, old - 32, _extreme(old, chance))))


def _garble(pick: Callable[[Layout], list[Span]]) -> Callable[[bytearray, Layout, random.Random], None]:
    def spoil(data: bytearray, layout: Layout, chance: random.Random) -> None:
        for _ in range(chance.choice((1, 1, 4, 40))):
            span = chance.choice(pick(layout))
            if span.size:
                data[span.start + chance.randrange(span.size)] = chance.choice(
                    (0, 10, 32, 123, 125, 255, chance.randrange(256))
                )

    return spoil


def _item(data: bytearray, layout: Layout, chance: random.Random) -> None:
    """One of the vocabulary's texts, types or merges becomes another's copy or an extreme number."""
    span, other = chance.choice(layout.items), chance.choice(layout.items)
    if span.kind == _STRING:
        copy = bytes(data[other.start : other.start + other.size])
        data[span.start : span.start + span.size] = (copy * span.size)[: span.size].ljust(span.size, b"\0")
    else:
        _put(data, span, _extreme(_at(data, span), chance))


def _weights(data: bytearray, layout: Layout, chance: random.Random) -> None:
    """A run of weights becomes not a number, infinite, huge, or noise."""
    size = 4 * chance.choice((1, 16, 256, 4096))
    start = layout.weights.start + chance.randrange(layout.weights.size)
    size = max(0, min(size, len(data) - start)) & ~3
    value = chance.choice((*_FLOATS, 1e30, None))
    noise = chance.randbytes(size) if value is None else struct.pack("<f", value) * (size // 4)
    data[start : start + size] = noise


WAYS: dict[str, tuple[int, Callable[[bytearray, Layout, random.Random], None]]] = {
    "flip": (14, _flip),
    "fill": (10, _fill),
    "cut": (6, _cut),
    "insert": (6, _insert),
    "remove": (5, _remove),
    "swap": (5, _swap_blocks),
    "length": (8, _number_in(lambda layout: layout.lengths)),
    "scalar": (12, _scalar),
    "kind": (4, _kind),
    "key": (4, _garble(lambda layout: layout.keys)),
    "text": (5, _garble(lambda layout: layout.texts)),
    "item": (8, _item),
    "items": (4, _garble(lambda layout: [span for span in layout.items if span.kind == _STRING])),
    "tensor name": (2, _garble(lambda layout: layout.tensor_names)),
    "tensor dims": (2, _tensor_dims),
    "tensor shape": (6, _tensor_shape),
    "tensor type": (5, _tensor_type),
    "tensor offset": (6, _tensor_offset),
    "weights": (12, _weights),
}
"""Name → how often, and what it does."""
_MOVING = frozenset({"cut", "insert", "remove"})
