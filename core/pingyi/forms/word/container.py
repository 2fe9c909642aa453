"""Writing the zip container of a .docx: the same members give the same bytes, and what never changes is packed once.

`zipfile` would compress every member again for each document and stamp the time on it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Self

# DOS date 1980-01-01, time 00:00: the earliest a zip can say, and the same on every machine
_DATE, _TIME = (1 << 5) | 1, 0
_STORED, _DEFLATED = 0, 8
_VERSION = 20
_UTF8_NAME = 0x800
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
FIXED_LEVEL = 9
STORED_BELOW = 1200  # bytes: setting up the packer takes longer than writing the few hundred bytes it would save
CHANGING_LEVEL = 1  # a sixth larger than 6, in a fifth of the time


class Member:
    """One member of a container.

    Args:
        name: of the part.
        content: the whole part; a short one is stored as it is.
        level: how hard to try to make it small.

    Attributes:
        local: its local header and bytes.
        method: whether its bytes are packed or stored as they are.
        sizes: what its entry in the directory needs.
    """

    __slots__ = ("local", "method", "name", "sizes")

    def __init__(self, name: str, content: bytes, level: int = CHANGING_LEVEL) -> None:
        if len(content) < STORED_BELOW and level != FIXED_LEVEL:
            self._set(name, content, content, _STORED)
        else:
            self._set(name, content, pack_raw(content, level), _DEFLATED)

    @classmethod
    def packed(cls, name: str, content: bytes, packed: bytes) -> Self:
        """A member whose bytes somebody else has packed."""
        member = cls.__new__(cls)
        member._set(name, content, packed, _DEFLATED)
        return member

    def _set(self, name: str, content: bytes, packed: bytes, method: int) -> None:
        self.name = name.encode()
        self.method = method
        self.sizes = (zlib.crc32(content), len(packed), len(content))
        header = _LOCAL.pack(b"PK\x03\x04", _VERSION, _UTF8_NAME, method, _TIME, _DATE, *self.sizes, len(self.name), 0)
        self.local = b"".join((header, self.name, packed))

    def entry(self, offset: int) -> bytes:
        """Its entry in the container's directory."""
        fixed = (b"PK\x01\x02", _VERSION, _VERSION, _UTF8_NAME, self.method, _TIME, _DATE)
        return _CENTRAL.pack(*fixed, *self.sizes, len(self.name), 0, 0, 0, 0, 0, offset) + self.name


def pack_raw(content: bytes, level: int) -> bytes:
    """Content as a zip holds it."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


class Container:
    """A container whose first members never change."""

    def __init__(self, fixed: Iterable[Member]) -> None:
        members = tuple(fixed)
        self._count = len(members)
        self._body = b"".join(member.local for member in members)
        entries, offset = [], 0
        for member in members:
            entries.append(member.entry(offset))
            offset += len(member.local)
        self._directory = b"".join(entries)

    def pack(self, changing: Sequence[Member]) -> bytes:
        """The whole file: the fixed members, then `changing` in their order."""
        pieces, entries = [self._body], [self._directory]
        offset = len(self._body)
        for member in changing:
            pieces.append(member.local)
            entries.append(member.entry(offset))
            offset += len(member.local)
        directory = b"".join(entries)
        count = self._count + len(changing)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
        return b"".join((*pieces, directory, end))
