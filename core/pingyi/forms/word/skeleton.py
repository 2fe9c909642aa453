"""What a part of a template prints around its values: packed once, with a gap for each value.

A packed zip member is a chain of blocks, and a block may hold its bytes as they are. So each stretch that never changes
is packed once, by itself, up to the open head of such a block, and in a document the value follows in it. The member
is larger than one packed as a whole, as no stretch can refer to another; it is made in a fraction of the time.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from pingyi.forms.word.container import FIXED_LEVEL, STORED_BELOW, Member, pack_raw

_LONG = 1024
"""Bytes of UTF-8 of all values: above, what people wrote is most of it, and the part is packed as a whole."""
_KEPT = 64
"""How many combinations of empty and shared values are kept."""
_KEPT_STRETCHES = 512
_Known = tuple[bytes | None, ...]
_OPEN = 4
"""Bytes of a stored block's length, which follow its open head."""
_HEADS = tuple(struct.pack("<2H", size, size ^ 0xFFFF) for size in range(_LONG))


class Skeleton:
    """The stretches of one part around the values of one order of its pieces.

    Empty values, and those that are the same in most documents, such as the institution's name, are packed with the
    stretches around them, once for each combination.

    Args:
        stretches: one more than there are values; some may be empty.
        shared: for each value whether it is such a one.

    Attributes:
        size: bytes of all stretches.
    """

    __slots__ = ("_blocks", "_packed", "_set", "_set_size", "_shared", "_stretches", "_whole", "size")

    def __init__(self, stretches: Sequence[str], shared: Sequence[bool] = ()) -> None:
        gaps = len(stretches) - 1
        self._stretches = [text.encode() for text in stretches]
        self.size = sum(map(len, self._stretches))
        self._packed: dict[tuple[bytes, bool], bytes] = {}
        self._prepare(tuple(shared) or (False,) * gaps, (None,) * gaps)

    def _prepare(self, shared: Sequence[bool], values: Sequence[bytes | None]) -> None:
        self._set = tuple(zip(shared, values, strict=True))
        self._set_size = sum(len(value) for is_shared, value in self._set if value is not None and not is_shared)
        self._shared = tuple([is_shared for is_shared, value in self._set if value is None])
        self._whole = _spread(self._join(), 1)
        self._blocks: dict[_Known, list[bytes]] = {}

    def settle(self, values: Sequence[bytes | None]) -> Skeleton:
        """The same with some values set for good, `None` where a gap stays open; it makes the same documents."""
        settled = Skeleton.__new__(Skeleton)
        settled._stretches, settled.size, settled._packed = self._stretches, self.size, self._packed
        settled._prepare([is_shared for is_shared, _value in self._set], values)
        return settled

    def fill(self, values: Sequence[bytes]) -> bytes:
        """The part with values, in UTF-8, in its gaps."""
        whole = self._whole.copy()
        whole[1::2] = values
        return b"".join(whole)

    def pack(self, name: str, values: Sequence[bytes]) -> Member:
        """The part as a member of a container."""
        content = self.fill(values)
        if len(content) < STORED_BELOW:
            return Member(name, content)
        known: _Known = tuple(
            [value if is_shared or not value else None for value, is_shared in zip(values, self._shared, strict=True)]
        )
        own = [value for value, packed in zip(values, known, strict=True) if packed is None]
        if self._set_size + sum(map(len, own)) >= _LONG:
            return Member(name, content)
        blocks = self._find_blocks(known).copy()
        blocks[1::3] = [_HEADS[size] for size in map(len, own)]
        blocks[2::3] = own
        return Member.packed(name, content, b"".join(blocks))

    def _join(self) -> list[bytes]:
        """The stretches between the open gaps."""
        joined = [self._stretches[0]]
        for (_is_shared, value), after in zip(self._set, self._stretches[1:], strict=True):
            if value is None:
                joined.append(after)
            else:
                joined[-1] += value + after
        return joined

    def _find_blocks(self, known: _Known) -> list[bytes]:
        """The packed stretches between the open gaps, with two empty places after each but the last."""
        blocks = self._blocks.get(known)
        if blocks is None:
            if len(self._blocks) >= _KEPT:
                self._blocks.clear()
            blocks = self._blocks[known] = _spread(self._pack_blocks(known), 2)
        return blocks

    def _pack_blocks(self, known: _Known) -> list[bytes]:
        packed, text, opened = [b""], self._stretches[0], iter(known)
        for (is_shared, value), after in zip(self._set, self._stretches[1:], strict=True):
            inner = next(opened) if value is None else value if is_shared or not value else None
            if inner is not None:
                text += inner + after
                continue
            packed[-1] += self._pack(text, last=False)
            if value is None:
                packed.append(b"")
            else:
                packed[-1] += _HEADS[len(value)] + value
            text = after
        packed[-1] += self._pack(text, last=True)
        return packed

    def _pack(self, text: bytes, *, last: bool) -> bytes:
        key = (text, last)
        packed = self._packed.get(key)
        if packed is None:
            if len(self._packed) >= _KEPT_STRETCHES:
                self._packed.clear()
            packed = self._packed[key] = pack_raw(text, FIXED_LEVEL) if last else _pack_open(text)
        return packed


def _spread(stretches: Sequence[bytes], gaps: int) -> list[bytes]:
    """The stretches with so many empty places after each but the last."""
    spread = [b""] * ((len(stretches) - 1) * (gaps + 1) + 1)
    spread[:: gaps + 1] = stretches
    return spread


def _pack_open(content: bytes) -> bytes:
    """Blocks that end in the open head of a stored block."""
    packer = zlib.compressobj(FIXED_LEVEL, zlib.DEFLATED, -15)
    return (packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH))[:-_OPEN]
