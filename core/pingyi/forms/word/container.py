"""Writing zip containers, such as a .docx: the same members give the same bytes, and what never changes is packed once.

`zipfile` would compress every member again for each document; where that does not matter, `pack_parts` leaves it to it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

# DOS date 1980-01-01, time 00:00: the earliest a zip can say, and the same on every machine
_DATE, _TIME = (1 << 5) | 1, 0
_STORED, _DEFLATED = 0, 8
_VERSION, _VERSION_64 = 20, 45
_UNIX = 3 << 8
_UTF8_NAME = 0x800
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LONG_OFFSET = struct.Struct("<2HQ")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_64 = struct.Struct("<4sIQI")
LARGEST, MOST = (1 << 31) - 1, (1 << 16) - 1
"""Offset and number of members up to which a plain zip goes: some readers take offsets for signed numbers."""
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
    def stored(cls, name: str, content: bytes) -> Self:
        """A member whose bytes are kept as they are, whatever their length."""
        member = cls.__new__(cls)
        member._set(name, content, content, _STORED)
        return member

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

    def entry(self, offset: int, mode: int = 0) -> bytes:
        """Its entry in the container's directory.

        Args:
            offset: where its local header is.
            mode: the permissions of the unpacked file; 0 says nothing of them.
        """
        system, extra, needed = _UNIX if mode else 0, b"", _VERSION
        if offset > LARGEST:
            offset, extra, needed = 0xFFFFFFFF, _LONG_OFFSET.pack(1, 8, offset), _VERSION_64
        fixed = (b"PK\x01\x02", system | needed, needed, _UTF8_NAME, self.method, _TIME, _DATE)
        about = (len(self.name), len(extra), 0, 0, 0, mode << 16, offset)
        return _CENTRAL.pack(*fixed, *self.sizes, *about) + self.name + extra


def pack_raw(content: bytes, level: int) -> bytes:
    """Content as a zip holds it."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def end_container(count: int, size: int, offset: int) -> bytes:
    """What ends a container: the long form where there are too many members, or too many bytes, for the plain one.

    Args:
        count: how many members.
        size: of the directory.
        offset: where it begins.
    """
    long = b""
    if count > MOST or offset > LARGEST or size > LARGEST:
        fixed = (b"PK\x06\x06", _END_64.size - 12, _VERSION_64, _VERSION_64, 0, 0)
        long = _END_64.pack(*fixed, count, count, size, offset) + _LOCATOR_64.pack(b"PK\x06\x07", 0, offset + size, 1)
        count, size, offset = min(count, 0xFFFF), min(size, 0xFFFFFFFF), min(offset, 0xFFFFFFFF)
    return long + _END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def stamp_member(name: str) -> zipfile.ZipInfo:
    """What `zipfile` is to write of a member: the same on every day and machine, and that it is packed."""
    info = zipfile.ZipInfo(name)  # says 1980, as above, unless it is told another day
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # it would say which system it ran on
    return info


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """The container of some parts in their order, of any size: the same parts give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(stamp_member(name), content)
    return target.getvalue()


def order_parts(names: Iterable[str]) -> list[str]:
    """The order of a document's parts in its container: readers look for the table of contents first."""
    return sorted(names, key=lambda name: (not name.startswith("["), name))


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
        end = end_container(self._count + len(changing), len(directory), offset)
        return b"".join((*pieces, directory, end))
