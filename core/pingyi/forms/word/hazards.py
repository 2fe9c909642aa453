"""What must not travel into every form: macros, links to outside, fields that run, comments, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from pingyi.forms.word import properties
from pingyi.forms.word.dialect import OPENING, W
from pingyi.forms.word.findings import Findings
from pingyi.forms.word.labels import list_paragraphs
from pingyi.forms.word.reading import read_paragraph, read_parts
from pingyi.texts import translate as _

_TRACKED = frozenset(
    W + name
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange",
        "sectPrChange", "tblGridChange", "tblPrExChange", "cellIns", "cellDel", "cellMerge", "numberingChange",
    )
)  # fmt: skip
# fields that only number, count, refer inside the document or draw a character; everything else is refused, because
# some run programs (DDE), fetch files (INCLUDETEXT) or print who uses the computer (USERNAME)
_FIELDS = frozenset(
    {
        "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "TOC", "TC",
        "HYPERLINK", "EQ", "SYMBOL", "DATE", "TIME", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "IF", "TITLE",
        "SUBJECT", "KEYWORDS", "DOCPROPERTY", "LISTNUM", "ADVANCE", "SHAPE", "NUMWORDS", "NUMCHARS",
    }
)  # fmt: skip
_PROGRAMS = {
    "vbaProject": "VBA", "oleObject": "OLE", "package": "OLE", "control": "ActiveX", "activeXControlBinary": "ActiveX",
    "aFChunk": "altChunk", "wordVbaData": "VBA", "keyMapCustomizations": "VBA", "attachedToolbars": "VBA",
}  # fmt: skip


def check_links(findings: Findings) -> None:
    """Find relationships to outside addresses, and parts that are programs or documents of their own."""
    package = findings.package
    for owner in ("", *(name for name in package.parts if not name.endswith(".rels"))):
        for item in package.relationships(owner):
            if not item.external:
                if item.kind in _PROGRAMS:
                    findings.error(
                        "program-inside",
                        _("the template contains a program or an embedded file ({kind})").format(
                            kind=_PROGRAMS[item.kind]
                        ),
                        _("Delete the object or macro in Word and save the file as .docx."),
                        part=owner, value=item.target,
                    )  # fmt: skip
            elif item.kind == "hyperlink":
                findings.warning(
                    "link-outside",
                    _("the template links to {address}").format(address=item.target),
                    _("Right-click the text in Word and choose Remove Hyperlink, unless the link is meant."),
                    part=owner, value=item.target,
                )  # fmt: skip
            else:
                findings.error(
                    "file-outside",
                    _("the template fetches {address} whenever a form is opened ({kind})").format(
                        address=item.target, kind=item.kind
                    ),
                    _cure_link(item.kind),
                    part=owner, value=item.target,
                )  # fmt: skip
    if any("vbaProject" in name for name in package.parts):
        findings.error(
            "program-inside",
            _("the template contains a program or an embedded file ({kind})").format(kind="VBA"),
            _("Delete the object or macro in Word and save the file as .docx."),
        )


def _cure_link(kind: str) -> str:
    if kind == "attachedTemplate":
        return _("In Word: Developer > Document Template, clear the field for the document template, and save.")
    if kind == "image":
        return _("Insert the picture itself instead of a link to it.")
    return _("Delete the linked object in Word.")


def check_changes(findings: Findings, parts: Iterable[str]) -> None:
    """Find tracked changes and comments: deleted text stays in every form, with the name of who deleted it."""
    for part in parts:
        for element in findings.package.parse(part).iter(*_TRACKED):
            paragraph = next(element.iterancestors(W + "p"), None)
            if paragraph is None:
                paragraph = next(element.iter(W + "p"), None)
            findings.error(
                "tracked-change",
                _("there is a tracked change here"),
                _("In Word: Review > Accept All Changes and Stop Tracking."),
                part=part, at=paragraph,
            )  # fmt: skip
    for part in findings.package.targets("comments"):
        if next(findings.package.parse(part).iter(W + "comment"), None) is not None:
            findings.error(
                "comments",
                _("the template has comments; they would travel with every form"),
                _("In Word: Review > Delete All Comments in Document."),
                part=part,
            )


def check_fields(findings: Findings, parts: Iterable[str]) -> None:
    """Find Word fields that do more than number and refer, and tags where Word would overwrite or hide them."""
    core = properties.read_core(findings.package)
    filled = [name for name, text in core.items() if OPENING.search(text)]
    for part in parts:
        root = findings.package.parse(part)
        for paragraph in list_paragraphs(root):
            for code in _list_codes(paragraph):
                _check_code(findings, part, paragraph, code)
        for bound in root.iter(W + "dataBinding"):
            if any(f":{name.partition(':')[2]}[" in bound.get(W + "xpath", "") for name in filled):
                continue  # the property Word takes the text from is filled as well
            control = next(bound.iterancestors(W + "sdt"))
            inside = list(control.iter(W + "p")) or list(control.iterancestors(W + "p"))
            if any(OPENING.search(read_paragraph(paragraph)) for paragraph in inside):
                findings.error(
                    "tag-in-control",
                    _("the tag stands in a content control that Word fills from the document's properties"),
                    _("Right-click the control in Word, choose Remove Content Control, and type the tag again."),
                    part=part, at=inside[0],
                )  # fmt: skip


def _list_codes(paragraph: etree._Element) -> list[str]:
    """The instructions of the fields in a paragraph; a field whose name another field would write is `?`."""
    codes: list[str] = []
    opened: list[int] = []
    for element in paragraph.iter(W + "fldChar", W + "instrText", W + "fldSimple"):
        if element.tag == W + "fldSimple":
            codes.append(str(element.get(W + "instr", "")))
        elif element.tag == W + "instrText":
            if not opened:  # the field began in a paragraph before
                codes.append(element.text or "")
            else:
                codes[opened[-1]] += element.text or ""
        elif element.get(W + "fldCharType") == "begin":
            if opened and not codes[opened[-1]].strip():
                codes[opened[-1]] = "?"
            opened.append(len(codes))
            codes.append("")
        elif element.get(W + "fldCharType") == "end" and opened:
            opened.pop()
    return [code for code in codes if code.strip()]


def _check_code(findings: Findings, part: str, paragraph: etree._Element, code: str) -> None:
    name = re.split(r"[\s\\]", code.strip(), maxsplit=1)[0].upper()
    if OPENING.search(code):
        findings.error(
            "tag-in-field",
            _("a tag stands inside the Word field {field}").format(field=name),
            _("Remove the field (Ctrl+Shift+F9 makes plain text of it) and type the tag into the text."),
            part=part, at=paragraph, value=code.strip(),
        )  # fmt: skip
    elif name not in _FIELDS and not name.startswith("="):
        findings.error(
            "field-forbidden",
            _("the Word field {field} is not allowed in a form").format(field=name),
            _("Delete it, or make plain text of it with Ctrl+Shift+F9."),
            part=part, at=paragraph, value=code.strip(),
        )  # fmt: skip


def check_unfilled(findings: Findings, filled: Iterable[str]) -> None:
    """Find tags in parts that are never filled: comments, endnotes, charts, and some document properties."""
    package = findings.package
    seen = {*filled, properties.find_properties(package, "core-properties", properties.CORE)}
    for part, text in read_parts(package).items():
        if part not in seen and OPENING.search(text):
            found = text[OPENING.search(text).start() :]  # type: ignore[union-attr]
            _report_unfilled(findings, part, found)
    for name, text in properties.read_core(package).items():
        if name not in properties.FILLED_PROPERTIES and OPENING.search(text):
            _report_unfilled(findings, properties.CORE, text)


def _report_unfilled(findings: Findings, part: str, text: str) -> None:
    findings.error(
        "tag-unfilled",
        _("tags are not filled here; “{text}” would be printed").format(text=text[:40]),
        _("Move the tag into the text, a table, header, footer or footnote; or remove it."),
        part=part,
        value=text,
    )
