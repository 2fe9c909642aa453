"""The lists inside a .docx that say what it holds: content types and relationships."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from pingyi.forms.word.package import CONTENT_TYPES, Package, rels_name
from pingyi.forms.word.properties import APP, APP_CONTENT, CORE, CUSTOM

_RELS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_OPEN_XML = "application/vnd.openxmlformats-"
# the relationship and content type of each part of properties
_PROPERTY_PARTS = {
    CORE: (_METADATA + "core-properties", _OPEN_XML + "package.core-properties+xml"),
    APP: (_OFFICE + "extended-properties", _OPEN_XML + "officedocument.extended-properties+xml"),
    CUSTOM: (_OFFICE + "custom-properties", _OPEN_XML + "officedocument.custom-properties+xml"),
}
_PROPERTY_KINDS = frozenset(relationship.rpartition("/")[2] for relationship, _kind in _PROPERTY_PARTS.values())
# the picture of the first page, styles for old Word, names of authors
_UNNEEDED = re.compile(r"docProps/thumbnail\.|word/(stylesWithEffects|people)\.xml$")


def list_unneeded(package: Package) -> frozenset[str]:
    """Parts that no form needs, among them the old properties, which are written anew."""
    old = {item.target for item in package.relationships() if item.kind in _PROPERTY_KINDS}
    return frozenset(name for name in package.parts if _UNNEEDED.match(name) or name in old)


def keep_parts(package: Package) -> dict[str, bytes]:
    """The parts of a package that go into a form, by name, with the same properties of its program for all forms."""
    dropped = list_unneeded(package)
    parts = {name: content for name, content in package.parts.items() if name not in dropped}
    return {**parts, **register_parts(package, dropped), APP: APP_CONTENT.encode()}


def register_parts(package: Package, dropped: Iterable[str]) -> dict[str, bytes]:
    """Write content types and relationships anew, with the parts of properties in and the dropped parts out.

    Returns:
        The changed parts by name.
    """
    gone = frozenset(dropped)
    changed = {CONTENT_TYPES: _list_types(package, gone), rels_name(""): _list_package(package)}
    for owner in package.parts:
        away = {item.id for item in package.relationships(owner) if not item.external and item.target in gone}
        if away:
            root = package.parse(rels_name(owner))
            _remove(root, away)
            changed[rels_name(owner)] = _write(root)
    return changed


def _list_types(package: Package, gone: frozenset[str]) -> bytes:
    types = package.parse(CONTENT_TYPES)
    for element in list(types):
        name = str(element.get("PartName", "")).lstrip("/")
        if name in gone or name in _PROPERTY_PARTS:
            types.remove(element)
    for name, (_relationship, kind) in _PROPERTY_PARTS.items():
        etree.SubElement(types, _TYPES_NS + "Override", PartName="/" + name, ContentType=kind)
    return _write(types)


def _list_package(package: Package) -> bytes:
    root = package.parse(rels_name(""))
    _remove(root, {item.id for item in package.relationships() if item.kind in _PROPERTY_KINDS | {"thumbnail"}})
    taken = {str(element.get("Id")) for element in root}
    free = (f"rId{number}" for number in range(1, len(taken) + 10) if f"rId{number}" not in taken)
    for name, (relationship, _kind) in _PROPERTY_PARTS.items():
        etree.SubElement(root, _RELS_NS + "Relationship", Id=next(free), Type=relationship, Target=name)
    return _write(root)


def _remove(root: etree._Element, away: set[str]) -> None:
    for element in list(root):
        if element.get("Id") in away:
            root.remove(element)


def _write(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", standalone=True)
