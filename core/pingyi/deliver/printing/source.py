"""What the documents of one template have in common: worked out from the first of them, used for all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from pingyi.deliver.printing.notes import KINDS
from pingyi.deliver.printing.numbering import Numbering
from pingyi.deliver.printing.parts import Parts
from pingyi.deliver.printing.styles import StyleNames, StyleSheet
from pingyi.deliver.printing.themes import list_theme_fonts, name_fonts
from pingyi.deliver.printing.wordml import Element, W, children, is_on, parse, value_of
from pingyi.forms import Package, read_package
from pingyi.forms.word.package import CONTENT_TYPES
from pingyi.texts import translate as _

_STORIES = ("header", "footer")
"""Kinds of parts that a section names."""
_OWN = frozenset(
    {
        "header", "footer", "styles", "numbering", "settings", "fontTable", "theme", "webSettings", "comments",
        "footnotes", "endnotes", "customXml", "stylesWithEffects", "people", "commentsExtended", "glossaryDocument",
    }
)  # fmt: skip
"""Relationships of a document that a print file does not take over one by one."""
_NOT_COMPARED = "docProps/"


@dataclass(frozen=True)
class Source:
    """One template as its documents show it.

    Attributes:
        main: name of the body's part.
        stories: name of the header or footer part by relationship id.
        notes: name of the part of footnotes and of endnotes, by kind.
        story_types: content types of those parts.
        story_links: relationships of those parts in the print file, by part name.
        links: relationship ids of the print file by those of the documents.
        styles: how the documents must name their styles.
        lists: list instances by their number.
        own_even: whether even pages have headers and footers of their own.
        style_part: its styles as they were written.
        fonts: fonts by name of the theme's font, where the print file has another theme.
    """

    main: str
    stories: Mapping[str, str]
    notes: Mapping[str, str]
    story_types: Mapping[str, str]
    story_links: Mapping[str, bytes]
    links: Mapping[str, str]
    styles: StyleNames
    lists: Mapping[str, Element]
    own_even: bool
    style_part: bytes = b""
    fonts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """One document, read as far as needed."""

    source: Source
    body: bytes
    stories: Mapping[str, bytes]


class Sources:
    """The templates of a print file, told apart by the parts that their documents share."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._structures: dict[object, tuple[str, frozenset[str]]] = {}
        self._known: dict[object, Source] = {}
        self.sheet = StyleSheet()
        self.numbering = Numbering()
        self.settings: Element | None = None
        self.fonts: dict[str, Element] = {}
        self._theme: bytes | None = None

    def open(self, content: bytes) -> Opened:
        """Read one finished .docx.

        Raises:
            FileKindError: it is no .docx.
        """
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError):
            read_package(content, _("a finished form"))  # says what it is instead
            raise
        with archive:
            members = {info.filename: (info.CRC, info.file_size) for info in archive.infolist()}
            outline = tuple(sorted((name, sums) for name, sums in members.items() if _is_outline(name)))
            structure = self._structures.get(outline)
            if structure is None:
                structure = self._structures[outline] = _find_stories(read_package(content, _("a finished form")))
            main, stories = structure
            shared = tuple(
                sorted(
                    (name, sums)
                    for name, sums in members.items()
                    if name != main and name not in stories and not name.startswith(_NOT_COMPARED)
                )
            )
            source = self._known.get(shared)
            if source is None:
                source = self._known[shared] = self._learn(read_package(content, _("a finished form")), stories)
            return Opened(source, archive.read(main), {name: archive.read(name) for name in stories})

    def _learn(self, package: Package, stories: frozenset[str]) -> Source:
        by_kind = {item.kind: item.target for item in package.relationships(package.main) if not item.external}
        lists = self.numbering.adopt(_parse(package, by_kind.get("numbering")))
        fonts = self._take_theme(package, by_kind.get("theme"))
        styles = self._learn_styles(package.parts.get(by_kind.get("styles", "")), lists, fonts)
        settings = _parse(package, by_kind.get("settings"))
        if self.settings is None:
            self.settings = settings
        for font in children(_parse(package, by_kind.get("fontTable"))):
            self.fonts.setdefault(font.get(W + "name", ""), font)
        even = settings.find(W + "evenAndOddHeaders") if settings is not None else None
        named = {item.id: item.target for item in package.relationships(package.main) if item.kind in _STORIES}
        return Source(
            main=package.main,
            stories=named,
            notes={kind: by_kind[kind] for kind in KINDS if by_kind.get(kind) in stories},
            story_types={name: package.content_type(name) for name in named.values()},
            story_links={name: self._parts.copy_links(package, name) for name in named.values()},
            links=self._copy_links(package),
            styles=styles,
            lists=lists,
            own_even=is_on(even),
            style_part=package.parts.get(by_kind.get("styles", ""), b""),
            fonts=fonts,
        )

    def _copy_links(self, package: Package) -> dict[str, str]:
        links = {}
        for item in package.relationships(package.main):
            if item.kind not in _OWN and (item.external or item.target in package.parts):
                target = item.target if item.external else self._parts.copy(package, item.target)
                links[item.id] = self._parts.link(item.kind, target, external=item.external)
        return links

    def _learn_styles(
        self, content: bytes | None, lists: Mapping[str, Element], fonts: Mapping[str, str]
    ) -> StyleNames:
        if content is None:
            return StyleNames()
        root = parse(name_fonts(content.decode(), fonts).encode() if fonts else content)
        for style in root.iterfind(f"{W}style[@{W}type='numbering']"):
            for element in style.iter(W + "numId"):
                if value_of(element) in lists:
                    element.set(W + "val", self.numbering.start(lists[value_of(element)]))
        return self.sheet.adopt(root, f"t{len(self._known) + 1}")

    def _take_theme(self, package: Package, name: str | None) -> dict[str, str]:
        """Keep the first theme; of another one only the names of its fonts can be kept."""
        content = package.parts.get(name or "")
        if content is None:
            return {}
        if self._theme is None:
            self._theme = content
            self._parts.link("theme", self._parts.copy(package, name or ""))
            return {}
        return {} if content == self._theme else list_theme_fonts(parse(content))


def _parse(package: Package, name: str | None) -> Element | None:
    return package.parse(name) if name is not None and name in package.parts else None


def _is_outline(name: str) -> bool:
    return name == CONTENT_TYPES or name.endswith(".rels")


def _find_stories(package: Package) -> tuple[str, frozenset[str]]:
    return package.main, frozenset(package.targets(*_STORIES, *KINDS))
