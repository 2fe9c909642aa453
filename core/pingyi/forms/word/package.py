"""A .docx as a set of parts: read under limits, so that no file can exhaust the machine or smuggle entities in."""

from __future__ import annotations

import contextlib
import functools
import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from pingyi.errors import FileKindError
from pingyi.forms.word.kinds import WORD_DOCUMENT, refuse_bytes, refuse_container, refuse_damaged, refuse_kind
from pingyi.texts import translate as _

MAX_FILE = 30 * 2**20
MAX_TOTAL = 64 * 2**20
MAX_XML = 5 * 2**20  # a Word document of 300 pages has about 2 MB of XML
MAX_MEMBERS = 2000
_HEADER = 30  # bytes of a member's own header before its name
_UTF8 = 0x800
_SMALL = 2**14
"""Bytes of a packed member, or of a list of links or types, that is remembered: forms of one template share most."""
_SHARED = 2**17
"""Bytes of an unpacked member that is remembered."""

CONTENT_TYPES = "[Content_Types].xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
"""How a part begins."""
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from a part, or from the package, to a part or an outside address.

    Attributes:
        kind: last word of the relationship's type, such as `header`, `image` or `attachedTemplate`.
        target: name of the part, or the address as written where it is external.
    """

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """The parts of one .docx.

    Attributes:
        name: the file's name as the user knows it.
        parts: content by part name, in the order of the zip.
        main: name of the main document part.
    """

    name: str
    parts: Mapping[str, bytes]
    main: str

    def parse(self, part: str) -> etree._Element:
        """The part as a tree: strict XML, no entities.

        Raises:
            FileKindError: it is not well-formed, or declares entities.
        """
        return parse_part(self.name, part, self.parts[part])

    def content_type(self, part: str) -> str:
        """The content type of a part, empty where none is declared."""
        return _content_type(self.parse(CONTENT_TYPES), part)

    def relationships(self, part: str = "") -> tuple[Relationship, ...]:
        """What a part links to; the package itself for an empty name."""
        return _relationships(self.name, self.parts, part)

    def targets(self, *kinds: str) -> tuple[str, ...]:
        """Names of the parts the main document links to by these kinds, without repetition."""
        found = (item.target for item in self.relationships(self.main) if item.kind in kinds and not item.external)
        return tuple(dict.fromkeys(target for target in found if target in self.parts))


def make_parser() -> etree.XMLParser:
    """A strict parser that opens nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def parse_part(file: str, part: str, content: bytes) -> etree._Element:
    """Parse XML of unknown origin.

    Raises:
        FileKindError: it is not well-formed, or has a document type, which no Office program writes.
    """
    if len(content) > MAX_XML:
        raise refuse_damaged(file, _("{part} is too large").format(part=part))
    try:
        root = etree.fromstring(content, make_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refuse_damaged(file, _("{part} is not well-formed ({error})").format(part=part, error=error)) from error
    document: Any = root.getroottree().docinfo
    if document.doctype:
        raise refuse_damaged(file, _("{part} declares XML entities, as attackers do").format(part=part))
    return root


def read_package(content: bytes, name: str) -> Package:
    """Read a .docx into memory and make sure that it is one.

    Args:
        content: the whole file.
        name: what messages call it.

    Raises:
        FileKindError: it is something else, damaged, encrypted, or larger than any template can be.
    """
    if len(content) > MAX_FILE:
        raise refuse_kind(name, _("larger than {limit} MB").format(limit=MAX_FILE >> 20), _("Shrink its pictures."))
    if not content.startswith(b"PK\x03\x04"):
        raise refuse_bytes(name, content)
    parts = _read_members(content, name)
    main, main_type = _find_main(name, parts)
    if main_type != WORD_DOCUMENT:
        raise refuse_container(name, main_type, frozenset(parts), parts.get("mimetype", b""))
    return Package(name, parts, main)


def _read_members(content: bytes, name: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check_sizes(members, len(content), name)
            for info in members:
                if info.filename.lower() in seen:
                    raise refuse_damaged(name, _("it holds {part} twice").format(part=info.filename))
                seen.add(info.filename.lower())
                parts[info.filename] = _unpack(content, info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise refuse_damaged(name, _("its zip container cannot be read ({error})").format(error=error)) from error
    return parts


def _unpack(content: bytes, info: zipfile.ZipInfo) -> bytes:
    """One member of a zip in memory, with the checks of `ZipFile.read` in half its time.

    Raises:
        BadZipFile: it is not what the list of members says.
        zlib.error: it is damaged.
    """
    start = info.header_offset
    header = content[start : start + _HEADER]
    if len(header) < _HEADER or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile(f"Bad magic number for {info.filename}")
    name = start + _HEADER
    end = name + int.from_bytes(header[26:28], "little")
    own = content[name:end].decode("utf-8" if int.from_bytes(header[6:8], "little") & _UTF8 else "cp437")
    if own != info.orig_filename:
        raise zipfile.BadZipFile(f"{own} is called {info.orig_filename} in the directory")
    begin = end + int.from_bytes(header[28:30], "little")
    packed = content[begin : begin + info.compress_size]
    is_small = len(packed) < _SMALL and info.file_size < _SHARED
    plain = (_recall if is_small else _inflate)(packed, info.compress_type, info.file_size, info.CRC)
    if plain is None:
        raise zipfile.BadZipFile(f"Bad CRC-32 for {info.filename}")
    return plain


def _inflate(packed: bytes, kind: int, size: int, check: int) -> bytes | None:
    """The content of a member; `None` where size or checksum are not what they must be."""
    plain = packed
    if kind == zipfile.ZIP_DEFLATED:
        plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    return plain if len(plain) == size and zlib.crc32(plain) == check else None


_recall = functools.lru_cache(maxsize=64)(_inflate)


def _check_sizes(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    bomb = _("It unpacks to far more than a template can hold. Do not use it; ask its sender for another file.")
    if (
        len(members) > MAX_MEMBERS
        or sum(info.file_size for info in members) > MAX_TOTAL
        or sum(info.compress_size for info in members) > size
        or any(info.file_size > MAX_XML and info.filename.endswith((".xml", ".rels")) for info in members)
    ):
        raise refuse_kind(name, _("a zip bomb"), bomb)
    for info in members:
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse_damaged(name, _("it is packed in a way Word does not know"))
        if info.flag_bits & 1:
            raise refuse_kind(name, _("a zip archive with a password"), _("Save it as .docx without a password."))
        if info.filename.startswith("/") or "\\" in info.filename or ".." in info.filename.split("/"):
            raise refuse_damaged(name, _("a member has the impossible name {part}").format(part=info.filename))


def _find_main(name: str, parts: Mapping[str, bytes]) -> tuple[str, str]:
    if CONTENT_TYPES not in parts or "_rels/.rels" not in parts:
        return "", ""
    strict = _STRICT.encode() in parts["_rels/.rels"]
    if strict:
        raise refuse_kind(
            name,
            _("a Strict Open XML document"),
            _("In Word choose Save As and the type “Word Document (*.docx)”, not “Strict Open XML Document”."),
        )
    for item in _relationships(name, parts, ""):
        if item.kind == "officeDocument" and not item.external:
            if item.target not in parts:
                raise refuse_damaged(name, _("its main part {part} is missing").format(part=item.target))
            return item.target, _find_type(name, parts[CONTENT_TYPES], item.target)
    return "", ""


def _find_type(name: str, types: bytes, part: str) -> str:
    if len(types) < _SMALL:
        with contextlib.suppress(FileKindError):  # said below, with the name of the file
            return _recall_type(types, part)
    return _content_type(parse_part(name, CONTENT_TYPES, types), part)


@functools.lru_cache(maxsize=64)
def _recall_type(types: bytes, part: str) -> str:
    return _content_type(parse_part("", CONTENT_TYPES, types), part)


def _content_type(types: etree._Element, part: str) -> str:
    extension = part.rpartition(".")[2].lower()
    default = ""
    for element in types:
        if element.tag == _TYPES_NS + "Override" and element.get("PartName", "").lower() == "/" + part.lower():
            return element.get("ContentType", "")
        if element.tag == _TYPES_NS + "Default" and element.get("Extension", "").lower() == extension:
            default = element.get("ContentType", "")
    return default


def rels_name(part: str) -> str:
    """Name of the part that holds another part's relationships; the package's own for an empty name."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def _relationships(name: str, parts: Mapping[str, bytes], part: str) -> tuple[Relationship, ...]:
    rels = rels_name(part)
    if rels not in parts:
        return ()
    content = parts[rels]
    if len(content) > _SMALL:
        return _list_relationships(part, parse_part(name, rels, content))
    try:
        return _recall_relationships(part, content)
    except FileKindError:
        parse_part(name, rels, content)  # says the same, and which file it is
        raise


@functools.lru_cache(maxsize=256)
def _recall_relationships(part: str, content: bytes) -> tuple[Relationship, ...]:
    return _list_relationships(part, parse_part("", rels_name(part), content))


def _list_relationships(part: str, root: etree._Element) -> tuple[Relationship, ...]:
    found = []
    for element in root:
        if not isinstance(element.tag, str):
            continue
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target))).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        found.append(Relationship(element.get("Id", ""), kind, target, external))
    return tuple(found)
