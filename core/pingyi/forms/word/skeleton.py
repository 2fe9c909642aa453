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
    """

    __slots__ = ("_blocks", "_shared", "_whole", "size")

    def __init__(self, stretches: Sequence[str], shared: Sequence[bool] = ()) -> None:
        encoded = [text.encode() for text in stretches]
        self.size = sum(map(len, encoded))
        self._whole = _spread(encoded, 1)
        self._shared = tuple(shared) or (False,) * (len(stretches) - 1)
        self._blocks: dict[_Known, list[bytes]] = {}

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
        if sum(map(len, own)) >= _LONG:
            return Member(name, content)
        blocks = self._find_blocks(known).copy()
        blocks[1::3] = [_HEADS[size] for size in map(len, own)]
        blocks[2::3] = own
        return Member.packed(name, content, b"".join(blocks))

    def _find_blocks(self, known: _Known) -> list[bytes]:
        """The packed stretches, with two empty places after each but the last."""
        blocks = self._blocks.get(known)
        if blocks is None:
            stretches = [self._whole[0]]
            for value, after in zip(known, self._whole[2::2], strict=True):
                if value is None:
                    stretches.append(after)
                else:
                    stretches[-1] += value + after
            blocks = _spread([*map(_pack_open, stretches[:-1]), pack_raw(stretches[-1], FIXED_LEVEL)], 2)
            if len(self._blocks) >= _KEPT:
                self._blocks.clear()
            self._blocks[known] = blocks
        return blocks


def _spread(stretches: Sequence[bytes], gaps: int) -> list[bytes]:
    """The stretches with so many empty places after each but the last."""
    spread = [b""] * ((len(stretches) - 1) * (gaps + 1) + 1)
    spread[:: gaps + 1] = stretches
    return spread


def _pack_open(content: bytes) -> bytes:
    """Blocks that end in the open head of a stored block."""
    packer = zlib.compressobj(FIXED_LEVEL, zlib.DEFLATED, -15)
    return (packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH))[:-_OPEN]
