"""A document's XML in pieces: its body's text, its sections, and the place where its last section ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pingyi.deliver.printing.wordml import W_NS, parse

HOLE = "\0"
"""Stands for section properties while a text is rewritten: no XML can have it."""
_SECTION = re.compile(r"<w:sectPr(?:\s[^>]*)?(?<!/)>.*?</w:sectPr>|<w:sectPr(?:\s[^>]*)?/>", re.DOTALL)
_CHANGE = re.compile(r"<w:sectPrChange\b.*?</w:sectPrChange>", re.DOTALL)
_ROOT = re.compile(r"<w:document\b([^>]*)>")
_BODY = re.compile(r"<w:body(?:\s[^>]*)?>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?(?<!/)>|</w:p>")
_EMPTY = re.compile(r"<w:p((?: [^>]*)?)/>$")
_TINY = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>', "</w:pPr></w:p>"
"""A paragraph of one point: documents that end with a table have nothing else to carry their section."""


@dataclass(frozen=True)
class Split:
    """A document in pieces.

    Attributes:
        text: its body, with a hole for each section's properties, the last one at the end.
        sections: the properties in their order.
        names: prefixes and namespaces that its root declares.
        ignorable: prefixes that a reader may ignore.
    """

    text: str
    sections: tuple[str, ...]
    names: dict[str, str]
    ignorable: tuple[str, ...]


def split_document(content: bytes, taken: dict[str, str]) -> Split:
    """Split a document's main part.

    Args:
        content: the part.
        taken: prefixes of the print file; where one means something else here, the body's elements declare their own.
    """
    xml = content.decode("utf-8-sig")
    root, body = _ROOT.search(xml), _BODY.search(xml)
    if root is None or body is None:  # an empty body, or one in an unusual spelling
        return Split(HOLE, ("<w:sectPr/>",), {}, ())
    attributes = {name: double or single for name, double, single in _ATTRIBUTE.findall(root[1])}
    names = {key.partition(":")[2]: value for key, value in attributes.items() if key.startswith("xmlns")}
    ignorable = tuple(attributes.get("mc:Ignorable", "").split())
    text = xml[body.end() : xml.rindex("</w:body>")]
    if any(taken.get(prefix, uri) != uri for prefix, uri in names.items()) or "" in names:
        children = parse(content).find(f"{{{W_NS}}}body")
        text = "".join(etree.tostring(item, encoding="unicode") for item in (() if children is None else children))
        names, ignorable = {}, ()
    if "<w:sectPrChange" in text:
        text = _CHANGE.sub("", text)
    sections = tuple(_SECTION.findall(text))
    text = _SECTION.sub(HOLE, text).rstrip()
    if not text.endswith(HOLE):
        text, sections = text + HOLE, (*sections, "<w:sectPr/>")
    return Split(text, sections, names, ignorable)


def end_section(text: str) -> tuple[str, str]:
    """Split a body's last piece where the properties of its last section go: into its last paragraph.

    Returns:
        What stands before and behind them.
    """
    text = text.rstrip()
    empty = _EMPTY.search(text)
    if empty is not None:
        return f"{text[: empty.start()]}<w:p{empty[1]}><w:pPr>", "</w:pPr></w:p>"
    start = _find_last_paragraph(text) if text.endswith("</w:p>") else None
    if start is None or HOLE in text[start:]:
        return text + _TINY[0], _TINY[1]
    inside = text.index(">", start) + 1
    if text.startswith("<w:pPr/>", inside):
        return f"{text[:inside]}<w:pPr>", f"</w:pPr>{text[inside + len('<w:pPr/>') :]}"
    if not text.startswith("<w:pPr>", inside):
        return f"{text[:inside]}<w:pPr>", f"</w:pPr>{text[inside:]}"
    end = text.index("</w:pPr>", inside)
    if "<w:pPrChange" in text[inside:end]:
        end = text.index("<w:pPrChange", inside)
    return text[:end], text[end:]


def _find_last_paragraph(text: str) -> int | None:
    """Where the paragraph that ends the text begins; one may hold others in a text box."""
    start = max(text.rfind("<w:p>"), text.rfind("<w:p "))
    if start >= 0 and text.count("</w:p>", start) == 1:
        return start
    depth, begins = 0, None
    for match in _PARAGRAPH.finditer(text):
        if match[0].startswith("</"):
            depth -= 1
        else:
            if depth == 0:
                begins = match.start()
            depth += 1
    return begins if depth == 0 else None
