"""What the modules of the print file share: names of WordprocessingML, and strict parsing of single elements."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pingyi.forms.word.package import make_parser

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W, R = f"{{{W_NS}}}", f"{{{R_NS}}}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml."
Element = etree._Element
_OFF = ("0", "false", "off")
_OPEN = f'<w:x xmlns:w="{W_NS}" xmlns:r="{R_NS}">'


def parse(content: bytes) -> Element:
    """Parse a part."""
    return etree.fromstring(content, make_parser())


def parse_fragment(xml: str) -> Element:
    """Parse one element that uses the prefixes `w` and `r` alone."""
    return etree.fromstring(f"{_OPEN}{xml}</w:x>".encode(), make_parser())[0]


def write(element: Element) -> bytes:
    """Write a part."""
    return etree.tostring(element, encoding="UTF-8", standalone=True)


def write_fragment(element: Element) -> str:
    """Write an element without the declarations of `w` and `r`, which the document's root has."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return text.replace(f' xmlns:w="{W_NS}"', "").replace(f' xmlns:r="{R_NS}"', "")


def make(name: str, **values: object) -> Element:
    """Make an element of WordprocessingML."""
    return etree.Element(W + name, {W + key: str(value) for key, value in values.items()}, nsmap={"w": W_NS})


def value_of(element: Element | None) -> str:
    """The `w:val` of an element."""
    return "" if element is None else element.get(W + "val", "")


def is_on(switch: Element | None) -> bool:
    """Whether a switch such as `w:keepNext` is there, and not turned off."""
    return switch is not None and value_of(switch) not in _OFF


def is_default(style: Element) -> bool:
    """Whether it is the style of what names none."""
    return style.get(W + "default", "0") not in _OFF


def number_of(text: str | None, usual: float = 0) -> float:
    """A number as attributes write it; `usual` for none, or for one in another unit such as a percentage."""
    try:
        return float(text) if text else usual
    except ValueError:
        return usual


def children(element: Element | None) -> Iterator[Element]:
    """The child elements, comments left out."""
    return (item for item in (() if element is None else element) if isinstance(item.tag, str))
