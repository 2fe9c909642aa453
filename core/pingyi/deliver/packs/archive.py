"""Writing a zip member by member to a stream that need not seek: the same members give the same bytes.

`zipfile` goes back to the header of each member after its content, which empties the stream's buffer every time.
"""

from __future__ import annotations

from typing import IO

from pingyi.forms.word.container import Member, end_container, pack_raw

_PRIVATE = 0o600
_TEXT_LEVEL = 6


class Archive:
    """A zip whose files only their owner may read once they are unpacked.

    Args:
        stream: for writing, at its beginning.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._entries: list[bytes] = []
        self._offset = 0

    def add(self, name: str, content: bytes) -> None:
        """Add a file that is packed already, as it is.

        Raises:
            OSError: the stream cannot be written.
        """
        self._add(Member.stored(name, content))

    def add_text(self, name: str, content: bytes) -> None:
        """Add a file that gets smaller by packing; raises as `add`."""
        self._add(Member.packed(name, content, pack_raw(content, _TEXT_LEVEL)))

    def finish(self) -> None:
        """Write the directory, after the last member; raises as `add`."""
        directory = b"".join(self._entries)
        self._stream.write(directory + end_container(len(self._entries), len(directory), self._offset))

    def _add(self, member: Member) -> None:
        self._stream.write(member.local)
        self._entries.append(member.entry(self._offset, _PRIVATE))
        self._offset += len(member.local)
