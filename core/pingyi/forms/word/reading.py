"""The text of a .docx part by part, for checks and tests: what the paper shows, and what hides in the file."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pingyi.forms.word.dialect import W
from pingyi.forms.word.package import Package, read_package

_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-"}


def read_text(content: bytes, name: str = "docx") -> dict[str, str]:
    """Read the text of every XML part.

    Args:
        content: a whole .docx.
        name: what messages call it.

    Returns:
        The text by part name: for parts of Word, paragraphs on lines of their own, with line breaks and tabs; for
        others, all text one after another.

    Raises:
        FileKindError: it is no .docx, or damaged.
    """
    return read_parts(read_package(content, name))


def read_parts(package: Package) -> dict[str, str]:
    """As `read_text`, for a package that is already open."""
    return {
        part: "\n".join(read_part(package.parse(part)))
        for part in package.parts
        if part.endswith((".xml", ".rels", ".vml"))
    }


def read_part(root: etree._Element) -> Iterator[str]:
    """The text of one part: its paragraphs, or all of it where it is no part of Word's text."""
    if root.tag in (W + "document", W + "hdr", W + "ftr", W + "footnotes", W + "endnotes", W + "comments"):
        for paragraph in root.iter(W + "p"):
            yield read_paragraph(paragraph)
    else:
        yield "".join(str(text) for text in root.itertext())


def read_paragraph(paragraph: etree._Element) -> str:
    """The text of one paragraph as python-docx reads it; text boxes inside it are paragraphs of their own."""
    return "".join(_walk(paragraph))


def _walk(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == W + "p":
            continue
        if child.tag == W + "t" or child.tag == W + "delText":
            yield child.text or ""
        elif child.tag in _BREAKS:
            # a tab stop in paragraph properties has the same name
            if element.tag == W + "r":
                yield _BREAKS[child.tag]
        else:
            yield from _walk(child)
