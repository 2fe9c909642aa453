"""One .docx of many finished forms."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape, quoteattr

from pingyi.deliver.printing import front
from pingyi.deliver.printing.entry import PrintedPlace, PrintEntry
from pingyi.deliver.printing.notes import KINDS, Notes
from pingyi.deliver.printing.page_count import PageCounter
from pingyi.deliver.printing.parts import Parts
from pingyi.deliver.printing.rewriting import Rewriter
from pingyi.deliver.printing.sections import Section, read_layout
from pingyi.deliver.printing.source import Opened, Sources
from pingyi.deliver.printing.splitting import HOLE, end_section, split_document
from pingyi.deliver.printing.stock import add_common_parts, make_blank, make_index_footer
from pingyi.deliver.printing.wordml import R_NS, W_NS
from pingyi.disk.problems import explain
from pingyi.forms.word.package import DECLARATION, rels_name


@dataclass(frozen=True)
class _Piece:
    """Some text of the body in the spool, and the section that ends behind it."""

    length: int
    section: Section | None


@dataclass(frozen=True)
class _Document:
    entry: PrintEntry
    pages: int
    pieces: tuple[_Piece, ...]


class PrintFile:
    """One .docx of many finished forms, each in its own section with its own header, footer and page numbers.

    A context manager: leaving it writes the file, leaving it by an error writes nothing. The bodies wait in a temporary
    file, so that memory does not grow with them.

    Args:
        stream: a writable binary stream.
        duplex: whether each form starts on the front of a sheet.

    Attributes:
        places: where each document stands; known after `close`.
    """

    def __init__(self, stream: IO[bytes], *, duplex: bool = False) -> None:
        self.places: tuple[PrintedPlace, ...] = ()
        self._stream = stream
        self._duplex = duplex
        self._parts = Parts()
        self._sources = Sources(self._parts)
        self._rewriter = Rewriter(self._sources.numbering.start)
        self._counter = PageCounter()
        self._names: dict[str, str] = {"w": W_NS, "r": R_NS}
        self._ignorable: dict[str, None] = {}
        self._stories: dict[tuple[str, bytes, bytes], str] = {}
        self._documents: list[_Document] = []
        self._notes = {kind: Notes(kind) for kind in KINDS}
        self._even = False
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        self._spool.close()

    def add(self, content: bytes, entry: PrintEntry) -> None:
        """Append one finished .docx.

        Args:
            content: the whole file.
            entry: what the index says of it.

        Raises:
            FileKindError: `content` is no .docx.
            DeliveryError: there is no room for what waits to be written.
        """
        opened = self._sources.open(content)
        split = split_document(opened.body, self._names)
        self._names |= split.names
        self._ignorable |= dict.fromkeys(split.ignorable)
        self._even |= opened.source.own_even
        references = self._add_stories(opened)
        body, noted = self._take_notes(self._rewriter.rewrite_body(split.text, opened.source), opened)
        *texts, last = body.split(HOLE)[:-1]
        head, tail = end_section(last)
        ends = [self._read_section(xml, place, references, noted, opened) for place, xml in enumerate(split.sections)]
        starts = self._rewriter.make_bookmark(front.name_bookmark(len(self._documents) + 1))
        texts = [*texts, head]
        texts[0] = starts + texts[0]
        pieces = [self._keep(text, section) for text, section in zip(texts, ends, strict=True)]
        pieces.append(self._keep(tail, None))
        self._documents.append(_Document(entry, self._counter.count(opened), tuple(pieces)))

    def close(self) -> tuple[PrintedPlace, ...]:
        """Write the file, and return where each document stands. Nothing can be added or written afterwards.

        Raises:
            OSError: the stream cannot be written.
        """
        if not self._spool.closed:
            with self._spool:
                self._write()
        return self.places

    def _write(self) -> None:
        self.places = tuple(self._place())
        parts, kinds = self._parts, self._sources
        add_common_parts(parts, kinds, even=self._even)
        for notes in self._notes.values():
            notes.write(parts)
        blank = _Blank(parts)
        sections = [
            piece.section.write(even=self._even, blank=blank)
            for document in self._documents
            for piece in document.pieces
            if piece.section is not None
        ]
        own = {"footer": parts.link("footer", make_index_footer(parts))}
        content = io.BytesIO()
        parts.write(content, self._write_body(sections, own))
        self._stream.write(content.getbuffer())

    def _read_section(
        self, xml: str, place: int, references: Mapping[str, str], noted: tuple[str, ...], opened: Opened
    ) -> Section:
        layout = read_layout(xml, leads=place == 0, duplex=self._duplex, notes=noted)
        found = {key: references[name] for key, name in layout.references.items() if name in references}
        return Section(layout, found, leads=place == 0, own_even=opened.source.own_even)

    def _take_notes(self, body: str, opened: Opened) -> tuple[str, tuple[str, ...]]:
        """Take footnotes and endnotes over; return the body and which of them it has."""
        noted = []
        for kind, name in opened.source.notes.items():
            if self._notes[kind].are_in(body):
                part = self._rewriter.rewrite_story(opened.stories[name].decode("utf-8-sig"), opened.source)
                body = self._notes[kind].take(body, part)
                noted.append(KINDS[kind])
        return body, tuple(noted)

    def _add_stories(self, opened: Opened) -> dict[str, str]:
        """Add the document's headers and footers; return their relationship ids by those of the document."""
        source = opened.source
        found = {}
        for link, name in source.stories.items():
            content = opened.stories[name]
            key = (name, content, source.story_links[name])
            known = self._stories.get(key)
            if known is None:
                xml = self._rewriter.rewrite_story(content.decode("utf-8-sig"), source)
                part = self._parts.add(name, xml.encode(), source.story_types[name])
                if source.story_links[name]:
                    self._parts.contents[rels_name(part)] = source.story_links[name]
                kind = "header" if source.story_types[name].endswith("header+xml") else "footer"
                known = self._stories[key] = self._parts.link(kind, part)
            found[link] = known
        return found

    def _keep(self, text: str, section: Section | None) -> _Piece:
        try:
            return _Piece(self._spool.write(text.encode()), section)
        except OSError as error:
            raise explain(Path(tempfile.gettempdir()), error, ending=True) from error

    def _place(self) -> Iterator[PrintedPlace]:
        page = front.count_pages(len(self._documents)) + 1
        number = 2  # the index is the first section
        for document in self._documents:
            if self._duplex and page % 2 == 0:
                page += 1
            yield PrintedPlace(document.entry, page, document.pages, number)
            page += document.pages
            number += len(document.pieces) - 1

    def _write_body(self, sections: Sequence[str], own: Mapping[str, str]) -> Iterator[bytes]:
        """The main part, piece by piece out of the spool."""
        names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in self._names.items())
        if self._ignorable:
            names += f' mc:Ignorable="{escape(" ".join(self._ignorable))}"'
        yield f"{DECLARATION}<w:document{names}><w:body>".encode()
        references = "".join(
            f'<w:{kind}Reference w:type="{type_}" r:id="{name}"/>'
            for kind, name in own.items()
            for type_ in (("default", "even") if self._even else ("default",))
        )
        section = front.SECTION.format(references=references)
        index = front.write_front(self.places, section, duplex=self._duplex)
        yield from (piece.encode() for piece in index)
        self._spool.seek(0)
        waiting, ending = iter(sections), len(sections)
        for document in self._documents:
            for piece in document.pieces:
                yield self._spool.read(piece.length)
                if piece.section is not None:
                    ending -= 1
                    if ending:  # the last one stands behind the body
                        yield next(waiting).encode()
        yield f"{sections[-1] if sections else ''}</w:body></w:document>".encode()


class _Blank(dict[str, str]):
    """Relationship ids of an empty header and an empty footer, which are made when somebody needs them."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, kind: str) -> str:
        self[kind] = self._parts.link(kind, make_blank(self._parts, kind))
        return self[kind]
