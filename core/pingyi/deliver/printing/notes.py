"""Footnotes and endnotes: those of all documents in one part each, numbered from 1 again in each document."""

from __future__ import annotations

import re

from pingyi.deliver.printing.parts import Parts
from pingyi.deliver.printing.wordml import MIME, W_NS
from pingyi.forms.word.package import DECLARATION

KINDS = {"footnotes": "footnote", "endnotes": "endnote"}
"""Element of a note by relationship kind of its part."""
_FIRST = 1
_NAMESPACE = re.compile(r'\bxmlns:(\w+)="([^"]*)"')
_LINK = re.compile(r' r:\w+="[^"]*"')
_SEPARATORS = (
    '<w:{tag} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{tag}>'
    '<w:{tag} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{tag}>'
)


class Notes:
    """The notes of one kind.

    Args:
        kind: a key of `KINDS`.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._tag = KINDS[kind]
        self._found: list[str] = []
        self._names: dict[str, str] = {"w": W_NS}
        self._reference = re.compile(rf'(<w:{self._tag}Reference\b[^>]*?\bw:id=")([^"]*)"')
        self._note = re.compile(rf'(<w:{self._tag} [^>]*?\bw:id=")([^"]*)("[^>]*>.*?</w:{self._tag}>)', re.DOTALL)

    def are_in(self, body: str) -> bool:
        """Whether a body refers to notes of this kind."""
        return f"<w:{self._tag}Reference " in body

    def take(self, body: str, part: str) -> str:
        """Take the notes of one document over, and return its body with their new numbers.

        Args:
            body: refers to notes.
            part: has them.
        """
        self._names |= {prefix: uri for prefix, uri in _NAMESPACE.findall(part) if prefix not in self._names}
        notes = {match[2]: match for match in self._note.finditer(part)}
        numbers: dict[str, int] = {}

        def renumber(match: re.Match[str]) -> str:
            note = notes.get(match[2])
            if match[2] not in numbers and note is not None:
                numbers[match[2]] = len(self._found) + _FIRST
                text = f"{note[1]}{numbers[match[2]]}{note[3]}"
                self._found.append(_LINK.sub("", text))  # an address in a note is printed, not followed
            return f'{match[1]}{numbers.get(match[2], match[2])}"'

        return self._reference.sub(renumber, body)

    def write(self, parts: Parts) -> None:
        """Add the part, if any document has notes."""
        if not self._found:
            return
        declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in self._names.items())
        content = (
            f"{DECLARATION}<w:{self._kind}{declared}>{_SEPARATORS.format(tag=self._tag)}"
            f"{''.join(self._found)}</w:{self._kind}>"
        )
        parts.link(self._kind, parts.add(f"word/{self._kind}.xml", content.encode(), f"{MIME}{self._kind}+xml"))
