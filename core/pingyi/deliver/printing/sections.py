"""Section properties: each document's own pages, header and footer, whatever stands before it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.deliver.printing.wordml import Element, R, W, is_on, make, parse_fragment, write_fragment

Reference = tuple[str, str]
"""Kind (`header` or `footer`) and type (`default`, `first` or `even`)."""
_BEFORE_TYPE = frozenset({W + "footnotePr", W + "endnotePr"})
_BEFORE_NUMBERS = frozenset(
    W + name for name in ("footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType")
)
_TYPES = ("default", "first", "even")


@dataclass(frozen=True)
class Layout:
    """The properties of one section of a template.

    Attributes:
        references: relationship id by kind and type.
        opening: start tag with its attributes.
        rest: everything behind the references.
        own_first: whether its first page has its own header and footer.
    """

    references: Mapping[Reference, str]
    opening: str
    rest: str
    own_first: bool


@dataclass(frozen=True)
class Section:
    """One section of one document.

    Attributes:
        layout: what the template says.
        references: relationship ids in the print file by kind and type.
        leads: whether it is the document's first: nothing may be inherited from the document before.
        own_even: whether the template has headers and footers of its own on even pages.
    """

    layout: Layout
    references: Mapping[Reference, str]
    leads: bool
    own_even: bool

    def write(self, *, even: bool, blank: Mapping[str, str]) -> str:
        """Its XML.

        Args:
            even: whether any document of the print file tells even pages from odd ones.
            blank: relationship id of an empty header and of an empty footer.
        """
        found = dict(self.references)
        if self.leads:
            for kind in ("header", "footer"):
                needed = ["default"]
                if self.layout.own_first:
                    needed.append("first")
                if even:
                    needed.append("even")
                for type_ in needed:
                    if (kind, type_) not in found:
                        stands_in = type_ == "even" and not self.own_even
                        found[kind, type_] = found[kind, "default"] if stands_in else blank[kind]
        written = "".join(
            f'<w:{kind}Reference w:type="{type_}" r:id="{found[kind, type_]}"/>'
            for kind in ("header", "footer")
            for type_ in _TYPES
            if (kind, type_) in found
        )
        return f"{self.layout.opening}{written}{self.layout.rest}"


@functools.lru_cache(maxsize=512)
def read_layout(xml: str, *, leads: bool, duplex: bool, notes: tuple[str, ...] = ()) -> Layout:
    """Read the section properties of a template.

    Args:
        xml: the element as it stands in a document.
        leads: whether it is the document's first section, which starts on a new page with page number 1.
        duplex: whether that page is the front of a sheet.
        notes: elements of the notes that are numbered from 1 again, such as `footnote`.
    """
    element = parse_fragment(xml)
    references: dict[Reference, str] = {}
    for name in ("header", "footer"):
        for item in element.findall(f"{W}{name}Reference"):
            references[name, item.get(W + "type", "default")] = item.get(R + "id", "")
            element.remove(item)
    for change in element.findall(W + "sectPrChange"):
        element.remove(change)
    if leads:
        _start_anew(element, duplex=duplex)
        for tag in notes:
            _restart_notes(element, tag)
    own_first = is_on(element.find(W + "titlePg"))
    element.attrib.clear()  # revision numbers
    body = "".join(write_fragment(item) for item in element)
    return Layout(references, "<w:sectPr>", f"{body}</w:sectPr>", own_first)


def _start_anew(element: Element, *, duplex: bool) -> None:
    for old in element.findall(W + "type"):
        element.remove(old)
    element.insert(_count(element, _BEFORE_TYPE), make("type", val="oddPage" if duplex else "nextPage"))
    numbers = element.find(W + "pgNumType")
    if numbers is None:
        numbers = make("pgNumType")
        element.insert(_count(element, _BEFORE_NUMBERS), numbers)
    numbers.set(W + "start", "1")


def _restart_notes(element: Element, tag: str) -> None:
    properties = element.find(f"{W}{tag}Pr")
    if properties is None:
        properties = make(f"{tag}Pr")
        element.insert(_count(element, frozenset({W + "footnotePr"})), properties)
    for old in (*properties.findall(W + "numStart"), *properties.findall(W + "numRestart")):
        properties.remove(old)
    properties.append(make("numRestart", val="eachSect"))


def _count(element: Element, names: frozenset[str]) -> int:
    return sum(1 for item in element if item.tag in names)
