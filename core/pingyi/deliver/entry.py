"""One line of the manifest: what a delivered file was made from, and what it is."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import NamedTuple


class Entry(NamedTuple):
    """One delivered file; a tuple, because a batch makes many.

    Attributes:
        path: relative to the output folder, with forward slashes.
        form: id of the form; `pack` or `print` for a file of several documents.
        template: hash of the template.
        subject: kind and id of whom it is about.
        copy: id of the copy.
        code: the code printed in its footer.
        record: hash of the typed data it was filled with.
        plugins: names and versions of all plugins in use.
        size: bytes.
        sha256: hash of the content.
    """

    path: str
    form: str = ""
    template: str = ""
    subject: str = ""
    copy: str = ""
    code: str = ""
    record: str = ""
    plugins: str = ""
    size: int = 0
    sha256: str = ""

    @property
    def inputs(self) -> tuple[str, str, str]:
        """What the file depends on: while these are the same, making it again would give the same file."""
        return self.template, self.record, self.plugins

    @property
    def folder(self) -> str:
        """The folder it lies in, relative to the output folder."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """Its name in that folder."""
        return self.path.rpartition("/")[2]

    def to_line(self) -> bytes:
        """The line, with its end."""
        # a lone surrogate in a name must not spoil the manifest of everybody else
        # as `json.dumps` writes it, without finding out anew that all fields but one are texts
        values = [encode_basestring(item) if isinstance(item, str) else item for item in self]
        return (_LINE % tuple(values)).encode("utf-8", "backslashreplace")

    @classmethod
    def from_line(cls, line: bytes) -> Entry | None:
        """Read a line; `None` for one that a crash has torn. Fields of other versions are left out."""
        try:
            values = json.loads(line)
            entry = cls(**{name: values[name] for name in _NAMES if name in values})
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        fits = all(isinstance(getattr(entry, name), int if name == "size" else str) for name in _NAMES)
        return entry if fits and entry.path else None


_NAMES = Entry._fields
_LINE = "{" + ", ".join(f'"{name}": %s' for name in _NAMES) + "}\n"
