"""The parts of a print file, and its own lists of content types and relationships."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable
from typing import IO
from xml.sax.saxutils import quoteattr

from pingyi.deliver.printing.wordml import OFFICE
from pingyi.forms import Package
from pingyi.forms.word.container import stamp_member
from pingyi.forms.word.kinds import WORD_DOCUMENT
from pingyi.forms.word.package import CONTENT_TYPES, DECLARATION, rels_name

MAIN = "word/document.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Parts:
    """All parts but the body: named, typed and linked as they come."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._links: list[str] = []
        self._copies: dict[tuple[bytes, bytes], str] = {}
        self._linked: dict[tuple[str, str], str] = {}

    def add(self, name: str, content: bytes, kind: str) -> str:
        """Add a part of a content type; a name that is taken gets a number."""
        stem, extension = posixpath.splitext(name)
        free, count = name, 1
        while free in self.contents:
            count += 1
            free = f"{stem}_{count}{extension}"
        self.contents[free] = content
        self._types[free] = kind
        return free

    def link(self, kind: str, target: str, *, external: bool = False) -> str:
        """Link the body to a part or an address, once, and return the relationship's id.

        Args:
            kind: last word of the relationship's type.
            target: name of the part, or the address.
            external: whether it is an address.
        """
        known = self._linked.get((kind, target))
        if known is None:
            known = self._linked[kind, target] = f"rId{len(self._links) + 1}"
            written = target if external else posixpath.relpath(target, posixpath.dirname(MAIN))
            self._links.append(_write_link(known, kind, written, external=external))
        return known

    def copy(self, package: Package, name: str) -> str:
        """Copy a part of a document with all that it links to; equal parts are kept once.

        Returns:
            The part's name in the print file.
        """
        links = self.copy_links(package, name)
        content = package.parts[name]
        known = self._copies.get((content, links))
        if known is None:
            known = self._copies[content, links] = self.add(name, content, package.content_type(name))
            if links:
                self.contents[rels_name(known)] = links
        return known

    def copy_links(self, package: Package, name: str) -> bytes:
        """The relationships of a part, with copies of what they lead to; empty where it has none."""
        written = [
            _write_link(
                item.id,
                item.kind,
                item.target if item.external else "/" + self.copy(package, item.target),
                external=item.external,
            )
            for item in package.relationships(name)
            if item.external or item.target in package.parts
        ]
        return _write_links(written) if written else b""

    def write(self, stream: IO[bytes], body: Iterable[bytes]) -> None:
        """Write the whole file: the same parts give the same bytes.

        Args:
            stream: where to.
            body: the main part in pieces.
        """
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(stamp_member(CONTENT_TYPES), self._write_types())
            archive.writestr(stamp_member("_rels/.rels"), _write_links([_write_link("rId1", "officeDocument", MAIN)]))
            archive.writestr(stamp_member(rels_name(MAIN)), _write_links(self._links))
            with archive.open(stamp_member(MAIN), "w", force_zip64=True) as member:
                for piece in body:
                    member.write(piece)
            for name, content in self.contents.items():
                archive.writestr(stamp_member(name), content)

    def _write_types(self) -> bytes:
        overrides = {MAIN: WORD_DOCUMENT, **self._types}
        listed = "".join(
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
            for name, kind in overrides.items()
        )
        return (
            f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
        ).encode()


def _write_link(name: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id={quoteattr(name)} Type="{OFFICE}{kind}" Target={quoteattr(target)}{mode}/>'


def _write_links(links: Iterable[str]) -> bytes:
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'.encode()
