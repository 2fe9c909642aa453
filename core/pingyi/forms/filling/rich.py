"""What is more than text, turned into docxtpl's own objects: formatted text, pictures, documents inside a document."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any, cast

from docx import Document
from docx.oxml.ns import nsmap
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from docxtpl import Listing as DocxtplListing
from docxtpl import RichText as DocxtplRichText
from docxtpl import RichTextParagraph as DocxtplParagraphs
from lxml import etree

from pingyi.errors import FileKindError, RenderError, Severity
from pingyi.forms.word import hazards
from pingyi.forms.word.dialect import OPENING
from pingyi.forms.word.findings import Findings
from pingyi.forms.word.package import Package, read_package
from pingyi.forms.word.reading import read_part
from pingyi.model.papers.rich import Listing, Paragraph, Picture, RichParagraphs, RichText, RichValue, Run, Subdocument
from pingyi.texts import translate as _

# docxtpl brings docxcompose for documents inside documents, which gives python-docx's prefix of the core properties to
# the custom ones; keywords and category would then be written where no program looks
nsmap["cp"] = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_NOTES = ("footnotes", "endnotes")
# how a whole file ends: a half one has a head that reads well
_ENDS: dict[bytes, Callable[[bytes], bool]] = {
    b"\x89PNG": lambda content: b"IEND" in content[-32:],
    b"\xff\xd8": lambda content: content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda"),
    b"GIF8": lambda content: b";" in content[-32:],
}


def print_rich(value: RichValue, filling: DocxTemplate, label: str) -> str:
    """The XML of a value, as docxtpl writes it at the place that is being filled.

    Braces are written as numbers, so that no later step can take them for a tag.

    Args:
        value: what to print.
        filling: the document that is being filled.
        label: what messages call the value.

    Raises:
        RenderError: it cannot be printed here, or at all.
    """
    if isinstance(value, Picture):
        return _print_picture(value, filling, label)
    if isinstance(value, Subdocument):
        return _print_document(value, filling, label)
    printed: Any
    if isinstance(value, RichText):
        printed = _write_runs(value.runs, filling, label)
    elif isinstance(value, RichParagraphs):
        printed = DocxtplParagraphs()
        for paragraph in value.paragraphs:
            printed.add(_write_runs(paragraph.runs, filling, label), escape(paragraph.style) or None)
    else:
        printed = DocxtplListing(_clean(cast("Listing", value).text))
    return protect_braces(str(printed.xml))


def protect_braces(xml: str) -> str:
    """Write braces as numbers: docxtpl reads `{_{` everywhere as a printed brace, and fills footnotes repeatedly."""
    return xml.replace("{", "&#123;").replace("}", "&#125;") if "{" in xml or "}" in xml else xml


def _clean(text: str) -> str:
    """The text with one kind of line break; what no document can hold was refused before."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _write_runs(runs: Iterable[Run], filling: DocxTemplate, label: str) -> DocxtplRichText:
    text = DocxtplRichText()
    for run in runs:
        # docxtpl escapes the text and nothing else
        text.add(
            _clean(run.text),
            style=escape(run.style) or None,
            color=run.colour or None,
            highlight=run.highlight or None,
            size=run.size,
            subscript=run.subscript,
            superscript=run.superscript,
            bold=run.bold,
            italic=run.italic,
            underline=run.underline or False,
            strike=run.strike,
            font=escape(run.font) or None,
            url_id=_link(run.link, filling, label) if run.link else None,
            rtl=run.rtl,
            lang=escape(run.language) or None,
        )
    return text


def _link(address: str, filling: DocxTemplate, label: str) -> str:
    _check_body(filling, label, _("a link"))
    return cast("str", filling.build_url_id(address))


def _print_picture(value: Picture, filling: DocxTemplate, label: str) -> str:
    if not hasattr(filling.current_rendering_part, "new_pic_inline"):
        raise RenderError(
            _("“{label}”: a picture cannot stand in a footnote").format(label=label),
            cure=_("Move the tag into the text, a header or a footer."),
        )
    if any(value.content.startswith(head) and not ends(value.content) for head, ends in _ENDS.items()):
        raise _refuse_picture(label, _("its end is missing"))
    width, height = (None if size is None else Mm(size) for size in (value.width_mm, value.height_mm))
    try:
        return str(InlineImage(filling, io.BytesIO(value.content), width, height))
    except Exception as error:  # a broken picture breaks its reader in many ways; only this document is lost
        raise _refuse_picture(label, str(error) or type(error).__name__) from error


def _refuse_picture(label: str, reason: str) -> RenderError:
    return RenderError(
        _("“{label}” is no picture that Word can show ({reason})").format(label=label, reason=reason),
        cure=_("Give a whole PNG, JPEG, GIF, BMP or TIFF file."),
    )


def _print_document(value: Subdocument, filling: DocxTemplate, label: str) -> str:
    _check_body(filling, label, _("a document"))
    printed: dict[int, str] = filling.printed
    if id(value) not in printed:  # its styles, lists and pictures come along once
        _check_document(value.content, label)
        printed[id(value)] = protect_braces(_write_body(filling.new_subdoc(io.BytesIO(value.content)), filling))
    return printed[id(value)]


def _write_body(document: Any, filling: DocxTemplate) -> str:
    """The content of a document, with the namespaces that the template lacks: docxtpl leaves them out."""
    xml = str(document)
    body = document.element.body
    if body.nsmap.items() <= filling.docx.element.nsmap.items():
        return xml
    return "".join(etree.tostring(item, encoding="unicode") for item in body)


def _check_body(filling: DocxTemplate, label: str, what: str) -> None:
    if filling.current_rendering_part is not filling.docx.part:
        raise RenderError(
            _("“{label}”: {what} can stand in the text only").format(label=label, what=what),
            cure=_("Move the tag from the header, footer or footnote into the text."),
        )


@functools.lru_cache(maxsize=16)  # one document often goes into many forms
def _check_document(content: bytes, label: str) -> None:
    """Make sure that a document may be put into a form: it must not bring what a template must not."""
    try:
        package = read_package(content, label)
        findings = Findings(package)
        hazards.check_links(findings)
        carried = (package.main, *package.targets(*_NOTES))
        hazards.check_changes(findings, carried)
        hazards.check_fields(findings, carried)
    except FileKindError as error:
        raise RenderError(error.message, cure=error.cure) from error
    for problem in findings.problems:
        if problem.severity is Severity.ERROR:
            raise RenderError(_("“{label}”: {message}").format(label=label, message=problem.message), cure=problem.cure)
    if any(OPENING.search(text) for text in _list_notes(package)):
        raise RenderError(
            _("“{label}”: a footnote of the document holds a tag").format(label=label),
            cure=_("Remove the braces from its footnotes."),
        )


def _list_notes(package: Package) -> Iterator[str]:
    for part in package.targets(*_NOTES):
        yield "".join(read_part(package.parse(part)))


def make_sample_value(kind: type[RichValue]) -> RichValue:
    """A value for a trial."""
    runs = (Run(text="样例", bold=True),)
    if kind is RichText:
        return RichText(runs=runs)
    if kind is RichParagraphs:
        return RichParagraphs(paragraphs=(Paragraph(runs=runs),))
    if kind is Listing:
        return Listing(text="样例")
    return Picture(content=_draw_dot()) if kind is Picture else Subdocument(content=_write_page())


def _draw_dot() -> bytes:
    """A PNG of one white dot."""
    chunks = ((b"IHDR", struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\xff")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


@functools.cache
def _write_page() -> bytes:
    document = Document()
    document.add_paragraph("样例")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
