"""The document properties of a filled form: what it is recognised by, and nothing about who made the template."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pingyi.forms.word.dialect import OPENING, TAG
from pingyi.forms.word.package import DECLARATION, Package
from pingyi.forms.word.skeleton import Skeleton
from pingyi.model.papers.identity import PROPERTY_PREFIX, Identity

CORE = "docProps/core.xml"
APP = "docProps/app.xml"
CUSTOM = "docProps/custom.xml"

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_CORE_NAMES = {
    f"{{{_DC}}}title": "dc:title",
    f"{{{_DC}}}subject": "dc:subject",
    f"{{{_DC}}}creator": "dc:creator",
    f"{{{_DC}}}description": "dc:description",
    f"{{{_DC}}}identifier": "dc:identifier",
    f"{{{_DC}}}language": "dc:language",
    f"{{{_CP}}}keywords": "cp:keywords",
    f"{{{_CP}}}category": "cp:category",
}
# the properties whose tags docxtpl fills
FILLED_PROPERTIES = frozenset(
    {"dc:title", "dc:subject", "dc:creator", "dc:description", "dc:identifier", "dc:language"}
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{properties}'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
)
_WHEN = "2010-01-01T00:00:00Z"  # fixed: the time of making would make each run's bytes different
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one Office uses for custom properties
_FIRST_NUMBER = 2  # 0 and 1 are reserved
APP_CONTENT = (
    DECLARATION + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application></Properties>"
)


def find_properties(package: Package, kind: str, default: str) -> str:
    """Name of the part that holds a kind of properties: the package may call it as it likes."""
    found = (item.target for item in package.relationships() if item.kind == kind and item.target in package.parts)
    return next(found, default)


def read_core(package: Package) -> dict[str, str]:
    """The core properties that may stay in a form, by qualified name; an author stays only where it is a tag."""
    part = find_properties(package, "core-properties", CORE)
    if part not in package.parts:
        return {}
    found = {}
    for element in package.parse(part):
        name = _CORE_NAMES.get(str(element.tag))
        text = element.text or ""
        if name and text and (name != "dc:creator" or OPENING.search(text)):
            found[name] = text
    return found


def write_core(properties: Mapping[str, str]) -> str:
    """The core properties as the Jinja source of their part, without XML declaration."""
    items = "".join(f"<{name}>{_escape_outside(text)}</{name}>" for name, text in sorted(properties.items()))
    return _CORE.format(properties=items, when=_WHEN)


def _escape_outside(text: str) -> str:
    """Escape a property for XML, but leave what stands inside a tag for Jinja to read."""
    pieces, position = [], 0
    for tag in TAG.finditer(text):
        pieces += [escape(text[position : tag.start()]), tag.group()]
        position = tag.end()
    return "".join((*pieces, escape(text[position:])))


class CustomProperties:
    """The custom properties of each form: the template's own, then the form's identity."""

    def __init__(self, package: Package) -> None:
        part = find_properties(package, "custom-properties", CUSTOM)
        own: list[str] = []
        numbers = [_FIRST_NUMBER - 1]
        if part in package.parts:
            for element in package.parse(part):
                if isinstance(element.tag, str) and not str(element.get("name", "")).startswith(PROPERTY_PREFIX):
                    own.append(etree.tostring(element, encoding="unicode", with_tail=False))
                    pid = element.get("pid", "")
                    numbers.append(int(pid) if pid.isdigit() else 0)
        self._number = max(numbers) + 1
        self._skeletons: dict[tuple[str, ...], Skeleton] = {}
        self._head = (
            f'{DECLARATION}<Properties xmlns="{_CUSTOM_NS}" xmlns:vt="{_TYPES_NS}">' + "".join(own)
        )  # fmt: skip

    def write(self, identity: Identity) -> bytes:
        """The part for one document."""
        properties = identity.properties()
        names = tuple(properties)
        skeleton = self._skeletons.get(names)
        if skeleton is None:
            skeleton = self._skeletons[names] = self._make_skeleton(names)
        return skeleton.fill(escape("\0".join(properties.values())).encode().split(b"\0"))

    def _make_skeleton(self, names: tuple[str, ...]) -> Skeleton:
        items = (
            f'<property fmtid="{_FORMAT_ID}" pid="{number}" name={quoteattr(name)}><vt:lpwstr>\0</vt:lpwstr></property>'
            for number, name in enumerate(names, self._number)
        )
        return Skeleton("".join((self._head, *items, "</Properties>")).split("\0"))
